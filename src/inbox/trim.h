/*
 * trim - the text its author wrote: without what was quoted, and without the signature
 */
#ifndef INBOX_TRIM_H
#define INBOX_TRIM_H

struct arena;

struct trimmed {
	const char *own;       /* the author's words; lines keep their order */
	const char *quoted;    /* what was quoted, without the marks; "" where nothing was */
	const char *signature; /* "" where there is none; places and zones may stand in it */
};

void trim_text(const char *text, struct arena *, struct trimmed *out);

#endif
