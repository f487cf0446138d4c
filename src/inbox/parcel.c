#include "inbox/parcel.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/address.h"

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
	pack_text(b, l->digest);
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
	pack_text(b, l->calendar);
	pack_text(b, l->calendar_method);
	pack_text(b, l->calendar_other);
	pack_number(b, l->report);
	pack_number(b, (int64_t)l->n_headers);
	for (size_t i = 0; i < l->n_headers; i++) {
		pack_text(b, l->headers[i].name);
		pack_text(b, l->headers[i].value);
	}
}

static struct address
unpack_address(struct unpack *u, bool may_be_empty)
{
	struct address address;

	address.name = unpack_text_or_empty(u);
	address.email = unpack_text_or_empty(u);
	if (!address_valid(address.email) && !(may_be_empty && address.email[0] == '\0'))
		u->bad = true;
	return address;
}

static struct address *
unpack_addresses(struct unpack *u, size_t *n)
{
	struct address *list;

	*n = unpack_count(u);
	list = arena_alloc(u->arena, (*n + 1) * sizeof *list);
	for (size_t i = 0; i < *n; i++)
		list[i] = unpack_address(u, false);
	return list;
}

static void
unpack_references(struct unpack *u, struct letter *l)
{
	l->n_references = unpack_count(u);
	l->references = arena_alloc(u->arena, (l->n_references + 1) * sizeof *l->references);
	for (size_t i = 0; i < l->n_references; i++)
		l->references[i] = unpack_text_or_empty(u);
}

static void
unpack_headers(struct unpack *u, struct letter *l)
{
	l->n_headers = unpack_count(u);
	l->headers = arena_alloc(u->arena, (l->n_headers + 1) * sizeof *l->headers);
	for (size_t i = 0; i < l->n_headers; i++) {
		l->headers[i].name = unpack_text_or_empty(u);
		l->headers[i].value = unpack_text_or_empty(u);
	}
}

void
unparcel_letter(struct unpack *u, struct letter *l)
{
	*l = (struct letter){ 0 };
	l->digest = unpack_text_or_empty(u);
	l->content_key = unpack_text_or_empty(u);
	l->message_id = unpack_text_or_empty(u);
	l->in_reply_to = unpack_text_or_empty(u);
	unpack_references(u, l);
	l->from = unpack_address(u, true);
	l->n_from = (size_t)unpack_number(u);
	l->return_path = unpack_text(u);
	l->to = unpack_addresses(u, &l->n_to);
	l->cc = unpack_addresses(u, &l->n_cc);
	l->tag = unpack_text_or_empty(u);
	l->subject = unpack_text_or_empty(u);
	l->sent_at = unpack_number(u);
	l->sent_offset = (int)unpack_number(u);
	l->offset_known = unpack_number(u) != 0;
	l->text = unpack_text_or_empty(u);
	l->calendar = unpack_text(u);
	l->calendar_method = unpack_text_or_empty(u);
	l->calendar_other = unpack_text(u);
	l->report = unpack_number(u) != 0;
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
	t->own = unpack_text_or_empty(u);
	t->quoted = unpack_text_or_empty(u);
	t->signature = unpack_text_or_empty(u);
}
