#include "compose/invite.h"

#include "base/arena.h"
#include "base/text.h"
#include "inbox/address.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 200 }; /* bytes of a CN */

const char *
invite_method_name(enum invite_method m)
{
	switch (m) {
	case INVITE_REQUEST: return "REQUEST";
	case INVITE_CANCEL: return "CANCEL";
	case INVITE_DECLINE_COUNTER: return "DECLINECOUNTER";
	}
	return "";
}

/* Quotes would be written as RFC 6868 carets, which some programs show as they are. */
static const char *
clean_name(const char *name, struct arena *a)
{
	char *s = text_one_line(name, a);
	size_t len = strlen(s);

	for (char *p = s; *p != '\0'; p++)
		if (*p == '"')
			*p = '\'';
	if (len > LONGEST_NAME) {
		for (len = LONGEST_NAME; ((unsigned char)s[len] & 0xc0) == 0x80; len--)
			;
		s[len] = '\0';
	}
	return s;
}

static struct icaltimetype
utc(int64_t at)
{
	return icaltime_from_timet_with_zone((time_t)at, 0, icaltimezone_get_utc_timezone());
}

static icalparameter_partstat
partstat(const struct guest *g)
{
	switch (g->partstat) {
	case PART_NEEDS_ACTION:
		/* Whoever leads has agreed already: it is in the hours they gave. */
		return g->role == GUEST_HOST ? ICAL_PARTSTAT_ACCEPTED : ICAL_PARTSTAT_NEEDSACTION;
	case PART_ACCEPTED: return ICAL_PARTSTAT_ACCEPTED;
	case PART_DECLINED: return ICAL_PARTSTAT_DECLINED;
	case PART_TENTATIVE: return ICAL_PARTSTAT_TENTATIVE;
	case PART_DELEGATED: return ICAL_PARTSTAT_DELEGATED;
	}
	return ICAL_PARTSTAT_NEEDSACTION;
}

static void
set_name(icalproperty *p, const char *name, struct arena *a)
{
	const char *cn = clean_name(name, a);

	if (cn[0] != '\0')
		icalproperty_add_parameter(p, icalparameter_new_cn(cn));
}

/* Only where the other one is shown as well. */
static bool
is_shown(const struct meeting *m, const char *email)
{
	return email != NULL && *email != '\0' && meeting_guest(m, email) != NULL;
}

static void
add_delegation(icalproperty *p, const struct meeting *m, const struct guest *g, struct arena *a)
{
	if (is_shown(m, g->delegate))
		icalproperty_add_parameter(p,
		    icalparameter_new_delegatedto(arena_printf(a, "mailto:%s", g->delegate)));
	if (is_shown(m, g->delegator))
		icalproperty_add_parameter(p,
		    icalparameter_new_delegatedfrom(arena_printf(a, "mailto:%s", g->delegator)));
}

static void
add_attendee(icalcomponent *event, const struct meeting *m, const struct guest *g, bool answer,
    struct arena *a)
{
	icalproperty *p = icalproperty_new_attendee(arena_printf(a, "mailto:%s", g->email));
	bool host = g->role == GUEST_HOST;

	icalproperty_add_parameter(p, icalparameter_new_cutype(ICAL_CUTYPE_INDIVIDUAL));
	icalproperty_add_parameter(p,
	    icalparameter_new_role(host ? ICAL_ROLE_CHAIR : ICAL_ROLE_REQPARTICIPANT));
	icalproperty_add_parameter(p, icalparameter_new_partstat(partstat(g)));
	if (answer)
		icalproperty_add_parameter(p, icalparameter_new_rsvp(ICAL_RSVP_TRUE));
	set_name(p, g->name, a);
	add_delegation(p, m, g, a);
	icalcomponent_add_property(event, p);
}

static void
add_words(icalcomponent *event, const struct invite *in, struct arena *a)
{
	icalcomponent_add_property(event, icalproperty_new_summary(text_one_line(in->summary, a)));
	if (in->description[0] != '\0')
		icalcomponent_add_property(event, icalproperty_new_description(in->description));
	if (in->location[0] != '\0')
		icalcomponent_add_property(event,
		    icalproperty_new_location(text_one_line(in->location, a)));
}

/* For Outlook: how the time looks before and after an answer. */
static void
add_busy(icalcomponent *event, const char *name, const char *value)
{
	icalproperty *p = icalproperty_new_x(value);

	icalproperty_set_x_name(p, name);
	icalcomponent_add_property(event, p);
}

static void
add_state(icalcomponent *event, enum invite_method method)
{
	bool stands = method == INVITE_REQUEST;

	icalcomponent_add_property(event,
	    icalproperty_new_status(stands ? ICAL_STATUS_CONFIRMED : ICAL_STATUS_CANCELLED));
	icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
	if (!stands)
		return;
	add_busy(event, "X-MICROSOFT-CDO-BUSYSTATUS", "TENTATIVE");
	add_busy(event, "X-MICROSOFT-CDO-INTENDEDSTATUS", "BUSY");
}

static void
add_organizer(icalcomponent *event, const struct invite *in, struct arena *a)
{
	icalproperty *p = icalproperty_new_organizer(arena_printf(a, "mailto:%s", in->organizer));

	set_name(p, in->organizer_name, a);
	icalcomponent_add_property(event, p);
}

/*
 * RFC 5546, 3.2.8: it names the meeting and says no; all else would be one word too many.  It may
 * not say when the meeting begins, and an end alone is read as that by people.
 */
static icalcomponent *
make_refusal(const struct invite *in, struct arena *a)
{
	const struct meeting *m = in->meeting;
	icalcomponent *event = icalcomponent_vanew(ICAL_VEVENT_COMPONENT,
	    icalproperty_new_uid(m->uid), icalproperty_new_dtstamp(utc(in->stamp_at)),
	    icalproperty_new_duration(
		icaldurationtype_from_int((int)(m->slot.end_at - m->slot.start_at))),
	    (void *)0);

	add_organizer(event, in, a);
	if (in->description[0] != '\0')
		icalcomponent_add_property(event, icalproperty_new_comment(in->description));
	return event;
}

static icalcomponent *
make_event(const struct invite *in, struct arena *a)
{
	const struct meeting *m = in->meeting;
	icalcomponent *event = icalcomponent_vanew(ICAL_VEVENT_COMPONENT,
	    icalproperty_new_uid(m->uid), icalproperty_new_dtstamp(utc(in->stamp_at)),
	    icalproperty_new_sequence(m->sequence), icalproperty_new_created(utc(m->created_at)),
	    icalproperty_new_lastmodified(utc(in->stamp_at)),
	    icalproperty_new_dtstart(utc(m->slot.start_at)),
	    icalproperty_new_dtend(utc(m->slot.end_at)), (void *)0);

	add_words(event, in, a);
	add_organizer(event, in, a);
	for (size_t i = 0; i < m->n_guests; i++)
		add_attendee(event, m, &m->guests[i], in->method == INVITE_REQUEST, a);
	add_state(event, in->method);
	return event;
}

/* libical writes an address as it stands, line ends and all. */
static int
check(const struct invite *in, struct err *err)
{
	const struct meeting *m = in->meeting;

	if (!address_valid(in->organizer))
		return err_set(err, ERR_REJECT, "the organizer's address cannot be written");
	for (size_t i = 0; i < m->n_guests; i++)
		if (!address_valid(m->guests[i].email))
			return err_set(err, ERR_REJECT, "a guest's address cannot be written");
	if (m->uid[0] == '\0' || strpbrk(m->uid, "\r\n") != NULL)
		return err_set(err, ERR_REJECT, "the meeting has no UID");
	return 0;
}

static enum icalproperty_method
ical_method(enum invite_method m)
{
	switch (m) {
	case INVITE_REQUEST: return ICAL_METHOD_REQUEST;
	case INVITE_CANCEL: return ICAL_METHOD_CANCEL;
	case INVITE_DECLINE_COUNTER: return ICAL_METHOD_DECLINECOUNTER;
	}
	return ICAL_METHOD_NONE;
}

int
invite_write(const struct invite *in, struct arena *a, char **out, struct err *err)
{
	icalcomponent *calendar;
	char *text;

	if (check(in, err) == -1)
		return -1;
	calendar = icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
	    icalproperty_new_prodid("-//convened//convened//EN"),
	    icalproperty_new_calscale("GREGORIAN"),
	    icalproperty_new_method(ical_method(in->method)),
	    in->method == INVITE_DECLINE_COUNTER ? make_refusal(in, a) : make_event(in, a),
	    (void *)0);
	text = icalcomponent_as_ical_string_r(calendar);
	*out = arena_str(a, text);
	free(text);
	icalcomponent_free(calendar);
	return 0;
}
