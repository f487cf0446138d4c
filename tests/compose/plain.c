#include "compose/plain.h"

#include "base/arena.h"
#include "compose/bidi.h"
#include "compose/page.h"
#include "tap.h"

#include <string.h>

static struct words
words(const char *language, enum block_kind kind, const char *text, struct arena *a)
{
	struct words w;

	words_init(&w, language, false, a);
	words_add(&w, kind, text)->label = kind == BLOCK_TIME ? "1" : "";
	return w;
}

/* Lines end by column 74, counted as a terminal shows them. */
static void
test_wrapping(struct arena *a)
{
	static const struct {
		const char *language;
		enum block_kind kind;
		const char *text, *want;
	} rows[] = {
		{ "en", BLOCK_PARAGRAPH, "Short.", "Short.\n" },
		{ "en", BLOCK_TIME, "one\ntwo\n", "  1.  one\n      two\n" },
		{ "en", BLOCK_PARAGRAPH,
		    "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhh i",
		    "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg "
		    "hhhh\ni\n" },
		{ "en", BLOCK_PARAGRAPH,
		    "x "
		    "https://meet.example.org/"
		    "a-room-whose-name-is-longer-than-any-line-of-a-mail-may-be",
		    "x\n"
		    "https://meet.example.org/"
		    "a-room-whose-name-is-longer-than-any-line-of-a-mail-may-be"
		    "\n" },
		{ "en", BLOCK_TIME,
		    "ääääääääää öööööööööö üüüüüüüüüü ääääääääää öööööööööö üüüüüüüüüü äää ß",
		    "  1.  ääääääääää öööööööööö üüüüüüüüüü ääääääääää öööööööööö üüüüüüüüüü\n"
		    "      äää ß\n" },
		{ "en", BLOCK_PARAGRAPH,
		    "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggg "
		    "15:00–15:30 b",
		    "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggg\n"
		    "15:00–15:30 b\n" },
		/* no blanks, two columns a character: 37 fit, and no line begins with a full stop
		 */
		{ "ja", BLOCK_PARAGRAPH,
		    "ああああああああああいいいいいいいいいいううううううううううえええええええ。お"
		    "お",
		    "ああああああああああいいいいいいいいいいううううううううううええええええ\n"
		    "え。おお\n" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct words w = words(rows[i].language, rows[i].kind, rows[i].text, a);

		is_str(plain_write(&w, a), rows[i].want, "wrapped %zu", i);
	}
}

static void
test_blocks(struct arena *a)
{
	struct words w;
	struct block *b;

	words_init(&w, "en", false, a);
	words_add(&w, BLOCK_PARAGRAPH, "Hello,");
	b = words_add(&w, BLOCK_FACT, "here");
	b->label = "Where:";
	b->detail = "second floor";
	words_add(&w, BLOCK_FACT, "now")->label = "When:";
	b = words_add(&w, BLOCK_LINK, "");
	b->link = "mailto:a@example.org";
	b->link_text = "Click";
	words_add(&w, BLOCK_HEADING, "Small print");
	words_add(&w, BLOCK_ITEM, "one");
	words_add(&w, BLOCK_ITEM, "two");
	words_add(&w, BLOCK_NOTE, "three");
	words_add(&w, BLOCK_FOOTER, "bye");
	is_str(plain_write(&w, a),
	    "Hello,\n"
	    "\n"
	    "  Where: here\n"
	    "         second floor\n"
	    "  When: now\n"
	    "\n"
	    "Small print\n"
	    "  - one\n"
	    "  - two\n"
	    "three\n"
	    "\n"
	    "-- \n"
	    "bye\n",
	    "all kinds of blocks; links are for pages");
}

static void
test_page(struct arena *a)
{
	static const char nasty[] = "<b>\"&'</b>";
	static const char harmless[] = "&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;";
	char *page;

	for (enum block_kind kind = BLOCK_PARAGRAPH; kind <= BLOCK_FOOTER; kind++) {
		struct words w;
		struct block *b;
		size_t seen = 0;

		words_init(&w, "ar", true, a);
		w.title = nasty;
		b = words_add(&w, kind, nasty);
		b->label = b->detail = b->link = b->link_text = nasty;
		page = page_write(&w, a);
		ok(strstr(page, nasty) == NULL && strstr(page, "\"&'") == NULL,
		    "block %d: nothing foreign is markup", kind);
		for (const char *s = page; (s = strstr(s, harmless)) != NULL; s++)
			seen++;
		ok(seen >= 2, "block %d: but it is shown", kind);
		ok(strstr(page, "<html lang=\"ar\" dir=\"rtl\">") != NULL, "block %d: direction",
		    kind);
		ok(strstr(page, "src=") == NULL && strstr(page, "url(") == NULL,
		    "block %d: nothing is fetched", kind);
	}
}

/* An isolate that goes over the end of a line is one on either side of it. */
static void
test_isolates(struct arena *a)
{
	static const char eight[] =
	    "aaaaaaa bbbbbbb ccccccc ddddddd eeeeeee fffffff ggggggg hhhhhhh";
	char *text = arena_printf(a, "بيت " BIDI_OPEN "%s iiiiiii" BIDI_CLOSE " بيت", eight);
	struct words w = words("ar", BLOCK_PARAGRAPH, text, a);
	const char *page;

	is_str(plain_write(&w, a),
	    arena_printf(a,
		"بيت " BIDI_OPEN "%s" BIDI_CLOSE "\n" BIDI_OPEN "iiiiiii" BIDI_CLOSE " بيت\n",
		eight),
	    "an isolate is closed before a line ends, and opened again");
	w = words("ar", BLOCK_PARAGRAPH, "بيت " BIDI_OPEN "<a> 9" BIDI_CLOSE BIDI_CLOSE, a);
	ok(strstr(page_write(&w, a), "بيت <bdi>&lt;a&gt; 9</bdi></p>") != NULL,
	    "on a page it is an element, and none is closed twice");
	w = words("ar", BLOCK_PARAGRAPH, "بيت " BIDI_OPEN "a", a);
	ok(strstr(page_write(&w, a), "<bdi>a</bdi></p>") != NULL, "nor left open");
	w = words("en", BLOCK_PARAGRAPH, "at 15:00–15:30, 2–", a);
	page = page_write(&w, a);
	ok(strstr(page, "at <span style=\"white-space:nowrap\">15:00–15:30</span>, 2–</p>") != NULL,
	    "a range of times stays in a line: %s", page);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_wrapping(a);
	test_blocks(a);
	test_page(a);
	test_isolates(a);
	arena_free(a);
	return tap_done();
}
