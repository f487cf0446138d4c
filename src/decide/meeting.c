#include "decide/meeting.h"
