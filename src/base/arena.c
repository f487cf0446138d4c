#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 16 * 1024, KEPT_MOST = 2 * 1024 * 1024, ALIGN = 16 };

struct block {
	struct block *next;
	size_t size, used;
	_Alignas(ALIGN) unsigned char bytes[];
};

struct arena {
	struct block *last; /* the one allocations come from; the first block is at the end */
};

static struct block *
block_new(struct block *next, size_t size)
{
	struct block *b = malloc(sizeof *b + size);

	if (b == NULL) {
		fputs("out of memory\n", stderr);
		abort();
	}
	b->next = next;
	b->size = size;
	b->used = 0;
	return b;
}

struct arena *
arena_new(void)
{
	struct arena *a = malloc(sizeof *a);

	if (a == NULL) {
		fputs("out of memory\n", stderr);
		abort();
	}
	a->last = block_new(NULL, BLOCK);
	return a;
}

/* Returns how much there was in all. */
static size_t
keep_first(struct arena *a)
{
	struct block *b;
	size_t sum = 0;

	while ((b = a->last)->next != NULL) {
		a->last = b->next;
		sum += b->size;
		free(b);
	}
	b->used = 0;
	return sum + b->size;
}

void
arena_reset(struct arena *a)
{
	size_t wanted = keep_first(a);

	if (wanted > KEPT_MOST)
		wanted = KEPT_MOST;
	if (wanted <= a->last->size)
		return;
	free(a->last);
	a->last = block_new(NULL, wanted);
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	keep_first(a);
	free(a->last);
	free(a);
}

void *
arena_room(struct arena *a, size_t size)
{
	struct block *b = a->last;
	void *p;

	assert(size < SIZE_MAX / 4);
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (b->size - b->used < size)
		b = a->last = block_new(b, size > BLOCK / 4 ? size + BLOCK : BLOCK);
	p = b->bytes + b->used;
	b->used += size;
	return p;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_room(a, size), 0, size);
}

bool
arena_more_room(struct arena *a, const void *p, size_t size, size_t wanted)
{
	struct block *b = a->last;
	size_t at;

	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	wanted = (wanted + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if ((const unsigned char *)p + size != b->bytes + b->used)
		return false;
	at = b->used - size;
	if (wanted > b->size - at)
		return false;
	b->used = at + wanted;
	return true;
}

bool
arena_extend(struct arena *a, const void *p, size_t size, size_t wanted)
{
	if (!arena_more_room(a, p, size, wanted))
		return false;
	if (wanted > size)
		memset((unsigned char *)(uintptr_t)p + size, 0, wanted - size);
	return true;
}

char *
arena_mem(struct arena *a, const void *bytes, size_t len)
{
	char *p = arena_room(a, len + 1);

	if (len > 0)
		memcpy(p, bytes, len);
	p[len] = '\0';
	return p;
}

char *
arena_str(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_mem(a, s, strlen(s));
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char mostly[256], *p;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(mostly, sizeof mostly, fmt, ap);
	assert(n >= 0);
	if ((size_t)n < sizeof mostly)
		p = arena_mem(a, mostly, (size_t)n);
	else {
		p = arena_alloc(a, (size_t)n + 1);
		vsnprintf(p, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}

void *
arena_more(struct arena *a, void *items, size_t n, size_t size)
{
	size_t room = n < 4 ? 4 : n * 2;
	void *p;

	/* The array is full when n is 0, or 4 doubled some times. */
	if (n != 0 && (n < 4 || (n & (n - 1)) != 0))
		return items;
	if (n > 0 && arena_extend(a, items, n * size, room * size))
		return items;
	p = arena_alloc(a, room * size);
	if (n > 0)
		memcpy(p, items, n * size);
	return p;
}
