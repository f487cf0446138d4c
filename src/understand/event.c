#include "understand/event.h"
