/*
 * reader - a mail as an independent program reads it: Python's email package
 */
#ifndef TESTS_COMPOSE_READER_H
#define TESTS_COMPOSE_READER_H
#include <stdbool.h>
#include <stddef.h>

struct arena;

bool reader_works(void); /* is there a Python on this machine? */

/* Headers decoded, the tree of parts, and their text: what read_mail.py prints. */
char *reader_show(const char *bytes, size_t len, struct arena *);

#endif
