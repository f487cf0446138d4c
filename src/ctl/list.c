#include "ctl/list.h"
