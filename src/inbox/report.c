#include "inbox/report.h"

#include "base/arena.h"
#include "inbox/header.h"
#include "inbox/mime.h"

#include <string.h>
#include <strings.h>

enum { STATUS_MAX = 64 * 1024, HEAD_MAX = 64 * 1024, LINE_BYTES = 1000, MENTIONS_MAX = 64 };

static bool
is_type(const struct part *p, const char *const types[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(p->type, types[i]) == 0)
			return true;
	return false;
}

#define IS_TYPE(p, types) is_type(p, types, sizeof(types) / sizeof *(types))

static const char *const status_types[] = { "message/delivery-status",
	"message/global-delivery-status" };
static const char *const receipt_types[] = { "message/disposition-notification",
	"message/global-disposition-notification" };
static const char *const message_types[] = { "message/rfc822", "message/global",
	"text/rfc822-headers", "message/rfc822-headers", "message/global-headers" };

/* The worst of the two: who was not reached at all matters more than who was. */
static enum fate
worse(enum fate a, enum fate b)
{
	if (a == FATE_UNSAID || b == FATE_UNSAID)
		return a == FATE_UNSAID ? b : a;
	return a < b ? a : b;
}

static enum fate
fate_of(const char *action)
{
	static const struct {
		const char *word;
		enum fate fate;
	} words[] = { { "failed", FATE_FAILED }, { "delayed", FATE_DELAYED },
		{ "delivered", FATE_DONE }, { "relayed", FATE_DONE }, { "expanded", FATE_DONE } };

	for (size_t i = 0; action != NULL && i < sizeof words / sizeof *words; i++)
		if (strncasecmp(action, words[i].word, strlen(words[i].word)) == 0)
			return words[i].fate;
	return FATE_UNSAID;
}

/* Groups of fields: the first is about the message, then one for each recipient. */
static enum fate
read_status(const struct part *p, struct arena *a)
{
	const char *text = mime_text(p, STATUS_MAX, a), *end = text + strlen(text);
	enum fate all = FATE_UNSAID;

	while (text < end) {
		struct headers group;
		size_t n = headers_scan(text, (size_t)(end - text), a, &group);

		all = worse(all, fate_of(headers_find(&group, "Action")));
		if (n == 0)
			break;
		text += n;
	}
	return all;
}

static void
add_messages(struct report *r, const char *value, struct arena *a)
{
	const char **ids;
	size_t n = value != NULL ? header_message_ids(value, a, &ids) : 0;

	for (size_t i = 0; i < n && r->n_messages < REPORT_MESSAGES_MAX; i++)
		r->messages[r->n_messages++] = ids[i];
}

static void
read_message(struct report *r, const struct part *p, struct arena *a)
{
	const char *text = mime_text(p, HEAD_MAX, a);
	struct headers headers;

	headers_scan(text, strlen(text), a, &headers);
	add_messages(r, headers_find(&headers, "Message-ID"), a);
}

/* Below a report in plain words stands the message, or its head, as text. */
static void
read_words(struct report *r, const char *text, struct arena *a)
{
	static const char name[] = "Message-ID:";

	for (size_t i = 0; i < MENTIONS_MAX && (text = strcasestr(text, name)) != NULL; i++) {
		size_t len;

		text += strlen(name);
		len = strcspn(text, "\n");
		add_messages(r, arena_mem(a, text, len < LINE_BYTES ? len : LINE_BYTES), a);
	}
}

void
report_read(const struct part *root, const char *text, struct arena *a, struct report *r)
{
	*r = (struct report){ .messages =
				  arena_alloc(a, REPORT_MESSAGES_MAX * sizeof *r->messages) };
	for (const struct part *p = root; p != NULL; p = mime_next(p)) {
		if (IS_TYPE(p, status_types))
			r->fate = worse(r->fate, read_status(p, a));
		else if (IS_TYPE(p, receipt_types))
			r->fate = worse(r->fate, FATE_DONE);
		else if (IS_TYPE(p, message_types))
			read_message(r, p, a);
	}
	read_words(r, text, a);
}
