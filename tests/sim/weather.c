#include "sim/weather.h"

#include "base/date.h"
#include "sim/chance.h"

#include <stddef.h>

enum { DAYS = 6, NOT_THE_CROWD_S = 2654435761u };

/* A quarter to some hour of the first days; the crowd's begins_at is a minute past one. */
static int64_t
some_time(int64_t begins_at, struct chance *c)
{
	return begins_at + chance_below(c, DAYS * 24) * HOUR + 44 * MINUTE;
}

static void
plan_meddling(struct weather *w, int64_t begins_at, struct chance *c)
{
	int n = chance_of(c, 40) ? 1 + chance_below(c, 3) : 0;

	for (int i = 0; i < n; i++)
		w->meddling[w->n_meddling++] = (struct meddling){ .at = some_time(begins_at, c),
			.what = chance_below(c, MEDDLE_MOVE_BACK),
			.number = chance_below(c, 1000) };
}

/*
 * Mails that are not read, each for a reason of its own.  Those whose bytes never come are known by
 * their number, which depends on how many copies lie before them: so only where none come.
 */
static void
plan_mails(struct weather *w, int64_t begins_at, struct chance *c)
{
	for (enum gist gist = GIST_LARGE; gist <= GIST_VANISHED; gist++)
		if (chance_of(c, gist == GIST_LARGE || gist == GIST_WITHHELD ? 60 : 15) &&
		    (crowd_takes_no_copies(w->crowd) || gist == GIST_BROKEN ||
			gist == GIST_VANISHED))
			crowd_plan(w->crowd, begins_at + chance_below(c, DAYS * 24) * HOUR, gist);
}

void
weather_open(struct weather *w, uint64_t seed, int64_t begins_at)
{
	struct chance c = chance_new(seed ^ NOT_THE_CROWD_S);

	w->n_meddling = 0;
	w->calamity = chance_of(&c, 40) ? (enum calamity)(1 + chance_below(&c, CALAMITIES - 1))
	                                : CALAMITY_NONE;
	w->begins_at = w->calamity != CALAMITY_NONE ? some_time(begins_at, &c) : 0;
	w->ends_at = w->begins_at != 0 ? w->begins_at + (1 + chance_below(&c, 6)) * HOUR : 0;
	w->imap->chatty = chance_of(&c, 30);
	plan_meddling(w, begins_at, &c);
	plan_mails(w, begins_at, &c);
}

/* --- another mail program */

static struct box_mail *
chosen_mail(struct weather *w, int number)
{
	const struct crowd *c = w->crowd;
	struct server_imap *s = w->imap;

	for (size_t i = 0; i < s->n && c->n_written > 0; i++)
		if (s->mails[i].sent == c->written[(size_t)number % c->n_written])
			return s->mails[i].done ? &s->mails[i] : NULL;
	return NULL;
}

static void
meddle(struct weather *w, struct meddling *m, int64_t now)
{
	struct box_mail *mail;

	m->at = 0;
	if (m->what == MEDDLE_MOVE_BACK) {
		imap_server_deliver(w->imap, &m->mail);
		return;
	}
	if ((mail = chosen_mail(w, m->number)) == NULL)
		return;
	switch (m->what) {
	case MEDDLE_MOVE_AWAY:
		*m = (struct meddling){ .at = now + HOUR, .what = MEDDLE_MOVE_BACK, .mail = *mail };
		imap_server_remove(w->imap, mail);
		break;
	case MEDDLE_EXPUNGE: imap_server_remove(w->imap, mail); break;
	case MEDDLE_CLEAR: /* what a person should see stays theirs */
		mail->done = mail->review;
		mail->meddled = true;
		break;
	case MEDDLE_MOVE_BACK: break;
	}
}

/* --- calamities */

const char *
calamity_name(enum calamity calamity)
{
	static const char *const names[CALAMITIES] = { "no calamity", "a full disk",
		"nothing is taken for now", "the server hangs up", "the clock is a day ahead",
		"the clock is an hour behind" };

	return names[calamity];
}

static void
turn(struct weather *w, bool on)
{
	switch (w->calamity) {
	case CALAMITY_DISK_FULL: disk_fill(w->disk, on); break;
	case CALAMITY_NOT_NOW: w->crowd->not_now = on; break;
	case CALAMITY_HANGING_UP: w->smtp->hanging_up = on; break;
	case CALAMITY_CLOCK_ON: w->clock->ahead_seconds = on ? DAY : 0; break;
	case CALAMITY_CLOCK_BACK: w->clock->ahead_seconds = on ? -HOUR : 0; break;
	case CALAMITY_NONE:
	case CALAMITIES: break;
	}
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

int64_t
weather_next_at(const struct weather *w)
{
	int64_t at = earlier(w->begins_at, w->ends_at);

	for (int i = 0; i < w->n_meddling; i++)
		at = earlier(at, w->meddling[i].at);
	return at;
}

void
weather_act(struct weather *w, int64_t now)
{
	if (w->begins_at != 0 && w->begins_at <= now) {
		w->begins_at = 0;
		turn(w, true);
	}
	if (w->ends_at != 0 && w->ends_at <= now) {
		w->ends_at = 0;
		turn(w, false);
	}
	for (int i = 0; i < w->n_meddling; i++)
		if (w->meddling[i].at != 0 && w->meddling[i].at <= now)
			meddle(w, &w->meddling[i], now);
}
