#include "understand/evidence.h"

#include "base/arena.h"
#include "base/text.h"

struct evidence *
evidence_add(struct event *ev, struct arena *a, enum evidence_kind kind, const char *text,
    size_t from, size_t to)
{
	struct evidence *e;

	ev->evidence = arena_more(a, ev->evidence, ev->n_evidence, sizeof *ev->evidence);
	e = &ev->evidence[ev->n_evidence++];
	e->kind = kind;
	e->text = text_one_line(arena_mem(a, text + from, to - from), a);
	e->value = "";
	return e;
}

void
evidence_of_wishes(struct event *ev, struct arena *a, const char *text,
    const struct wish_reading *wish)
{
	for (size_t i = 0; i < wish->n_mentions; i++) {
		const struct mention *m = &wish->mentions[i];
		enum evidence_kind kind = MEANS_TIME;
		struct evidence *e;

		switch (m->kind) {
		case MENTION_TIME: break;
		case MENTION_NOT_TIME: kind = MEANS_NOT_TIME; break;
		case MENTION_DOUBT: kind = MEANS_DOUBT; break;
		case MENTION_DURATION: kind = MEANS_DURATION; break;
		case MENTION_TOLD: continue; /* it was no wish */
		}
		e = evidence_add(ev, a, kind, text, m->from, m->to);
		e->spans = m->spans;
		e->n_spans = m->n_spans;
		e->minutes = m->minutes;
	}
}
