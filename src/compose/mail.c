#include "compose/mail.h"
