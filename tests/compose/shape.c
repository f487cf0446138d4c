#include "compose/shape.h"

#include "base/arena.h"
#include "inbox/mime.h"
#include "inbox/transfer.h"
#include "tap.h"

#include <string.h>

const char *
shape_calendar(const struct mail *m, const char *method, const char *name, struct arena *a)
{
	static const char *const inside[] = { "text/plain", "text/html", "text/calendar" };
	struct part *root, *alternative, *p;
	struct err err;
	size_t len;
	char *text = transfer_lines(m->bytes, m->len, a, &len);

	if (!ok(mime_read(text, len, a, &root, &err) == 0, "%s: is read", name))
		return NULL;
	is_str(root->type, "multipart/mixed", "%s: outside", name);
	alternative = root->first;
	is_str(alternative->type, "multipart/alternative", "%s: first", name);
	p = alternative->first;
	for (size_t i = 0; i < 3 && p != NULL; i++, p = i < 3 ? p->next : p)
		is_str(p->type, inside[i], "%s: part %zu", name, i);
	if (!ok(p != NULL && p->next == NULL, "%s: the calendar is the last one", name))
		return NULL;
	is_str(p->encoding, "base64", "%s: no relay can change it", name);
	ok(!p->attached, "%s: it is no attachment", name);
	is_str(p->content, arena_printf(a, "text/calendar; charset=UTF-8; method=%s", method),
	    "%s: says what it is", name);
	ok(alternative->next != NULL && strcmp(alternative->next->type, "application/ics") == 0 &&
		alternative->next->next == NULL,
	    "%s: and a file beside it", name);
	return mime_bytes(p, 256 * 1024, a, &len);
}
