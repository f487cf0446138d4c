#include "inbox/textline.h"

#include "base/arena.h"
#include "base/text.h"

#include <string.h>

/* ">>", "> >" and "  >": the marks, and a blank behind them. ">From" is a mailbox's own doing. */
static const char *
skip_marks(const char *line, const char *end, int *depth)
{
	const char *at = line;

	*depth = 0;
	for (;;) {
		const char *mark = at;

		while (mark < end && (*mark == ' ' || *mark == '\t'))
			mark++;
		if (mark == end || *mark != '>' || mark - at > 3)
			break;
		at = mark + 1;
		++*depth;
	}
	if (*depth == 1 && end - at >= 5 && strncmp(at, "From ", 5) == 0)
		*depth = 0;
	return *depth > 0 && at < end && *at == ' ' ? at + 1 : at;
}

/* Programs that turn bold into text write "*From:* Ana". */
static void
drop_stars(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++)
		if (*s != '*')
			*to++ = *s;
	*to = '\0';
}

/* The folded line, which is cut out of the folded text. */
static char *
folded_line(const char **folded, struct arena *a)
{
	size_t len = strcspn(*folded, "\n");
	const char *line = *folded, *text;
	int depth;
	char *out;

	*folded += len + (line[len] == '\n');
	text = skip_marks(line, line + len, &depth);
	text += strspn(text, " \t");
	out = arena_mem(a, text, text < line + len ? (size_t)(line + len - text) : 0);
	drop_stars(out);
	for (len = strlen(out); len > 0 && strchr(" \t", out[len - 1]) != NULL; len--)
		out[len - 1] = '\0';
	return out;
}

static size_t
count_lines(const char *s)
{
	size_t n = 1;

	for (; (s = strchr(s, '\n')) != NULL; s++)
		n++;
	return n;
}

struct textlines
textlines_split(const char *text, struct arena *a)
{
	const char *folded = text_fold(text, strlen(text), a), *next;
	struct textlines lines = { 0 };

	lines.items = arena_alloc(a, count_lines(text) * sizeof *lines.items);
	for (; *text != '\0'; text = next) {
		struct textline *l = &lines.items[lines.n++];
		const char *end = text + strcspn(text, "\n"), *from;

		next = end + (*end == '\n');
		from = skip_marks(text, end, &l->depth);
		l->dash_blank = end - from == 3 && strncmp(from, "-- ", 3) == 0;
		while (end > from && strchr(" \t\r", end[-1]) != NULL)
			end--;
		l->text = arena_mem(a, from, (size_t)(end - from));
		l->folded = folded_line(&folded, a);
		l->role = l->depth > 0 ? ROLE_QUOTED : ROLE_OWN;
	}
	return lines;
}

bool
textline_blank(const struct textline *l)
{
	return l->folded[0] == '\0';
}

/* Kana and Han: two of them make about a word. */
static size_t
count_unspaced(const char *s, size_t len)
{
	size_t n = 0, at = 0;

	while (at < len) {
		uint32_t c = text_next(s, len, &at);

		n += (c >= 0x3040 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x3ffff);
	}
	return n;
}

size_t
textline_words(const struct textline *l)
{
	const char *s = l->folded;
	size_t n = 0;

	while (*(s += strspn(s, " \t")) != '\0') {
		size_t len = strcspn(s, " \t"), unspaced = count_unspaced(s, len);

		n += unspaced > 1 ? (unspaced + 1) / 2 : 1;
		s += len;
	}
	return n;
}

bool
textline_rule(const struct textline *l)
{
	const char *s = l->text + strspn(l->text, " \t");
	size_t len = strlen(s);

	return len >= 5 && strchr("-_=*", *s) != NULL && strspn(s, "-_=* ") == len;
}
