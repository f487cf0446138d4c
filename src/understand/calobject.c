#include "understand/calobject.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "inbox/address.h"
#include "inbox/letter.h"
#include "understand/callines.h"

#include <ctype.h>
#include <libical/ical.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

static char *
one_line(const char *text, struct arena *a)
{
	return text_one_line(text_repair(text, strlen(text), a), a);
}

/* A property's text, one line; "" where there is none. */
static const char *
property_text(icalcomponent *c, icalproperty_kind kind, struct arena *a)
{
	icalvalue *value =
	    value_of_kind(icalcomponent_get_first_property(c, kind), ICAL_TEXT_VALUE);
	const char *text = value != NULL ? icalvalue_get_text(value) : NULL;

	return text != NULL ? one_line(text, a) : "";
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

	return text != NULL ? upper(one_line(text, a)) : "";
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
person_address(icalproperty *p, struct arena *a)
{
	icalvalue *value = value_of_kind(p, ICAL_CALADDRESS_VALUE);
	const char *email = value != NULL ? mailto_address(icalvalue_get_caladdress(value), a) : "";
	icalparameter *param = icalproperty_get_first_parameter(p, ICAL_EMAIL_PARAMETER);

	if (*email == '\0' && param != NULL)
		email = mailto_address(icalparameter_get_email(param), a);
	return email;
}

static const char *
address_parameter(icalproperty *p, icalparameter_kind kind, struct arena *a)
{
	icalparameter *param = icalproperty_get_first_parameter(p, kind);

	if (param == NULL)
		return "";
	if (kind == ICAL_DELEGATEDTO_PARAMETER)
		return mailto_address(icalparameter_get_delegatedto(param), a);
	return mailto_address(icalparameter_get_delegatedfrom(param), a);
}

/* The value of one of the parameters that libical does not know, "" where it is not there. */
static const char *
other_parameter(icalproperty *p, const char *name)
{
	icalparameter *param = icalproperty_get_first_parameter(p, ICAL_X_PARAMETER);

	for (; param != NULL; param = icalproperty_get_next_parameter(p, ICAL_X_PARAMETER))
		if (icalparameter_get_xname(param) != NULL &&
		    strcasecmp(icalparameter_get_xname(param), name) == 0)
			return icalparameter_get_xvalue(param) != NULL
			           ? icalparameter_get_xvalue(param)
			           : "";
	return "";
}

/* Google writes it as for a page, and with the backslashes of a text. */
static const char *
person_note(icalproperty *p, struct arena *a)
{
	static const struct {
		const char *written, *meant;
	} forms[] = { { "&quot;", "\"" }, { "&#39;", "'" }, { "&lt;", "<" }, { "&gt;", ">" },
		{ "&amp;", "&" }, { "&nbsp;", " " }, { "\\n", " " }, { "\\N", " " }, { "\\,", "," },
		{ "\\;", ";" }, { "\\\\", "\\" } };
	const char *s = other_parameter(p, "X-RESPONSE-COMMENT");
	struct buf b;

	buf_init(&b, a);
	while (*s != '\0') {
		size_t i = 0, n = sizeof forms / sizeof *forms;

		while (i < n && strncmp(s, forms[i].written, strlen(forms[i].written)) != 0)
			i++;
		if (i < n)
			buf_str(&b, forms[i].meant);
		else
			buf_char(&b, *s);
		s += i < n ? strlen(forms[i].written) : 1;
	}
	return b.len > 0 ? one_line(b.data, a) : "";
}

static int
person_companions(icalproperty *p)
{
	long n = strtol(other_parameter(p, "X-NUM-GUESTS"), NULL, 10);

	return n < 0 ? 0 : n > CALOBJECT_COMPANIONS_MAX ? CALOBJECT_COMPANIONS_MAX : (int)n;
}

static enum calanswer
person_answer(icalproperty *p)
{
	icalparameter *param = icalproperty_get_first_parameter(p, ICAL_PARTSTAT_PARAMETER);

	switch (param != NULL ? icalparameter_get_partstat(param) : ICAL_PARTSTAT_NONE) {
	case ICAL_PARTSTAT_ACCEPTED: return CALANSWER_YES;
	case ICAL_PARTSTAT_DECLINED: return CALANSWER_NO;
	case ICAL_PARTSTAT_TENTATIVE: return CALANSWER_PERHAPS;
	case ICAL_PARTSTAT_DELEGATED: return CALANSWER_OTHER;
	case ICAL_PARTSTAT_X:
	case ICAL_PARTSTAT_NEEDSACTION:
	case ICAL_PARTSTAT_COMPLETED:
	case ICAL_PARTSTAT_INPROCESS:
	case ICAL_PARTSTAT_FAILED:
	case ICAL_PARTSTAT_NONE: break;
	}
	return CALANSWER_NONE;
}

static void
read_people(icalcomponent *event, struct arena *a, struct calobject *out)
{
	icalproperty *p = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);

	for (; p != NULL && out->n_people < CALOBJECT_PEOPLE_MAX;
	     p = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY)) {
		out->people = arena_more(a, out->people, out->n_people, sizeof *out->people);
		out->people[out->n_people++] = (struct calperson){
			.email = person_address(p, a),
			.answer = person_answer(p),
			.delegate = address_parameter(p, ICAL_DELEGATEDTO_PARAMETER, a),
			.delegator = address_parameter(p, ICAL_DELEGATEDFROM_PARAMETER, a),
			.note = person_note(p, a),
			.companions = person_companions(p),
		};
	}
}

/* A property's value as it stands, up to the end of its line; NULL where there is none. */
static const char *
line_value(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (; text != NULL; text = strchr(text, '\n')) {
		text += *text == '\n';
		if (strncasecmp(text, name, n) == 0 && (text[n] == ':' || text[n] == ';')) {
			text += n + strcspn(text + n, ":\n");
			return *text == ':' ? text + 1 : NULL;
		}
	}
	return NULL;
}

/* libical makes -1405931785 of SEQUENCE:1407317367304, so the text is read. */
static int
number_line(const char *text, const char *name)
{
	const char *at = line_value(text, name);
	long long value = at != NULL ? strtoll(at, NULL, 10) : 0;

	return value < 0 ? 0 : value > INT_MAX ? INT_MAX : (int)value;
}

/* Outlook counts in a line of its own as well, and leaves SEQUENCE at 0. */
static int
read_sequence(const char *text)
{
	int n = number_line(text, "SEQUENCE");

	return n > 0 ? n : number_line(text, "X-MICROSOFT-CDO-APPT-SEQUENCE");
}

static const char *
read_zone(const char *text, struct arena *a)
{
	const char *at = line_value(text, "X-WR-TIMEZONE");

	return at != NULL ? one_line(arena_mem(a, at, strcspn(at, "\n")), a) : "";
}

/* libical takes any number for a month and reads behind its tables: nothing of it is asked. */
static struct calmoment
read_moment(icalcomponent *event, icalproperty_kind kind, struct arena *a)
{
	struct calmoment m = { .kind = CALMOMENT_NONE, .tzid = "" };
	icalproperty *p = icalcomponent_get_first_property(event, kind);
	icalvalue *value = value_of_kind(p, ICAL_DATETIME_VALUE);
	icalparameter *tzid;
	struct icaltimetype t;

	if (value == NULL)
		return m;
	t = icalvalue_get_datetime(value);
	if (t.is_date || t.year < CALOBJECT_YEAR_MIN || t.year > CALOBJECT_YEAR_MAX || t.hour < 0 ||
	    t.hour > 23 || t.minute < 0 || t.minute > 59 || t.second < 0 || t.second > 60 ||
	    !date_valid((struct date){ t.year, t.month, t.day }))
		return m;
	m.civil.date = (struct date){ t.year, t.month, t.day };
	m.civil.minute = t.hour * 60 + t.minute;
	m.civil.second = t.second == 60 ? 59 : t.second;
	m.kind = icaltime_is_utc(t) ? CALMOMENT_UTC : CALMOMENT_LOCAL;
	tzid = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
	if (tzid != NULL && icalparameter_get_tzid(tzid) != NULL)
		m.tzid = one_line(icalparameter_get_tzid(tzid), a);
	return m;
}

/* In seconds; what is longer than any meeting is none. */
static int64_t
read_length(icalcomponent *event)
{
	icalproperty *p = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);
	icalvalue *value = value_of_kind(p, ICAL_DURATION_VALUE);
	struct icaldurationtype d;
	int64_t length;

	if (value == NULL)
		return 0;
	d = icalvalue_get_duration(value);
	if (d.is_neg)
		return 0;
	length = (int64_t)d.weeks * WEEK + (int64_t)d.days * DAY + (int64_t)d.hours * HOUR +
	         (int64_t)d.minutes * MINUTE + (int64_t)d.seconds;
	return length > 0 && length <= CALOBJECT_LENGTH_MAX ? length : 0;
}

static void
read_event(icalcomponent *event, struct arena *a, struct calobject *out)
{
	out->uid = property_text(event, ICAL_UID_PROPERTY, a);
	out->comment = property_text(event, ICAL_COMMENT_PROPERTY, a);
	out->stamp = read_moment(event, ICAL_DTSTAMP_PROPERTY, a);
	if (out->stamp.kind == CALMOMENT_NONE)
		out->stamp = read_moment(event, ICAL_LASTMODIFIED_PROPERTY, a);
	out->start = read_moment(event, ICAL_DTSTART_PROPERTY, a);
	out->end = read_moment(event, ICAL_DTEND_PROPERTY, a);
	out->length = read_length(event);
	out->one_date = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY) != NULL;
	out->instance = read_moment(event, ICAL_RECURRENCEID_PROPERTY, a);
	read_people(event, a, out);
}

/* 1: read; 0: there is no event in it; -1: a limit is broken. */
static int
read_text(const char *text, struct arena *a, struct calobject *out, struct err *err)
{
	char *all = callines_unfold(text, a), *lines;
	icalcomponent *root, *calendar, *event = NULL;

	*out = (struct calobject){ .method = "", .uid = "", .comment = "", .zone = "" };
	out->stamp.tzid = out->start.tzid = out->end.tzid = out->instance.tzid = "";
	if (callines_check(all, err) == -1)
		return -1;
	lines = callines_asked(all, a);
	root = icalparser_parse_string(lines);
	if ((calendar = only_calendar(root)) != NULL)
		event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	if (event != NULL) {
		out->method = method_of(calendar, a);
		out->sequence = read_sequence(lines);
		out->zone = read_zone(lines, a);
		out->n_zones = calzones_read(all, a, &out->zones);
		read_event(event, a, out);
		out->several =
		    icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT) != NULL;
	}
	if (root != NULL)
		icalcomponent_free(root);
	return event != NULL;
}

int
calobjects_read(const struct letter *l, struct arena *a, struct calobjects *out, struct err *err)
{
	int first, second = 0;

	*out = (struct calobjects){ .part_method = one_line(l->calendar_method, a),
		.filed = l->calendar_filed };
	if (l->calendar == NULL)
		return 0;
	if ((first = read_text(l->calendar, a, &out->items[0], err)) == -1)
		return -1;
	if (l->calendar_other != NULL &&
	    (second = read_text(l->calendar_other, a, &out->items[1], err)) == -1)
		return -1;
	out->n = first == 0 ? 0 : second == 0 ? 1 : 2;
	out->one_unread = l->calendar_other != NULL && second == 0;
	return 0;
}
