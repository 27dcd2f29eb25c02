#include <yaml-cpp/yaml.h>
#include "adapters/adapter.h"
#include "adapters/folder/csv.h"
#include "adapters/grpc/grpc_driver.h"
#include "client/channel.h"
