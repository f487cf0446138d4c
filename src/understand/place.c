#include "understand/place.h"
