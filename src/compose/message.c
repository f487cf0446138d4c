#include "compose/message.h"
