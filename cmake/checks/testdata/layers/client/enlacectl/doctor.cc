#include "certs/x509/certificate.h"
#include "client/channel.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/ledger/leaf.h"
