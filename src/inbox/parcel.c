#include "inbox/parcel.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "inbox/addresses.h"
#include "inbox/body.h"

#include <limits.h>
#include <string.h>

static void
pack_address(struct buf *b, const struct address *address)
{
	pack_text(b, address->name);
	pack_text(b, address->email);
}

static void
pack_addresses(struct buf *b, const struct address *list, size_t n)
{
	pack_number(b, (int64_t)n);
	for (size_t i = 0; i < n; i++)
		pack_address(b, &list[i]);
}

void
parcel_letter(struct buf *b, const struct letter *l)
{
	pack_text(b, l->content_key);
	pack_text(b, l->message_id);
	pack_text(b, l->in_reply_to);
	pack_number(b, (int64_t)l->n_references);
	for (size_t i = 0; i < l->n_references; i++)
		pack_text(b, l->references[i]);
	pack_address(b, &l->from);
	pack_number(b, (int64_t)l->n_from);
	pack_text(b, l->return_path);
	pack_addresses(b, l->to, l->n_to);
	pack_addresses(b, l->cc, l->n_cc);
	pack_text(b, l->tag);
	pack_text(b, l->subject);
	pack_number(b, l->sent_at);
	pack_number(b, l->sent_offset);
	pack_number(b, l->offset_known);
	pack_text(b, l->text);
	pack_number(b, l->tnef);
	pack_number(b, l->reports);
	pack_number(b, l->report.fate);
	pack_number(b, (int64_t)l->report.n_messages);
	for (size_t i = 0; i < l->report.n_messages; i++)
		pack_text(b, l->report.messages[i]);
	pack_number(b, (int64_t)l->n_headers);
	for (size_t i = 0; i < l->n_headers; i++) {
		pack_text(b, l->headers[i].name);
		pack_text(b, l->headers[i].value);
	}
}

enum {
	LINE_MOST = LETTER_HEADER_MAX, /* a value in UTF-8 */
	SHORT_MOST = 1024,             /* an address, a Message-ID, a digest */
	TEXT_MOST = BODY_TEXT_MAX,
	HOURS_FROM_UTC_MOST = 24,
};

static const int64_t latest_moment = 253402300799; /* the end of the year 9999 */

/* Checked by holds(); "" where it does not. */
static const char *
unpack_checked(struct unpack *u, bool (*holds)(const char *))
{
	const char *text = unpack_text_or_empty(u, SHORT_MOST);

	if (*text == '\0' || holds(text))
		return text;
	u->bad = true;
	return "";
}

static bool
is_graphic(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s <= ' ' || *s >= 0x7f)
			return false;
	return true;
}

static bool
is_digest(const char *s)
{
	return strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64;
}

static struct address
unpack_address(struct unpack *u, bool may_be_empty)
{
	struct address address;

	address.name = unpack_line(u, LINE_MOST);
	address.email = unpack_checked(u, address_valid);
	if (*address.email == '\0' && !may_be_empty)
		u->bad = true;
	return address;
}

static struct address *
unpack_addresses(struct unpack *u, size_t *n)
{
	struct address *list;

	*n = unpack_count(u, ADDRESSES_MAX);
	list = arena_alloc(u->arena, (*n + 1) * sizeof *list);
	for (size_t i = 0; i < *n; i++)
		list[i] = unpack_address(u, false);
	return list;
}

static void
unpack_references(struct unpack *u, struct letter *l)
{
	l->n_references = unpack_count(u, LETTER_REFERENCES_MAX);
	l->references = arena_alloc(u->arena, (l->n_references + 1) * sizeof *l->references);
	for (size_t i = 0; i < l->n_references; i++)
		l->references[i] = unpack_checked(u, header_message_id_valid);
}

/* NULL, "", or an address. */
static const char *
unpack_return_path(struct unpack *u)
{
	const char *email = unpack_text(u, SHORT_MOST);

	if (email != NULL && *email != '\0' && !address_valid(email))
		u->bad = true;
	return email;
}

static void
unpack_report(struct unpack *u, struct letter *l)
{
	struct report *r = &l->report;

	l->reports = unpack_flag(u);
	r->fate = (enum fate)unpack_between(u, FATE_UNSAID, FATE_DONE);
	r->n_messages = unpack_count(u, REPORT_MESSAGES_MAX);
	r->messages = arena_alloc(u->arena, (r->n_messages + 1) * sizeof *r->messages);
	for (size_t i = 0; i < r->n_messages; i++)
		r->messages[i] = unpack_checked(u, header_message_id_valid);
}

static void
unpack_headers(struct unpack *u, struct letter *l)
{
	l->n_headers = unpack_count(u, LETTER_HEADERS_MAX);
	l->headers = arena_alloc(u->arena, (l->n_headers + 1) * sizeof *l->headers);
	for (size_t i = 0; i < l->n_headers; i++) {
		struct header *h = &l->headers[i];

		h->name = unpack_text_or_empty(u, LINE_MOST);
		h->value = unpack_text_or_empty(u, LINE_MOST);
		if (!is_graphic(h->name) || strpbrk(h->value, "\r\n") != NULL)
			u->bad = true;
	}
}

void
unparcel_letter(struct unpack *u, struct letter *l)
{
	*l = (struct letter){ .digest = "", .calendar_method = "" };
	l->content_key = unpack_checked(u, is_digest);
	l->message_id = unpack_checked(u, header_message_id_valid);
	l->in_reply_to = unpack_checked(u, header_message_id_valid);
	unpack_references(u, l);
	l->from = unpack_address(u, true);
	l->n_from = (size_t)unpack_between(u, 0, LETTER_MAX);
	l->return_path = unpack_return_path(u);
	l->to = unpack_addresses(u, &l->n_to);
	l->cc = unpack_addresses(u, &l->n_cc);
	l->tag = unpack_checked(u, is_graphic);
	l->subject = unpack_line(u, LINE_MOST);
	l->sent_at = unpack_between(u, -latest_moment, latest_moment);
	l->sent_offset =
	    (int)unpack_between(u, -HOURS_FROM_UTC_MOST * HOUR, HOURS_FROM_UTC_MOST * HOUR);
	l->offset_known = unpack_flag(u);
	l->text = unpack_text_or_empty(u, TEXT_MOST);
	l->tnef = (enum tnef_answer)unpack_between(u, TNEF_NONE, TNEF_PERHAPS);
	unpack_report(u, l);
	unpack_headers(u, l);
}

void
parcel_trimmed(struct buf *b, const struct trimmed *t)
{
	pack_text(b, t->own);
	pack_text(b, t->quoted);
	pack_text(b, t->signature);
}

void
unparcel_trimmed(struct unpack *u, struct trimmed *t)
{
	/* Lines put in where a quote was make a text longer, by less than that. */
	t->own = unpack_text_or_empty(u, 2 * TEXT_MOST);
	t->quoted = unpack_text_or_empty(u, 2 * TEXT_MOST);
	t->signature = unpack_text_or_empty(u, 2 * TEXT_MOST);
}
