/*
 * arena - memory that dies together
 *
 * Everything learned from one mail lives in one arena and goes with it; nothing is released
 * singly.  Memory is zeroed.  Running out of memory ends the process: nothing that matters
 * lives in memory alone.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *); /* NULL is fine */

/* Forgets all that was allocated and keeps one block, within reason as large as this round took. */
void arena_reset(struct arena *);

/* Aligned for any type, zeroed, never NULL. */
void *arena_alloc(struct arena *, size_t size);

/* Likewise, but for the zeroes: for what is written over at once. */
void *arena_room(struct arena *, size_t size);
bool arena_more_room(struct arena *, const void *, size_t size, size_t wanted);

/* More room, zeroed, for what was allocated last; false: it was not, or there is none behind it. */
bool arena_extend(struct arena *, const void *, size_t size, size_t wanted);

char *arena_mem(struct arena *, const void *bytes, size_t len); /* a copy, NUL added */
char *arena_str(struct arena *, const char *);                  /* NULL gives NULL */
char *arena_printf(struct arena *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *, const char *fmt, va_list) __attribute__((format(printf, 2, 0)));

/*
 * Room for one more in an array that has n items of this size and was grown by this function
 * only: returns the array, moved where it had to be.  items[n] is zeroed.
 */
void *arena_more(struct arena *, void *items, size_t n, size_t size);

#endif
