#include "inbox/authres.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/letter.h"
#include "tap.h"

#include <string.h>

#define ID "mx.example.org"

/* "pass example.net; dkim a.example, b.example; spf c.example": what is known, in one line. */
static const char *
told(const struct authres *r, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	if (r->dmarc != AUTHRES_DMARC_NONE)
		buf_printf(&b, "; %s %s", r->dmarc == AUTHRES_DMARC_PASS ? "pass" : "fail",
		    r->dmarc_from);
	for (size_t i = 0; i < r->n_dkim; i++)
		buf_printf(&b, "%s%s", i == 0 ? "; dkim " : ", ", r->dkim[i]);
	if (*r->spf != '\0')
		buf_printf(&b, "; spf %s", r->spf);
	return b.len > 0 ? b.data + 2 : "";
}

/* The headers above From, and what is known by them. */
static const struct {
	const char *name, *headers, *want;
} mails[] = {
	/* as servers write it */
	{ "opendmarc",
	    "Authentication-Results: mx.example.org; dmarc=pass (p=quarantine dis=none) "
	    "header.from=wiki.example\n",
	    "pass wiki.example" },
	{ "opendkim",
	    "Authentication-Results: mx.example.org;\n\tdkim=pass (2048-bit key; unprotected) "
	    "header.d=wiki.example header.i=@wiki.example header.a=rsa-sha256 header.s=k1 "
	    "header.b=\"a/B+c9=\";\n\tdkim-atps=neutral\n",
	    "dkim wiki.example" },
	{ "rspamd",
	    "Authentication-Results: mx.example.org;\n\tdkim=pass header.d=wiki.example "
	    "header.s=2024 header.b=Ky7pQz1x;\n\tspf=pass (mx.example.org: domain of "
	    "ana@wiki.example designates 192.0.2.7 as permitted sender) "
	    "smtp.mailfrom=ana@wiki.example;\n\tdmarc=pass (policy=reject) "
	    "header.from=wiki.example\n",
	    "pass wiki.example; dkim wiki.example; spf wiki.example" },
	{ "Google",
	    "Authentication-Results: mx.example.org;\n       dkim=pass header.i=@wiki.example "
	    "header.s=google header.b=\"kU2/x9Lq\";\n       spf=pass (mx.example.org: domain of "
	    "ana@wiki.example designates 2001:db8::25 as permitted sender) "
	    "smtp.mailfrom=ana@wiki.example;\n       dmarc=pass (p=NONE sp=NONE dis=NONE) "
	    "header.from=wiki.example;\n       dara=pass header.i=@example.org\n",
	    "pass wiki.example; dkim wiki.example; spf wiki.example" },
	{ "Microsoft, with a name",
	    "Authentication-Results: mx.example.org 1; spf=pass\n smtp.mailfrom=wiki.example; "
	    "dmarc=pass action=none\n header.from=wiki.example; dkim=pass header.d=wiki.example;"
	    " arc=none\n",
	    "pass wiki.example; dkim wiki.example; spf wiki.example" },
	{ "Exim",
	    "Authentication-Results: mx.example.org;\n\tiprev=pass (out.wiki.example) "
	    "smtp.remote-ip=2001:db8::25;\n\tspf=pass smtp.mailfrom=wiki.example;\n\tdkim=pass "
	    "header.d=wiki.example header.s=s1 header.a=rsa-sha256;\n\tdmarc=pass "
	    "header.from=wiki.example;\n\tarc=none\n",
	    "pass wiki.example; dkim wiki.example; spf wiki.example" },
	{ "with everything about policies",
	    "Authentication-Results: mx.example.org;\n dmarc=pass "
	    "policy.published-domain-policy=none policy.applied-disposition=none "
	    "policy.evaluated-disposition=none (p=none,d=none) policy.policy-from=p "
	    "header.from=wiki.example\n",
	    "pass wiki.example" },
	{ "a reason",
	    "Authentication-Results: mx.example.org; dkim=fail reason=\"signature; d=wiki.example "
	    "(verification failed)\" header.d=wiki.example; dmarc=fail (p=reject) "
	    "header.from=wiki.example\n",
	    "fail wiki.example" },
	{ "two signatures, one of which holds",
	    "Authentication-Results: mx.example.org; dkim=fail header.d=list.example; "
	    "dkim=pass header.d=wiki.example; dkim=pass header.d=post.example\n",
	    "dkim wiki.example, post.example" },
	{ "old signatures with an identity and a domain",
	    "Authentication-Results: mx.example.org; dkim=pass header.d=wiki.example "
	    "header.i=ana@mail.wiki.example\n",
	    "dkim wiki.example" },
	{ "versions, comments and blanks wherever they may be",
	    "Authentication-Results: mx.example.org (as (they)\n  say) 1 (one) ; (first) dkim "
	    "(d) / (v) 1 = (yes) pass (good) header.d (x) = (\\)) wiki.example (end)\n",
	    "dkim wiki.example" },
	{ "in capitals",
	    "AUTHENTICATION-RESULTS: MX.Example.ORG; DMARC=Pass Header.From=wiki.example\n",
	    "pass wiki.example" },
	{ "a quoted local part",
	    "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=\"a; "
	    "b\"@wiki.example\n",
	    "spf wiki.example" },
	{ "a local part rewritten on the way",
	    "Authentication-Results: mx.example.org; spf=pass "
	    "smtp.mailfrom=SRS0=hG3=ZZ=wiki.example=ana@forward.example\n",
	    "spf forward.example" },
	{ "none at all", "Authentication-Results: mx.example.org; none\n", "" },
	{ "none at all, and why", "Authentication-Results: mx.example.org 1; none (local)\n", "" },
	{ "nothing behind the name", "Authentication-Results: mx.example.org\n", "" },
	{ "a semicolon at the end",
	    "Authentication-Results: mx.example.org; dmarc=pass header.from=wiki.example;\n",
	    "pass wiki.example" },
	{ "undecided",
	    "Authentication-Results: mx.example.org; spf=softfail smtp.mailfrom=wiki.example; "
	    "dkim=neutral header.d=wiki.example; dmarc=temperror header.from=wiki.example\n",
	    "" },
	{ "a guess is no pass",
	    "Authentication-Results: mx.example.org; dmarc=bestguesspass "
	    "header.from=wiki.example\n",
	    "" },
	{ "the name of the greeting is not the sender's",
	    "Authentication-Results: mx.example.org; spf=pass smtp.helo=wiki.example\n", "" },
	{ "somebody else's beside ours",
	    "Authentication-Results: mx.example.org; dmarc=fail header.from=wiki.example\n"
	    "Authentication-Results: relay.example; dmarc=pass header.from=wiki.example\n",
	    "fail wiki.example" },

	/* nobody's, or another's */
	{ "no header", "", "" },
	{ "Microsoft, without a name",
	    "Authentication-Results: spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=wiki.example; "
	    "dkim=pass header.d=wiki.example;dmarc=pass action=none header.from=wiki.example;\n",
	    "" },
	{ "another server",
	    "Authentication-Results: mx.example.net; dmarc=pass header.from=wiki.example\n", "" },
	{ "a name that begins as ours",
	    "Authentication-Results: mx.example.org.evil.example; dmarc=pass "
	    "header.from=wiki.example\n",
	    "" },
	{ "a name that ends as ours",
	    "Authentication-Results: evil.mx.example.org; dmarc=pass header.from=wiki.example\n",
	    "" },
	{ "the header of a chain",
	    "ARC-Authentication-Results: i=1; mx.example.org; dmarc=pass "
	    "header.from=wiki.example\n",
	    "" },
	{ "a header with a longer name",
	    "X-Authentication-Results: mx.example.org; dmarc=pass header.from=wiki.example\n", "" },
	{ "another version",
	    "Authentication-Results: mx.example.org 2; dmarc=pass header.from=wiki.example\n", "" },
	{ "another version of the method",
	    "Authentication-Results: mx.example.org; dmarc/2=pass header.from=wiki.example; "
	    "dkim=pass header.d=post.example\n",
	    "dkim post.example" },

	/* forged */
	{ "one of ours and one that claims to be",
	    "Authentication-Results: mx.example.org; none\n"
	    "Authentication-Results: mx.example.org; dmarc=pass header.from=wiki.example\n",
	    "" },
	{ "the same below, in other letters",
	    "Authentication-Results: mx.example.org; none\n"
	    "authentication-results: (x) \"MX.example.org\" ; dmarc=pass "
	    "header.from=wiki.example\n",
	    "" },
	{ "with a comment before the name, as no server writes",
	    "Authentication-Results: (mx) mx.example.org; dmarc=pass header.from=wiki.example\n",
	    "" },
	{ "with quotes around the name, as no server writes",
	    "Authentication-Results: \"mx.example.org\"; dmarc=pass header.from=wiki.example\n",
	    "" },
	{ "a result inside a comment",
	    "Authentication-Results: mx.example.org; spf=none (x; dmarc=pass "
	    "header.from=wiki.example)\n",
	    "" },
	{ "a result inside quotes",
	    "Authentication-Results: mx.example.org; spf=fail reason=\"x; dmarc=pass "
	    "header.from=wiki.example\"\n",
	    "" },
	{ "a result as a property",
	    "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=evil.example "
	    "dmarc=pass "
	    "header.from=wiki.example\n",
	    "spf evil.example" },
	{ "a sender that tries to say more",
	    "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=\"; dmarc=pass "
	    "header.from=wiki.example \"@evil.example\n",
	    "spf evil.example" },
	{ "a comment that does not end",
	    "Authentication-Results: mx.example.org; dkim=pass header.d=wiki.example; spf=none "
	    "(hello; dmarc=fail header.from=wiki.example\n",
	    "" },
	{ "quotes that do not end",
	    "Authentication-Results: mx.example.org; dkim=pass header.d=wiki.example; spf=none "
	    "reason=\"hello; dmarc=fail header.from=wiki.example\n",
	    "" },
	{ "pass and fail",
	    "Authentication-Results: mx.example.org; dmarc=pass header.from=wiki.example; "
	    "dmarc=fail header.from=wiki.example\n",
	    "fail wiki.example" },
	{ "fail and pass",
	    "Authentication-Results: mx.example.org; dmarc=fail header.from=wiki.example; "
	    "dmarc=pass header.from=wiki.example\n",
	    "fail wiki.example" },
	{ "pass twice",
	    "Authentication-Results: mx.example.org; dmarc=pass header.from=evil.example; "
	    "dmarc=pass header.from=wiki.example\n",
	    "" },
	{ "a domain said twice",
	    "Authentication-Results: mx.example.org; dmarc=pass header.from=evil.example "
	    "header.from=wiki.example\n",
	    "" },
	{ "two senders",
	    "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=evil.example; spf=pass "
	    "smtp.mailfrom=wiki.example\n",
	    "" },
	{ "a failure in what is written wrong stays one",
	    "Authentication-Results: mx.example.org; dmarc=fail header.from=wiki.example; oops\n",
	    "fail wiki.example" },
	{ "a pass in what is written wrong is none",
	    "Authentication-Results: mx.example.org; dmarc=pass header.from=wiki.example; oops\n",
	    "" },
	{ "no method", "Authentication-Results: mx.example.org; =pass header.from=x.example\n",
	    "" },
	{ "words without a semicolon",
	    "Authentication-Results: mx.example.org dmarc=pass header.from=wiki.example\n", "" },
};

static void
read_mail(const char *headers, const char *id, struct arena *a, struct authres *out)
{
	const char *raw =
	    arena_printf(a, "%sFrom: Ana <ana@wiki.example>\nSubject: x\n\nHello\n", headers);
	struct letter l;
	struct err err = { 0 };

	ok(letter_read(raw, strlen(raw), "", a, &l, &err) == 0, "it can be read: %s", err.text);
	authres_read(&l, id, a, out);
}

static void
check_mails(struct arena *a)
{
	for (size_t i = 0; i < sizeof mails / sizeof *mails; i++) {
		struct authres r;

		read_mail(mails[i].headers, ID, a, &r);
		is_str(told(&r, a), mails[i].want, "%s", mails[i].name);
	}
}

static void
check_nobody_is_believed(struct arena *a)
{
	static const char *const ids[] = { "", NULL };
	struct authres r;

	for (size_t i = 0; i < 2; i++) {
		read_mail("Authentication-Results: ; dmarc=pass header.from=wiki.example\n"
			  "Authentication-Results: mx.example.org; dmarc=pass "
			  "header.from=wiki.example\n",
		    ids[i], a, &r);
		is_str(told(&r, a), "", "no server is configured");
	}
}

static void
check_bounds(struct arena *a)
{
	struct authres r;
	struct buf b;

	buf_init(&b, a);
	buf_str(&b, "Authentication-Results: mx.example.org");
	for (int i = 0; i < 40; i++)
		buf_printf(&b, "; dkim=pass header.d=d%d.example", i);
	buf_str(&b, "\n");
	read_mail(b.data, ID, a, &r);
	is_int((long long)r.n_dkim, AUTHRES_DKIM_MAX, "not all of many signatures are kept");

	buf_init(&b, a);
	buf_str(&b, "Authentication-Results: mx.example.org; dmarc=pass header.from=wiki.example");
	for (int i = 0; i < AUTHRES_RESULTS_MAX + 1; i++)
		buf_str(&b, "; x=y");
	buf_str(&b, "\n");
	read_mail(b.data, ID, a, &r);
	is_str(told(&r, a), "", "too many results prove nothing");

	buf_init(&b, a);
	buf_str(&b, "Authentication-Results: mx.example.org; dmarc=pass header.from=wiki.example ");
	for (int i = 0; i < AUTHRES_MAX / 2; i++)
		buf_str(&b, "()");
	buf_str(&b, "\n");
	read_mail(b.data, ID, a, &r);
	is_str(told(&r, a), "", "one that is too long proves nothing");

	buf_init(&b, a);
	buf_str(&b, "Authentication-Results: mx.example.org; spf=none ");
	for (int i = 0; i < 6000; i++)
		buf_char(&b, '(');
	buf_str(&b, "\n");
	read_mail(b.data, ID, a, &r);
	is_str(told(&r, a), "", "deep comments do no harm");
}

/* Cut off anywhere, it proves no more than it does as a whole. */
static void
check_cut_off(struct arena *a)
{
	const char *whole = "Authentication-Results: mx.example.org (a) 1; dkim=pass (b) "
			    "header.d=wiki.example; spf=pass smtp.mailfrom=\"x\"@wiki.example; "
			    "dmarc=pass header.from=wiki.example";
	bool fine = true;

	for (size_t n = strlen("Authentication-Results:"); n <= strlen(whole); n++) {
		struct authres r;
		struct letter l = { .n_headers = 1 };
		struct header h = { "Authentication-Results",
			arena_mem(a, whole + strlen("Authentication-Results:"),
			    n - strlen("Authentication-Results:")) };

		h.value += strspn(h.value, " ");
		l.headers = &h;
		authres_read(&l, ID, a, &r);
		fine &=
		    strstr("wiki.example", *r.dmarc_from != '\0' ? r.dmarc_from : "wiki") != NULL;
		fine &= r.n_dkim == 0 || strstr("wiki.example", r.dkim[0]) != NULL;
	}
	ok(fine, "cut off at each byte");
}

int
main(void)
{
	struct arena *a = arena_new();

	check_mails(a);
	check_nobody_is_believed(a);
	check_bounds(a);
	check_cut_off(a);
	arena_free(a);
	return tap_done();
}
