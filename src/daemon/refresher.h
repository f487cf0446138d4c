/*
 * refresher - calendars are fetched beside the loop, some at once (fetching.h), in threads of its
 * own that touch nothing but their orders
 */
#ifndef DAEMON_REFRESHER_H
#define DAEMON_REFRESHER_H
#include "daemon/fetching.h"

enum { REFRESHER_THREADS = 3 };

struct refresher;

/* wake_fd: an eventfd that is written to when one is done; -1: nobody wants to know. */
struct refresher *refresher_open(int wake_fd);
void refresher_close(struct refresher *); /* NULL is fine; what runs is given up */

/* Queues it, unless it is under way already.  All is copied. */
void refresher_ask(struct refresher *, const char *source, const struct order *);

/* Until all is done, but for each only so many milliseconds from when it was asked for. */
void refresher_wait(struct refresher *, int milliseconds);

struct refreshed {
	const char *source;
	struct span window;
	struct harvest harvest;
};

/* What is done since the last call. */
size_t refresher_take(struct refresher *, struct arena *, struct refreshed **out);

#endif
