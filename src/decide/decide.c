#include "decide/decide.h"
