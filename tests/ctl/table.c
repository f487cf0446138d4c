#include "ctl/table.h"

#include "base/arena.h"
#include "tap.h"

#include <stdlib.h>

static const struct {
	size_t wide;
	const char *cells[6], *want;
} rows[] = {
	{ 0, { "1", "a short one", "22", "a much longer one, whole" },
	    "ID  TOPIC\n1   a short one\n22  a much longer one, whole\n" },
	{ 16, { "1", "a short one", "22", "a much longer one, cut" },
	    "ID  TOPIC\n1   a short one\n22  a much long…\n" },
	{ 15, { "1", "eleven long", "2", "just twelve." },
	    "ID  TOPIC\n1   eleven long\n2   just twelv…\n" },
	{ 0, { "", "", "ნინო", "x" }, "ID    TOPIC\n\nნინო  x\n" },
	{ 0, { "会议", "x", "abcd", "y" }, "ID    TOPIC\n会议  x\nabcd  y\n" },
	{ 9, { "1", "会议室预订", "2", "e\xcc\x81t\xc3\xa9" },
	    "ID  TOPIC\n1   会议…\n2   e\xcc\x81t\xc3\xa9\n" },
	{ 0, { "1", "two\nlines\x1b[31m", "2", "\ttab" },
	    "ID  TOPIC\n1   two lines[31m\n2   tab\n" },
	{ 3, { "1", "no room", "2", "at all" }, "ID\n1\n2\n" },
};

int
main(void)
{
	static const char *const heads[] = { "ID", "TOPIC" };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *a = arena_new();
		struct table *t = table_new(heads, 2, a);
		char *text = NULL;
		size_t len;
		FILE *f = open_memstream(&text, &len);

		for (size_t k = 0; rows[i].cells[k] != NULL; k++)
			table_add(t, rows[i].cells[k]);
		table_print(t, rows[i].wide, f);
		fclose(f);
		is_str(text, rows[i].want, "table %zu, %zu columns wide", i, rows[i].wide);
		free(text);
		arena_free(a);
	}
	return tap_done();
}
