/*
 * plain - words as text/plain: wrapped by the width they take on the screen
 */
#ifndef COMPOSE_PLAIN_H
#define COMPOSE_PLAIN_H
#include "compose/words.h"

char *plain_write(const struct words *, struct arena *);

#endif
