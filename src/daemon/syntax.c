#include "daemon/syntax.h"

#include "base/arena.h"
#include "base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { DEEPEST = 32 };

/* A walk over the text that knows what is comment, what is quoted, and which brackets are open. */
struct walk {
	const char *at;
	int line;
	int quote_line; /* where the text began that the walk is in, or was in last */
	bool quoted, comment, block_comment;
	struct {
		char bracket;
		int line;
	} open[DEEPEST];
	int depth;
};

/* One byte on; true while it stands in code, outside texts and comments. */
static bool
in_code(struct walk *w)
{
	const char *p = w->at;

	if (w->comment) {
		w->comment = *p != '\n';
		return false;
	}
	if (w->block_comment) {
		if (p[0] == '*' && p[1] == '/') {
			w->block_comment = false;
			w->at++;
		}
		return false;
	}
	if (w->quoted) {
		if (p[0] == '\\' && p[1] != '\0')
			w->at++;
		else if (p[0] == '"')
			w->quoted = false;
		return false;
	}
	if (*p == '#' || (p[0] == '/' && p[1] == '/'))
		w->comment = true;
	else if (p[0] == '/' && p[1] == '*')
		w->block_comment = true;
	else if (*p == '"') {
		w->quoted = true;
		w->quote_line = w->line;
	}
	return !w->comment && !w->block_comment && !w->quoted;
}

static bool
next(struct walk *w, bool *code)
{
	if (*w->at == '\0')
		return false;
	*code = in_code(w);
	return true;
}

static void
advance(struct walk *w)
{
	w->line += *w->at == '\n';
	w->at++;
}

static bool
begins_word(const struct walk *w, const char *text)
{
	return w->at == text || !(isalnum((unsigned char)w->at[-1]) || w->at[-1] == '_' ||
				    w->at[-1] == '.' || w->at[-1] == '-');
}

/* Quotes left open swallow the lines that follow: a line with an odd number of them is the place.
 */
static int
odd_quotes(const char *text, int until)
{
	int line = 1;

	for (const char *p = text; *p != '\0' && line <= until; line++) {
		size_t len = strcspn(p, "\n");
		int quotes = 0;

		for (size_t i = 0; i < len; i++) {
			if (p[i] == '#' && quotes % 2 == 0)
				break;
			if (p[i] == '\\' && quotes % 2 != 0)
				i++; /* outside a text it hides no quote */
			else
				quotes += p[i] == '"';
		}
		if (quotes % 2 != 0)
			return line;
		p += len + (p[len] == '\n');
	}
	return 0;
}

void
syntax_check(const char *file, const char *text, struct arena *a, struct complaints *cs)
{
	struct walk w = { .at = text, .line = 1 };
	bool code;

	for (const char *line = text; *line != '\0';) {
		size_t len = strcspn(line, "\n");

		if (!text_valid(line, len))
			complaint_add(cs, file, w.line,
			    "is not UTF-8 here: save the file as UTF-8");
		w.line++;
		line += len + (line[len] == '\n');
	}
	w.line = 1;
	for (; next(&w, &code); advance(&w)) {
		size_t digits;

		if (!code || !isdigit((unsigned char)*w.at) || !begins_word(&w, text))
			continue;
		digits = strspn(w.at, "0123456789");
		if (digits > 9)
			complaint_add(cs, file, w.line, "%s is too large a number",
			    arena_mem(a, w.at, digits < 40 ? digits : 40));
	}
	if (w.quoted) { /* and libconfig would lose memory over it */
		int line = odd_quotes(text, w.line);

		complaint_add(cs, file, line != 0 ? line : w.quote_line,
		    "a double quote is missing on this line");
	}
}

/* "09:00", "30m", "yes", a name in curly quotes: what people write without straight quotes. */
static const char *
odd_word(const char *p, const char *text)
{
	bool fresh = p == text || !(isalnum((unsigned char)p[-1]) || p[-1] == '_' || p[-1] == ':');

	if (strncmp(p, "\xe2\x80\x9c", 3) == 0 || strncmp(p, "\xe2\x80\x9d", 3) == 0 ||
	    strncmp(p, "\xe2\x80\x9e", 3) == 0 || strncmp(p, "\xc2\xab", 2) == 0 || *p == '\'')
		return "put texts in straight double quotes: \"...\"";
	if (fresh && isdigit((unsigned char)p[0])) {
		const char *q = p + strspn(p, "0123456789");

		if (*q == ':' && isdigit((unsigned char)q[1]))
			return "put times in double quotes, as in \"09:00-12:30\"";
		if (*q == '-' && isdigit((unsigned char)q[1]))
			return "put days in double quotes, as in \"2027-04-05\"";
		if (isalpha((unsigned char)*q) && *q != 'x' && *q != 'e' && *q != 'L')
			return "put lengths in double quotes, as in \"30m\"";
	}
	if (fresh && (strncmp(p, "yes", 3) == 0 || strncmp(p, "no", 2) == 0) &&
	    !isalnum((unsigned char)p[*p == 'y' ? 3 : 2]))
		return "write true or false instead of yes or no";
	if ((unsigned char)*p >= 0x80)
		return "put this text in double quotes; the names of keys have no accents";
	return NULL;
}

/* A comma with nothing but blanks before the closing bracket. */
static bool
trailing_comma(const char *p)
{
	p++;
	p += strspn(p, " \t\r\n");
	return *p == ']' || *p == ')' || *p == '}';
}

/* After the '=' of a setting: a bare word that is neither number, true nor false. */
static bool
bare_word(const char *p)
{
	p += 1 + strspn(p + 1, " \t");
	return isalpha((unsigned char)*p) && strncasecmp(p, "true", 4) != 0 &&
	       strncasecmp(p, "false", 5) != 0 && odd_word(p, p) == NULL;
}

static bool
matches(char open, char close)
{
	return (open == '{' && close == '}') || (open == '[' && close == ']') ||
	       (open == '(' && close == ')');
}

struct oddities {
	struct oddity {
		int line;
		const char *text;
	} * items; /* by line, one a line */
	size_t n;
	struct arena *arena;
};

static void
add_oddity(struct oddities *o, int line, const char *text)
{
	if (o->n > 0 && o->items[o->n - 1].line == line)
		return; /* what comes later on a line often follows from what came first */
	o->items = arena_more(o->arena, o->items, o->n, sizeof *o->items);
	o->items[o->n].line = line;
	o->items[o->n++].text = text;
}

/* Keeps count of brackets; what is wrong with this one, and where, or NULL. */
static const char *
odd_bracket(struct walk *w, int *line)
{
	if (*w->at == ';' && w->depth > 0 && w->open[w->depth - 1].bracket != '{') {
		*line = w->open[w->depth - 1].line;
		return "the bracket opened here is not closed";
	}
	if (strchr("{[(", *w->at) != NULL && w->depth < DEEPEST) {
		w->open[w->depth].bracket = *w->at;
		w->open[w->depth++].line = w->line;
	} else if (strchr("}])", *w->at) != NULL) {
		if (w->depth == 0)
			return "this closing bracket has no opening one";
		if (!matches(w->open[--w->depth].bracket, *w->at)) {
			*line = w->open[w->depth].line;
			return "the bracket opened here is not closed";
		}
	}
	return NULL;
}

/* All that is odd; behind a bracket that fits nowhere nothing is certain. */
static void
find_oddities(const char *text, struct oddities *o)
{
	struct walk w = { .at = text, .line = 1 };
	const char *odd;
	bool code;

	for (; next(&w, &code); advance(&w)) {
		int line = w.line;

		if (!code)
			continue;
		if ((odd = odd_word(w.at, text)) != NULL)
			add_oddity(o, line, odd);
		else if (*w.at == '=' && bare_word(w.at))
			add_oddity(o, line, "put texts in double quotes, as in name = \"Nino\"");
		else if (*w.at == ',' && trailing_comma(w.at))
			add_oddity(o, line, "take out the comma before the closing bracket");
		else if ((odd = odd_bracket(&w, &line)) != NULL) {
			add_oddity(o, line, odd);
			return;
		}
	}
	if (w.depth > 0)
		add_oddity(o, w.open[w.depth - 1].line, "the bracket opened here is not closed");
}

void
syntax_guess(const char *file, const char *text, int line, const char *error, struct arena *a,
    struct complaints *cs)
{
	struct oddities odd = { .arena = a };
	bool explained = false;
	int at;

	if ((at = odd_quotes(text, line)) != 0) {
		complaint_add(cs, file, at, "a double quote is missing on this line");
		return;
	}
	find_oddities(text, &odd);
	for (size_t i = 0; i < odd.n; i++)
		explained = explained || odd.items[i].line <= line;
	if (!explained && strncmp(error, "duplicate", 9) == 0)
		complaint_add(cs, file, line,
		    "this key stands here for the second time: keep one of them");
	else if (!explained)
		complaint_add(cs, file, line,
		    "cannot be read here (%s): settings look like name = \"value\";",
		    arena_str(a, error));
	for (size_t i = 0; i < odd.n; i++)
		complaint_add(cs, file, odd.items[i].line, "%s", odd.items[i].text);
}
