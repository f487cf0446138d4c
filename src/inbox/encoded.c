#include "inbox/encoded.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "inbox/charset.h"
#include "inbox/transfer.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* RFC 2047 has 75 for a whole word; programs that do not know it write longer ones. */
enum { CHARSET_MAX = 40, WORD_MAX = 1000 };

/* "=?charset*language?Q?text?=" */
struct word {
	char charset[CHARSET_MAX];
	bool base64;
	const char *text;
	size_t len;
};

/* The encoded word at s; returns what follows it, NULL: there is none. */
static const char *
read_word(const char *s, struct word *out)
{
	const char *end;
	size_t n, name;

	if (s[0] != '=' || s[1] != '?' || (n = strcspn(s + 2, "?")) == 0 || n >= CHARSET_MAX)
		return NULL;
	name = strcspn(s + 2, "*?");
	memcpy(out->charset, s + 2, name);
	out->charset[name] = '\0';
	s += 2 + n;
	if (s[0] == '\0' || s[1] == '\0' || strchr("BbQq", s[1]) == NULL || s[2] != '?')
		return NULL;
	out->base64 = tolower((unsigned char)s[1]) == 'b';
	out->text = s + 3;
	for (end = out->text; end < out->text + WORD_MAX && *end != '\0'; end++) {
		if (end[0] == '?' && end[1] == '=') {
			out->len = (size_t)(end - out->text);
			return end + 2;
		}
	}
	return NULL;
}

/* What was decoded so far in one character set: a character may be split between words. */
struct run {
	struct buf bytes;
	char charset[CHARSET_MAX];
};

static void
end_run(struct run *run, struct buf *out, struct arena *a)
{
	if (run->bytes.len > 0)
		buf_str(out, charset_to_utf8(run->bytes.data, run->bytes.len, run->charset, a));
	run->bytes.len = 0;
}

static void
add_word(struct run *run, const struct word *w, struct buf *out, struct arena *a)
{
	size_t len;
	char *bytes;

	if (strcasecmp(run->charset, w->charset) != 0)
		end_run(run, out, a);
	strcpy(run->charset, w->charset);
	bytes = w->base64 ? transfer_base64(w->text, w->len, a, &len)
	                  : transfer_q(w->text, w->len, a, &len);
	buf_add(&run->bytes, bytes, len);
}

char *
encoded_decode(const char *value, struct arena *a)
{
	struct run run = { .charset = "" };
	const char *s = value, *next;
	struct buf out;
	struct word w;

	if (strstr(value, "=?") == NULL)
		return text_one_line(value, a);
	buf_init(&out, a);
	buf_init(&run.bytes, a);
	while (*s != '\0') {
		/* Blanks between two encoded words are none. */
		size_t blanks = run.bytes.len > 0 ? strspn(s, " \t") : 0, plain;

		if ((next = read_word(s + blanks, &w)) != NULL) {
			add_word(&run, &w, &out, a);
			s = next;
			continue;
		}
		end_run(&run, &out, a);
		plain = 1 + strcspn(s + 1, "= \t");
		buf_add(&out, s, plain);
		s += plain;
	}
	end_run(&run, &out, a);
	return text_one_line(out.data, a);
}
