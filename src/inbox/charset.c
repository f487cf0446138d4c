#include "inbox/charset.h"
