#include "inbox/letter.h"
