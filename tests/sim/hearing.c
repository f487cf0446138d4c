#include "sim/hearing.h"

#include "base/arena.h"
#include "base/date.h"
#include "inbox/letter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "February" to 2; 0: no month */
static int
month_of(const char *name)
{
	static const char *const months[] = { "January", "February", "March", "April", "May",
		"June", "July", "August", "September", "October", "November", "December" };

	for (int i = 0; i < 12; i++)
		if (strcmp(months[i], name) == 0)
			return i + 1;
	return 0;
}

/* The first "UTC+5:30" in the line below this one, in seconds; "UTC" alone is 0. */
static int
offset_below(const char *line)
{
	const char *below = strchr(line, '\n'), *at;
	int sign = 1, hours = 0, minutes = 0;

	if (below == NULL || (at = strstr(below, "UTC")) == NULL ||
	    at > below + 1 + strcspn(below + 1, "\n"))
		return 0;
	at += 3;
	if (strncmp(at, "\xe2\x88\x92", 3) == 0) { /* the minus sign of a typographer */
		sign = -1;
		at += 3;
	} else if (*at == '-' || *at == '+') {
		sign = *at == '-' ? -1 : 1;
		at++;
	} else
		return 0;
	sscanf(at, "%d:%d", &hours, &minutes);
	return sign * (hours * HOUR + minutes * MINUTE);
}

/*
 *   1.  Tuesday, 1 December 2026, 14:00–14:30
 *       Kampala time (UTC+3) · 11:00–11:30 UTC
 */
static bool
read_offer(const char *line, int *number, struct span *out)
{
	char month[16];
	int day, year, from_hour, from_minute, to_hour, to_minute;
	struct civil t = { 0 };
	int offset;

	if (sscanf(line, " %d. %*[A-Za-z], %d %15s %d, %d:%d\xe2\x80\x93%d:%d", number, &day, month,
		&year, &from_hour, &from_minute, &to_hour, &to_minute) != 8)
		return false;
	t.date = (struct date){ year, month_of(month), day };
	t.minute = from_hour * 60 + from_minute;
	offset = offset_below(line);
	out->start_at = civil_to_seconds(&t) - offset;
	t.minute = to_hour * 60 + to_minute;
	out->end_at = civil_to_seconds(&t) - offset;
	if (out->end_at < out->start_at)
		out->end_at += DAY;
	return true;
}

static void
read_offers(const char *text, struct heard *h)
{
	for (const char *line = text; line != NULL && *line != '\0';) {
		int number;
		struct span span;

		if (read_offer(line, &number, &span) && number >= 1 && number <= OFFERS_MOST) {
			h->offers[number - 1] = span;
			if (number > h->n_offers)
				h->n_offers = number;
		}
		if ((line = strchr(line, '\n')) != NULL)
			line++;
	}
}

/* The value of a property in the first VEVENT; "" where there is none. */
static const char *
property(const char *calendar, const char *name, struct arena *a)
{
	const char *line = strstr(calendar, "BEGIN:VEVENT");
	size_t len = strlen(name);

	for (; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, len) == 0 && (line[len] == ':' || line[len] == ';')) {
			line += strcspn(line, ":\n") + 1;
			return arena_mem(a, line, strcspn(line, "\r\n"));
		}
	}
	return "";
}

/* "20270203T090000Z" */
static int64_t
moment(const char *text)
{
	struct civil t = { 0 };
	int hour, minute;
	char zulu;

	if (sscanf(text, "%4d%2d%2dT%2d%2d%2d%c", &t.date.year, &t.date.month, &t.date.day, &hour,
		&minute, &t.second, &zulu) != 7 ||
	    zulu != 'Z')
		return 0;
	t.minute = hour * 60 + minute;
	return civil_to_seconds(&t);
}

/* RFC 5545, 3.1: a line's end and a blank are nothing. */
static char *
unfold(const char *text, struct arena *a)
{
	char *out = arena_alloc(a, strlen(text) + 1), *to = out;

	for (; *text != '\0'; text++)
		if (text[0] == '\r' && text[1] == '\n' && text[2] == ' ')
			text += 2;
		else if (text[0] == '\n' && text[1] == ' ')
			text++;
		else
			*to++ = *text;
	return out;
}

static void
read_calendar(const char *calendar, struct arena *a, struct heard *h)
{
	calendar = unfold(calendar, a);
	h->kind = strstr(calendar, "METHOD:CANCEL") != NULL ? HEARD_CANCELLATION : HEARD_INVITATION;
	h->uid = property(calendar, "UID", a);
	h->sequence = atoi(property(calendar, "SEQUENCE", a));
	h->slot.start_at = moment(property(calendar, "DTSTART", a));
	h->slot.end_at = moment(property(calendar, "DTEND", a));
}

void
hearing_read(const struct delivery *d, struct arena *a, struct heard *h)
{
	struct letter l;
	struct err err;
	const char *reply_to, *end;

	*h = (struct heard){ .recipient = d->recipient,
		.sender = d->sender,
		.bytes = d->bytes,
		.len = d->len,
		.at = d->at,
		.step = d->step,
		.uid = "" };
	if (letter_read(d->bytes, d->len, "", a, &l, &err) == -1) {
		h->message_id = h->in_reply_to = h->reply_to = h->subject = h->text = h->to = "";
		return;
	}
	h->message_id = l.message_id;
	h->written_at = l.sent_at;
	h->in_reply_to = l.in_reply_to;
	h->subject = l.subject;
	h->text = l.text;
	h->to = l.n_to == 1 ? l.to[0].email : "";
	reply_to = letter_header(&l, "Auto-Submitted");
	h->unasked = reply_to != NULL && strcmp(reply_to, "auto-generated") == 0;
	reply_to = letter_header(&l, "Reply-To");
	if (reply_to == NULL)
		reply_to = letter_header(&l, "From");
	if (reply_to != NULL && strchr(reply_to, '<') != NULL)
		reply_to = strchr(reply_to, '<') + 1;
	end = reply_to + strcspn(reply_to, "> ");
	h->reply_to = arena_mem(a, reply_to, (size_t)(end - reply_to));
	if (l.calendar != NULL)
		read_calendar(l.calendar, a, h);
	else {
		read_offers(l.text, h);
		h->kind = h->n_offers > 0 ? HEARD_OFFERS : HEARD_WORDS;
	}
}
