/*
 * tap - checks that print the Test Anything Protocol, which `make check` counts
 *
 * A test program calls these and ends with `return tap_done();`.  A failed check says where it
 * stands and what it saw; the program goes on.
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H
#include <stdbool.h>

#define ok(condition, ...)     tap_ok((condition), __FILE__, __LINE__, __VA_ARGS__)
#define is_str(got, want, ...) tap_str((got), (want), __FILE__, __LINE__, __VA_ARGS__)
#define is_int(got, want, ...) tap_int((got), (want), __FILE__, __LINE__, __VA_ARGS__)

/* Each returns whether the check held; the format and its values name the check. */
bool tap_ok(bool, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
bool tap_str(const char *got, const char *want, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
bool tap_int(long long got, long long want, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* A path below the source tree ("tests/understand/places.txt"), wherever the test was built. */
const char *tap_source(const char *path);

int tap_done(void); /* prints the plan; 0 where all held */

#endif
