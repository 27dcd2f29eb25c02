#include <grpcpp/server.h>
#include <nghttp2/nghttp2.h>

#include "grpc/health/v1/health.pb.h"
