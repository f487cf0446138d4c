#include "ctl/slots.h"
