#include "decide/slots.h"
