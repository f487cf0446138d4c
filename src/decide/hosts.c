#include "decide/hosts.h"

#include "base/arena.h"
#include "inbox/address.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LATELY = 4 * WEEK };

/* "Nino Beridze" is heard as that, as "Nino", or by the address. */
static bool
is_name_of(const char *heard, const struct staff *s)
{
	size_t first = strcspn(s->name, " ");

	return strcasecmp(heard, s->name) == 0 || address_same(heard, s->email) ||
	       (strlen(heard) == first && strncasecmp(heard, s->name, first) == 0);
}

static bool
is_topic_of(const char *heard, const struct staff *s)
{
	for (size_t i = 0; i < s->n_topics; i++)
		if (strcasecmp(heard, s->topics[i]) == 0)
			return true;
	return false;
}

/* "zh-Hant" and "zh" are close enough to talk. */
static bool
speaks(const struct staff *s, const char *language)
{
	size_t primary = strcspn(language, "-");

	for (size_t i = 0; i < s->n_languages; i++)
		if (strcspn(s->languages[i], "-") == primary &&
		    strncasecmp(s->languages[i], language, primary) == 0)
			return true;
	return false;
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Meetings, not times held for them: each counts once. */
static int
load_of(const struct staff *s, int64_t now, struct arena *a)
{
	int64_t *ids = NULL;
	size_t n = 0;
	int load = 0;

	for (size_t i = 0; i < s->n_taken; i++) {
		if (s->taken[i].kind == TAKEN_BUSY || s->taken[i].kind == TAKEN_UNREAD ||
		    s->taken[i].span.start_at < now - LATELY)
			continue;
		ids = arena_more(a, ids, n, sizeof *ids);
		ids[n++] = s->taken[i].meeting;
	}
	if (n > 1)
		qsort(ids, n, sizeof *ids, by_number);
	for (size_t i = 0; i < n; i++)
		load += i == 0 || ids[i] != ids[i - 1] || ids[i] == 0;
	return load;
}

bool
hosts_equal(const struct host *x, const struct host *y)
{
	return x->named == y->named && x->topic == y->topic && x->language == y->language;
}

static int
by_fit(const void *a, const void *b)
{
	const struct host *x = a, *y = b;
	int64_t x_due = (int64_t)(x->load + 1) * y->staff->share;
	int64_t y_due = (int64_t)(y->load + 1) * x->staff->share;
	int order;

	if (x->named != y->named)
		return x->named ? -1 : 1;
	if (x->topic != y->topic)
		return x->topic ? -1 : 1;
	if (x->language != y->language)
		return x->language ? -1 : 1;
	if (x_due != y_due)
		return x_due < y_due ? -1 : 1;
	if ((order = strcmp(x->staff->name, y->staff->name)) != 0)
		return order;
	return strcmp(x->staff->email, y->staff->email);
}

static struct host
host_of(const struct staff *s, const struct search *q, int64_t now, struct arena *a)
{
	struct host h = { .staff = s };

	for (size_t i = 0; i < q->n_heard; i++) {
		h.named = h.named || is_name_of(q->heard[i], s);
		h.topic = h.topic || is_topic_of(q->heard[i], s);
	}
	h.language = q->language == NULL || q->language[0] == '\0' || speaks(s, q->language);
	h.load = load_of(s, now, a);
	return h;
}

void
hosts_order(const struct team *t, const struct search *q, bool others, int64_t now, struct arena *a,
    struct hosts *out)
{
	size_t named = 0;

	out->items = arena_alloc(a, (t->n + 1) * sizeof *out->items);
	out->n = 0;
	for (size_t i = 0; i < t->n; i++) {
		const struct staff *s = &t->staff[i];

		if (q->host != NULL && !address_same(q->host, s->email))
			continue;
		if (q->guest != NULL && address_same(q->guest, s->email))
			continue;
		out->items[out->n++] = host_of(s, q, now, a);
	}
	if (out->n > 1)
		qsort(out->items, out->n, sizeof *out->items, by_fit);
	while (named < out->n && out->items[named].named)
		named++;
	if (named > 0 && !others)
		out->n = named;
}
