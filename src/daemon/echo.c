#include "daemon/echo.h"

#include "base/arena.h"
#include "base/text.h"
#include "inbox/letter.h"
#include "store/queue.h"

#include <string.h>

enum {
	MESSAGES = 4,    /* the last ones that went there */
	LINE_LEAST = 20, /* bytes: shorter lines stand in any mail */
	LINES = 3,       /* a person may copy one, or two */
};

static char *
fold(const char *text, struct arena *a)
{
	const char *line = text_one_line(text, a);

	return text_fold(line, strlen(line), a);
}

/* The lines of ours that stand in theirs: how many, and how long they are together. */
static size_t
count_lines(const char *ours, const char *theirs, struct arena *a, size_t *bytes)
{
	size_t n = 0;

	*bytes = 0;
	while (*ours != '\0') {
		size_t len = strcspn(ours, "\n");
		const char *line = fold(arena_mem(a, ours, len), a);

		if (strlen(line) >= LINE_LEAST && strstr(theirs, line) != NULL) {
			*bytes += strlen(line);
			n++;
		}
		ours += len + (ours[len] == '\n');
	}
	return n;
}

static bool
gives_back(const struct queue_row *sent, const char *theirs, struct arena *a)
{
	struct letter l;
	struct err err;
	size_t bytes;

	if (letter_read(sent->bytes, sent->len, "", a, &l, &err) == -1)
		return false;
	return count_lines(l.text, theirs, a, &bytes) >= LINES && 2 * bytes > strlen(theirs);
}

int
echo_is(struct db *db, const char *email, const char *text, struct arena *a, bool *out,
    struct err *err)
{
	const char *theirs = fold(text, a);
	struct queue_row *sent;
	size_t n;

	*out = false;
	if (strlen(theirs) < LINES * LINE_LEAST)
		return 0;
	if (queue_sent_to(db, email, MESSAGES, a, &sent, &n, err) == -1)
		return -1;
	for (size_t i = 0; i < n && !*out; i++)
		*out = gives_back(&sent[i], theirs, a);
	return 0;
}
