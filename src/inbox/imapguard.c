#include "inbox/imapguard.h"

#include "inbox/stream.h"

#include <ctype.h>
#include <libetpan/libetpan.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WORD = 8, LITERAL_MOST = 1 << 30 };

enum place {
	PLACE_HEAD,    /* up to where a status response may have its code */
	PLACE_CODE,    /* behind the "[" */
	PLACE_FLAG,    /* behind a "(" in it */
	PLACE_KEYWORD, /* behind a "\" behind that */
	PLACE_REST,    /* of the line */
};

struct guard {
	mailstream_low *below;
	struct stream *stream; /* which that is */
	enum place place;
	bool greeting;
	unsigned words;  /* begun on this line */
	bool blank;      /* behind the last of them */
	char word[WORD]; /* the second one, as far as it goes in */
	size_t n_word;
	size_t n_code;  /* how much of the code so far is as in flags_code */
	bool wordless;  /* nothing but blanks behind the code's "]" so far */
	bool counting;  /* behind a "{" */
	bool announced; /* behind its "}": if the line ends here, a literal follows */
	size_t literal; /* bytes: announced, then still to come */
};

static const char flags_code[] = "PERMANENTFLAGS (";

/* libetpan takes one for the other. */
static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* "* OK" or "12 NO", whatever its tag: may a code follow? */
static bool
is_status(const struct guard *g)
{
	static const char *const words[] = { "OK", "NO", "BAD", "BYE", "PREAUTH" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (g->n_word == strlen(words[i]) && strncasecmp(g->word, words[i], g->n_word) == 0)
			return true;
	return false;
}

static char
pass_head(struct guard *g, char c)
{
	if (is_blank(c)) {
		g->blank = true;
		return c;
	}
	if (c == '[' && is_status(g)) {
		g->place = PLACE_CODE;
		g->n_code = 0;
		return c;
	}
	if (g->blank)
		g->words++;
	g->blank = false;
	if (g->words > 2)
		g->place = PLACE_REST;
	if (g->words == 2 && g->n_word < WORD)
		g->word[g->n_word++] = c;
	return c;
}

static char
pass_code(struct guard *g, char c)
{
	bool as_flags =
	    g->n_code < strlen(flags_code) && toupper((unsigned char)c) == flags_code[g->n_code];

	g->n_code = as_flags ? g->n_code + 1 : strlen(flags_code);
	if (c == ']') {
		g->place = PLACE_REST;
		g->wordless = true;
	}
	if (c != '(')
		return c;
	if (g->greeting || !as_flags)
		return 'x';
	g->place = PLACE_FLAG;
	return c;
}

static char
pass_flag(struct guard *g, char c)
{
	bool keyword = g->place == PLACE_KEYWORD;

	g->place = c == '\\' && !keyword ? PLACE_KEYWORD : PLACE_CODE;
	if (isalnum((unsigned char)c) || (keyword && c == '*') ||
	    (!keyword && c != '\0' && strchr("$_\\)", c) != NULL))
		return c;
	return 'x';
}

/* What "{12}" at the end of a line announces. */
static void
count_literal(struct guard *g, char c)
{
	if (g->counting && isdigit((unsigned char)c)) {
		if (g->literal < LITERAL_MOST) /* far too large already */
			g->literal = g->literal * 10 + (size_t)(c - '0');
		return;
	}
	if (c == '\r' || (g->counting && c == '+'))
		return;
	g->announced = g->counting && c == '}';
	g->counting = c == '{';
	if (!g->announced)
		g->literal = 0;
}

static void
begin_line(struct guard *g)
{
	bool literal = g->announced && g->literal > 0;

	g->counting = g->announced = false;
	if (literal) {
		g->place = PLACE_REST; /* behind it the line goes on */
		return;
	}
	g->place = PLACE_HEAD;
	g->words = 0;
	g->blank = true;
	g->n_word = g->literal = 0;
	g->greeting = false;
}

static char
pass(struct guard *g, char c)
{
	if (g->place == PLACE_FLAG || g->place == PLACE_KEYWORD) /* where no line may end */
		return pass_flag(g, c);
	if (g->wordless && !is_blank(c)) {
		g->wordless = false;
		if (c == '\r' || c == '\n' || c == '\0')
			return 'x';
	}
	if (c == '\n')
		begin_line(g);
	if (c == '\n' || c == '\r')
		return c;
	if (c == '{' && is_status(g)) /* no literal belongs there, and libetpan may read one */
		return 'x';
	if (g->place == PLACE_CODE)
		return pass_code(g, c);
	count_literal(g, c);
	return g->place == PLACE_HEAD ? pass_head(g, c) : c;
}

static bool
in_literal(const struct guard *g)
{
	return g->literal > 0 && !g->counting && !g->announced;
}

/* Whatever follows the "}": libetpan gets the memory before it looks.  n: bytes there already. */
static int
expect_literal(struct guard *g, size_t n)
{
	return g->announced ? stream_expect(g->stream, g->literal, n) : 0;
}

static ssize_t
guard_read(mailstream_low *low, void *bytes, size_t room)
{
	struct guard *g = low->data;
	ssize_t got = mailstream_low_read(g->below, bytes, room);
	char *s = bytes;

	for (ssize_t i = 0; i < got; i++) {
		if (in_literal(g)) {
			g->literal--;
			continue;
		}
		s[i] = pass(g, s[i]);
		if (expect_literal(g, (size_t)(got - i - 1)) == -1)
			return -1;
	}
	return got;
}

static ssize_t
guard_write(mailstream_low *low, const void *bytes, size_t len)
{
	return mailstream_low_write(((struct guard *)low->data)->below, bytes, len);
}

static int
guard_close(mailstream_low *low)
{
	return mailstream_low_close(((struct guard *)low->data)->below);
}

static int
guard_fd(mailstream_low *low)
{
	return mailstream_low_get_fd(((struct guard *)low->data)->below);
}

static void
guard_free(mailstream_low *low)
{
	mailstream_low_free(((struct guard *)low->data)->below);
	free(low->data);
	free(low);
}

static void
guard_cancel(mailstream_low *low)
{
	mailstream_low_cancel(((struct guard *)low->data)->below);
}

static mailstream_low_driver driver = {
	.mailstream_read = guard_read,
	.mailstream_write = guard_write,
	.mailstream_close = guard_close,
	.mailstream_get_fd = guard_fd,
	.mailstream_free = guard_free,
	.mailstream_cancel = guard_cancel,
};

void *
imapguard_low(struct stream *stream)
{
	struct guard *g = calloc(1, sizeof *g);
	mailstream_low *low;

	if (g == NULL || (low = mailstream_low_new(g, &driver)) == NULL)
		abort();
	g->stream = stream;
	g->below = stream_low(stream);
	g->greeting = g->blank = true;
	return low;
}
