#include "base/arena.h"

#include "base/buf.h"
#include "tap.h"

#include <stdint.h>
#include <string.h>

static void
test_arrays_grow(struct arena *a)
{
	int *items = NULL;
	long long sum = 0;

	for (int i = 0; i < 1000; i++) {
		items = arena_more(a, items, (size_t)i, sizeof *items);
		items[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		sum += items[i];
	is_int(sum, 499500, "an array keeps its items while it grows");
}

static void
test_memory_is_zeroed(struct arena *a)
{
	unsigned char *p;
	int dirt = 0;

	p = arena_alloc(a, 5000);
	memset(p, 0xff, 5000);
	arena_reset(a);
	p = arena_alloc(a, 5000);
	for (int i = 0; i < 5000; i++)
		dirt += p[i] != 0;
	is_int(dirt, 0, "memory is zeroed after a reset too");
	ok((uintptr_t)arena_alloc(a, 1) % 16 == 0 && (uintptr_t)arena_alloc(a, 3) % 16 == 0,
	    "allocations are aligned");
}

static void
test_more_room(struct arena *a)
{
	char *first, *last;

	arena_reset(a);
	first = arena_alloc(a, 100);
	ok(arena_extend(a, first, 100, 200), "what came last can be larger");
	first[199] = 'x';
	last = arena_alloc(a, 100);
	ok(last >= first + 200, "and what comes then lies behind it");
	ok(!arena_extend(a, first, 200, 300), "which ends that");
	ok(!arena_extend(a, last, 100, 64 << 20), "no block is that large");
	memset(last, 'x', 100);
	arena_reset(a);
	first = arena_alloc(a, 16);
	ok(arena_extend(a, first, 16, 1000) && first[17] == 0 && first[999] == 0,
	    "the new room is zeroed");
}

/* A loop settles down: what a round takes is there in one piece for the next. */
static void
test_rounds_of_a_loop(struct arena *a)
{
	char *first, *last = NULL;

	for (int round = 0; round < 3; round++) {
		arena_reset(a);
		first = arena_alloc(a, 1000);
		for (int i = 1; i < 100; i++)
			last = arena_alloc(a, 1000);
	}
	ok(last > first && last - first < 200000, "a round's memory is one block");
	arena_reset(a);
	ok(arena_alloc(a, 8 << 20) != NULL, "a round may take much");
	arena_reset(a);
	ok(arena_alloc(a, 8 << 20) != NULL, "and the next as well");
}

static void
test_strings(struct arena *a)
{
	struct buf b;

	is_str(arena_printf(a, "%d-%s", 7, "x"), "7-x", "arena_printf");
	is_str(arena_mem(a, "abcdef", 3), "abc", "arena_mem adds a NUL");
	buf_init(&b, a);
	for (int i = 0; i < 300; i++)
		buf_printf(&b, "%d,", i % 10);
	is_int((long long)b.len, 600, "a buf grows");
	is_int(b.data[b.len], 0, "and stays a string");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_arrays_grow(a);
	test_memory_is_zeroed(a);
	test_more_room(a);
	test_rounds_of_a_loop(a);
	test_strings(a);
	arena_free(a);
	return tap_done();
}
