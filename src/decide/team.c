#include "decide/team.h"
