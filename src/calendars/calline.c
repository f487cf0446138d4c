#include "calendars/calline.h"

#include "base/arena.h"

#include <string.h>
#include <strings.h>

void
callines_begin(struct callines *c, const char *text, size_t len,
    bool (*asked)(const char *name, size_t len), struct arena *a)
{
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	*c = (struct callines){ text, text + len, 0, asked, arena_alloc(a, CALLINE_MAX + 1) };
}

/* Up to the line's end; *next is where the next one begins. */
static const char *
end_of_line(const struct callines *c, const char *s, const char **next)
{
	const char *end = memchr(s, '\n', (size_t)(c->end - s));

	if (end == NULL)
		end = c->end;
	*next = end < c->end ? end + 1 : end;
	while (end > s && end[-1] == '\r')
		end--;
	return end;
}

/* Does the next line carry this one on? */
static bool
folded(const struct callines *c)
{
	return c->at < c->end && (*c->at == ' ' || *c->at == '\t');
}

static void
skip_folded(struct callines *c)
{
	while (folded(c)) {
		end_of_line(c, c->at, &c->at);
		c->number++;
	}
}

static int
copy_line(struct callines *c, const char *start, const char *end, size_t *len, struct err *err)
{
	int number = c->number;

	for (*len = 0;;) {
		size_t n = (size_t)(end - start);

		if (n > CALLINE_MAX - *len)
			return err_set(err, ERR_REJECT, "line %d is longer than %d bytes", number,
			    CALLINE_MAX);
		memcpy(c->copy + *len, start, n);
		*len += n;
		if (!folded(c))
			break;
		start = c->at + 1;
		end = end_of_line(c, c->at, &c->at);
		if (end < start)
			end = start;
		c->number++;
	}
	while (*len > 0 && (c->copy[*len - 1] == ' ' || c->copy[*len - 1] == '\t'))
		--*len;
	c->copy[*len] = '\0';
	if (memchr(c->copy, '\0', *len) != NULL)
		return err_set(err, ERR_REJECT, "line %d holds a NUL byte", number);
	return 0;
}

/* The colon before the value: one in quotes belongs to a parameter. */
static char *
find_value(char *s)
{
	bool quoted = false;

	for (; *s != '\0'; s++) {
		if (*s == '"')
			quoted = !quoted;
		else if (*s == ':' && !quoted)
			return s;
	}
	return NULL;
}

static bool
take_apart(struct callines *c, size_t name_len, struct calline *out)
{
	char *value = find_value(c->copy + name_len);

	if (value == NULL)
		return false;
	*value = '\0';
	out->name = c->copy;
	out->name_len = name_len;
	out->parameters = c->copy + name_len + (c->copy[name_len] == ';');
	out->value = value + 1 + strspn(value + 1, " \t");
	return true;
}

int
callines_next(struct callines *c, struct calline *out, struct err *err)
{
	while (c->at < c->end) {
		const char *start = c->at, *end = end_of_line(c, start, &c->at);
		size_t name_len = 0, len;

		out->number = ++c->number;
		while (start + name_len < end && start[name_len] != ':' && start[name_len] != ';')
			name_len++;
		if (!c->asked(start, name_len)) {
			skip_folded(c);
			continue;
		}
		if (copy_line(c, start, end, &len, err) == -1)
			return -1;
		if (take_apart(c, name_len, out))
			return 1;
		return err_set(err, ERR_REJECT, "line %d has no value", out->number);
	}
	return 0;
}

bool
calline_is(const struct calline *l, const char *name)
{
	return strlen(name) == l->name_len && strncasecmp(l->name, name, l->name_len) == 0;
}

const char *
calline_parameter(const struct calline *l, const char *name, char *out, size_t size)
{
	size_t n = strlen(name), len = 0;
	bool quoted = false;
	const char *s = l->parameters;

	while (*s != '\0') {
		if (strncasecmp(s, name, n) == 0 && s[n] == '=') {
			for (s += n + 1; *s != '\0' && (quoted || *s != ';') && len + 1 < size; s++)
				if (*s == '"')
					quoted = !quoted;
				else
					out[len++] = *s;
			break;
		}
		for (; *s != '\0' && (quoted || *s != ';'); s++)
			if (*s == '"')
				quoted = !quoted;
		s += *s == ';';
	}
	out[len] = '\0';
	return out;
}
