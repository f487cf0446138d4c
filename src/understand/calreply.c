#include "understand/calreply.h"

#include "base/arena.h"
#include "base/zone.h"
#include "inbox/address.h"
#include "understand/calobject.h"

#include <string.h>
#include <strings.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

const char *
calreply_partstat(const struct calperson *p)
{
	switch (p->answer) {
	case CALANSWER_YES: return "ACCEPTED";
	case CALANSWER_NO: return "DECLINED";
	case CALANSWER_PERHAPS: return "TENTATIVE";
	case CALANSWER_OTHER: return "DELEGATED";
	case CALANSWER_NONE: break;
	}
	return "";
}

static const struct calperson *
find_person(const struct calreply *r, const char *email)
{
	for (size_t i = 0; i < r->n_people && *email != '\0'; i++)
		if (address_same(r->people[i].email, email))
			return &r->people[i];
	return NULL;
}

const struct calperson *
calreply_actor(const struct calreply *r, const char *first, const char *second)
{
	const struct calperson *p;

	if (r->n_people == 1)
		return &r->people[0];
	if ((p = find_person(r, first)) == NULL)
		p = find_person(r, second);
	return p;
}

static void
find_attendee(const char *from, struct calreply *out)
{
	const struct calperson *p = calreply_actor(out, from, "");

	out->attendee = p != NULL ? p->email : "";
	out->partstat = p != NULL ? calreply_partstat(p) : "";
	if (p != NULL && *out->comment == '\0')
		out->comment = p->note;
	if (*out->attendee == '\0')
		out->certain = false;
}

/* "W. Europe Standard Time", which Exchange writes.  ICU knows the names; its rules are old. */
static bool
find_windows_zone(const char *name, struct zone *out)
{
	UErrorCode rc = U_ZERO_ERROR;
	UChar wide[64], id[64];
	char narrow[64];
	int32_t n;

	u_strFromUTF8(wide, 64, &n, name, -1, &rc);
	n = ucal_getTimeZoneIDForWindowsID(wide, n, NULL, id, 64, &rc);
	if (U_FAILURE(rc) || n <= 0 || n >= 64)
		return false;
	u_UCharsToChars(id, narrow, n);
	narrow[n] = '\0';
	return zone_find(narrow, out);
}

/* An IANA name, perhaps behind a prefix such as "/freeassociation.sourceforge.net/". */
static bool
find_zone(const char *name, struct zone *out)
{
	if (strncasecmp(name, "tzone://Microsoft/Utc", 21) == 0) {
		*out = zone_utc();
		return true;
	}
	if (zone_find(name, out) || find_windows_zone(name, out))
		return true;
	while ((name = strchr(name, '/')) != NULL)
		if (zone_find(++name, out))
			return true;
	return false;
}

/* Without the quotes that some write into the name. */
static const char *
bare(const char *name, char *copy, size_t size)
{
	size_t n;

	name += strspn(name, "\" ");
	n = strcspn(name, "\"");
	if (n >= size)
		return name;
	memcpy(copy, name, n);
	copy[n] = '\0';
	return copy;
}

/*
 * A name that everybody knows means what it means, whatever rules came along under it; what only
 * the sender knows means what those rules say.  False: neither helps.
 */
static bool
place_local(const struct calobject *o, const struct civil *civil, const char *tzid, int64_t *at)
{
	char copy[128];
	struct zone zone;
	const char *name = bare(tzid, copy, sizeof copy);

	if (*name == '\0')
		return false;
	if (find_zone(name, &zone)) {
		*at = zone_moment(&zone, civil, NULL);
		return true;
	}
	for (size_t i = 0; i < o->n_zones; i++)
		if (strcmp(o->zones[i].tzid, tzid) == 0) {
			*at = calzone_moment(&o->zones[i], civil);
			return true;
		}
	return false;
}

/* False: no zone was named, or one that nobody knows. */
static bool
place_moment(const struct calobject *o, const struct calmoment *m, int64_t *at)
{
	switch (m->kind) {
	case CALMOMENT_NONE: return false;
	case CALMOMENT_UTC: *at = civil_to_seconds(&m->civil); return true;
	case CALMOMENT_LOCAL: break;
	}
	return place_local(o, &m->civil, *m->tzid != '\0' ? m->tzid : o->zone, at);
}

static bool
find_end(const struct calobject *o, struct span *s)
{
	if (o->end.kind != CALMOMENT_NONE)
		return place_moment(o, &o->end, &s->end_at);
	s->end_at = s->start_at + o->length;
	return true;
}

static void
place_proposal(const struct calobject *o, struct calreply *out)
{
	struct span s;

	if (place_moment(o, &o->start, &s.start_at) && find_end(o, &s) && s.end_at > s.start_at) {
		out->proposed = s;
		return;
	}
	out->untimed = out->certain;
	out->certain = false;
}

/* A clock that runs ahead would make all later answers old ones. */
static int64_t
stamp_of(const struct calobject *o, int64_t written_at)
{
	int64_t at = written_at;

	if (o->stamp.kind != CALMOMENT_NONE) /* without "Z" it is seen, and meant as UTC */
		at = civil_to_seconds(&o->stamp.civil);
	if (at > written_at + DAY)
		at = written_at;
	return at > 0 ? at : 0;
}

/* part_method: what the part's Content-Type says, for programs that leave the property out. */
static void
judge(const struct calobject *o, const char *part_method, const char *from, int64_t written_at,
    struct calreply *out)
{
	*out = (struct calreply){
		.method = *o->method != '\0' ? o->method : part_method,
		.uid = o->uid,
		.comment = o->comment,
		.people = o->people,
		.n_people = o->n_people,
		.sequence = o->sequence,
		.stamped_at = stamp_of(o, written_at),
		.one_date = o->one_date,
		.certain = !o->several, /* one answer for each date of a series */
	};
	if (*part_method != '\0' && strcmp(out->method, part_method) != 0)
		out->certain = false;
	find_attendee(from, out);
	/* Google says ACCEPTED in "declined, and proposes": a counter accepts nothing. */
	if (strcmp(out->method, "REPLY") != 0)
		out->partstat = "";
	if (*out->uid == '\0')
		out->certain = false;
	if (strcmp(out->method, "COUNTER") == 0)
		place_proposal(o, out);
	if (o->one_date && !place_moment(o, &o->instance, &out->instance_at))
		out->instance_at = 0;
}

static bool
same_answer(const struct calreply *a, const struct calreply *b)
{
	return strcmp(a->method, b->method) == 0 && strcmp(a->uid, b->uid) == 0 &&
	       strcmp(a->partstat, b->partstat) == 0 && address_same(a->attendee, b->attendee) &&
	       a->proposed.start_at == b->proposed.start_at &&
	       a->proposed.end_at == b->proposed.end_at;
}

bool
calreply_judge(const struct calobjects *objects, const char *from, int64_t written_at,
    struct calreply *out)
{
	struct calreply other;

	if (objects->n == 0)
		return false;
	judge(&objects->items[0], objects->part_method, from, written_at, out);
	if (objects->n > 1)
		judge(&objects->items[1], "", from, written_at, &other);
	if (objects->one_unread || (objects->n > 1 && !same_answer(out, &other)))
		out->certain = out->untimed = false;
	return true;
}
