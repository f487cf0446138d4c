/* Calendar parts alone, so that the fuzzer need not find the way through a mail. */
#include "understand/calreply.h"

#include "base/arena.h"
#include "base/text.h"
#include "fuzz/fuzz.h"
#include "inbox/letter.h"
#include "understand/calobject.h"

#include <string.h>

static void
check_moment(const struct calmoment *m)
{
	if (m->kind == CALMOMENT_NONE)
		return;
	assert(date_valid(m->civil.date) && m->civil.minute >= 0 && m->civil.minute < 24 * 60);
	assert(
	    m->civil.date.year >= CALOBJECT_YEAR_MIN && m->civil.date.year <= CALOBJECT_YEAR_MAX);
	assert(fuzz_one_line(m->tzid));
}

static void
check_object(const struct calobject *o)
{
	assert(fuzz_one_line(o->method) && fuzz_one_line(o->uid) && fuzz_one_line(o->comment));
	assert(o->sequence >= 0 && o->n_people <= CALOBJECT_PEOPLE_MAX);
	check_moment(&o->stamp);
	check_moment(&o->start);
	check_moment(&o->end);
	check_moment(&o->instance);
	assert(fuzz_one_line(o->zone) && o->length >= 0 && o->length <= CALOBJECT_LENGTH_MAX);
	assert(o->n_zones <= CALZONE_MAX);
	for (size_t i = 0; i < o->n_zones; i++)
		assert(calzone_valid(&o->zones[i]) && fuzz_one_line(o->zones[i].tzid));
	for (size_t i = 0; i < o->n_people; i++) {
		const struct calperson *p = &o->people[i];

		assert(p->email[0] == '\0' || address_valid(p->email));
		assert(p->delegate[0] == '\0' || address_valid(p->delegate));
		assert(p->delegator[0] == '\0' || address_valid(p->delegator));
		assert(fuzz_one_line(p->note) && p->companions >= 0);
	}
}

static void
check_reply(const struct calreply *r)
{
	assert(fuzz_one_line(r->method) && fuzz_one_line(r->uid) && fuzz_one_line(r->comment));
	assert(r->attendee[0] == '\0' || address_valid(r->attendee));
	assert(r->stamped_at >= 0 && r->stamped_at <= 1796116500 + DAY);
	assert(r->instance_at == 0 || r->one_date);
	assert(r->proposed.start_at < r->proposed.end_at ||
	       (r->proposed.start_at == 0 && r->proposed.end_at == 0));
}

/* What stands behind a form feed is a second part. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	char *text = text_repair((const char *)bytes, len, a), *second = strchr(text, '\f');
	struct letter letter = { .calendar = text, .calendar_method = "REPLY" };
	struct calobjects objects;
	struct calreply reply;
	struct err err = { 0 };

	if (second != NULL) {
		*second = '\0';
		letter.calendar_other = second + 1;
	}
	if (calobjects_read(&letter, a, &objects, &err) == -1)
		assert(err.kind == ERR_REJECT && err.text[0] != '\0');
	else {
		for (size_t i = 0; i < objects.n; i++)
			check_object(&objects.items[i]);
		if (calreply_judge(&objects, "ana@example.org", 1796116500, &reply))
			check_reply(&reply);
	}
	arena_free(a);
	return 0;
}
