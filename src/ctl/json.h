/*
 * json - pieces of JSON written straight into a buffer, for lines that are written by the thousand
 */
#ifndef CTL_JSON_H
#define CTL_JSON_H
#include <stddef.h>
#include <stdint.h>

struct buf;

/* In quotes, with what JSON wants escaped; the text is UTF-8. */
void json_write_string(struct buf *, const char *);

/* A comma where something stands before it already: in [ ] and { }. */
void json_write_comma(struct buf *);

#endif
