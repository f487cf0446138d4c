/*
 * digest - SHA-256 and HMAC-SHA-256 as lower-case hexadecimal text, and random bytes (GnuTLS)
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H
#include <stddef.h>

struct arena;

enum { DIGEST_HEX = 64 };

char *digest_hex(const void *bytes, size_t len, struct arena *);
char *digest_keyed_hex(const void *key, size_t key_len, const char *text, struct arena *);
void digest_random(void *out, size_t len); /* ends the process where there is no randomness */

#endif
