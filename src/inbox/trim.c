#include "inbox/trim.h"
