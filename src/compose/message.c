#include "compose/message.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/digest.h"
#include "compose/encode.h"
#include "inbox/address.h"

#include <string.h>

enum { MOST_REFERENCES = 10, LONGEST_ID = 250 };

/* As it may stand between angle brackets: foreign ones hold anything. */
static bool
id_valid(const char *id)
{
	size_t len = strlen(id);

	for (const char *s = id; *s != '\0'; s++)
		if (*s <= ' ' || *s > '~' || *s == '<' || *s == '>')
			return false;
	return len > 0 && len <= LONGEST_ID;
}

static int
check(const struct message *m, struct err *err)
{
	if (!address_valid(m->from.email) || !address_valid(m->to.email) ||
	    (m->reply_to[0] != '\0' && !address_valid(m->reply_to)))
		return err_set(err, ERR_REJECT, "an address cannot be written to");
	if (!id_valid(m->message_id))
		return err_set(err, ERR_REJECT, "a Message-ID of ours is wrong");
	return 0;
}

static void
add_date(struct buf *b, int64_t at)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil c;

	civil_from_seconds(at, &c);
	buf_printf(b, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\r\n", days[date_weekday(c.date)],
	    c.date.day, months[c.date.month - 1], c.date.year, c.minute / 60, c.minute % 60,
	    c.second);
}

/* The first tells what thread it is, the last ones where in it. */
static void
add_references(struct buf *b, const struct message *m)
{
	const char *lead = "References: ";
	size_t skip_to =
	    m->n_references > MOST_REFERENCES ? m->n_references - MOST_REFERENCES + 1 : 1;

	for (size_t i = 0; i < m->n_references; i++) {
		if (i > 0 && i < skip_to)
			continue;
		if (!id_valid(m->references[i]))
			continue;
		buf_printf(b, "%s<%s>", lead, m->references[i]);
		lead = "\r\n ";
	}
	if (lead[0] == '\r')
		buf_str(b, "\r\n");
}

static void
add_headers(struct buf *b, const struct message *m)
{
	add_date(b, m->date_at);
	encode_mailbox(b, "From", m->from.name, m->from.email);
	encode_mailbox(b, "To", m->to.name, m->to.email);
	if (m->reply_to[0] != '\0')
		encode_mailbox(b, "Reply-To", m->from.name, m->reply_to);
	encode_header(b, "Subject", m->subject);
	buf_printf(b, "Message-ID: <%s>\r\n", m->message_id);
	if (id_valid(m->in_reply_to))
		buf_printf(b, "In-Reply-To: <%s>\r\n", m->in_reply_to);
	add_references(b, m);
	encode_header(b, "Auto-Submitted", m->auto_submitted);
	buf_str(b, "X-Auto-Response-Suppress: All\r\n");
	if (m->language[0] != '\0')
		encode_header(b, "Content-Language", m->language);
	buf_str(b, "MIME-Version: 1.0\r\n");
}

/* "=_" occurs neither in quoted-printable nor in base64. */
static char *
boundary(const struct message *m, const char *part, struct arena *a)
{
	const char *sum = digest_hex(m->message_id, strlen(m->message_id), a);

	return arena_printf(a, "=_%s_%.24s", part, sum);
}

static void
add_text_part(struct buf *b, const char *limit, const char *type, const char *text)
{
	buf_printf(b, "--%s\r\nContent-Type: %s; charset=UTF-8\r\n", limit, type);
	encode_body(b, text);
	buf_str(b, "\r\n");
}

/* No name and no disposition: with them some programs show a file instead of the buttons. */
static void
add_calendar_part(struct buf *b, const char *limit, const struct message *m)
{
	buf_printf(b,
	    "--%s\r\nContent-Type: text/calendar; charset=UTF-8; method=%s\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n",
	    limit, m->calendar_method);
	encode_base64(b, m->calendar, strlen(m->calendar));
	buf_str(b, "\r\n");
}

static void
add_calendar_file(struct buf *b, const char *limit, const struct message *m)
{
	buf_printf(b,
	    "--%s\r\nContent-Type: application/ics; name=\"invite.ics\"\r\n"
	    "Content-Disposition: attachment; filename=\"invite.ics\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n",
	    limit);
	encode_base64(b, m->calendar, strlen(m->calendar));
	buf_printf(b, "\r\n--%s--\r\n", limit);
}

static void
add_alternative(struct buf *b, const struct message *m)
{
	const char *limit = boundary(m, "a", b->arena);

	buf_printf(b, "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n", limit);
	add_text_part(b, limit, "text/plain", m->text);
	if (m->html[0] != '\0')
		add_text_part(b, limit, "text/html", m->html);
	if (m->calendar[0] != '\0')
		add_calendar_part(b, limit, m);
	buf_printf(b, "--%s--\r\n", limit);
}

int
message_write(const struct message *m, struct arena *a, char **bytes, size_t *len, struct err *err)
{
	const char *limit;
	struct buf b;

	if (check(m, err) == -1)
		return -1;
	buf_init(&b, a);
	add_headers(&b, m);
	if (m->calendar[0] == '\0') {
		add_alternative(&b, m);
	} else {
		limit = boundary(m, "m", a);
		buf_printf(&b, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n", limit);
		buf_printf(&b, "--%s\r\n", limit);
		add_alternative(&b, m);
		buf_str(&b, "\r\n");
		add_calendar_file(&b, limit, m);
	}
	*bytes = b.data;
	*len = b.len;
	return 0;
}
