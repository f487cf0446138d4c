/*
 * schema - the tables of the store, as the steps that lead from each version to the next
 *
 * A step that was released is never edited again: a change to the tables is a new step at the end.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

/* Step i makes version i + 1 from version i; an empty file has version 0. */
extern const char *const schema_steps[];
extern const int schema_version; /* the number of steps */

#endif
