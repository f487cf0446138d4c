/*
 * page - words as text/html: small, nothing fetched from anywhere, fit for light and dark
 *
 * Mail programs throw away style sheets, so what little style there is stands on the elements.
 * No colour is set but by the reader's program.
 */
#ifndef COMPOSE_PAGE_H
#define COMPOSE_PAGE_H
#include "compose/words.h"

char *page_write(const struct words *, struct arena *);

#endif
