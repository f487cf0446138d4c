#include "inbox/trim.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/quote.h"
#include "inbox/signature.h"
#include "inbox/textline.h"

/* The lines of one role, one empty line at most between those that stood apart. */
static char *
collect(const struct textlines *lines, enum role role, struct arena *a)
{
	bool apart = false;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < lines->n; i++) {
		const struct textline *l = &lines->items[i];

		if (l->role != role || textline_blank(l)) {
			apart = true;
			continue;
		}
		if (apart && b.len > 0)
			buf_char(&b, '\n');
		buf_str(&b, l->text);
		buf_char(&b, '\n');
		apart = false;
	}
	return b.data;
}

void
trim_text(const char *text, struct arena *a, struct trimmed *out)
{
	struct textlines lines = textlines_split(text, a);

	quote_find(&lines);
	signature_find(&lines);
	out->own = collect(&lines, ROLE_OWN, a);
	out->quoted = collect(&lines, ROLE_QUOTED, a);
	out->signature = collect(&lines, ROLE_SIGNATURE, a);
	if (*out->own == '\0' && *out->quoted == '\0') {
		out->own = out->signature;
		out->signature = "";
	}
}
