#include "decide/meeting.h"

#include "base/arena.h"
#include "inbox/address.h"

#include <string.h>

const char *
meeting_state_name(enum meeting_state s)
{
	switch (s) {
	case MEETING_NEW: return "new";
	case MEETING_OFFERED: return "offered";
	case MEETING_SETTLED: return "settled";
	case MEETING_CANCELLED: return "cancelled";
	case MEETING_CLOSED: return "closed";
	}
	return "";
}

const char *
partstat_name(enum partstat p)
{
	switch (p) {
	case PART_NEEDS_ACTION: return "NEEDS-ACTION";
	case PART_ACCEPTED: return "ACCEPTED";
	case PART_DECLINED: return "DECLINED";
	case PART_TENTATIVE: return "TENTATIVE";
	case PART_DELEGATED: return "DELEGATED";
	}
	return "";
}

static const char *
text_or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

static void *
copy_array(const void *items, size_t n, size_t size, struct arena *a)
{
	void *p = arena_alloc(a, (n + 1) * size);

	if (n > 0)
		memcpy(p, items, n * size);
	return p;
}

void
meeting_copy(struct meeting *to, const struct meeting *from, struct arena *a)
{
	*to = from == NULL ? (struct meeting){ 0 } : *from;
	to->uid = text_or_empty(to->uid);
	to->topic = text_or_empty(to->topic);
	to->language = text_or_empty(to->language);
	to->subject = text_or_empty(to->subject);
	to->last_id = text_or_empty(to->last_id);
	to->pending.guest = text_or_empty(to->pending.guest);
	to->pending.secret = text_or_empty(to->pending.secret);
	to->guests = copy_array(to->guests, to->n_guests, sizeof *to->guests, a);
	for (size_t i = 0; i < to->n_guests; i++) {
		to->guests[i].delegate = text_or_empty(to->guests[i].delegate);
		to->guests[i].delegator = text_or_empty(to->guests[i].delegator);
	}
	to->offers = copy_array(to->offers, to->n_offers, sizeof *to->offers, a);
	to->references = copy_array(to->references, to->n_references, sizeof *to->references, a);
	to->refused = spans_make(to->refused.items, to->refused.n, a);
	to->wished = spans_make(to->wished.items, to->wished.n, a);
}

struct guest *
meeting_guest(const struct meeting *m, const char *email)
{
	for (size_t i = 0; i < m->n_guests; i++)
		if (address_same(m->guests[i].email, email))
			return &m->guests[i];
	return NULL;
}

static struct guest *
with_role(const struct meeting *m, enum guest_role role)
{
	for (size_t i = 0; i < m->n_guests; i++)
		if (m->guests[i].role == role)
			return &m->guests[i];
	return NULL;
}

struct guest *
meeting_writer(const struct meeting *m)
{
	return with_role(m, GUEST_WRITER);
}

struct guest *
meeting_host(const struct meeting *m)
{
	return with_role(m, GUEST_HOST);
}

struct guest *
meeting_add_guest(struct meeting *m, const char *email, enum guest_role role, struct arena *a)
{
	struct guest *g;

	m->guests = copy_array(m->guests, m->n_guests, sizeof *m->guests, a);
	g = &m->guests[m->n_guests++];
	*g = (struct guest){ .email = email,
		.name = "",
		.role = role,
		.language = "",
		.token = "",
		.delegate = "",
		.delegator = "" };
	return g;
}

struct offer *
meeting_add_offer(struct meeting *m, struct arena *a)
{
	m->offers = copy_array(m->offers, m->n_offers, sizeof *m->offers, a);
	return &m->offers[m->n_offers++];
}

size_t
meeting_last_offers(const struct meeting *m, struct arena *a, struct offer ***out)
{
	size_t n = 0;

	*out = arena_alloc(a, (m->n_offers + 1) * sizeof **out);
	for (size_t i = 0; i < m->n_offers; i++)
		if (m->offers[i].round == m->rounds)
			(*out)[n++] = &m->offers[i];
	return n;
}

size_t
meeting_open_offers(const struct meeting *m, struct arena *a, struct offer ***out)
{
	size_t n = meeting_last_offers(m, a, out), open = 0;

	for (size_t i = 0; i < n; i++)
		if ((*out)[i]->state == OFFER_OPEN)
			(*out)[open++] = (*out)[i];
	return open;
}

void
meeting_drop_offers(struct meeting *m)
{
	for (size_t i = 0; i < m->n_offers; i++)
		if (m->offers[i].state == OFFER_OPEN)
			m->offers[i].state = OFFER_GONE;
}

bool
meeting_over(const struct meeting *m, int64_t now)
{
	return m->state == MEETING_SETTLED && m->slot.end_at <= now;
}
