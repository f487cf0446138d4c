/*
 * fuzz - what the fuzz targets share
 *
 * Each target is one file with LLVMFuzzerTestOneInput(), and says with assert() what must hold,
 * whatever the bytes.  tests/fuzz/run builds and runs those that tests/fuzz/targets names.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Sound UTF-8 that stays one line wherever it is put: no control character, no line end. */
bool fuzz_one_line(const char *);

/* Do the letters of the first, blanks aside, stand in the second in that order? */
bool fuzz_taken_from(const char *part, const char *whole);

#endif
