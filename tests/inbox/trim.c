#include "inbox/trim.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One case of trim.txt. */
struct sample {
	char name[200];
	struct buf text, own, signature;
};

/* Without empty lines at its end, which part the cases in the file. */
static char *
chomp(struct buf *b)
{
	while (b->len > 0 && b->data[b->len - 1] == '\n')
		b->data[--b->len] = '\0';
	return b->data;
}

/* The text cut off at each byte, in memory of exactly that length. */
static void
cut_off(const char *text)
{
	struct arena *a = arena_new();
	struct trimmed t;

	for (size_t len = 0; len < strlen(text); len++) {
		char *part = malloc(len + 1);

		memcpy(part, text, len);
		part[len] = '\0';
		trim_text(part, a, &t);
		free(part);
	}
	arena_free(a);
}

static void
check(struct sample *s, struct arena *a)
{
	struct trimmed t;
	struct buf own, signature;

	if (s->name[0] == '\0')
		return;
	trim_text(s->text.data, a, &t);
	buf_init(&own, a);
	buf_init(&signature, a);
	buf_str(&own, t.own);
	buf_str(&signature, t.signature);
	is_str(chomp(&own), chomp(&s->own), "%s", s->name);
	is_str(chomp(&signature), chomp(&s->signature), "%s: the signature", s->name);
	cut_off(s->text.data);
}

static void
begin(struct sample *s, const char *line, struct arena *a)
{
	snprintf(s->name, sizeof s->name, "%.*s", (int)strcspn(line + 4, "\n"), line + 4);
	buf_init(&s->text, a);
	buf_init(&s->own, a);
	buf_init(&s->signature, a);
}

static void
test_file(struct arena *a)
{
	FILE *f = fopen(tap_source("tests/inbox/trim.txt"), "r");
	struct sample s = { .name = "" };
	struct buf *to = NULL;
	char line[1000];

	if (f == NULL) {
		perror("trim.txt");
		exit(1);
	}
	while (fgets(line, sizeof line, f) != NULL) {
		if (strncmp(line, "=== ", 4) == 0) {
			check(&s, a);
			begin(&s, line, a);
			to = &s.text;
		} else if (strcmp(line, "--- own\n") == 0) {
			to = &s.own;
		} else if (strcmp(line, "--- signature\n") == 0) {
			to = &s.signature;
		} else if (to != NULL) {
			buf_str(to, line);
		}
	}
	check(&s, a);
	fclose(f);
}

static void
test_quoted(struct arena *a)
{
	struct trimmed t;

	trim_text("Yes.\n\nOn Mon, Dec 7, 2026 at 2:42 PM Bo <bo@example.com> wrote:\n"
		  "> Tuesday?\n>> Or Monday?\n",
	    a, &t);
	is_str(t.quoted,
	    "On Mon, Dec 7, 2026 at 2:42 PM Bo <bo@example.com> wrote:\nTuesday?\nOr Monday?\n",
	    "what was quoted, without its marks");
}

/* What takes time quadratic in its length takes minutes here, and is noticed. */
static void
test_hostile(void)
{
	static const char *const pieces[] = { "\n", ">", ">\n", "-----\n", "--\n", "-- \n",
		"a: b\n", "a\n\n", "On 7 Dec 2026 at 14:42 a@b.c wrote:\n",
		"-----Original Message-----\n", "Thanks\n", "Thanks\nAna\n",
		"Ana\n+49 30 123456789\n\n", "a:\n", "From: a@b.c\n", "confidential\n\n",
		"Sent from my a\n", "a", "-----\n\n\n\n\n\n", "1" };
	size_t len = (size_t)64 * 1024;
	char *text = malloc(len + 1);

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct arena *a = arena_new();
		size_t n = strlen(pieces[i]);
		struct trimmed t;

		for (size_t k = 0; k + n <= len; k += n)
			memcpy(text + k, pieces[i], n);
		text[len / n * n] = '\0';
		trim_text(text, a, &t);
		arena_free(a);
	}
	free(text);
	ok(true, "long texts of one thing are read in time");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_file(a);
	test_quoted(a);
	test_hostile();
	arena_free(a);
	return tap_done();
}
