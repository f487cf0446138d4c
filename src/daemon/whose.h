/*
 * whose - which meeting a mail is about, as far as its writer may know of it
 */
#ifndef DAEMON_WHOSE_H
#define DAEMON_WHOSE_H
#include "daemon/passage.h"

/*
 * By the token in the address it went to, or by the Message-IDs it answers; before its words are
 * read.  Who is no guest of that meeting finds none, and so hears nothing of it.
 */
int whose_thread(struct passage *, struct err *);

/* The same once more, where the mail bore a calendar and its words are what counts after all. */
bool whose_may_know(const struct passage *);

/*
 * In a mail without a thread: a meeting to come that the writer asked for or holds, where the words
 * are about one that stands.  Of several it is the one whose time is named.  1: found, 0, -1.
 */
int whose_sought(struct passage *, struct err *);

#endif
