/*
 * pipe - whole messages between processes of ours, over descriptors that give and take in pieces
 */
#ifndef DAEMON_PIPE_H
#define DAEMON_PIPE_H
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct buf;

/* All of it, or -1. */
int pipe_write(int fd, const void *bytes, size_t len);

/* So many bytes, or -1. */
int pipe_read(int fd, void *bytes, size_t len);

/*
 * All that comes until the other end is closed, with a NUL behind it.  false: it took longer than
 * so many milliseconds (-1 for no limit), was more than most, or *stop (NULL: none) was set.
 */
bool pipe_drain(int fd, size_t most, int milliseconds, const atomic_bool *stop, struct buf *);

#endif
