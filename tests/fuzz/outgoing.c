#include "fuzz/outgoing.h"

#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "inbox/address.h"
#include "inbox/mime.h"
#include "inbox/transfer.h"

#include <string.h>
#include <strings.h>

/* A line is at most 998 bytes (RFC 5322, 2.1.1). */
static void
check_lines(const struct mail *m)
{
	size_t begin = 0;

	assert(strlen(m->bytes) == m->len && m->len > 2);
	for (size_t i = 0; i < m->len; i++) {
		unsigned char c = (unsigned char)m->bytes[i];

		assert(c < 0x7f && (c >= ' ' || c == '\r' || c == '\n' || c == '\t'));
		if (c == '\r')
			assert(m->bytes[i + 1] == '\n');
		if (c != '\n')
			continue;
		assert(i > 0 && m->bytes[i - 1] == '\r');
		assert(i - begin <= 999);
		begin = i + 1;
	}
	assert(m->bytes[m->len - 1] == '\n');
}

static bool
is_one_of(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcasecmp(*names, name) == 0)
			return true;
	return false;
}

/* Each at most once, and none that we do not write. */
static void
check_headers(const struct headers *h, const char *const *names)
{
	for (size_t i = 0; i < h->n; i++) {
		assert(is_one_of(h->items[i].name, names));
		for (size_t k = 0; k < i; k++)
			assert(strcasecmp(h->items[i].name, h->items[k].name) != 0);
	}
}

static bool
is_tag(const char *at)
{
	static const char *const tags[] = { "!DOCTYPE html>", "html ", "head>", "meta ", "title>",
		"body ", "body>", "div ", "div>", "p ", "p>", "a ", "a>", "span ", "span>", "b ",
		"b>", "br>", "html>", "bdi ", "bdi>", "ul ", "ul>", "li ", "li>" };

	at += *at == '/';
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (strncmp(at, tags[i], strlen(tags[i])) == 0)
			return true;
	return false;
}

/* No element and no link of anybody else's: links lead to us, or to the room. */
static void
check_page(const char *html)
{
	for (const char *at = html; (at = strchr(at, '<')) != NULL; at++)
		assert(is_tag(at + 1));
	for (const char *at = html; (at = strstr(at, "href=\"")) != NULL; at++)
		assert(strncmp(at + 6, "mailto:meet", 11) == 0 ||
		       strncmp(at + 6, "https://meet.example.org/", 25) == 0);
}

/* Names of the lines that invite.c writes; those of people come as often as there are people. */
static void
check_calendar(const char *text)
{
	static const char *const names[] = { "BEGIN", "END", "VERSION", "PRODID", "CALSCALE",
		"METHOD", "UID", "DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED", "DTSTART",
		"DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "ORGANIZER", "ATTENDEE",
		"STATUS", "TRANSP", "COMMENT", "X-MICROSOFT-CDO-BUSYSTATUS",
		"X-MICROSOFT-CDO-INTENDEDSTATUS", NULL };
	size_t seen[sizeof names / sizeof *names] = { 0 };

	for (size_t len; *text != '\0'; text += len + (text[len] == '\n')) {
		size_t i = 0, name = strcspn(text, ":;\n");

		len = strcspn(text, "\n");
		if (*text == ' ') /* folded */
			continue;
		while (names[i] != NULL &&
		       (strlen(names[i]) != name || strncmp(names[i], text, name) != 0))
			i++;
		assert(names[i] != NULL);
		seen[i]++;
	}
	for (size_t i = 0; names[i] != NULL; i++)
		assert(seen[i] <= (i < 2 ? 2 : strcmp(names[i], "ATTENDEE") == 0 ? 60 : 1));
}

static void
check_parts(const struct part *root, struct arena *a)
{
	static const char *const names[] = { "Content-Type", "Content-Transfer-Encoding",
		"Content-Disposition", NULL };

	for (const struct part *p = root; p != NULL; p = mime_next(p)) {
		const char *text = p->first == NULL ? mime_text(p, 1 << 20, a) : "";

		if (p != root)
			check_headers(&p->headers, names);
		assert(text_valid(text, strlen(text)));
		if (strcmp(p->type, "text/html") == 0)
			check_page(text);
		else if (strcmp(p->type, "text/calendar") == 0 ||
			 strcmp(p->type, "application/ics") == 0)
			check_calendar(text);
		else
			assert(p->first != NULL || strcmp(p->type, "text/plain") == 0);
	}
}

void
outgoing_check(const struct mails *mails)
{
	static const char *const names[] = { "Date", "From", "To", "Reply-To", "Subject",
		"Message-ID", "In-Reply-To", "References", "Auto-Submitted",
		"X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type",
		NULL };

	for (size_t i = 0; i < mails->n; i++) {
		const struct mail *m = &mails->items[i];
		struct arena *a = arena_new();
		struct part *root;
		struct err err;
		size_t len;
		char *text;

		check_lines(m);
		assert(address_valid(m->recipient));
		assert(m->sender[0] == '\0' || address_valid(m->sender));
		assert(fuzz_one_line(m->message_id));
		text = transfer_lines(m->bytes, m->len, a, &len);
		assert(mime_read(text, len, a, &root, &err) == 0);
		check_headers(&root->headers, names);
		check_parts(root, a);
		arena_free(a);
	}
}
