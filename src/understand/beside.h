/*
 * beside - times said beside others: "Tuesday works" means the Tuesday that was offered
 *
 * Weekdays and hours without a date belong to the days that were spoken of, not to the next that
 * come; words that count from the day of writing ("tomorrow", "next Tuesday") do not.
 */
#ifndef UNDERSTAND_BESIDE_H
#define UNDERSTAND_BESIDE_H
#include "understand/token.h"
#include "understand/wish.h"

struct arena;
struct lang;

/* Reads the text again, from the eve of a day offered, where only that makes it fit an offer. */
void beside_offers(const struct tokens *, const struct lang *, const struct wish_context *,
    const struct span *offered, size_t n, struct arena *, struct wish_reading *io);

/* The same for a meeting that stands: an hour is meant on its day, a weekday in its week. */
void beside_meeting(const struct tokens *, const struct lang *, const struct wish_context *,
    struct span meeting, struct arena *, struct wish_reading *io);

/*
 * "The second one, but could we start at 14:30?": hours alone beside an offer that was picked.
 * True: they are others than those offered, and read on its day.
 */
bool beside_picked(const struct tokens *, const struct lang *, const struct wish_context *,
    struct span picked, struct arena *, struct wish_reading *io);

/*
 * "Tuesday doesn't work, but Thursday is perfect": is one of the times on offer ruled out, and
 * another one wished for?  Then that one is taken.
 */
bool beside_takes_another(const struct wishes *, const struct spans *offered);

#endif
