/*
 * table - rows and columns for people, as wide as the terminal
 *
 * Columns are as wide as their widest cell; the last one is cut where a terminal ends, and whole
 * where the output goes elsewhere.  Widths are those of the characters on the screen.
 */
#ifndef CTL_TABLE_H
#define CTL_TABLE_H
#include <stddef.h>
#include <stdio.h>

struct arena;
struct table;

/* The heads of the columns. */
struct table *table_new(const char *const *heads, size_t columns, struct arena *);

/* One cell after the other, row by row.  Control characters are left out. */
void table_add(struct table *, const char *cell);

/* wide: the columns of the terminal; 0: there is none. */
void table_print(const struct table *, size_t wide, FILE *);

/* The columns of the terminal that standard output goes to; 0: it is none. */
size_t table_terminal(void);

#endif
