#include <sqlite3.h>
#include <openssl/x509v3.h>
#include "gateway/ledger/leaf.h"
