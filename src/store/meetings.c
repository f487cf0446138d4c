#include "store/meetings.h"
