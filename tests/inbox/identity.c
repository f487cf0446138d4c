#include "inbox/identity.h"

#include "base/arena.h"
#include "inbox/letter.h"
#include "inbox/orgdomain.h"
#include "tap.h"

#include <string.h>

#define PASS   "Authentication-Results: mx.example.org; dmarc=pass header.from=wiki.example\n"
#define FAIL   "Authentication-Results: mx.example.org; dmarc=fail header.from=wiki.example\n"
#define SIGNED "Authentication-Results: mx.example.org; dkim=pass header.d="
#define SENT   "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom="
#define FROM   "From: Ana <ana@wiki.example>\n"
#define CALENDAR                                                                                   \
	"Authentication-Results: mx.example.org; dkim=pass header.i=@google.com; dkim=pass "       \
	"header.d=wiki-example.20230601.gappssmtp.com; spf=none "                                  \
	"smtp.mailfrom=bounces.google.com; "

static const struct {
	const char *name, *headers, *want;
} mails[] = {
	{ "nobody looked", FROM, "none" },
	{ "dmarc", PASS FROM, "domain" },
	{ "dmarc fails", FAIL FROM, "refuted" },
	{ "dmarc fails, though somebody signed",
	    "Authentication-Results: mx.example.org; dkim=pass header.d=wiki.example; dmarc=fail "
	    "header.from=wiki.example\n" FROM,
	    "refuted" },
	{ "dmarc of another domain",
	    "Authentication-Results: mx.example.org; dmarc=pass header.from=evil.example\n" FROM,
	    "none" },
	{ "dmarc of nobody knows which domain",
	    "Authentication-Results: mx.example.org; dmarc=pass\n" FROM, "none" },
	{ "dmarc of the domain above is not enough",
	    "Authentication-Results: mx.example.org; dmarc=pass header.from=example\n" FROM,
	    "none" },
	{ "signed by its domain", SIGNED "wiki.example\n" FROM, "domain" },
	{ "signed by the same organization", SIGNED "mail.Wiki.Example\n" FROM, "domain" },
	{ "signed by another", SIGNED "evil.example\n" FROM, "none" },
	{ "signed by what only ends so", SIGNED "evilwiki.example\n" FROM, "none" },
	{ "signed by all of .example", SIGNED "example\n" FROM, "none" },
	{ "sent by its domain", SENT "ana@wiki.example\n" FROM, "domain" },
	{ "sent by another", SENT "ana@evil.example\n" FROM, "none" },
	{ "a public suffix is not one organization", SIGNED "evil.co.uk\nFrom: ana@wiki.co.uk\n",
	    "none" },
	{ "the organization below a public suffix",
	    SIGNED "wiki.co.uk\nFrom: ana@post.wiki.co.uk\n", "domain" },
	{ "a host of other people's sites", SIGNED "evil.github.io\nFrom: ana@wiki.github.io\n",
	    "none" },

	/* From, in ways that all read alike */
	{ "bare", PASS "From: ana@wiki.example\n", "domain" },
	{ "in brackets alone", PASS "From: <ana@wiki.example>\n", "domain" },
	{ "quoted name", PASS "From: \"Lima, Ana (x) <y@z.example>\" <ana@wiki.example>\n",
	    "domain" },
	{ "encoded name", PASS "From: =?utf-8?q?Ana_<x=40y.example>?= <ana@wiki.example>\n",
	    "none" },
	{ "encoded name that is only one", PASS "From: =?utf-8?q?Ana?= <ana@wiki.example>\n",
	    "domain" },
	{ "folded", PASS "From: Ana\n\t<ana@wiki.example>\n", "domain" },
	{ "Domain in capitals", PASS "From: Ana <ana@Wiki.EXAMPLE>\n", "domain" },

	/* ... and in ways that do not */
	{ "two of them", PASS FROM "From: eve@evil.example\n", "none" },
	{ "two of them, the second odd", PASS FROM "FROM : eve@evil.example\n", "none" },
	{ "the same twice", PASS FROM FROM, "none" },
	{ "two addresses", PASS "From: ana@wiki.example, eve@evil.example\n", "none" },
	{ "one and something that is none", PASS "From: ana@wiki.example, eve\n", "none" },
	{ "a comment", PASS "From: ana@wiki.example (Ana)\n", "none" },
	{ "a comment inside", PASS "From: ana@wiki.example(@evil.example)\n", "none" },
	{ "a comment that hides the rest", PASS "From: <ana@wiki.example> (<eve@evil.example>\n",
	    "none" },
	{ "two in brackets", PASS "From: <ana@wiki.example><eve@evil.example>\n", "none" },
	{ "brackets in brackets", PASS "From: <<ana@wiki.example>eve@evil.example>\n", "none" },
	{ "an address for a name", PASS "From: eve@evil.example <ana@wiki.example>\n", "none" },
	{ "a route", PASS "From: <@evil.example:ana@wiki.example>\n", "none" },
	{ "a group", PASS "From: friends: ana@wiki.example;\n", "none" },
	{ "a quoted local part", PASS "From: \"ana@wiki.example\"@evil.example\n", "none" },
	{ "quotes that do not end", PASS "From: \"Ana <ana@wiki.example>\n", "none" },
	{ "behind the brackets", PASS "From: <ana@wiki.example> eve@evil.example\n", "none" },
	{ "a NUL for a blank", PASS "From: <ana@wiki.example\001>\n", "none" },
	{ "blanks in brackets", PASS "From: < ana@wiki.example >\n", "none" },
	{ "an encoded address", PASS "From: =?utf-8?q?ana=40wiki.example?=\n", "none" },
	{ "no From", PASS "Sender: ana@wiki.example\n", "none" },
	{ "a refuted one that is odd stays refuted", FAIL "From: ana@wiki.example (Ana)\n",
	    "refuted" },

	/* who somebody says to be elsewhere */
	{ "Reply-To", PASS "From: eve@evil.example\nReply-To: ana@wiki.example\n", "none" },
	{ "Sender", PASS "From: eve@evil.example\nSender: ana@wiki.example\n", "none" },

	/* Google's calendar */
	{ "its answer",
	    CALENDAR "dmarc=fail header.from=wiki.example\n" FROM
		     "Sender: Google Calendar <calendar-notification@google.com>\n",
	    "google-calendar" },
	{ "its answer, undecided",
	    CALENDAR "dmarc=none header.from=wiki.example\n" FROM
		     "Sender: Google Calendar <calendar-notification@google.com>\n",
	    "google-calendar" },
	{ "its answer for a domain that vouches",
	    CALENDAR "dmarc=pass header.from=wiki.example\n" FROM
		     "Sender: Google Calendar <calendar-notification@google.com>\n",
	    "domain" },
	{ "somebody else of Google",
	    CALENDAR "dmarc=fail header.from=wiki.example\n" FROM
		     "Sender: <drive-shares-noreply@google.com>\n",
	    "refuted" },
	{ "no Sender", CALENDAR "dmarc=fail header.from=wiki.example\n" FROM, "refuted" },
	{ "two Senders",
	    CALENDAR "dmarc=fail header.from=wiki.example\n" FROM
		     "Sender: calendar-notification@google.com\nSender: eve@evil.example\n",
	    "refuted" },
	{ "only an address for a name",
	    CALENDAR "dmarc=fail header.from=wiki.example\n" FROM
		     "Sender: \"calendar-notification@google.com\" <eve@evil.example>\n",
	    "refuted" },
	{ "a signature of a domain below",
	    "Authentication-Results: mx.example.org; dkim=pass header.d=calendar.google.com; "
	    "dmarc=fail header.from=wiki.example\n" FROM
	    "Sender: calendar-notification@google.com\n",
	    "refuted" },
	{ "a signature that does not hold",
	    "Authentication-Results: mx.example.org; dkim=fail header.d=google.com; dmarc=fail "
	    "header.from=wiki.example\n" FROM "Sender: calendar-notification@google.com\n",
	    "refuted" },
};

static void
check_mails(struct arena *a)
{
	for (size_t i = 0; i < sizeof mails / sizeof *mails; i++) {
		const char *raw = arena_printf(a, "%sSubject: x\n\nHello\n", mails[i].headers);
		struct err err = { 0 };
		struct letter l;

		letter_read(raw, strlen(raw), "", a, &l, &err);
		is_str(proof_name(identity_prove(&l, "mx.example.org", a)), mails[i].want, "%s",
		    mails[i].name);
		is_str(proof_name(identity_prove(&l, "", a)), "none", "%s: nobody to believe",
		    mails[i].name);
	}
}

static void
check_organizations(void)
{
	ok(orgdomain_same("wiki.example", "WIKI.example."), "the same, written otherwise");
	ok(orgdomain_same("a.wiki.example", "b.c.wiki.example"), "two departments");
	ok(orgdomain_same("xn--bcher-kva.example", "post.xn--bcher-kva.example"), "not of ASCII");
	ok(!orgdomain_same("wiki.example", "wiki.test"), "two endings");
	ok(!orgdomain_same("co.uk", "wiki.co.uk"), "a public suffix and what is below it");
	ok(orgdomain_same("co.uk", "co.uk"), "a public suffix is itself");
	ok(!orgdomain_same("", ""), "nothing");
	ok(!orgdomain_same(".wiki.example", "wiki.example"), "no name begins with a dot");
	ok(!orgdomain_same("a..wiki.example", "wiki.example"), "nor has an empty part");
	ok(!orgdomain_same("w\xc3\xafki.example", "w\xc3\xafki.example"), "nor other bytes");
}

int
main(void)
{
	struct arena *a = arena_new();

	check_mails(a);
	check_organizations();
	arena_free(a);
	return tap_done();
}
