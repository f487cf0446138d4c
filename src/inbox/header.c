#include "inbox/header.h"
