#include "inbox/imap.h"
