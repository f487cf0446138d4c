#include "inbox/stream.h"
