/*
 * header - the header lines of a mail, and what their values are made of
 *
 * Our own scanner: it never fails, whatever the bytes.  Lines that are no header are passed over,
 * so that "is this a robot?" can be answered for mails no strict parser reads.  All of it takes
 * time linear in the length.
 */
#ifndef INBOX_HEADER_H
#define INBOX_HEADER_H
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct header {
	const char *name;  /* as it was written */
	const char *value; /* unfolded, raw (not RFC 2047-decoded), repaired to UTF-8 */
};

struct headers {
	struct header *items;
	size_t n;
};

/*
 * Reads header lines, which end with LF (see transfer_lines()), up to the empty line behind them.
 * Returns where the body begins.
 */
size_t headers_scan(const char *text, size_t len, struct arena *, struct headers *out);

/* The value of the first header of that name (any case), or NULL. */
const char *headers_find(const struct headers *, const char *name);

/*
 * "Text/Plain; charset=x" gives "text/plain": what stands before the first ";", without comments
 * and blanks, in lower case.
 */
char *header_token(const char *value, struct arena *);

/* Message-IDs between angle brackets, or one without; only such as can stand in a header. */
size_t header_message_ids(const char *value, struct arena *, const char ***out);

/* Such as header_message_ids() gives: printable, without blanks and "<", short. */
bool header_message_id_valid(const char *);

/* How deep parentheses stand in each other, outside of quoted strings. */
size_t header_comment_depth(const char *value);

/* A copy without comments: "no (really)" gives "no ". Quoted strings are left alone. */
char *header_without_comments(const char *value, struct arena *);

#endif
