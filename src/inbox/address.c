#include "inbox/address.h"
