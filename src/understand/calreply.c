#include "understand/calreply.h"

#include "base/arena.h"
#include "base/zone.h"
#include "inbox/address.h"
#include "understand/calobject.h"

#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

static const char *
answer_name(enum calanswer answer)
{
	switch (answer) {
	case CALANSWER_YES: return "ACCEPTED";
	case CALANSWER_NO: return "DECLINED";
	case CALANSWER_PERHAPS: return "TENTATIVE";
	case CALANSWER_OTHER: return "DELEGATED";
	case CALANSWER_NONE: break;
	}
	return "";
}

/* The one who answers: the writer, if among several; else the only one. */
static void
find_attendee(const struct calobject *o, const char *from, struct calreply *out)
{
	const struct calperson *p = o->n_people > 0 ? &o->people[0] : NULL;
	bool found = false;

	for (size_t i = 0; i < o->n_people && !found; i++)
		if ((found = address_same(o->people[i].email, from)))
			p = &o->people[i];
	out->attendee = p != NULL ? p->email : "";
	out->partstat = p != NULL ? answer_name(p->answer) : "";
	if (*out->attendee == '\0' || (o->n_people > 1 && !found))
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
	name += strspn(name, "\" ");
	if (zone_find(name, out) || find_windows_zone(name, out))
		return true;
	while ((name = strchr(name, '/')) != NULL)
		if (zone_find(++name, out))
			return true;
	return false;
}

/* False: none was named, or in a zone nobody knows. */
static bool
place_moment(const struct calmoment *m, int64_t *at)
{
	struct zone zone = zone_utc();

	if (m->kind == CALMOMENT_NONE ||
	    (m->kind == CALMOMENT_LOCAL && (*m->tzid == '\0' || !find_zone(m->tzid, &zone))))
		return false;
	*at = zone_moment(&zone, &m->civil, NULL);
	return true;
}

static void
place_proposal(const struct calobject *o, struct calreply *out)
{
	struct span s;

	if (!place_moment(&o->start, &s.start_at) || !place_moment(&o->end, &s.end_at) ||
	    s.end_at <= s.start_at)
		out->certain = false;
	else
		out->proposed = s;
}

/* part_method: what the part's Content-Type says, for programs that leave the property out. */
static void
judge(const struct calobject *o, const char *part_method, const char *from, struct calreply *out)
{
	*out = (struct calreply){
		.method = *o->method != '\0' ? o->method : part_method,
		.uid = o->uid,
		.comment = o->comment,
		.sequence = o->sequence,
		.certain = !o->several, /* one answer for each date of a series */
	};
	if (*part_method != '\0' && strcmp(out->method, part_method) != 0)
		out->certain = false;
	if (o->stamp.kind != CALMOMENT_NONE) /* without "Z" it is seen, and meant as UTC */
		out->stamped_at = civil_to_seconds(&o->stamp.civil);
	find_attendee(o, from, out);
	/* Google says ACCEPTED in "declined, and proposes": a counter accepts nothing. */
	if (strcmp(out->method, "REPLY") != 0)
		out->partstat = "";
	if (strcmp(out->method, "COUNTER") == 0)
		place_proposal(o, out);
	if (*out->uid == '\0')
		out->certain = false;
}

static bool
same_answer(const struct calreply *a, const struct calreply *b)
{
	return strcmp(a->method, b->method) == 0 && strcmp(a->uid, b->uid) == 0 &&
	       strcmp(a->partstat, b->partstat) == 0 && address_same(a->attendee, b->attendee);
}

bool
calreply_judge(const struct calobjects *objects, const char *from, struct calreply *out)
{
	struct calreply other;

	if (objects->n == 0)
		return false;
	judge(&objects->items[0], objects->part_method, from, out);
	if (objects->n > 1)
		judge(&objects->items[1], "", from, &other);
	if (objects->one_unread || (objects->n > 1 && !same_answer(out, &other)))
		out->certain = false;
	return true;
}
