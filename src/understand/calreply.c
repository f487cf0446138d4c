#include "understand/calreply.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "base/zone.h"
#include "inbox/address.h"
#include "inbox/letter.h"

#include <ctype.h>
#include <libical/ical.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

enum {
	TEXT_MAX = 256 * 1024,
	LINE_MAX_LEN = 32 * 1024, /* unfolded */
	LINES_MAX = 20000,
	COMPONENTS_MAX = 500,
	DEPTH_MAX = 4,
	YEAR_MIN = 1970,
	YEAR_MAX = 2036, /* up to there the zones' data can be trusted */
};

/* A line end before a blank is no line end. */
static char *
unfold(const char *s, struct arena *a)
{
	char *out = arena_alloc(a, strlen(s) + 1);
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (*s == '\n' && (s[1] == ' ' || s[1] == '\t'))
			s++;
		else if (*s != '\r')
			out[n++] = *s;
	}
	return out;
}

/* Rules finer than a day keep libical busy for ever; only the calendar's years are safe. */
static bool
is_harmless_rule(const char *line, size_t len)
{
	const char *freq;
	char rule[512];

	if (strncasecmp(line, "RRULE", 5) != 0 && strncasecmp(line, "EXRULE", 6) != 0)
		return true;
	if (len >= sizeof rule)
		return false;
	memcpy(rule, line, len);
	rule[len] = '\0';
	if ((freq = strcasestr(rule, "FREQ=")) == NULL || strcasestr(freq + 5, "FREQ=") != NULL)
		return false;
	return strncasecmp(freq + 5, "DAILY", 5) == 0 || strncasecmp(freq + 5, "WEEKLY", 6) == 0 ||
	       strncasecmp(freq + 5, "MONTHLY", 7) == 0 || strncasecmp(freq + 5, "YEARLY", 6) == 0;
}

static int
check_limits(const char *text, struct err *err)
{
	int depth = 0, components = 0, lines = 0;

	if (strlen(text) > TEXT_MAX)
		return err_set(err, ERR_REJECT, "a calendar of %zu bytes", strlen(text));
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		if (len > LINE_MAX_LEN || ++lines > LINES_MAX)
			return err_set(err, ERR_REJECT, "a calendar with too long or many lines");
		if (strncasecmp(text, "BEGIN:", 6) == 0 &&
		    (++depth > DEPTH_MAX || ++components > COMPONENTS_MAX))
			return err_set(err, ERR_REJECT, "a calendar nested too deep");
		if (strncasecmp(text, "END:", 4) == 0 && --depth < 0)
			return err_set(err, ERR_REJECT, "a calendar that ends before it begins");
		if (!is_harmless_rule(text, len))
			return err_set(err, ERR_REJECT,
			    "a calendar with a rule not to be followed");
		text += len + (text[len] == '\n');
	}
	return 0;
}

/* Several calendars in one part are none, unless all but one are missing. */
static icalcomponent *
only_calendar(icalcomponent *root)
{
	icalcomponent *first, *second;

	if (root == NULL || icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT)
		return root;
	first = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
	second = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT);
	return second == NULL ? first : NULL;
}

/* The property's value where it is of that kind; a VALUE parameter can make it any other. */
static icalvalue *
value_of_kind(icalproperty *p, icalvalue_kind kind)
{
	icalvalue *value = p != NULL ? icalproperty_get_value(p) : NULL;

	return value != NULL && icalvalue_isa(value) == kind ? value : NULL;
}

/* A property's text, one line; "" where there is none. */
static const char *
property_text(icalcomponent *c, icalproperty_kind kind, struct arena *a)
{
	icalvalue *value =
	    value_of_kind(icalcomponent_get_first_property(c, kind), ICAL_TEXT_VALUE);
	const char *text = value != NULL ? icalvalue_get_text(value) : NULL;

	return text != NULL ? text_one_line(text_repair(text, strlen(text), a), a) : "";
}

static char *
upper(char *s)
{
	for (char *c = s; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	return s;
}

/* The method is an enumeration to libical, which does not know all that are sent. */
static const char *
method_of(icalcomponent *calendar, struct arena *a)
{
	icalproperty *p = icalcomponent_get_first_property(calendar, ICAL_METHOD_PROPERTY);
	const char *text = p != NULL ? icalproperty_get_value_as_string(p) : NULL;

	return text != NULL ? upper(text_one_line(text_repair(text, strlen(text), a), a)) : "";
}

/* "MAILTO:Ana@Example.net", percent signs and all; "" where it is no address. */
static const char *
mailto_address(const char *uri, struct arena *a)
{
	char *out, hex[3] = "", *to;

	if (uri == NULL)
		return "";
	uri += strspn(uri, " \"");
	if (strncasecmp(uri, "mailto:", 7) == 0)
		uri += 7;
	to = out = arena_str(a, uri);
	for (const char *s = uri; *s != '\0' && strchr(" \"?", *s) == NULL; s++) {
		if (*s == '%' && isxdigit((unsigned char)s[1]) && isxdigit((unsigned char)s[2])) {
			memcpy(hex, s + 1, 2);
			*to++ = (char)strtol(hex, NULL, 16);
			s += 2;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
	return address_valid(out) ? out : "";
}

static const char *
attendee_address(icalproperty *p, struct arena *a)
{
	icalvalue *value = value_of_kind(p, ICAL_CALADDRESS_VALUE);
	const char *email = value != NULL ? mailto_address(icalvalue_get_caladdress(value), a) : "";
	icalparameter *param = icalproperty_get_first_parameter(p, ICAL_EMAIL_PARAMETER);

	if (*email == '\0' && param != NULL)
		email = mailto_address(icalparameter_get_email(param), a);
	return email;
}

static const char *
attendee_partstat(icalproperty *p)
{
	icalparameter *param = icalproperty_get_first_parameter(p, ICAL_PARTSTAT_PARAMETER);

	switch (param != NULL ? icalparameter_get_partstat(param) : ICAL_PARTSTAT_NONE) {
	case ICAL_PARTSTAT_ACCEPTED: return "ACCEPTED";
	case ICAL_PARTSTAT_DECLINED: return "DECLINED";
	case ICAL_PARTSTAT_TENTATIVE: return "TENTATIVE";
	case ICAL_PARTSTAT_DELEGATED: return "DELEGATED";
	case ICAL_PARTSTAT_X:
	case ICAL_PARTSTAT_NEEDSACTION:
	case ICAL_PARTSTAT_COMPLETED:
	case ICAL_PARTSTAT_INPROCESS:
	case ICAL_PARTSTAT_FAILED:
	case ICAL_PARTSTAT_NONE: break;
	}
	return "";
}

/* The one who answers: the writer, if among several; else the only one. */
static void
read_attendee(icalcomponent *event, const char *from, struct arena *a, struct calreply *out)
{
	icalproperty *p = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
	bool found = false;
	size_t n = 0;

	out->attendee = out->partstat = "";
	for (; p != NULL && !found;
	     p = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY)) {
		const char *email = attendee_address(p, a);

		found = address_same(email, from);
		if (n++ > 0 && !found)
			continue;
		out->attendee = email;
		out->partstat = attendee_partstat(p);
	}
	if (*out->attendee == '\0' || (n > 1 && !found))
		out->certain = false;
}

/* libical makes -1405931785 of SEQUENCE:1407317367304, so the text is read. */
static int
read_sequence(const char *text)
{
	const char *at = strcasestr(text, "\nSEQUENCE");
	long long value;

	if (at == NULL || (at = strpbrk(at + 9, ":\n")) == NULL || *at != ':')
		return 0;
	value = strtoll(at + 1, NULL, 10);
	return value < 0 ? 0 : value > INT_MAX ? INT_MAX : (int)value;
}

/* "W. Europe Standard Time", which Exchange writes.  ICU knows the names; its rules are old. */
static bool
find_windows_zone(const char *name, struct zone *out)
{
	UErrorCode rc = U_ZERO_ERROR;
	UChar wide[64], id[64];
	char narrow[64];
	int32_t n;

	u_strFromUTF8(wide, 64, NULL, name, -1, &rc);
	n = ucal_getTimeZoneIDForWindowsID(wide, -1, NULL, id, 64, &rc);
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

/* The moment a property names; false: a day, a zone nobody knows, a year out of range. */
static bool
read_moment(icalproperty *p, int64_t *at)
{
	icalparameter *tzid;
	struct zone zone = zone_utc();
	icalvalue *value = value_of_kind(p, ICAL_DATETIME_VALUE);
	struct icaltimetype t;
	struct civil civil;

	if (value == NULL)
		return false;
	t = icalvalue_get_datetime(value);
	if (t.is_date || t.year < YEAR_MIN || t.year > YEAR_MAX || t.hour < 0 || t.hour > 23 ||
	    t.minute < 0 || t.minute > 59 || t.second < 0 || t.second > 60)
		return false;
	civil.date = (struct date){ t.year, t.month, t.day };
	civil.minute = t.hour * 60 + t.minute;
	civil.second = t.second == 60 ? 59 : t.second;
	tzid = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
	if (!date_valid(civil.date))
		return false;
	if (!icaltime_is_utc(t) && (tzid == NULL || icalparameter_get_tzid(tzid) == NULL ||
				       !find_zone(icalparameter_get_tzid(tzid), &zone)))
		return false;
	*at = zone_moment(&zone, &civil, NULL);
	return true;
}

/* DTSTAMP without "Z" is seen, and meant as UTC. */
static int64_t
read_stamp(icalcomponent *event)
{
	icalproperty *p = icalcomponent_get_first_property(event, ICAL_DTSTAMP_PROPERTY);
	icalvalue *value = value_of_kind(p, ICAL_DATETIME_VALUE);
	struct icaltimetype t;
	struct civil civil;

	if (value == NULL)
		return 0;
	t = icalvalue_get_datetime(value);
	civil.date = (struct date){ t.year, t.month, t.day };
	if (t.year < YEAR_MIN || t.year > YEAR_MAX || !date_valid(civil.date) || t.hour < 0 ||
	    t.hour > 23 || t.minute < 0 || t.minute > 59)
		return 0;
	civil.minute = t.hour * 60 + t.minute;
	civil.second = t.second >= 0 && t.second < 60 ? t.second : 59;
	return civil_to_seconds(&civil);
}

static void
read_proposal(icalcomponent *event, struct calreply *out)
{
	struct span s;

	if (!read_moment(icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY),
		&s.start_at) ||
	    !read_moment(icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY), &s.end_at) ||
	    s.end_at <= s.start_at)
		out->certain = false;
	else
		out->proposed = s;
}

static void
read_event(icalcomponent *event, const char *from, struct arena *a, struct calreply *out)
{
	out->uid = property_text(event, ICAL_UID_PROPERTY, a);
	out->comment = property_text(event, ICAL_COMMENT_PROPERTY, a);
	out->stamped_at = read_stamp(event);
	read_attendee(event, from, a, out);
	/* Google says ACCEPTED in "declined, and proposes": a counter accepts nothing. */
	if (strcmp(out->method, "REPLY") != 0)
		out->partstat = "";
	if (strcmp(out->method, "COUNTER") == 0)
		read_proposal(event, out);
	if (*out->uid == '\0')
		out->certain = false;
}

/* method: what the part's Content-Type says, for programs that leave the property out. */
static int
read_text(const char *text, const char *method, const char *from, struct arena *a,
    struct calreply *out, struct err *err)
{
	char *unfolded = unfold(text, a);
	icalcomponent *root, *calendar, *event = NULL;

	*out = (struct calreply){ .method = "",
		.uid = "",
		.attendee = "",
		.partstat = "",
		.comment = "",
		.certain = true };
	if (check_limits(unfolded, err) == -1)
		return -1;
	root = icalparser_parse_string(unfolded);
	if ((calendar = only_calendar(root)) != NULL)
		event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	if (event != NULL) {
		out->method = method_of(calendar, a);
		if (*out->method == '\0')
			out->method = method;
		else if (*method != '\0' && strcmp(out->method, method) != 0)
			out->certain = false;
		out->sequence = read_sequence(unfolded);
		read_event(event, from, a, out);
		/* One answer for each date of a series: more than is noted here. */
		if (icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT) != NULL)
			out->certain = false;
	}
	if (root != NULL)
		icalcomponent_free(root);
	return event != NULL ? 0 : err_set(err, ERR_REJECT, "no event in the calendar part");
}

static bool
same_answer(const struct calreply *a, const struct calreply *b)
{
	return strcmp(a->method, b->method) == 0 && strcmp(a->uid, b->uid) == 0 &&
	       strcmp(a->partstat, b->partstat) == 0 && address_same(a->attendee, b->attendee);
}

int
calreply_read(const struct letter *l, struct arena *a, struct calreply *out, struct err *err)
{
	const char *from = l->from.email;
	struct calreply other;
	struct err unread;

	if (read_text(l->calendar, l->calendar_method, from, a, out, err) == -1)
		return -1;
	if (l->calendar_other != NULL &&
	    (read_text(l->calendar_other, "", from, a, &other, &unread) == -1 ||
		!same_answer(out, &other)))
		out->certain = false;
	return 0;
}
