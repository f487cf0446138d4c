#include "compose/invite.h"
