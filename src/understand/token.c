#include "understand/token.h"
