#include "compose/phrase.h"
