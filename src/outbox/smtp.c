#include "outbox/smtp.h"
