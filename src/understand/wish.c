#include "understand/wish.h"
