#include "understand/callines.h"

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { RULE_MAX = 512 };

/* What adds up. */
struct counts {
	int depth, components, lines, dates, people, attachments;
};

char *
callines_unfold(const char *s, struct arena *a)
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

/* Is it a line of that property, whatever its parameters? */
static bool
is_named(const char *line, const char *name)
{
	size_t n = strlen(name);

	return strncasecmp(line, name, n) == 0 && (line[n] == ':' || line[n] == ';');
}

/* A part of a rule as a number, where it is given: from 1 to most. */
static bool
is_number_up_to(const char *rule, const char *key, long most)
{
	const char *at = strcasestr(rule, key);
	char *end;
	long value;

	if (at == NULL)
		return true;
	at += strlen(key);
	value = strtol(at, &end, 10);
	return end != at && (*end == ';' || *end == '\0') && value >= 1 && value <= most;
}

/* Rules finer than a day keep programs busy for ever; only the calendar's years are safe. */
static bool
is_harmless_rule(const char *line, size_t len)
{
	static const char *const fine[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
	char rule[RULE_MAX];
	const char *freq;
	size_t n;

	if (len >= sizeof rule)
		return false;
	memcpy(rule, line, len);
	rule[len] = '\0';
	if ((freq = strcasestr(rule, "FREQ=")) == NULL || strcasestr(freq + 5, "FREQ=") != NULL)
		return false;
	if (!is_number_up_to(rule, "COUNT=", CALLINES_REPEATS_MAX) ||
	    !is_number_up_to(rule, "INTERVAL=", 10000))
		return false;
	n = strcspn(freq + 5, ";");
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		if (n == strlen(fine[i]) && strncasecmp(freq + 5, fine[i], n) == 0)
			return true;
	return false;
}

/* EXDATE and RDATE hold lists. */
static int
count_dates(const char *line, size_t len)
{
	int n = 1;

	for (size_t i = 0; i < len; i++)
		n += line[i] == ',';
	return n;
}

static int
check_line(const char *line, size_t len, struct counts *n, struct err *err)
{
	if (len > CALLINES_LINE_MAX)
		return err_set(err, ERR_REJECT, "a calendar with a line of %zu bytes, more than %d",
		    len, CALLINES_LINE_MAX);
	if (++n->lines > CALLINES_MAX)
		return err_set(err, ERR_REJECT, "a calendar of more than %d lines", CALLINES_MAX);
	if (strncasecmp(line, "BEGIN:", 6) == 0) {
		if (++n->depth > CALLINES_DEPTH_MAX)
			return err_set(err, ERR_REJECT, "a calendar nested more than %d deep",
			    CALLINES_DEPTH_MAX);
		if (++n->components > CALLINES_COMPONENTS_MAX)
			return err_set(err, ERR_REJECT, "a calendar of more than %d components",
			    CALLINES_COMPONENTS_MAX);
	} else if (strncasecmp(line, "END:", 4) == 0 && --n->depth < 0)
		return err_set(err, ERR_REJECT, "a calendar that ends before it begins");
	else if (is_named(line, "RRULE") || is_named(line, "EXRULE")) {
		if (!is_harmless_rule(line, len))
			return err_set(err, ERR_REJECT,
			    "a calendar with a rule not to be followed: finer than a day, or more "
			    "than %d times",
			    CALLINES_REPEATS_MAX);
	} else if (is_named(line, "EXDATE") || is_named(line, "RDATE"))
		n->dates += count_dates(line, len);
	else if (is_named(line, "ATTENDEE"))
		n->people++;
	else if (is_named(line, "ATTACH"))
		n->attachments++;
	return 0;
}

static int
check_counts(const struct counts *n, struct err *err)
{
	if (n->dates > CALLINES_DATES_MAX)
		return err_set(err, ERR_REJECT, "a calendar with %d single dates, more than %d",
		    n->dates, CALLINES_DATES_MAX);
	if (n->people > CALLINES_PEOPLE_MAX)
		return err_set(err, ERR_REJECT, "a calendar with %d people, more than %d",
		    n->people, CALLINES_PEOPLE_MAX);
	if (n->attachments > CALLINES_ATTACHMENTS_MAX)
		return err_set(err, ERR_REJECT, "a calendar with %d attachments, more than %d",
		    n->attachments, CALLINES_ATTACHMENTS_MAX);
	return 0;
}

int
callines_check(const char *text, struct err *err)
{
	struct counts n = { 0 };

	if (strlen(text) > CALLINES_TEXT_MAX)
		return err_set(err, ERR_REJECT, "a calendar of %zu bytes, more than %d",
		    strlen(text), CALLINES_TEXT_MAX);
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		if (check_line(text, len, &n, err) == -1)
			return -1;
		text += len + (text[len] == '\n');
	}
	return check_counts(&n, err);
}

static bool
is_asked(const char *line)
{
	static const char *const asked[] = { "ATTENDEE", "COMMENT", "DTEND", "DTSTAMP", "DTSTART",
		"DURATION", "LAST-MODIFIED", "METHOD", "RECURRENCE-ID", "SEQUENCE", "UID",
		"X-MICROSOFT-CDO-APPT-SEQUENCE", "X-WR-TIMEZONE" };

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		if (is_named(line, asked[i]))
			return true;
	return false;
}

static bool
is_component(const char *line, size_t len, const char *edge, const char *name)
{
	size_t n = strlen(edge);

	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	return len == n + strlen(name) && strncasecmp(line, edge, n) == 0 &&
	       strncasecmp(line + n, name, len - n) == 0;
}

/* Which of the components on the way to a property it is, or the end of: 0: another. */
static bool
is_frame(const char *line, size_t len, const char *edge)
{
	return is_component(line, len, edge, "VCALENDAR") ||
	       is_component(line, len, edge, "VEVENT");
}

char *
callines_asked(const char *text, struct arena *a)
{
	struct buf b;
	int inside = 0; /* how many components deep in one that nobody asks about */

	buf_init(&b, a);
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		bool begins = strncasecmp(text, "BEGIN:", 6) == 0;
		bool ends = strncasecmp(text, "END:", 4) == 0;

		if (begins && (inside > 0 || !is_frame(text, len, "BEGIN:")))
			inside++;
		else if (ends && inside > 0)
			inside--;
		else if (inside == 0 && (begins || ends || is_asked(text))) {
			buf_add(&b, text, len);
			buf_char(&b, '\n');
		}
		text += len + (text[len] == '\n');
	}
	return b.data;
}
