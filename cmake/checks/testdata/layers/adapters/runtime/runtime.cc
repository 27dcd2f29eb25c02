#include "adapters/adapter.h"
#include "adapters/folder/folder_driver.h"
#include <spdlog/spdlog.h>
