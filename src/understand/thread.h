/*
 * thread - what a mail answers, as far as the quoted text below it tells
 */
#ifndef UNDERSTAND_THREAD_H
#define UNDERSTAND_THREAD_H
#include "understand/intent.h"

#include <stdbool.h>

struct arena;
struct langs;

/*
 * Adds to *io, which says already what is known of the thread, what stands in the quoted text:
 * numbered times, and whether the latest quoted mail offers them or says that a meeting stands.
 * It may be in another language than the answer, likely the one with this code.
 */
void thread_read(const char *quoted, const struct langs *, const char *likely,
    const struct wish_context *, struct arena *, struct answered *io);

/* Is the subject, without its "Re:", that of an invitation of ours, in any language?  Then a
 * meeting stands. */
bool thread_about_invitation(const char *bare_subject, const struct langs *);

#endif
