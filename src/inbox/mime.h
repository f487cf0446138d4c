/*
 * mime - the parts of a mail
 *
 * Our own walker: one pass over the lines with a stack of open boundaries, so that neither depth
 * nor count costs more than the length.  It never looks into an attached mail (message/rfc822).
 */
#ifndef INBOX_MIME_H
#define INBOX_MIME_H
#include "base/err.h"
#include "inbox/header.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum {
	MIME_HEADER_MAX = 256 * 1024, /* of one part, or of the mail */
	MIME_DEPTH_MAX = 20,
	MIME_PARTS_MAX = 200,
};

struct part {
	struct headers headers;
	const char *type;     /* "text/plain": lower case, the default filled in */
	const char *content;  /* the whole Content-Type, for its parameters; "" */
	const char *encoding; /* lower case; "" */
	bool attached;        /* Content-Disposition says so */
	const char *body;     /* as transferred; of a multipart what stands before its parts */
	size_t len;
	struct part *parent, *first, *next; /* NULL where there is none */
};

/*
 * text: the mail with "\n" line ends (transfer_lines()); the parts point into it.  -1 with
 * ERR_REJECT: a limit is broken; *root is set all the same, with headers as far as they may go.
 */
int mime_read(const char *text, size_t len, struct arena *, struct part **root, struct err *);

/* The next part in the order of the mail: down, then along, then up.  NULL: that was all. */
struct part *mime_next(const struct part *);

/* The part's own bytes, the transfer encoding undone; at most max of them are decoded. */
char *mime_bytes(const struct part *, size_t max, struct arena *, size_t *len);

/* Its text in UTF-8 with "\n" line ends, whatever character set it was in. */
char *mime_text(const struct part *, size_t max, struct arena *);

/* The name that it would be saved under, "" where there is none. */
const char *mime_filename(const struct part *, struct arena *);

#endif
