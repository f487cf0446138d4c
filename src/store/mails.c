#include "store/mails.h"
