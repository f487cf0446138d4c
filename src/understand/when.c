#include "understand/when.h"
