#include "inbox/html.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name, *html, *want;
} pages[] = {
	{ "blocks are lines", "<div>one</div><div>two</div>three", "one\ntwo\nthree\n" },
	{ "paragraphs are apart", "<p>one</p><p>two</p>", "one\n\ntwo\n" },
	{ "a break", "one<br>two<br/><br>three", "one\ntwo\n\nthree\n" },
	{ "blanks collapse", "<p>  one \n  two\t</p>", "one two\n" },
	{ "no-break spaces are blanks", "Tuesday&nbsp;at&nbsp;3&nbsp;pm", "Tuesday at 3 pm\n" },
	{ "an empty paragraph", "<p>one</p><p>&nbsp;</p><p>two</p>", "one\n\ntwo\n" },
	{ "inline elements", "o<b>n</b>e <i>t</i>wo", "one two\n" },
	{ "entities", "caf&eacute; &lt;a&gt; &#8364; &amp;", "café <a> € &\n" },
	{ "a link is its text", "<a href=\"https://example.org/\">our page</a>", "our page\n" },
	{ "a list", "<p>Pick:</p><ul><li>Monday</li><li>Tuesday</li></ul>",
	    "Pick:\n\n- Monday\n- Tuesday\n" },
	{ "a table",
	    "<table><tr><td>Mon</td><td>10:00</td></tr><tr><td>Tue</td><td>11:00</td></tr>"
	    "</table>",
	    "Mon 10:00\nTue 11:00\n" },
	{ "a heading", "<h1>Talk</h1>about it", "Talk\n\nabout it\n" },
	{ "a line across", "<div>one</div><hr>two",
	    "one\n________________________________\ntwo\n" },
	{ "line ends in <pre> count", "<pre>one\n  two</pre>", "one\ntwo\n" },
	{ "what is not shown",
	    "<html><head><title>t</title><style>p{}</style></head><body><script>x()</script>"
	    "<!-- c --><p>seen</p><p style=\"display: none\">unseen</p><p hidden>unseen</p></body>",
	    "seen\n" },
	{ "Outlook's conditions", "<![if !mso]>one<![endif]><!--[if mso]>two<![endif]-->three",
	    "one three\n" },
	{ "unclosed tags", "<div><p>one<p>two<b>three", "one\n\ntwothree\n" },
	{ "no tags at all", "just text", "just text\n" },
	{ "nothing", "", "" },
	{ "only tags", "<html><body><br></body></html>", "" },
	{ "cut off in a tag", "one<a href=\"x", "one\n" },
	{ "its own idea of the character set",
	    "<html><head><meta charset=\"iso-8859-1\"></head><body>café</body></html>", "café\n" },
	{ "a quote",
	    "<div>Yes.</div><blockquote type=\"cite\"><div>one</div><div>two</div>"
	    "</blockquote><div>after</div>",
	    "Yes.\n> one\n> two\nafter\n" },
	{ "a quote in a quote", "<blockquote>one<blockquote>two</blockquote>three</blockquote>",
	    "> one\n>> two\n> three\n" },
	{ "paragraphs in a quote", "<blockquote><p>one</p><p>two</p></blockquote>",
	    "> one\n>\n> two\n" },
	{ "an indent is no quote",
	    "<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">one</blockquote>",
	    "one\n" },
	{ "Gmail",
	    "<div dir=\"ltr\">Tuesday is fine.</div><br><div class=\"gmail_quote "
	    "gmail_quote_container\">"
	    "<div class=\"gmail_attr\">On Mon, Ana wrote:<br></div><blockquote "
	    "class=\"gmail_quote\">"
	    "Monday?</blockquote></div>",
	    "Tuesday is fine.\n\n> On Mon, Ana wrote:\n>> Monday?\n" },
	{ "Thunderbird",
	    "<p>Tuesday is fine.</p><div class=\"moz-cite-prefix\">On 7.12.2026, Ana wrote:</div>"
	    "<blockquote type=\"cite\" cite=\"mid:a\">Monday?</blockquote>",
	    "Tuesday is fine.\n\n> On 7.12.2026, Ana wrote:\n> Monday?\n" },
	{ "Outlook on the web",
	    "<div>Tuesday is fine.</div><div id=\"appendonsend\"></div><hr>"
	    "<div id=\"divRplyFwdMsg\"><b>From:</b> Ana</div><div>Monday?</div>",
	    "Tuesday is fine.\n> ________________________________\n>> From: Ana\n>> Monday?\n" },
	{ "a mark that Outlook has renamed",
	    "<div>Yes.</div><div class=\"x_gmail_quote\">old</div>", "Yes.\n> old\n" },
	{ "a signature", "<div>Yes.</div><div class=\"gmail_signature\">Ana<br>Tbilisi</div>",
	    "Yes.\n-- \nAna\nTbilisi\n" },
};

/* Elements in each other, thousands deep: no crash, and in time. */
static void
test_deep(const char *open, const char *name)
{
	struct arena *a = arena_new();
	struct buf b;
	char *text;

	buf_init(&b, a);
	buf_str(&b, "<p>above</p>");
	for (int i = 0; i < 20000; i++)
		buf_str(&b, open);
	buf_str(&b, "below");
	text = html_to_text(b.data, b.len, a);
	ok(strncmp(text, "above", 5) == 0, "20000 times %s", name);
	arena_free(a);
}

/* The page cut off at each byte, in memory of exactly that length. */
static void
test_cut_off(const char *html)
{
	struct arena *a = arena_new();

	for (size_t len = 0; len < strlen(html); len++) {
		char *part = malloc(len + 1);

		memcpy(part, html, len);
		part[len] = '\0';
		html_to_text(part, len, a);
		free(part);
	}
	arena_free(a);
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		is_str(html_to_text(pages[i].html, strlen(pages[i].html), a), pages[i].want, "%s",
		    pages[i].name);
		test_cut_off(pages[i].html);
	}
	test_deep("<div>", "<div>");
	test_deep("<blockquote>", "<blockquote>");
	test_deep("<table><tr><td>", "a table");
	test_deep("<![", "<![");
	arena_free(a);
	return tap_done();
}
