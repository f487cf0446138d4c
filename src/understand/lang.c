#include "understand/lang.h"
