/*
 * trim - the text its author wrote: without what was quoted, and without the signature
 *
 * Answers between the lines of a quote stay, in their order, with an empty line where a quote was.
 * A signature where nothing else was written is the author's own text.
 */
#ifndef INBOX_TRIM_H
#define INBOX_TRIM_H

struct arena;

struct trimmed {
	const char *own;       /* the author's words; lines keep their order */
	const char *quoted;    /* what was quoted, without the marks; "" where nothing was */
	const char *signature; /* "" where there is none; places and zones may stand in it */
};

/* text: sound UTF-8 with "\n" line ends, as in struct letter. */
void trim_text(const char *text, struct arena *, struct trimmed *out);

#endif
