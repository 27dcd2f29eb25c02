#include "gateway/base/digest.h"
