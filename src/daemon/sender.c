#include "daemon/sender.h"
