#include "daemon/turn.h"
