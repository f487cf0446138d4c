#include "base/digest.h"

#include "base/arena.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>

static char *
hex(const unsigned char *bytes, size_t len, struct arena *a)
{
	static const char digits[] = "0123456789abcdef";
	char *out = arena_alloc(a, len * 2 + 1);

	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	return out;
}

char *
digest_hex(const void *bytes, size_t len, struct arena *a)
{
	unsigned char sum[32];

	if (gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes, len, sum) != 0)
		abort();
	return hex(sum, sizeof sum, a);
}

char *
digest_keyed_hex(const void *key, size_t key_len, const char *text, struct arena *a)
{
	unsigned char sum[32];

	if (gnutls_hmac_fast(GNUTLS_MAC_SHA256, key, key_len, text, strlen(text), sum) != 0)
		abort();
	return hex(sum, sizeof sum, a);
}

void
digest_random(void *out, size_t len)
{
	if (gnutls_rnd(GNUTLS_RND_KEY, out, len) != 0)
		abort();
}
