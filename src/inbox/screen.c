#include "inbox/screen.h"
