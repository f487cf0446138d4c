#include "daemon/complaint.h"

#include "base/arena.h"

#include <stdarg.h>

void
complaints_init(struct complaints *c, struct arena *a)
{
	*c = (struct complaints){ .arena = a };
}

static void
add(struct complaints *c, const char *file, int line, bool warning, const char *fmt, va_list ap)
{
	struct complaint *it;

	c->items = arena_more(c->arena, c->items, c->n, sizeof *c->items);
	it = &c->items[c->n++];
	it->file = arena_str(c->arena, file);
	it->line = line;
	it->warning = warning;
	it->text = arena_vprintf(c->arena, fmt, ap);
	c->n_wrong += !warning;
}

void
complaint_add(struct complaints *c, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(c, file, line, false, fmt, ap);
	va_end(ap);
}

void
complaint_warn(struct complaints *c, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(c, file, line, true, fmt, ap);
	va_end(ap);
}

char *
complaint_line(const struct complaint *c, struct arena *a)
{
	const char *word = c->warning ? "note: " : "";

	if (c->line == 0)
		return arena_printf(a, "%s: %s%s", c->file, word, c->text);
	return arena_printf(a, "%s:%d: %s%s", c->file, c->line, word, c->text);
}
