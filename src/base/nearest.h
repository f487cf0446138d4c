/*
 * nearest - which known word was probably meant: "did you mean max_per_day?"
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H
#include <stddef.h>

/*
 * The candidate with the fewest letters to insert, drop, change or swap, case aside; NULL where
 * none is so close that a typing mistake explains it.  Of equals the first one.
 */
const char *nearest(const char *word, const char *const *candidates, size_t n);

#endif
