#include "ctl/check.h"
