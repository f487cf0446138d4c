#include "understand/token.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"
#include "understand/lang.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
print(const struct tokens *ts, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < ts->n; i++) {
		const struct token *t = &ts->items[i];
		const char *around = t->kind == TOKEN_NUMBER  ? "[]"
		                     : t->kind == TOKEN_ASIDE ? "<>"
		                                              : "";

		buf_str(&b, i > 0 ? " " : "");
		if (around[0] != '\0')
			buf_char(&b, around[0]);
		buf_add(&b, ts->text + t->from, t->to - t->from);
		if (around[0] != '\0')
			buf_char(&b, around[1]);
	}
	return b.len > 0 ? b.data : arena_str(a, "");
}

static void
check_table(const struct lang *en)
{
	FILE *f = fopen(tap_source("tests/understand/token.txt"), "r");
	struct arena *a = arena_new();
	char line[512], *arrow;
	int rows = 0;

	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		struct tokens ts;
		char *end;

		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || (arrow = strstr(line, "==>")) == NULL)
			continue;
		for (end = arrow; end > line && end[-1] == ' '; end--)
			;
		tokens_read(line, (size_t)(end - line), en, a, &ts);
		is_str(print(&ts, a), arrow + 4, "%.*s", (int)(end - line), line);
		rows++;
	}
	ok(rows > 10, "the table has rows: %d", rows);
	if (f != NULL)
		fclose(f);
	arena_free(a);
}

static void
check_heard(const struct lang *en)
{
	const char *text =
	    "The day after tomorrow, twenty-one days,\n1st Tues.  after-\n\ntomorrow";
	struct arena *a = arena_new();
	const struct heard *h;
	struct tokens ts;

	tokens_read(text, strlen(text), en, a, &ts);
	h = tokens_hear(&ts, 1, HEAR_DAY);
	ok(h != NULL && h->value == 2 && h->n == 3, "the longest phrase is found");
	h = tokens_hear(&ts, 5, HEAR_NUMBER);
	ok(h != NULL && h->value == 21 && h->n == 3, "a number in words, with a hyphen");
	h = tokens_hear(&ts, 10, HEAR_ORDINAL);
	ok(h != NULL && h->value == 1 && h->n == 2, "an ordinal in digits");
	ok(ts.items[10].lines == 1, "it stands at the beginning of a line");
	ok(tokens_hear(&ts, 1, HEAR_MONTH) == NULL, "what is not there is not heard");
	is_int(ts.items[ts.n - 1].lines, 2, "an empty line parts");
	arena_free(a);
}

int
main(void)
{
	struct err err;
	struct langs *ls = langs_load(tap_source("languages"), &err);
	const struct lang *en = ls == NULL ? NULL : langs_find(ls, "en");

	if (!ok(en != NULL, "English is loaded"))
		return tap_done();
	check_table(en);
	check_heard(en);
	langs_free(ls);
	return tap_done();
}
