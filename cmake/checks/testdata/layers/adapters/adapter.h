#include "adapters/runtime/runtime.h"
