#include "understand/intent.h"

#include "base/arena.h"
#include "understand/token.h"

#include <string.h>

/* Facts of the mail as a whole, beside those of a sentence. */
enum {
	FACT_NEW = FACT_FIRST,         /* it answers no mail of ours */
	FACT_ANSWER = FACT_FIRST << 1, /* it does */
	FACT_SETTLED = FACT_FIRST << 2,
	FACT_OPEN = FACT_FIRST << 3,      /* an answer, and nothing is settled */
	FACT_OFFERED = FACT_FIRST << 4,   /* times were offered, and we know which */
	FACT_MATCHES = FACT_FIRST << 5,   /* a time wished for is one of those offered */
	FACT_GATHERING = FACT_FIRST << 6, /* the mail, its subject or its thread is about one */
	FACT_ELSEWHEN = FACT_FIRST << 7,  /* other times are asked for somewhere */
	FACT_PICKED = FACT_FIRST << 8,
	FACT_REFUSED = FACT_FIRST << 9,  /* ... only to say that they do not suit */
	FACT_ASKED = FACT_FIRST << 10,   /* the mail it answers offered nothing: it asked */
	FACT_MEETING = FACT_FIRST << 12, /* a meeting is spoken of anywhere */
	FACT_BULK = FACT_FIRST << 11,    /* several signs of a newsletter or an advertisement */
	FACT_ADDRESS = FACT_FIRST << 13, /* somebody's address stands in it */
	FACT_WHOM = FACT_FIRST << 14,    /* the mail it answers asked for such an address */
	FACT_CHANGES = FACT_FIRST << 15, /* to move or to call off, or another time, is spoken of */
};

struct rule {
	uint64_t said;            /* all of these */
	uint64_t any;             /* one of these, where there are some */
	uint64_t unsaid;          /* none of these */
	uint64_t denied;          /* all of these with a "not" */
	unsigned facts, no_facts; /* all, none of these */
	enum event_kind kind;
	int weight;
};

#define TALK (CUE(CUE_MEETING) | CUE(CUE_MEET))

static const struct rule rules[] = {
	/* to meet */
	{ CUE(CUE_WISH) | CUE(CUE_MEET), 0, 0, 0, 0, FACT_SETTLED | FACT_OFFERED, EVENT_REQUEST,
	    4 },
	{ CUE(CUE_WISH) | CUE(CUE_MEETING), 0, 0, 0, 0, FACT_SETTLED | FACT_OFFERED | FACT_STANDING,
	    EVENT_REQUEST, 4 },
	{ CUE(CUE_WISH) | CUE(CUE_MEETING), 0, 0, 0, FACT_STANDING | FACT_TIME,
	    FACT_SETTLED | FACT_OFFERED, EVENT_REQUEST, 3 },
	{ CUE(CUE_WISH), TALK, 0, 0, FACT_OFFERED, 0, EVENT_REQUEST, 2 },
	{ 0, CUE(CUE_WISH) | CUE(CUE_PROPOSE) | CUE(CUE_ARRANGE) | CUE(CUE_SELF),
	    CUE(CUE_STORY) | CUE(CUE_EVENT) | CUE(CUE_GATHERING), 0, FACT_NEW | FACT_HOURS, 0,
	    EVENT_REQUEST, 2 },
	{ CUE(CUE_ARRANGE), TALK, 0, 0, 0, FACT_SETTLED, EVENT_REQUEST, 4 },
	{ CUE(CUE_ARRANGE), 0, 0, 0, FACT_TIME, FACT_SETTLED, EVENT_REQUEST, 4 },
	{ CUE(CUE_PROPOSE), TALK, 0, 0, 0, FACT_SETTLED, EVENT_REQUEST, 4 },
	{ CUE(CUE_ASK_FREE), 0, 0, 0, 0, FACT_SETTLED, EVENT_REQUEST, 4 },
	{ CUE(CUE_WISH) | CUE(CUE_ARRANGE), 0, 0, 0, 0, 0, EVENT_REQUEST, 2 },
	{ 0, TALK, CUE(CUE_STORY) | CUE(CUE_THANKS), 0, FACT_TIME, FACT_SETTLED | FACT_STANDING,
	    EVENT_REQUEST, 3 },
	{ CUE(CUE_WISH), 0, CUE(CUE_EVENT), 0, FACT_LENGTH, FACT_SETTLED, EVENT_REQUEST, 3 },
	{ CUE(CUE_POLITE), TALK, 0, 0, 0, FACT_SETTLED | FACT_STANDING, EVENT_REQUEST, 3 },
	{ CUE(CUE_MEET), 0, CUE(CUE_STORY) | CUE(CUE_THANKS) | CUE(CUE_QUESTION) | CUE(CUE_EVENT),
	    0, FACT_TIME | FACT_QUESTION | FACT_NEW, 0, EVENT_REQUEST, 4 },
	{ CUE(CUE_MEETING), 0, CUE(CUE_STORY), 0, FACT_QUESTION, FACT_STANDING | FACT_SETTLED,
	    EVENT_REQUEST, 2 },
	{ CUE(CUE_MEETING), CUE(CUE_SUITS) | CUE(CUE_AGREE), CUE(CUE_STORY) | CUE(CUE_THANKS), 0,
	    FACT_NEW, FACT_STANDING, EVENT_REQUEST, 3 },
	{ CUE(CUE_MEETING), 0, CUE(CUE_STORY) | CUE(CUE_EVENT) | CUE(CUE_THANKS), 0, FACT_NEW,
	    FACT_STANDING, EVENT_REQUEST, 1 },
	{ 0, 0, CUE(CUE_STORY) | CUE(CUE_EVENT), 0, FACT_NEW | FACT_TIME | FACT_LENGTH, 0,
	    EVENT_REQUEST, 3 },
	{ CUE(CUE_WISH), 0, CUE(CUE_STORY) | CUE(CUE_EVENT), 0, FACT_TIME, 0, EVENT_REQUEST, 1 },
	{ CUE(CUE_PROPOSE), 0, CUE(CUE_EVENT), 0, FACT_TIME, 0, EVENT_REQUEST, 2 },
	{ CUE(CUE_SUITS), 0, CUE(CUE_EVENT), 0, FACT_TIME, 0, EVENT_REQUEST, 2 },
	{ 0, 0, CUE(CUE_STORY), 0, FACT_TIME | FACT_ASKED, FACT_SETTLED, EVENT_REQUEST, 5 },
	{ 0, 0, CUE(CUE_STORY), 0, FACT_TIME | FACT_ANSWER, FACT_SETTLED, EVENT_REQUEST, 2 },

	/* to take an offer */
	{ 0, 0, 0, 0, FACT_PICKED, 0, EVENT_PICK, 8 },
	{ CUE(CUE_ANY_OF), CUE(CUE_SUITS) | CUE(CUE_AGREE), CUE(CUE_UNSUITABLE), 0, FACT_OPEN, 0,
	    EVENT_PICK, 6 },
	{ CUE(CUE_ANY_OF), 0, CUE(CUE_UNSUITABLE) | CUE(CUE_NONE_OF) | CUE(CUE_UNABLE), 0,
	    FACT_OPEN, 0, EVENT_PICK, 4 },
	{ 0, CUE(CUE_SUITS) | CUE(CUE_AGREE), CUE(CUE_UNSUITABLE) | CUE(CUE_CONFIRM), 0,
	    FACT_TIME | FACT_OPEN, FACT_OFFERED | FACT_ASKED, EVENT_PICK, 5 },
	{ 0, 0, CUE(CUE_UNSUITABLE) | CUE(CUE_UNABLE) | CUE(CUE_NONE_OF), 0,
	    FACT_TIME | FACT_OPEN | FACT_OFFERED | FACT_MATCHES, 0, EVENT_PICK, 6 },

	/* to agree */
	{ CUE(CUE_KEEP), 0, 0, 0, FACT_ANSWER, FACT_QUESTION, EVENT_ACCEPT, 7 },
	{ CUE(CUE_KEEP), 0, CUE(CUE_ARRANGE) | CUE(CUE_WISH) | CUE(CUE_PROPOSE), 0, FACT_NEW,
	    FACT_QUESTION, EVENT_ACCEPT, 6 },
	{ CUE(CUE_CONFIRM), 0, 0, 0, FACT_ANSWER, FACT_QUESTION, EVENT_ACCEPT, 4 },
	{ CUE(CUE_CONFIRM), 0, CUE(CUE_WISH) | CUE(CUE_MEET), 0, FACT_NEW, FACT_QUESTION,
	    EVENT_ACCEPT, 3 },
	{ CUE(CUE_AGREE), 0, CUE(CUE_UNSUITABLE), 0, FACT_ANSWER, FACT_QUESTION, EVENT_ACCEPT, 3 },
	{ CUE(CUE_AGREE), 0, CUE(CUE_UNSUITABLE), 0, FACT_NEW, FACT_QUESTION, EVENT_ACCEPT, 1 },
	{ CUE(CUE_SUITS), 0, CUE(CUE_UNSUITABLE), 0, FACT_SETTLED, FACT_QUESTION | FACT_NOT_TIME,
	    EVENT_ACCEPT, 2 },
	{ 0, 0, 0, CUE(CUE_CANCEL), FACT_ANSWER, 0, EVENT_ACCEPT, 3 },
	{ 0, 0, 0, CUE(CUE_MOVE), 0, 0, EVENT_ACCEPT, 3 },

	/* to refuse what was offered */
	{ CUE(CUE_NONE_OF), 0, 0, 0, 0, FACT_SETTLED, EVENT_DECLINE, 6 },
	{ 0, CUE(CUE_UNSUITABLE) | CUE(CUE_UNABLE), 0, 0, FACT_OPEN, FACT_PICKED, EVENT_DECLINE,
	    4 },
	{ CUE(CUE_OTHERS), 0, 0, 0, FACT_OPEN, FACT_PICKED, EVENT_DECLINE, 4 },
	{ CUE(CUE_REFUSE), 0, 0, 0, FACT_OPEN, FACT_PICKED, EVENT_DECLINE, 5 },
	{ CUE(CUE_OTHERS) | CUE(CUE_PROPOSE), 0, 0, 0, FACT_TIME | FACT_OPEN, FACT_PICKED,
	    EVENT_DECLINE, 7 },
	{ 0, 0, 0, 0, FACT_OPEN | FACT_REFUSED, FACT_PICKED, EVENT_DECLINE, 6 },
	{ 0, 0, CUE(CUE_PENDING), 0, FACT_TIME | FACT_OPEN | FACT_OFFERED,
	    FACT_MATCHES | FACT_PICKED, EVENT_DECLINE, 6 },
	{ 0, 0, CUE(CUE_PENDING), 0, FACT_NOT_TIME | FACT_OPEN, FACT_MATCHES | FACT_PICKED,
	    EVENT_DECLINE, 3 },

	/* to move a meeting that stands */
	{ CUE(CUE_MOVE), CUE(CUE_MEETING) | CUE(CUE_IT), 0, 0, 0, 0, EVENT_RESCHEDULE, 6 },
	{ CUE(CUE_MOVE), 0, 0, 0, FACT_ANSWER, 0, EVENT_RESCHEDULE, 6 },
	{ CUE(CUE_MOVE), 0, 0, 0, FACT_NEW, 0, EVENT_RESCHEDULE, 2 },
	{ CUE(CUE_SHIFT), 0, 0, 0, FACT_SHIFT_IT | FACT_ANSWER, 0, EVENT_RESCHEDULE, 6 },
	{ CUE(CUE_SHIFT), 0, 0, 0, FACT_SHIFT_IT | FACT_STANDING, FACT_ANSWER, EVENT_RESCHEDULE,
	    6 },
	{ CUE(CUE_SHIFT), 0, 0, 0, FACT_SETTLED | FACT_TIME, FACT_SHIFT_IT, EVENT_RESCHEDULE, 5 },
	{ 0, CUE(CUE_UNABLE) | CUE(CUE_UNSUITABLE) | CUE(CUE_NONE_OF), 0, 0,
	    FACT_SETTLED | FACT_ELSEWHEN, 0, EVENT_RESCHEDULE, 6 },
	{ 0, CUE(CUE_UNSUITABLE) | CUE(CUE_NONE_OF), 0, 0, FACT_SETTLED, FACT_ELSEWHEN,
	    EVENT_RESCHEDULE, 3 },
	{ 0, CUE(CUE_UNABLE) | CUE(CUE_UNSUITABLE), 0, 0, FACT_NEW | FACT_STANDING | FACT_ELSEWHEN,
	    0, EVENT_RESCHEDULE, 6 },
	{ CUE(CUE_LATER_BY) | CUE(CUE_EARLIER_BY), 0, CUE(CUE_RUNNING_LATE) | CUE(CUE_CONFIRM), 0,
	    FACT_SETTLED | FACT_LENGTH, 0, EVENT_RESCHEDULE, 5 },
	{ CUE(CUE_OTHERS), 0, 0, 0, FACT_SETTLED, 0, EVENT_RESCHEDULE, 5 },
	{ CUE(CUE_OTHERS), 0, 0, 0, FACT_NEW | FACT_STANDING, 0, EVENT_RESCHEDULE, 6 },
	{ 0, CUE(CUE_PROPOSE) | CUE(CUE_WISH), CUE(CUE_CONFIRM) | CUE(CUE_KEEP), 0,
	    FACT_SETTLED | FACT_TIME, 0, EVENT_RESCHEDULE, 4 },
	{ 0, CUE(CUE_SUITS), CUE(CUE_CONFIRM) | CUE(CUE_KEEP), 0,
	    FACT_SETTLED | FACT_TIME | FACT_QUESTION, 0, EVENT_RESCHEDULE, 4 },
	{ 0, 0, 0, 0, FACT_SETTLED | FACT_NOT_TIME, 0, EVENT_RESCHEDULE, 3 },

	/* to call it off */
	{ CUE(CUE_CANCEL), CUE(CUE_MEETING) | CUE(CUE_IT), 0, 0, 0, 0, EVENT_CANCEL, 7 },
	{ CUE(CUE_CANCEL), 0, 0, 0, FACT_ANSWER, 0, EVENT_CANCEL, 7 },
	{ CUE(CUE_CANCEL), 0, 0, 0, FACT_NEW | FACT_MEETING, 0, EVENT_CANCEL, 5 },
	{ CUE(CUE_UNABLE), 0, CUE(CUE_COMPANION), 0, FACT_SETTLED, FACT_ELSEWHEN, EVENT_CANCEL, 5 },
	{ CUE(CUE_UNABLE), 0, 0, 0, FACT_NEW | FACT_STANDING, FACT_ELSEWHEN, EVENT_CANCEL, 5 },
	{ CUE(CUE_REFUSE), 0, 0, 0, FACT_SETTLED, 0, EVENT_CANCEL, 4 },
	{ CUE(CUE_REFUSE), CUE(CUE_MEETING), 0, 0, FACT_STANDING, 0, EVENT_CANCEL, 5 },

	/* who comes to what stands, and when */
	{ CUE(CUE_RUNNING_LATE), 0, CUE(CUE_COMPANION), 0, FACT_SETTLED,
	    FACT_CHANGES | FACT_QUESTION, EVENT_LATE, 8 },
	{ CUE(CUE_RUNNING_LATE), 0, CUE(CUE_COMPANION), 0, FACT_NEW,
	    FACT_CHANGES | FACT_QUESTION | FACT_GATHERING, EVENT_LATE, 5 },
	{ CUE(CUE_COMPANION), CUE(CUE_JOIN) | CUE(CUE_ADD) | CUE(CUE_SIGN_UP),
	    CUE(CUE_UNABLE) | CUE(CUE_CANCEL) | CUE(CUE_DENIAL) | CUE(CUE_DENIAL_BEHIND), 0,
	    FACT_SETTLED, FACT_GATHERING, EVENT_BRING, 8 },
	{ 0, CUE(CUE_ADD) | CUE(CUE_JOIN), CUE(CUE_DENIAL) | CUE(CUE_DENIAL_BEHIND), 0,
	    FACT_SETTLED | FACT_ADDRESS, FACT_GATHERING, EVENT_BRING, 7 },
	{ 0, 0, 0, 0, FACT_WHOM | FACT_ADDRESS, 0, EVENT_BRING, 9 },

	/* office hours and focus groups */
	{ CUE(CUE_JOIN), 0, 0, 0, FACT_JOINS, 0, EVENT_JOIN, 6 },
	{ CUE(CUE_SIGN_UP), 0, 0, 0, FACT_GATHERING, 0, EVENT_JOIN, 7 },
	{ CUE(CUE_SIGN_UP), 0, CUE(CUE_MEETING), 0, 0, FACT_GATHERING, EVENT_JOIN, 4 },
	{ CUE(CUE_JOIN), 0, 0, 0, FACT_GATHERING, 0, EVENT_JOIN, 3 },
	{ CUE(CUE_JOIN), 0, 0, 0, FACT_GATHERING | FACT_ANSWER, 0, EVENT_JOIN, 5 },
	{ CUE(CUE_WITHDRAW), 0, 0, 0, FACT_GATHERING, 0, EVENT_WITHDRAW, 9 },
	{ CUE(CUE_WITHDRAW), 0, 0, 0, FACT_ANSWER, FACT_GATHERING, EVENT_WITHDRAW, 5 },
	{ CUE(CUE_CANCEL), 0, 0, 0, FACT_GATHERING, FACT_STANDING, EVENT_WITHDRAW, 8 },
	{ CUE(CUE_CANCEL) | CUE(CUE_GATHERING), 0, 0, 0, 0, 0, EVENT_WITHDRAW, 8 },
	{ CUE(CUE_UNABLE), 0, 0, 0, FACT_GATHERING, 0, EVENT_WITHDRAW, 7 },

	/* to be forgotten */
	{ CUE(CUE_FORGET), 0, CUE(CUE_STORY), 0, 0, 0, EVENT_FORGET, 12 },

	/* something else */
	{ 0, 0, 0, 0, FACT_BULK, 0, EVENT_OTHER, 8 },
	{ CUE(CUE_BULK), 0, 0, 0, FACT_NEW, 0, EVENT_OTHER, 3 },
	{ CUE(CUE_JOB), 0, 0, 0, FACT_NEW, 0, EVENT_OTHER, 6 },
	{ CUE(CUE_REFUSE), TALK, 0, 0, FACT_NEW, FACT_STANDING, EVENT_OTHER, 6 },
	{ 0, 0, 0, CUE(CUE_MEETING), FACT_NEW, FACT_STANDING, EVENT_OTHER, 3 },
	{ CUE(CUE_THANKS), CUE(CUE_MEETING) | CUE(CUE_STORY),
	    CUE(CUE_CONFIRM) | CUE(CUE_AGREE) | CUE(CUE_WISH) | CUE(CUE_KEEP), 0, FACT_ANSWER,
	    FACT_QUESTION, EVENT_OTHER, 4 },
	{ CUE(CUE_QUESTION), 0, 0, 0, FACT_QUESTION | FACT_SETTLED, 0, EVENT_OTHER, 4 },
	{ CUE(CUE_PENDING), 0, 0, 0, FACT_ANSWER, 0, EVENT_OTHER, 4 },
	{ CUE(CUE_QUESTION), CUE(CUE_CANCEL) | CUE(CUE_WITHDRAW), 0, 0, FACT_QUESTION, 0,
	    EVENT_OTHER, 10 },
};

enum { KINDS = EVENT_OTHER + 1, LEAST = 2, SURE = 4, AHEAD = 2, BULK_LEAST = 2 };

struct weights {
	int of[KINDS];
	size_t told[KINDS]; /* the sentence that told most of it */
	int most[KINDS];
};

static bool
holds(const struct rule *r, const struct sentence *s, unsigned facts)
{
	return (s->said & r->said) == r->said && (r->any == 0 || (s->said & r->any) != 0) &&
	       (s->said & r->unsaid) == 0 && (s->denied & r->denied) == r->denied &&
	       (facts & r->facts) == r->facts && (facts & r->no_facts) == 0;
}

/*
 * A sentence gives each kind the weight of its strongest rule, and a kind the whole of its
 * strongest sentence and a little of the others: a long mail is no more a request than a short one.
 */
static void
weigh(const struct sentence *s, size_t at, unsigned mail_facts, struct weights *w)
{
	unsigned facts = s->facts | mail_facts;
	int here[KINDS] = { 0 };

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].weight > here[rules[i].kind] && holds(&rules[i], s, facts))
			here[rules[i].kind] = rules[i].weight;
	for (int kind = 0; kind < KINDS; kind++) {
		if (here[kind] == 0)
			continue;
		if (here[kind] > w->most[kind]) {
			w->of[kind] += here[kind] - w->most[kind];
			w->most[kind] = here[kind];
			w->told[kind] = at;
		} else if (w->of[kind] < w->most[kind] + 2)
			w->of[kind]++;
	}
}

static bool
is_choice(struct span s, const struct spans *offered)
{
	for (size_t k = 0; k < offered->n && s.end_at - s.start_at <= DAY; k++)
		if (span_overlaps(s, offered->items[k]))
			return true;
	return false;
}

/* "Tuesday, but not before eleven": hours are left of an offered day, and none of those offered. */
static bool
narrowed(const struct wish_reading *wish, const struct spans *offered)
{
	struct span day = { 0, 0 };

	for (size_t i = 0; i < wish->wishes.n; i++) {
		struct span s = wish->wishes.windows[i].span;

		if (s.end_at - s.start_at >= DAY || is_choice(s, offered))
			return false;
		day = s;
	}
	return day.end_at > day.start_at;
}

/*
 * Does a time wished for lie in one of those offered, or hold one?  A whole week is no choice of
 * one of its days, but Wednesday or Thursday is.
 */
static bool
matches(const struct wish_reading *wish, const struct spans *offered)
{
	for (size_t i = 0; i < wish->wishes.n; i++)
		if (is_choice(wish->wishes.windows[i].span, offered))
			return true;
	for (size_t i = 0; i < wish->n_mentions && !narrowed(wish, offered); i++)
		for (size_t k = 0; k < wish->mentions[i].n_spans; k++)
			if (wish->mentions[i].kind == MENTION_TIME &&
			    wish->mentions[i].n_spans <= offered->n &&
			    is_choice(wish->mentions[i].spans[k], offered))
				return true;
	return false;
}

/* "None of them, sorry": what is wished for then is something else. */
static bool
refuses_all(const struct sentences *all)
{
	for (size_t i = 0; i < all->n; i++)
		if ((all->items[i].said & CUE(CUE_NONE_OF)) != 0)
			return true;
	return false;
}

static unsigned
facts_of_mail(const struct sentences *all, const struct wish_reading *wish,
    const struct answered *answered, const struct intent *in)
{
	unsigned facts = answered->thread ? FACT_ANSWER : FACT_NEW;
	bool gathering = answered->gathering;
	size_t taken = 0, bulk = 0;

	if (answered->thread)
		facts |= answered->settled ? FACT_SETTLED : FACT_OPEN;
	if (answered->asked)
		facts |= FACT_ASKED;
	facts |= (answered->address ? FACT_ADDRESS : 0) | (answered->whom ? FACT_WHOM : 0);
	if (answered->offered > 0) {
		facts |= FACT_OFFERED;
		if (matches(wish, &answered->times) && !refuses_all(all))
			facts |= FACT_MATCHES;
	}
	for (size_t i = 0; i < all->n; i++) {
		gathering |= (all->items[i].said & CUE(CUE_GATHERING)) != 0;
		if ((all->items[i].said & TALK) != 0)
			facts |= FACT_MEETING;
		if (((all->items[i].said | all->items[i].perhaps) &
			(CUE(CUE_CANCEL) | CUE(CUE_MOVE) | CUE(CUE_SHIFT) | CUE(CUE_UNABLE) |
			    CUE(CUE_PROPOSE))) != 0)
			facts |= FACT_CHANGES;
		if ((all->items[i].said & (CUE(CUE_OTHERS) | CUE(CUE_PROPOSE))) != 0 ||
		    ((all->items[i].facts & FACT_TIME) != 0 &&
			(all->items[i].said & (CUE(CUE_WISH) | CUE(CUE_SUITS))) != 0))
			facts |= FACT_ELSEWHEN;
		if ((all->items[i].facts & FACT_TIME) != 0 &&
		    (all->items[i].said & (CUE(CUE_WISH) | CUE(CUE_SUITS))) != 0)
			facts |= FACT_CHANGES;
	}
	for (size_t i = 0; i < all->n_hits; i++)
		bulk += (all->hits[i].cues & (CUE(CUE_BULK) | CUE(CUE_JOB))) != 0;
	if (bulk >= BULK_LEAST && !answered->thread)
		facts |= FACT_BULK;
	for (size_t i = 0; i < in->n_picks; i++)
		taken += !in->picks[i].refused;
	if (taken > 0)
		facts |= FACT_PICKED;
	else if (in->n_picks > 0)
		facts |= FACT_REFUSED;
	return facts | (gathering ? FACT_GATHERING : 0);
}

/* Outside a thread only a number that says what it is counts: "option 2". */
static void
keep_picks(const struct answered *answered, struct intent *in)
{
	size_t kept = 0;

	for (size_t i = 0; i < in->n_picks; i++)
		if (answered->thread &&
		    (!answered->settled || answered->offered > 0 || in->picks[i].plain))
			in->picks[kept++] = in->picks[i];
	in->n_picks = kept;
}

/* "Any of them": all there are, or the first where their number is not known. */
static void
take_any(const struct tokens *ts, const struct sentences *all, const struct answered *answered,
    struct arena *a, struct intent *out)
{
	size_t n = answered->offered > 0 ? answered->offered : 1;

	for (size_t i = 0; i < all->n_hits; i++) {
		const struct cue_hit *hit = &all->hits[i];

		if ((hit->cues & CUE(CUE_ANY_OF)) == 0)
			continue;
		out->picks = arena_alloc(a, n * sizeof *out->picks);
		for (out->n_picks = 0; out->n_picks < n; out->n_picks++)
			out->picks[out->n_picks] = (struct pick){ .number = (int)out->n_picks + 1,
				.plain = true,
				.from = hit->from,
				.end = hit->end,
				.from_byte = ts->items[hit->from].from,
				.to_byte = ts->items[hit->end - 1].to };
		return;
	}
}

static void
decide_kind(const struct weights *w, bool doubtful, struct intent *out)
{
	enum event_kind best = EVENT_OTHER;
	int second = 0;

	for (int kind = 0; kind < KINDS; kind++)
		if (w->of[kind] > w->of[best] ||
		    (w->of[kind] == w->of[best] && w->of[kind] > 0 && best == EVENT_OTHER))
			best = (enum event_kind)kind;
	if (w->of[best] < LEAST)
		best = EVENT_OTHER;
	for (int kind = 0; kind < KINDS; kind++)
		if (kind != (int)best && w->of[kind] > second)
			second = w->of[kind];
	out->kind = best;
	out->certain = !doubtful && w->of[best] >= SURE && w->of[best] - second >= AHEAD;
}

void
intent_read(const struct tokens *ts, const struct sentences *all, const struct wish_reading *wish,
    const struct answered *answered, struct arena *a, struct intent *out)
{
	struct weights w = { 0 };
	bool doubtful = false;
	unsigned facts;

	memset(out, 0, sizeof *out);
	out->picks = picks_read(ts, all, wish, answered->offered, a, &out->n_picks);
	keep_picks(answered, out);
	facts = facts_of_mail(all, wish, answered, out);
	for (size_t i = 0; i < all->n; i++) {
		weigh(&all->items[i], i, facts, &w);
		doubtful |= all->items[i].perhaps != 0;
	}
	decide_kind(&w, doubtful, out);
	if (out->kind == EVENT_PICK && out->n_picks == 0 && !wish->wishes.named)
		take_any(ts, all, answered, a, out);
	if (w.of[out->kind] > 0) {
		const struct sentence *told = &all->items[w.told[out->kind]];

		out->from = ts->items[told->from].from;
		out->to = ts->items[told->end - 1].to;
	}
}
