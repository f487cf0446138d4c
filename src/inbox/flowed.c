#include "inbox/flowed.h"

#include "base/arena.h"
#include "base/buf.h"

#include <string.h>

/* A paragraph being put together. */
struct paragraph {
	struct buf out;
	size_t depth; /* how many ">" its lines began with */
	bool open;    /* the last line asked for more */
};

static void
begin_line(struct paragraph *p, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		buf_char(&p->out, '>');
	if (depth > 0)
		buf_char(&p->out, ' ');
	p->depth = depth;
}

static void
add_line(struct paragraph *p, const char *line, size_t len, bool delsp)
{
	size_t depth = 0;
	bool flows;

	while (depth < len && line[depth] == '>')
		depth++;
	line += depth;
	len -= depth;
	if (len > 0 && line[0] == ' ') { /* stuffed, so that it is no ">" or "From " */
		line++;
		len--;
	}
	/* The signature's "-- " ends with a blank and stands alone all the same. */
	flows = len > 0 && line[len - 1] == ' ' && !(len == 3 && memcmp(line, "-- ", 3) == 0);
	if (p->open && (depth != p->depth || (len == 3 && memcmp(line, "-- ", 3) == 0))) {
		buf_char(&p->out, '\n');
		p->open = false;
	}
	if (!p->open)
		begin_line(p, depth);
	buf_add(&p->out, line, flows && delsp ? len - 1 : len);
	p->open = flows;
	if (!flows)
		buf_char(&p->out, '\n');
}

char *
flowed_join(const char *text, bool delsp, struct arena *a)
{
	struct paragraph p = { .open = false };

	buf_init(&p.out, a);
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		add_line(&p, text, len, delsp);
		text += len + (text[len] == '\n');
	}
	if (p.open)
		buf_char(&p.out, '\n');
	return p.out.data;
}
