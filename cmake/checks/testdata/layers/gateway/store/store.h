#include "gateway/ledger/leaf.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/content/v1/content.pb.h"
#include "store_impl.h"
