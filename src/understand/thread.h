/*
 * thread - what a mail answers, as far as the quoted text below it tells
 */
#ifndef UNDERSTAND_THREAD_H
#define UNDERSTAND_THREAD_H
#include "understand/intent.h"

#include <stdbool.h>

struct arena;
struct lang;

/*
 * Adds to *io, which says already what is known of the thread, what stands in the quoted text:
 * numbered times, and whether the latest quoted mail offers them or says that a meeting stands.
 */
void thread_read(const char *quoted, const struct lang *, const struct wish_context *,
    struct arena *, struct answered *io);

/* Is the subject, without its "Re:", that of an invitation of ours?  Then a meeting stands. */
bool thread_about_invitation(const char *bare_subject, const struct lang *);

#endif
