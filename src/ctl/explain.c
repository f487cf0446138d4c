#include "ctl/explain.h"
