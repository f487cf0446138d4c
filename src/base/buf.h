/*
 * buf - a byte string that grows, in an arena
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H
#include <stddef.h>

struct arena;

struct buf {
	char *data; /* NUL after the last byte */
	size_t len, room;
	struct arena *arena;
};

void buf_init(struct buf *, struct arena *);
void buf_reserve(struct buf *, size_t more); /* that many bytes will be added, at least */
void buf_add(struct buf *, const void *bytes, size_t len);
void buf_str(struct buf *, const char *);
void buf_char(struct buf *, char);
void buf_printf(struct buf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
