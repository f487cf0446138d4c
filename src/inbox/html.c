#include "inbox/html.h"
