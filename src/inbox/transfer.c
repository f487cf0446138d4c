#include "inbox/transfer.h"

#include "base/arena.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	if (c == '/' || c == '_')
		return 63;
	return -1;
}

char *
transfer_base64(const char *in, size_t len, struct arena *a, size_t *out_len)
{
	char *out = arena_alloc(a, len / 4 * 3 + 4);
	uint32_t bits = 0;
	size_t n = 0;
	int held = 0;

	for (size_t i = 0; i < len; i++) {
		int v = base64_value(in[i]);

		/* Padding ends a run; joined runs go on behind it. */
		if (in[i] == '=') {
			bits = 0;
			held = 0;
		}
		if (v < 0)
			continue;
		bits = bits << 6 | (uint32_t)v;
		held += 6;
		if (held >= 8) {
			held -= 8;
			out[n++] = (char)(bits >> held & 0xff);
		}
	}
	out[n] = '\0';
	*out_len = n;
	return out;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* "=41" at in; false: it is no such thing. */
static bool
hex_pair(const char *in, size_t len, char *out)
{
	int high, low;

	if (len < 3 || (high = hex_value(in[1])) < 0 || (low = hex_value(in[2])) < 0)
		return false;
	*out = (char)(high << 4 | low);
	return true;
}

/* How many bytes a soft line break takes: "=", blanks, the line end. 0: it is none. */
static size_t
soft_break(const char *in, size_t len)
{
	size_t i = 1;

	while (i < len && (in[i] == ' ' || in[i] == '\t'))
		i++;
	if (i < len && in[i] == '\r')
		i++;
	if (i < len && in[i] == '\n')
		return i + 1;
	return i == len || in[i - 1] == '\r' ? i : 0;
}

char *
transfer_quoted_printable(const char *in, size_t len, struct arena *a, size_t *out_len)
{
	char *out = arena_alloc(a, len + 1);
	size_t n = 0, skip;

	for (size_t i = 0; i < len;) {
		if (in[i] != '=') {
			out[n++] = in[i++];
		} else if (hex_pair(in + i, len - i, &out[n])) {
			n++;
			i += 3;
		} else if ((skip = soft_break(in + i, len - i)) > 0) {
			i += skip;
		} else {
			out[n++] = in[i++];
		}
	}
	out[n] = '\0';
	*out_len = n;
	return out;
}

char *
transfer_q(const char *in, size_t len, struct arena *a, size_t *out_len)
{
	char *out = arena_alloc(a, len + 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (in[i] == '=' && hex_pair(in + i, len - i, &out[n])) {
			n++;
			i += 2;
		} else {
			out[n++] = in[i] == '_' ? ' ' : in[i];
		}
	}
	out[n] = '\0';
	*out_len = n;
	return out;
}

char *
transfer_decode(const char *encoding, const char *in, size_t len, struct arena *a, size_t *out_len)
{
	if (strcasecmp(encoding, "base64") == 0)
		return transfer_base64(in, len, a, out_len);
	if (strcasecmp(encoding, "quoted-printable") == 0)
		return transfer_quoted_printable(in, len, a, out_len);
	*out_len = len;
	return arena_mem(a, in, len);
}

/* How many CRs stand here; *lf: a LF follows, so that all of it is one line end. */
static size_t
count_cr(const char *in, size_t len, bool *lf)
{
	size_t n = 0;

	while (n < len && in[n] == '\r')
		n++;
	*lf = n < len && in[n] == '\n';
	return n;
}

static bool
ends_with_bare_cr(const char *in, size_t len)
{
	const char *cr = memchr(in, '\r', len), *lf = memchr(in, '\n', len);
	bool followed;

	if (cr == NULL || (lf != NULL && lf < cr))
		return false;
	count_cr(cr, len - (size_t)(cr - in), &followed);
	return !followed;
}

char *
transfer_lines(const char *in, size_t len, struct arena *a, size_t *out_len)
{
	char *out = arena_alloc(a, len + 1);
	bool bare_cr = ends_with_bare_cr(in, len), lf;
	size_t n = 0;

	for (size_t i = 0; i < len;) {
		const char *cr = memchr(in + i, '\r', len - i);
		size_t run = cr == NULL ? len - i : (size_t)(cr - (in + i)), crs;

		memcpy(out + n, in + i, run);
		n += run;
		i += run;
		if ((crs = count_cr(in + i, len - i, &lf)) == 0)
			continue;
		if (lf) {
			out[n++] = '\n';
			i += crs + 1;
			continue;
		}
		memset(out + n, bare_cr ? '\n' : '\r', crs);
		n += crs;
		i += crs;
	}
	out[n] = '\0';
	*out_len = n;
	return out;
}
