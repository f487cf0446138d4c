#include "inbox/letter.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/text.h"
#include "inbox/addresses.h"
#include "inbox/body.h"
#include "inbox/encoded.h"
#include "inbox/maildate.h"
#include "inbox/mime.h"
#include "inbox/report.h"
#include "inbox/transfer.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static void
init(struct letter *l)
{
	*l = (struct letter){
		.digest = "",
		.content_key = "",
		.message_id = "",
		.in_reply_to = "",
		.from = { "", "" },
		.tag = "",
		.subject = "",
		.text = "",
		.calendar_method = "",
	};
}

static const char *
value_or_empty(const struct letter *l, const char *name)
{
	const char *value = letter_header(l, name);

	return value != NULL ? value : "";
}

/* The addresses of all headers of that name. */
static struct addresses
read_addresses(const struct letter *l, const char *name, struct arena *a)
{
	struct addresses list = { 0 };

	for (size_t i = 0; i < l->n_headers; i++)
		if (strcasecmp(l->headers[i].name, name) == 0)
			addresses_read(l->headers[i].value, a, &list);
	return list;
}

/* The tag of our own address in that header: "" for none. */
static const char *
find_tag(const struct letter *l, const char *name, const char *own, struct arena *a)
{
	struct addresses list = read_addresses(l, name, a);

	own = address_without_tag(own, a);
	for (size_t i = 0; i < list.n; i++) {
		const char *email = list.items[i].email, *plus = strchr(email, '+');
		const char *at = strchr(email, '@');

		if (plus != NULL && plus < at && address_same(address_without_tag(email, a), own))
			return arena_mem(a, plus + 1, (size_t)(at - plus - 1));
	}
	return "";
}

static int
check_people(size_t from, size_t to, size_t cc, struct err *err)
{
	size_t most = from > to ? from : to;

	most = cc > most ? cc : most;
	return most <= ADDRESSES_MAX
	           ? 0
	           : err_set(err, ERR_REJECT, "%zu addresses in one header line, more than %d",
			 most, ADDRESSES_MAX);
}

static int
read_people(struct letter *l, const char *own, struct arena *a, struct err *err)
{
	/* What the servers noted comes first: it was true for the delivery. */
	static const char *const recipients[] = { "X-Original-To", "Delivered-To", "Envelope-To",
		"To", "Cc" };
	struct addresses from = read_addresses(l, "From", a), to = read_addresses(l, "To", a),
			 cc = read_addresses(l, "Cc", a), sender = { 0 };
	const char *path = letter_header(l, "Return-Path");

	if (from.n > 0)
		l->from = from.items[0];
	l->n_from = from.seen;
	l->to = to.items;
	l->n_to = to.n;
	l->cc = cc.items;
	l->n_cc = cc.n;
	if (path != NULL && path[strspn(path, " <>")] == '\0')
		l->return_path = "";
	else if (path != NULL)
		addresses_read(path, a, &sender);
	if (sender.n > 0)
		l->return_path = sender.items[0].email;
	for (size_t i = 0; *l->tag == '\0' && i < sizeof recipients / sizeof *recipients; i++)
		l->tag = find_tag(l, recipients[i], own, a);
	return check_people(from.seen, to.seen, cc.seen, err);
}

/* Adds those not in the list yet; what is there already moves to the end. */
static void
add_references(struct letter *l, const char **ids, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n; i++) {
		size_t kept = 0;

		for (size_t k = 0; k < l->n_references; k++)
			if (strcmp(l->references[k], ids[i]) != 0)
				l->references[kept++] = l->references[k];
		if (kept == LETTER_REFERENCES_MAX) {
			memmove(l->references, l->references + 1,
			    (kept - 1) * sizeof *l->references);
			kept--;
		}
		if (l->references == NULL)
			l->references =
			    arena_alloc(a, LETTER_REFERENCES_MAX * sizeof *l->references);
		l->references[kept++] = ids[i];
		l->n_references = kept;
	}
}

static void
read_thread(struct letter *l, struct arena *a)
{
	const char **ids;
	size_t n;

	if (header_message_ids(value_or_empty(l, "Message-ID"), a, &ids) > 0)
		l->message_id = ids[0];
	n = header_message_ids(value_or_empty(l, "References"), a, &ids);
	add_references(l, ids, n, a);
	n = header_message_ids(value_or_empty(l, "In-Reply-To"), a, &ids);
	if (n > 0)
		l->in_reply_to = ids[0];
	add_references(l, ids, n, a);
}

/* Those that are read further.  A smile in a subject opens no parenthesis. */
static bool
is_structured(const char *name)
{
	static const char *const structured[] = { "From", "Sender", "Reply-To", "To", "Cc",
		"Return-Path", "Date", "Content-Type", "Content-Disposition",
		"Content-Transfer-Encoding", "Auto-Submitted" };

	for (size_t i = 0; i < sizeof structured / sizeof *structured; i++)
		if (strcasecmp(name, structured[i]) == 0)
			return true;
	return false;
}

/* Before anything in them is looked at. */
static int
check_headers(const struct letter *l, struct err *err)
{
	if (l->n_headers > LETTER_HEADERS_MAX)
		return err_set(err, ERR_REJECT, "%zu header lines, more than %d", l->n_headers,
		    LETTER_HEADERS_MAX);
	for (size_t i = 0; i < l->n_headers; i++) {
		const struct header *h = &l->headers[i];

		if (strlen(h->value) > LETTER_HEADER_MAX || strlen(h->name) > LETTER_HEADER_MAX)
			return err_set(err, ERR_REJECT, "a header line of more than %d bytes",
			    LETTER_HEADER_MAX);
		if (is_structured(h->name) && header_comment_depth(h->value) > LETTER_COMMENTS_MAX)
			return err_set(err, ERR_REJECT,
			    "parentheses nested more than %d deep in a header line",
			    LETTER_COMMENTS_MAX);
	}
	return 0;
}

static int
read_headers(struct letter *l, const struct part *root, const char *own, struct arena *a,
    struct err *err)
{
	struct maildate date;

	l->headers = root->headers.items;
	l->n_headers = root->headers.n;
	if (check_headers(l, err) == -1)
		return -1;
	l->reports = strcmp(root->type, "multipart/report") == 0;
	l->subject = encoded_decode(value_or_empty(l, "Subject"), a);
	read_thread(l, a);
	if (maildate_read(value_or_empty(l, "Date"), a, &date)) {
		l->sent_at = date.at;
		l->sent_offset = date.offset;
		l->offset_known = date.offset_known;
	}
	return read_people(l, own, a, err);
}

static void
read_body(struct letter *l, const struct part *root, struct arena *a)
{
	struct calendar_part calendar;

	l->text = body_text(root, a);
	body_calendar(root, a, &calendar);
	l->calendar = calendar.text;
	l->calendar_method = calendar.method;
	l->calendar_other = calendar.other;
	l->calendar_filed = calendar.filed;
	l->tnef = body_tnef(root, a);
	report_read(root, l->text, a, &l->report);
}

/*
 * A second copy that came another way has other Received lines, and may be encoded and wrapped
 * otherwise; a different mail under the same Message-ID must not be taken for one.
 */
static char *
content_key(const struct letter *l, struct arena *a)
{
	struct buf all;

	buf_init(&all, a);
	buf_printf(&all, "%s\n%s\n%lld\n%s\n", l->message_id, l->from.email, (long long)l->sent_at,
	    l->subject);
	buf_str(&all, text_one_line(l->text, a));
	buf_char(&all, '\n');
	buf_str(&all, l->calendar != NULL ? l->calendar : "");
	return digest_hex(all.data, all.len, a);
}

/* Blank lines before the header would be its end. */
static size_t
skip_blank_lines(const char *text)
{
	return strspn(text, "\n");
}

int
letter_look(const char *raw, size_t len, const char *own, struct arena *a, struct letter *l,
    struct err *err)
{
	struct part *root;
	size_t n, skip;
	struct err too;
	char *text;

	init(l);
	if (len > LETTER_MAX)
		return err_set(err, ERR_REJECT, "a mail of %zu bytes, more than %d", len,
		    LETTER_MAX);
	text = transfer_lines(raw, len, a, &n);
	skip = skip_blank_lines(text);
	if (mime_read(text + skip, n - skip, a, &root, err) == -1) {
		read_headers(l, root, own, a, &too);
		return -1;
	}
	if (read_headers(l, root, own, a, err) == -1)
		return -1;
	read_body(l, root, a);
	return 0;
}

int
letter_read(const char *raw, size_t len, const char *own, struct arena *a, struct letter *l,
    struct err *err)
{
	int ret = letter_look(raw, len, own, a, l, err);

	l->digest = digest_hex(raw, len, a);
	l->content_key = ret == 0 ? content_key(l, a) : l->digest;
	return ret;
}

const char *
letter_header(const struct letter *l, const char *name)
{
	for (size_t i = 0; i < l->n_headers; i++)
		if (strcasecmp(l->headers[i].name, name) == 0)
			return l->headers[i].value;
	return NULL;
}
