#include "outbox/retry.h"
