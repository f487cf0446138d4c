#include "base/pack.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#include <string.h>

/* The length of a text that is NULL. */
static const int64_t none = -1;

void
pack_number(struct buf *b, int64_t number)
{
	buf_add(b, &number, sizeof number);
}

void
pack_text(struct buf *b, const char *text)
{
	size_t len = text == NULL ? 0 : strlen(text);

	pack_number(b, text == NULL ? none : (int64_t)len);
	buf_add(b, text, len);
}

void
unpack_init(struct unpack *u, const char *bytes, size_t len, struct arena *a)
{
	*u = (struct unpack){ bytes, bytes + len, false, a };
}

int64_t
unpack_number(struct unpack *u)
{
	int64_t number = 0;

	if (u->bad || (size_t)(u->end - u->at) < sizeof number) {
		u->bad = true;
		return 0;
	}
	memcpy(&number, u->at, sizeof number);
	u->at += sizeof number;
	return number;
}

int64_t
unpack_between(struct unpack *u, int64_t lowest, int64_t highest)
{
	int64_t number = unpack_number(u);

	if (u->bad || number < lowest || number > highest) {
		u->bad = true;
		return lowest;
	}
	return number;
}

bool
unpack_flag(struct unpack *u)
{
	return unpack_between(u, 0, 1) == 1;
}

const char *
unpack_text(struct unpack *u, size_t most)
{
	int64_t len = unpack_number(u);
	const char *text;

	if (u->bad || len == none)
		return NULL;
	if (len < 0 || (uint64_t)len > most || len > u->end - u->at ||
	    !text_valid(u->at, (size_t)len)) {
		u->bad = true;
		return NULL;
	}
	text = arena_mem(u->arena, u->at, (size_t)len);
	u->at += len;
	return text;
}

const char *
unpack_text_or_empty(struct unpack *u, size_t most)
{
	const char *text = unpack_text(u, most);

	if (text == NULL)
		u->bad = true;
	return text == NULL ? "" : text;
}

const char *
unpack_line(struct unpack *u, size_t most)
{
	const char *text = unpack_text_or_empty(u, most);

	if (strcmp(text, text_one_line(text, u->arena)) == 0)
		return text;
	u->bad = true;
	return "";
}

size_t
unpack_count(struct unpack *u, size_t most)
{
	int64_t n = unpack_number(u);

	if (u->bad || n < 0 || (uint64_t)n > most || n > (u->end - u->at) / (int64_t)sizeof n) {
		u->bad = true;
		return 0;
	}
	return (size_t)n;
}

bool
unpack_done(const struct unpack *u)
{
	return !u->bad && u->at == u->end;
}
