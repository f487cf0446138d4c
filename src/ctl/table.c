#include "ctl/table.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unistd.h>

enum { GAP = 2 }; /* blanks between two columns */

struct table {
	const char **cells; /* row by row, the heads first */
	size_t n, columns;
	struct arena *arena;
};

static size_t
char_width(uint32_t c)
{
	switch (u_charType((UChar32)c)) {
	case U_NON_SPACING_MARK:
	case U_ENCLOSING_MARK:
	case U_FORMAT_CHAR: return 0;
	}
	switch (u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH)) {
	case U_EA_WIDE:
	case U_EA_FULLWIDTH: return 2;
	}
	return 1;
}

static size_t
width_of(const char *text)
{
	size_t len = strlen(text), at = 0, width = 0;

	while (at < len)
		width += char_width(text_next(text, len, &at));
	return width;
}

/* As much as fits, with a sign that there is more. */
static const char *
cut(const char *text, size_t wide, struct arena *a)
{
	size_t len = strlen(text), at = 0, kept = 0, width = 0;

	if (wide == 0)
		return "";
	if (width_of(text) <= wide)
		return text;
	while (at < len) {
		width += char_width(text_next(text, len, &at));
		if (width > wide - 1)
			break;
		kept = at;
	}
	return arena_printf(a, "%.*s…", (int)kept, text);
}

struct table *
table_new(const char *const *heads, size_t columns, struct arena *a)
{
	struct table *t = arena_alloc(a, sizeof *t);

	t->columns = columns;
	t->arena = a;
	for (size_t i = 0; i < columns; i++)
		table_add(t, heads[i]);
	return t;
}

void
table_add(struct table *t, const char *cell)
{
	t->cells = arena_more(t->arena, t->cells, t->n, sizeof *t->cells);
	t->cells[t->n++] = text_one_line(cell, t->arena);
}

static void
print_row(const struct table *t, size_t row, const size_t *widths, size_t wide, FILE *out)
{
	struct buf line;
	size_t used = 0;

	buf_init(&line, t->arena);
	for (size_t i = 0; i < t->columns; i++) {
		const char *cell = t->cells[row * t->columns + i];

		if (i + 1 < t->columns) {
			buf_str(&line, cell);
			for (size_t pad = width_of(cell); pad < widths[i] + GAP; pad++)
				buf_char(&line, ' ');
			used += widths[i] + GAP;
		} else
			buf_str(&line,
			    wide == 0 ? cell : cut(cell, wide > used ? wide - used : 0, t->arena));
	}
	while (line.len > 0 && line.data[line.len - 1] == ' ')
		line.data[--line.len] = '\0';
	fprintf(out, "%s\n", line.data);
}

void
table_print(const struct table *t, size_t wide, FILE *out)
{
	size_t *widths = arena_alloc(t->arena, t->columns * sizeof *widths);

	for (size_t i = 0; i < t->n; i++) {
		size_t width = width_of(t->cells[i]);

		if (width > widths[i % t->columns])
			widths[i % t->columns] = width;
	}
	for (size_t row = 0; row < t->n / t->columns; row++)
		print_row(t, row, widths, wide, out);
}

size_t
table_terminal(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == -1 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}
