#include <grpcpp/grpcpp.h>
#include "CLI/CLI.hpp"
#include "gateway/transport/server.h"
