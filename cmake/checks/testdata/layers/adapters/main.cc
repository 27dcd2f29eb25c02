#include "adapters/folder/folder_driver.h"
#include "adapters/runtime/runtime.h"
