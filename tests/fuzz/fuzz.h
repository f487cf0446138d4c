/*
 * fuzz - what the fuzz targets share
 *
 * Each target is one file with LLVMFuzzerTestOneInput(); tests/fuzz/run builds and runs them.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#endif
