#include <unicode/unistr.h>
#include <grpcpp/grpcpp.h>
#include "adapters/adapter.h"
#include "enlace/v1/referral_service.grpc.pb.h"
#include "enlace/v1/referral_service.pb.h"
