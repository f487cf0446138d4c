/*
 * letter - the raw bytes of a mail to what we read of it
 *
 * The bytes are foreign: sizes, depths and counts are checked before any library sees them, and
 * all structure is read by our own lenient scanners (header.h, mime.h).  All strings are sound
 * UTF-8, in the arena; none is NULL unless said so.  The struct is plain data without cycles, so
 * that it can cross a pipe from a parser process.
 */
#ifndef INBOX_LETTER_H
#define INBOX_LETTER_H
#include "base/err.h"
#include "inbox/address.h"
#include "inbox/header.h"
#include "inbox/tnef.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum {
	LETTER_MAX = 10 * 1024 * 1024,
	LETTER_HEADERS_MAX = 1000,
	LETTER_HEADER_MAX = 64 * 1024, /* one of them, unfolded: longer than any known mail's */
	LETTER_COMMENTS_MAX = 32,      /* parentheses in each other */
	LETTER_REFERENCES_MAX = 100,
	REPORT_MESSAGES_MAX = 8,
};

enum fate {           /* of a mail that a delivery report speaks of */
	FATE_UNSAID,  /* no report, or one in plain words */
	FATE_FAILED,  /* for one recipient at least */
	FATE_DELAYED, /* the server goes on trying */
	FATE_DONE,    /* delivered, passed on, read */
};

struct report { /* report.h */
	enum fate fate;
	const char **messages; /* Message-IDs, without brackets, of what came back */
	size_t n_messages;
};

struct letter {
	const char *digest;      /* SHA-256 of the raw bytes, hexadecimal */
	const char *content_key; /* of Message-ID, From, Date, Subject and text: the same again */

	const char *message_id;  /* without the angle brackets, "" where there is none */
	const char *in_reply_to; /* the first one, or "" */
	const char **references; /* oldest first, In-Reply-To at the end; the latest ones */
	size_t n_references;

	struct address from;     /* email "" where there is no usable one */
	size_t n_from;           /* how many addresses From held, good or not */
	const char *return_path; /* an address, "" for <>; NULL where there was neither */
	struct address *to, *cc;
	size_t n_to, n_cc;
	const char *tag; /* behind the + of our own address among the recipients, or "" */

	const char *subject; /* decoded, one line */
	int64_t sent_at;     /* Date, in seconds UTC; 0 where there is none that makes sense */
	int sent_offset;     /* seconds east of UTC as written in Date */
	bool offset_known;   /* false for -0000, or no Date */

	const char *text; /* what the mail says, quotes and all: plain text, or made from HTML */
	const char *calendar;        /* the calendar part as UTF-8; NULL: none, or left behind */
	const char *calendar_method; /* its method parameter in upper case, or "" */
	const char *calendar_other;  /* a second one that is not the same, or NULL */
	enum tnef_answer tnef;       /* what Outlook answers in its own envelope */
	bool calendar_filed;         /* the calendar is a file that came along, of another type */
	bool reports;                /* multipart/report: a bounce or a receipt */
	struct report report;        /* what it tells, and what a mail in plain words mentions */

	struct header *headers; /* all of the outermost header, in order */
	size_t n_headers;
};

/*
 * own_address finds the tag; it may be "".  -1 with ERR_REJECT: the mail breaks a limit or cannot
 * be read; digest is set all the same (content_key is the digest then), and the headers where they
 * are not the reason.
 */
int letter_read(const char *raw, size_t len, const char *own_address, struct arena *,
    struct letter *out, struct err *);

/* Likewise, without digest and content_key, which are "": for who only shows what is in it. */
int letter_look(const char *raw, size_t len, const char *own_address, struct arena *,
    struct letter *out, struct err *);

/* The first header of that name (any case), or NULL. */
const char *letter_header(const struct letter *, const char *name);

#endif
