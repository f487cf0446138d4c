#include "decide/effect.h"
