#include "understand/opened.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "inbox/parcel.h"

#include <limits.h>
#include <string.h>

static int
read_text_and_calendar(struct opened *out, struct arena *a, struct err *err)
{
	trim_text(out->letter.text, a, &out->text);
	return calobjects_read(&out->letter, a, &out->calendar, err);
}

int
opened_read(const char *raw, size_t len, const char *own_address, struct arena *a,
    struct opened *out, struct err *err)
{
	*out = (struct opened){ .calendar = { .part_method = "" } };
	if (letter_read(raw, len, own_address, a, &out->letter, err) == -1)
		return -1;
	return read_text_and_calendar(out, a, err);
}

int
opened_look(const char *raw, size_t len, const char *own_address, struct arena *a,
    struct opened *out, struct err *err)
{
	*out = (struct opened){ .calendar = { .part_method = "" } };
	if (letter_look(raw, len, own_address, a, &out->letter, err) == -1)
		return -1;
	return read_text_and_calendar(out, a, err);
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
pack_change(struct buf *b, const struct calchange *c)
{
	pack_number(b, c->offset);
	pack_number(b, c->month);
	pack_number(b, c->nth);
	pack_number(b, c->weekday);
	pack_number(b, c->minute);
}

static void
unpack_change(struct unpack *u, struct calchange *c)
{
	c->offset = (int)unpack_between(u, -CALZONE_OFFSET_MAX, CALZONE_OFFSET_MAX);
	c->month = (int)unpack_between(u, 0, 12);
	c->nth = (int)unpack_between(u, -5, 5);
	c->weekday = (int)unpack_between(u, 0, 6);
	c->minute = (int)unpack_between(u, 0, 24 * 60 - 1);
}

static void
pack_zones(struct buf *b, const struct calobject *o)
{
	pack_number(b, (int64_t)o->n_zones);
	for (size_t i = 0; i < o->n_zones; i++) {
		pack_text(b, o->zones[i].tzid);
		pack_number(b, o->zones[i].twofold);
		pack_change(b, &o->zones[i].standard);
		pack_change(b, &o->zones[i].daylight);
	}
}

static void
unpack_zones(struct unpack *u, struct calobject *o)
{
	o->n_zones = unpack_count(u, CALZONE_MAX);
	o->zones = arena_alloc(u->arena, (o->n_zones + 1) * sizeof *o->zones);
	for (size_t i = 0; i < o->n_zones; i++) {
		struct calzone *z = &o->zones[i];

		z->tzid = unpack_line(u, CALOBJECT_TEXT_MAX);
		z->twofold = unpack_flag(u);
		unpack_change(u, &z->standard);
		unpack_change(u, &z->daylight);
		if (!calzone_valid(z))
			u->bad = true;
	}
}

static void
pack_person(struct buf *b, const struct calperson *p)
{
	pack_text(b, p->email);
	pack_number(b, p->answer);
	pack_text(b, p->delegate);
	pack_text(b, p->delegator);
	pack_text(b, p->note);
	pack_number(b, p->companions);
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
	for (size_t i = 0; i < o->n_people; i++)
		pack_person(b, &o->people[i]);
	pack_number(b, o->several);
	pack_number(b, o->length);
	pack_number(b, o->one_date);
	pack_moment(b, &o->instance);
	pack_text(b, o->zone);
	pack_zones(b, o);
}

static const char *
unpack_address(struct unpack *u)
{
	const char *email = unpack_line(u, CALOBJECT_TEXT_MAX);

	if (*email != '\0' && !address_valid(email))
		u->bad = true;
	return email;
}

static void
unpack_people(struct unpack *u, struct calobject *o)
{
	o->n_people = unpack_count(u, CALOBJECT_PEOPLE_MAX);
	o->people = arena_alloc(u->arena, (o->n_people + 1) * sizeof *o->people);
	for (size_t i = 0; i < o->n_people; i++) {
		struct calperson *p = &o->people[i];

		p->email = unpack_address(u);
		p->answer = (enum calanswer)unpack_between(u, CALANSWER_NONE, CALANSWER_OTHER);
		p->delegate = unpack_address(u);
		p->delegator = unpack_address(u);
		p->note = unpack_line(u, CALOBJECT_TEXT_MAX);
		p->companions = (int)unpack_between(u, 0, CALOBJECT_COMPANIONS_MAX);
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
	o->length = unpack_between(u, 0, CALOBJECT_LENGTH_MAX);
	o->one_date = unpack_flag(u);
	unpack_moment(u, &o->instance);
	o->zone = unpack_line(u, CALOBJECT_TEXT_MAX);
	unpack_zones(u, o);
}

void
opened_pack(struct buf *b, const struct opened *o)
{
	const struct calobjects *c = &o->calendar;

	parcel_letter(b, &o->letter);
	parcel_trimmed(b, &o->text);
	pack_text(b, c->part_method);
	pack_number(b, c->one_unread);
	pack_number(b, c->filed);
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
	c->filed = unpack_flag(u);
	c->n = unpack_count(u, sizeof c->items / sizeof *c->items);
	for (size_t i = 0; i < c->n; i++)
		unpack_object(u, &c->items[i]);
}
