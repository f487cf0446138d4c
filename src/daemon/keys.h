/*
 * keys - tables of keys, and the walk over a file (libconfig) that they drive
 *
 * One row a key: its name, its type, where its value goes, its default and its meaning.  Reading,
 * checking and the test that the manual names every key use the same rows.
 */
#ifndef DAEMON_KEYS_H
#define DAEMON_KEYS_H
#include "daemon/complaint.h"

enum key_type {        /* what stands at the place; "second" is the count of a list */
	KEY_TEXT,      /* const char * */
	KEY_EMAIL,     /* const char * */
	KEY_CHOICE,    /* int: which of the choices */
	KEY_NUMBER,    /* int, least to most */
	KEY_TRUTH,     /* bool */
	KEY_LENGTH,    /* int: minutes, least to most */
	KEY_LANGUAGE,  /* const char **, a list of one */
	KEY_ZONE,      /* struct zone */
	KEY_NIGHT,     /* int from, second: int to, in minutes */
	KEY_OFF,       /* struct off */
	KEY_MOMENT,    /* struct civil */
	KEY_RULE,      /* const char *: RRULE */
	KEY_TEXTS,     /* const char ** */
	KEY_EMAILS,    /* const char ** */
	KEY_LANGUAGES, /* const char ** */
	KEY_CALENDARS, /* const char ** */
	KEY_LENGTHS,   /* int *: minutes, ascending, least to most */
	KEY_CLOCKS,    /* int *: minutes since midnight */
	KEY_HOURS,     /* struct hours * */
	KEY_OFFS,      /* struct off * */
};

struct key {
	const char *name; /* with its groups: "mailbox.imap.host" */
	enum key_type type;
	size_t place, second; /* offsets into the struct that is filled in */
	bool required;
	int least, most;
	const char *preset;         /* as it would stand in the file; NULL: zero, empty */
	const char *const *choices; /* ended by NULL */
	unsigned only;              /* 0: always; else bits: for which kinds of file */
	const char *meaning;
};

struct source; /* one file, parsed */

/* NULL: it cannot be read, or is no configuration; complained about. */
struct source *source_open(const char *path, struct arena *, struct complaints *);
void source_close(struct source *); /* NULL is fine; what was read from it stays */

/* A text, for looking ahead at one key; NULL: not there, or no text. */
const char *source_text(const struct source *, const char *name);
int source_line(const struct source *, const char *name); /* 0: not there */

/*
 * Fills in the target by the rows, complains about what is wrong and about keys that are in no
 * row.  kind: the bit of the file's kind, for rows with "only".  source NULL: the presets alone.
 */
void keys_read(const struct source *, const struct key *, size_t n, unsigned kind, void *target,
    struct arena *, struct complaints *);

#endif
