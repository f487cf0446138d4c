#include "understand/intent.h"
