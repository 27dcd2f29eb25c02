#include "gateway/base/digest.h"
#include "gateway/store/store.h"
#include "gateway/service/submit_referral.h"
#include <sqlite3.h>
