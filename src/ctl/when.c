#include "ctl/when.h"
