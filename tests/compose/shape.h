/*
 * shape - the parts of a mail with a calendar, as the programs of those who get it want them
 *
 *     mixed { alternative { plain, html, calendar }, file }
 */
#ifndef TESTS_COMPOSE_SHAPE_H
#define TESTS_COMPOSE_SHAPE_H
#include "compose/mail.h"

/* The object in it, decoded; NULL where it is not where it should be. */
const char *shape_calendar(const struct mail *, const char *method, const char *name,
    struct arena *);

#endif
