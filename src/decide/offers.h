/*
 * offers - from wishes to a round of offers: what is held for the writer and said to them
 */
#ifndef DECIDE_OFFERS_H
#define DECIDE_OFFERS_H
#include "decide/matter.h"
#include "decide/slots.h"

/*
 * Makes a round of offers: within what this mail says, else within what the writer said last.
 * Where nothing is free there, the nearest times, and the words say so.  Where nothing is free at
 * all, or too many rounds came to nothing, a person takes over.  host: this one and no other;
 * NULL: whoever offered before if possible, else whoever fits best.
 */
void offers_make(struct matter *, enum say, const char *host);

/* The same near to a time that cannot be had (any more). */
void offers_make_near(struct matter *, enum say, struct span, const char *host);

/* One time was named, exactly and beyond doubt. */
bool offers_exact(const struct matter *, struct span *out);

/* Who can take that very time; NULL: nobody. */
const struct staff *offers_host_for(const struct matter *, struct span, const char *host);

/* It is kept for the writer from now on. */
void offers_hold(struct matter *, struct offer *);

/*
 * No mail led to this: a new round in place of times that are gone, near to what the writer wished
 * for.  Their numbers follow those before.  false: nothing is free.
 */
bool offers_chase(struct matter *);

/* To look again when something falls due, such as the first hold that runs out. */
void offers_wake(struct matter *);

/* Turned down: never again. */
void offers_refuse(struct matter *, struct offer *);

#endif
