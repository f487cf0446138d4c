#include "compose/plain.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "compose/bidi.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

enum { WIDTH = 74 };

static int
char_width(uint32_t c)
{
	switch (u_charType((UChar32)c)) {
	case U_NON_SPACING_MARK:
	case U_ENCLOSING_MARK:
	case U_FORMAT_CHAR: return 0;
	default: break;
	}
	switch (u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH)) {
	case U_EA_FULLWIDTH:
	case U_EA_WIDE: return 2;
	default: return 1;
	}
}

static int
width_of(const char *s, size_t len)
{
	int width = 0;

	for (size_t at = 0; at < len;)
		width += char_width(text_next(s, len, &at));
	return width;
}

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* Where a line may be broken next; languages without blanks need to be asked for it. */
struct breaks {
	const char *text;
	size_t len;
	UText *utext;
	UBreakIterator *lines; /* NULL: at blanks */
};

static void
breaks_open(struct breaks *b, const char *s, const char *language)
{
	UErrorCode rc = U_ZERO_ERROR;

	*b = (struct breaks){ .text = s, .len = strlen(s) };
	if (is_ascii(s))
		return;
	b->utext = utext_openUTF8(NULL, s, (int64_t)b->len, &rc);
	b->lines = ubrk_open(UBRK_LINE, language, NULL, 0, &rc);
	if (U_SUCCESS(rc))
		ubrk_setUText(b->lines, b->utext, &rc);
	if (U_FAILURE(rc) && b->lines != NULL) {
		ubrk_close(b->lines);
		b->lines = NULL;
	}
}

static void
breaks_close(struct breaks *b)
{
	if (b->lines != NULL)
		ubrk_close(b->lines);
	utext_close(b->utext);
}

/* "15:00–15:30" stays together, although a line may be broken behind a dash. */
static bool
is_in_range(const struct breaks *b, size_t at)
{
	static const char *const dashes[] = { "–", "〜" };

	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
		size_t len = strlen(dashes[i]);

		if (at >= len && memcmp(b->text + at - len, dashes[i], len) == 0)
			return true;
	}
	return false;
}

static size_t
breaks_next(const struct breaks *b, size_t at)
{
	if (b->lines != NULL) {
		int32_t next;

		do
			next = ubrk_following(b->lines, (int32_t)at);
		while (next != UBRK_DONE && is_in_range(b, at = (size_t)next));
		return next == UBRK_DONE ? b->len : (size_t)next;
	}
	at += strcspn(b->text + at, " ");
	return at + strspn(b->text + at, " ");
}

static size_t
without_blanks(const char *s, size_t from, size_t to)
{
	while (to > from && s[to - 1] == ' ')
		to--;
	return to;
}

/* The end of a line ends isolates, too (UAX 9): they are closed in time, and go on below. */
static void
add_break(struct buf *out, int indent, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		buf_str(out, BIDI_CLOSE);
	buf_printf(out, "\n%*s", indent, "");
	for (size_t i = 0; i < depth; i++)
		buf_str(out, BIDI_OPEN);
}

/* One line of text, wrapped: what does not fit goes on below, set in. */
static void
add_line(struct buf *out, int indent, const char *text, const char *language)
{
	int column = indent;
	size_t depth = 0;
	struct breaks b;

	breaks_open(&b, text, language);
	for (size_t at = 0, next; at < b.len; at = next) {
		size_t end;

		next = breaks_next(&b, at);
		end = without_blanks(text, at, next);
		if (column > indent && column + width_of(text + at, end - at) > WIDTH) {
			while (out->len > 0 && out->data[out->len - 1] == ' ')
				out->data[--out->len] = '\0';
			add_break(out, indent, depth);
			column = indent;
		}
		buf_add(out, text + at, next - at);
		depth = bidi_depth(text + at, next - at, depth);
		column += width_of(text + at, next - at);
	}
	buf_char(out, '\n');
	breaks_close(&b);
}

/* The first line begins with lead; those below it are set in as far. */
static void
add_wrapped(struct buf *out, const char *lead, const char *text, const char *language)
{
	int indent = width_of(lead, strlen(lead));

	buf_str(out, lead);
	for (;;) {
		size_t len = strcspn(text, "\n");

		add_line(out, indent, arena_mem(out->arena, text, len), language);
		text += len;
		if (text[0] == '\0' || text[1] == '\0')
			return;
		text++;
		buf_printf(out, "%*s", indent, "");
	}
}

/* Small print and lists stand together; all else has an empty line before it. */
static bool
is_close_to(enum block_kind before, enum block_kind kind)
{
	switch (kind) {
	case BLOCK_FACT: return before == BLOCK_FACT;
	case BLOCK_ITEM: return before == BLOCK_ITEM || before == BLOCK_HEADING;
	case BLOCK_NOTE: return before == BLOCK_ITEM || before == BLOCK_NOTE;
	case BLOCK_PARAGRAPH:
	case BLOCK_TIME:
	case BLOCK_LINK:
	case BLOCK_HEADING:
	case BLOCK_FOOTER: break;
	}
	return false;
}

static void
add_block(struct buf *out, const struct block *b, const char *language, struct arena *a)
{
	const char *lead = "";

	switch (b->kind) {
	case BLOCK_LINK: return;
	case BLOCK_PARAGRAPH:
	case BLOCK_HEADING:
	case BLOCK_NOTE: break;
	case BLOCK_TIME: lead = arena_printf(a, "  %s.  ", b->label); break;
	case BLOCK_FACT: lead = arena_printf(a, "  %s ", b->label); break;
	case BLOCK_ITEM: lead = "  - "; break;
	case BLOCK_FOOTER: buf_str(out, "-- \n"); break; /* mail programs know this line */
	}
	add_wrapped(out, lead, b->text, language);
	if (b->detail[0] != '\0')
		add_wrapped(out, arena_printf(a, "%*s", width_of(lead, strlen(lead)), ""),
		    b->detail, language);
}

char *
plain_write(const struct words *w, struct arena *a)
{
	enum block_kind before = BLOCK_PARAGRAPH;
	struct buf out;

	buf_init(&out, a);
	for (size_t i = 0; i < w->n; i++) {
		const struct block *b = &w->items[i];

		if (b->kind == BLOCK_LINK)
			continue;
		if (out.len > 0 && !is_close_to(before, b->kind))
			buf_char(&out, '\n');
		add_block(&out, b, w->language, a);
		before = b->kind;
	}
	return out.data;
}
