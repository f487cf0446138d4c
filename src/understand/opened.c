#include "understand/opened.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "inbox/parcel.h"

#include <limits.h>
#include <string.h>

int
opened_read(const char *raw, size_t len, const char *own_address, struct arena *a,
    struct opened *out, struct err *err)
{
	*out = (struct opened){ .calendar = { .part_method = "" } };
	if (letter_read(raw, len, own_address, a, &out->letter, err) == -1)
		return -1;
	trim_text(out->letter.text, a, &out->text);
	return calobjects_read(&out->letter, a, &out->calendar, err);
}

static void
pack_moment(struct buf *b, const struct calmoment *m)
{
	pack_number(b, m->kind);
	if (m->kind == CALMOMENT_NONE)
		return;
	pack_number(b, civil_to_seconds(&m->civil));
	pack_text(b, m->tzid);
}

static void
unpack_moment(struct unpack *u, struct calmoment *m)
{
	struct date first = { CALOBJECT_YEAR_MIN, 1, 1 }, last = { CALOBJECT_YEAR_MAX, 12, 31 };
	int64_t lowest = (int64_t)date_to_days(first) * DAY,
		past = (int64_t)(date_to_days(last) + 1) * DAY;

	*m = (struct calmoment){ .tzid = "" };
	m->kind = (enum calmoment_kind)unpack_between(u, CALMOMENT_NONE, CALMOMENT_LOCAL);
	if (m->kind == CALMOMENT_NONE)
		return;
	civil_from_seconds(unpack_between(u, lowest, past - 1), &m->civil);
	m->tzid = unpack_line(u, CALOBJECT_TEXT_MAX);
}

static void
pack_object(struct buf *b, const struct calobject *o)
{
	pack_text(b, o->method);
	pack_text(b, o->uid);
	pack_text(b, o->comment);
	pack_number(b, o->sequence);
	pack_moment(b, &o->stamp);
	pack_moment(b, &o->start);
	pack_moment(b, &o->end);
	pack_number(b, (int64_t)o->n_people);
	for (size_t i = 0; i < o->n_people; i++) {
		pack_text(b, o->people[i].email);
		pack_number(b, o->people[i].answer);
	}
	pack_number(b, o->several);
}

static void
unpack_people(struct unpack *u, struct calobject *o)
{
	o->n_people = unpack_count(u, CALOBJECT_PEOPLE_MAX);
	o->people = arena_alloc(u->arena, (o->n_people + 1) * sizeof *o->people);
	for (size_t i = 0; i < o->n_people; i++) {
		o->people[i].email = unpack_line(u, CALOBJECT_TEXT_MAX);
		o->people[i].answer =
		    (enum calanswer)unpack_between(u, CALANSWER_NONE, CALANSWER_OTHER);
		if (o->people[i].email[0] != '\0' && !address_valid(o->people[i].email))
			u->bad = true;
	}
}

static void
unpack_object(struct unpack *u, struct calobject *o)
{
	o->method = unpack_line(u, CALOBJECT_TEXT_MAX);
	o->uid = unpack_line(u, CALOBJECT_TEXT_MAX);
	o->comment = unpack_line(u, CALOBJECT_TEXT_MAX);
	o->sequence = (int)unpack_between(u, 0, INT_MAX);
	unpack_moment(u, &o->stamp);
	unpack_moment(u, &o->start);
	unpack_moment(u, &o->end);
	unpack_people(u, o);
	o->several = unpack_flag(u);
}

void
opened_pack(struct buf *b, const struct opened *o)
{
	const struct calobjects *c = &o->calendar;

	parcel_letter(b, &o->letter);
	parcel_trimmed(b, &o->text);
	pack_text(b, c->part_method);
	pack_number(b, c->one_unread);
	pack_number(b, (int64_t)c->n);
	for (size_t i = 0; i < c->n; i++)
		pack_object(b, &c->items[i]);
}

void
opened_unpack(struct unpack *u, struct opened *o)
{
	struct calobjects *c = &o->calendar;

	*o = (struct opened){ 0 };
	unparcel_letter(u, &o->letter);
	unparcel_trimmed(u, &o->text);
	c->part_method = unpack_line(u, CALOBJECT_TEXT_MAX);
	c->one_unread = unpack_flag(u);
	c->n = unpack_count(u, sizeof c->items / sizeof *c->items);
	for (size_t i = 0; i < c->n; i++)
		unpack_object(u, &c->items[i]);
}
