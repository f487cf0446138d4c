#include "daemon/loop.h"
