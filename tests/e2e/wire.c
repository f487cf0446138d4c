/*
 * wire - the IMAP and SMTP modules against a real server, for test_wire.py
 *
 *     wire imap HOST PORT implicit|starttls CA-FILE USER PASSWORD < commands
 *     wire smtp HOST PORT implicit|starttls CA-FILE USER PASSWORD < commands
 *
 * One command a line, one line in answer to each; a line "! kind: sentence" is an error.
 *
 *     imap:  select FOLDER      uids FIRST      fetch MAX-BYTES UID...
 *            mark KEYWORD UID...                wait SECONDS
 *     smtp:  send SENDER RECIPIENT FILE         alive
 */
#include "base/arena.h"
#include "inbox/imap.h"
#include "outbox/smtp.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 64 };

struct wire {
	struct imap *imap;
	struct smtp *smtp;
	struct arena *arena;
	struct err err;
};

static void
say_error(const struct err *err)
{
	static const char *const kinds[] = { "none", "retry", "reject", "config", "store" };

	printf("! %s: %s\n", kinds[err->kind], err->text);
}

static void
do_select(struct wire *w, char **words, size_t n)
{
	struct imap_box box;

	if (n < 2 || imap_select(w->imap, words[1], &box, &w->err) == -1)
		say_error(&w->err);
	else
		printf("%u %u %u\n", box.uid_validity, box.uid_next, box.messages);
}

static void
do_uids(struct wire *w, char **words, size_t n)
{
	uint32_t *uids;
	size_t count;

	if (n < 2 ||
	    imap_uids(w->imap, (uint32_t)atoi(words[1]), w->arena, &uids, &count, &w->err) == -1) {
		say_error(&w->err);
		return;
	}
	for (size_t i = 0; i < count; i++)
		printf("%s%u", i > 0 ? " " : "", uids[i]);
	printf("\n");
}

static size_t
read_uids(char **words, size_t n, uint32_t *uids)
{
	for (size_t i = 0; i < n; i++)
		uids[i] = (uint32_t)atoi(words[i]);
	return n;
}

/* For each mail: its UID, size, arrival and the bytes that were fetched, in hexadecimal. */
static void
do_fetch(struct wire *w, char **words, size_t n)
{
	struct imap_mail mails[WORDS];
	uint32_t uids[WORDS];
	size_t count = read_uids(words + 2, n - 2, uids);

	if (imap_fetch(w->imap, uids, count, (size_t)atol(words[1]), w->arena, mails, &w->err) ==
	    -1) {
		say_error(&w->err);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		printf("%s%u %zu %" PRId64 " ", i > 0 ? " " : "", mails[i].uid, mails[i].size,
		    mails[i].received_at);
		if (mails[i].bytes == NULL)
			printf("-");
		for (size_t k = 0; k < mails[i].len; k++)
			printf("%02x", (unsigned char)mails[i].bytes[k]);
	}
	printf("\n");
}

static void
do_mark(struct wire *w, char **words, size_t n)
{
	uint32_t uids[WORDS];
	size_t count = read_uids(words + 2, n - 2, uids);
	int rc = imap_mark(w->imap, uids, count, words[1], &w->err);

	if (rc == 1)
		printf("marked\n");
	else
		say_error(&w->err);
}

static void
do_wait(struct wire *w, char **words, size_t n)
{
	int rc = imap_wait(w->imap, n < 2 ? 0 : atoi(words[1]), -1, &w->err);

	if (rc == -1)
		say_error(&w->err);
	else
		printf("%s\n", rc == 1 ? "changed" : "nothing");
}

static void
do_send(struct wire *w, char **words, size_t n)
{
	static const char *const results[] = { "sent", "later", "refused", "uncertain" };
	static char bytes[1 << 20];
	FILE *file = n < 4 ? NULL : fopen(words[3], "r");
	enum smtp_result result;
	size_t len;

	if (file == NULL) {
		printf("! send needs a sender, a recipient and a file\n");
		return;
	}
	len = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	w->err.text[0] = '\0';
	result = smtp_send(w->smtp, words[1], words[2], "", bytes, len, &w->err);
	printf("%s %s\n", results[result], w->err.text);
}

static void
do_alive(struct wire *w, char **words, size_t n)
{
	(void)words;
	(void)n;
	printf("%s\n", smtp_alive(w->smtp) ? "alive" : "dead");
}

static const struct {
	const char *name;
	void (*run)(struct wire *, char **words, size_t n);
	bool imap;
	size_t words;
} commands[] = {
	{ "select", do_select, true, 2 },
	{ "uids", do_uids, true, 2 },
	{ "fetch", do_fetch, true, 3 },
	{ "mark", do_mark, true, 3 },
	{ "wait", do_wait, true, 2 },
	{ "send", do_send, false, 4 },
	{ "alive", do_alive, false, 1 },
};

static void
obey(struct wire *w, char *line)
{
	char *words[WORDS], *rest;
	size_t n = 0;

	for (char *word = strtok_r(line, " \n", &rest); word != NULL && n < WORDS;
	     word = strtok_r(NULL, " \n", &rest))
		words[n++] = word;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (n >= commands[i].words && strcmp(words[0], commands[i].name) == 0 &&
		    commands[i].imap == (w->imap != NULL)) {
			commands[i].run(w, words, n);
			return;
		}
	printf("! no such command\n");
}

int
main(int argc, char **argv)
{
	struct wire w = { .arena = arena_new() };
	struct endpoint to;
	char line[4096];

	if (argc != 8) {
		fprintf(stderr,
		    "usage: wire imap|smtp HOST PORT implicit|starttls CA-FILE USER PASSWORD\n");
		return 2;
	}
	to = (struct endpoint){ .host = argv[2],
		.port = atoi(argv[3]),
		.tls = strcmp(argv[4], "starttls") == 0 ? TLS_STARTTLS : TLS_IMPLICIT,
		.ca_file = argv[5] };
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (strcmp(argv[1], "imap") == 0)
		w.imap = imap_open(&to, argv[6], argv[7], &w.err);
	else
		w.smtp = smtp_open(&to, argv[6], argv[7], &w.err);
	if (w.imap == NULL && w.smtp == NULL)
		say_error(&w.err);
	else {
		printf("connected%s\n", w.imap != NULL && imap_can_idle(w.imap) ? " idle" : "");
		while (fgets(line, sizeof line, stdin) != NULL)
			obey(&w, line);
	}
	imap_close(w.imap);
	smtp_close(w.smtp);
	arena_free(w.arena);
	return 0;
}
