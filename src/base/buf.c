#include "base/buf.h"

#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
buf_init(struct buf *b, struct arena *a)
{
	b->arena = a;
	b->len = 0;
	b->room = 256;
	b->data = arena_room(a, b->room);
	b->data[0] = '\0';
}

void
buf_reserve(struct buf *b, size_t more)
{
	size_t was = b->room;
	char *p;

	if (b->room - b->len > more)
		return;
	while (b->room - b->len <= more)
		b->room *= 2;
	if (arena_more_room(b->arena, b->data, was, b->room))
		return;
	p = arena_room(b->arena, b->room);
	memcpy(p, b->data, b->len + 1);
	b->data = p;
}

void
buf_add(struct buf *b, const void *bytes, size_t len)
{
	buf_reserve(b, len);
	if (len > 0)
		memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	for (;;) { /* once more where the room does not do */
		size_t room = b->room - b->len;

		va_start(ap, fmt);
		n = vsnprintf(b->data + b->len, room, fmt, ap);
		va_end(ap);
		assert(n >= 0);
		if ((size_t)n < room)
			break;
		buf_reserve(b, (size_t)n);
	}
	b->len += (size_t)n;
}
