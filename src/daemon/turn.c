#include "daemon/turn.h"

#include "base/arena.h"
#include "base/digest.h"
#include "daemon/athand.h"
#include "daemon/calendars.h"
#include "daemon/farewell.h"
#include "daemon/ours.h"
#include "daemon/passage.h"
#include "inbox/screen.h"
#include "store/meetings.h"
#include "store/queue.h"

#include <string.h>

/* The team as decide wants it; the configured one belongs to all and stays as it is. */
static int
take_stock(const struct turn *t, int64_t now, struct arena *a, struct team *team, struct err *err)
{
	const struct team *configured = &t->config->team;

	*team = *configured;
	team->staff = arena_alloc(a, (configured->n + 1) * sizeof *team->staff);
	if (configured->n > 0)
		memcpy(team->staff, configured->staff, configured->n * sizeof *team->staff);
	if (meetings_taken(t->db, team, now, a, err) == -1)
		return -1;
	return calendars_taken(t->db, t->config, team, now, a, err);
}

/* For what no event can express. */
static void
decide_for_operator(const struct rules *rules, const char *about, const char *why, struct arena *a,
    struct event *ev, struct decision *d)
{
	*ev = (struct event){
		.kind = EVENT_OTHER,
		.from = { "", "" },
		.tag = "",
		.answers = "",
		.message_id = about,
		.subject = "",
		.language = "en",
		.zone = rules->zone,
		.topic = "",
		.calendar = event_no_calendar(),
	};
	*d = (struct decision){ .verdict = VERDICT_WITH_PERSON };
	d->next = (struct meeting){ .state = MEETING_NEW };
	meeting_copy(&d->next, &d->next, a);
	effects_init(&d->effects, a);
	effect_add(&d->effects, EFFECT_OPERATOR, rules->operator_email)->why = why;
}

static int
write_mails(const struct turn *t, const struct decision *d, const struct event *ev,
    const char *subject, const char *digest, int64_t now, struct arena *a, struct mails *out,
    struct err *err)
{
	struct composer composer = {
		.langs = t->langs,
		.team = &t->config->team,
		.key = t->key,
		.subject = subject,
		.digest = digest,
	};

	return mails_write(&composer, d, ev, now, a, out, err);
}

static int
decide_mail(struct passage *p, struct err *err)
{
	const struct turn *t = p->turn;
	const char *seed =
	    digest_keyed_hex(t->key, strlen(t->key), p->mail.letter.digest, p->arena);
	const char *subject = p->mail.letter.subject != NULL ? p->mail.letter.subject : "";
	struct err why = { 0 };
	int leaves;

	if (p->trouble[0] == '\0') {
		if (take_stock(t, p->now, p->arena, &p->team, err) == -1)
			return -1;
		if ((leaves = farewell(p, err)) == -1)
			return -1;
		if (leaves == 0)
			decide(&p->event, &p->was, &p->team, seed, p->now, p->arena, &p->decision);
		if (passage_brake(p, err) == -1)
			return -1;
		if (write_mails(t, &p->decision, &p->event, subject, p->mail.letter.digest, p->now,
			p->arena, &p->mails, &why) == 0)
			return 0;
		p->trouble = arena_printf(p->arena, "no answer could be written: %s", why.text);
	}
	decide_for_operator(&t->config->team.rules, p->mail.letter.digest, p->trouble, p->arena,
	    &p->event, &p->decision);
	if (passage_brake(p, err) == -1)
		return -1;
	return write_mails(t, &p->decision, &p->event, subject, p->mail.letter.digest, p->now,
	    p->arena, &p->mails, err);
}

/*
 * Known by its bytes: it was moved, or the server numbered its mails anew.  Known by what it says:
 * it was delivered twice.  Neither is answered again.
 */
static int
settle_known(struct passage *p, const struct mail_row *known, const char **line, struct err *err)
{
	const struct arrival *in = p->in;
	bool same_bytes = in->bytes == NULL || strcmp(known->digest, p->mail.letter.digest) == 0;

	*line = arena_printf(p->arena, "mail %u/%u, %zu bytes: %s, meeting %lld", in->uid_validity,
	    in->uid, in->size, same_bytes ? "known, in a new place" : "duplicate",
	    (long long)known->meeting);
	if (p->turn->dry)
		return 0;
	if (same_bytes)
		return mails_place(p->turn->db, known->digest, in->uid_validity, in->uid, err);
	return passage_put_mail(p, VERDICT_DUPLICATE, "", known->meeting, err);
}

static int
settle_old(struct passage *p, const char **line, struct err *err)
{
	*line = arena_printf(p->arena, "mail %u/%u: from before the first start",
	    p->in->uid_validity, p->in->uid);
	return p->turn->dry ? 0 : passage_put_mail(p, VERDICT_APPLIED, "old", 0, err);
}

/* 1 and the mail it is, 0 it is a new one, -1 */
static int
find_known(struct passage *p, struct mail_row *known, struct err *err)
{
	int seen = mails_seen(p->turn->db, p->mail.letter.digest, p->mail.letter.content_key,
	    p->arena, known, err);

	if (seen == 1 && p->in->bytes == NULL && !p->in->done &&
	    strcmp(known->digest, p->mail.letter.digest) != 0) {
		/* Unread, of the same size and second, but new: another mail. */
		p->mail.letter.content_key = p->mail.letter.digest;
		return 0;
	}
	return seen;
}

/* Copies of mails that went out are nobody's, whoever has handled them. */
static bool
handled_elsewhere(const struct passage *p)
{
	const char *own = p->turn->config->team.rules.own_address, *why;

	return p->in->done &&
	       (p->trouble[0] != '\0' || screen_letter(&p->mail.letter, own, &why) != SCREEN_OWN);
}

static int
pass(struct passage *p, const char **line, struct err *err)
{
	struct mail_row known;
	int seen, ours = 0;

	if (p->trouble[0] == '\0' && !p->in->old)
		ours = ours_settle(p->turn, p->in, &p->mail.letter, p->now, p->arena, line, err);
	if (ours != 0)
		return ours == -1 ? -1 : 0;
	if ((seen = find_known(p, &known, err)) == -1)
		return -1;
	if (seen == 1)
		return settle_known(p, &known, line, err);
	if (p->in->old)
		return settle_old(p, line, err);
	if (handled_elsewhere(p))
		p->trouble = TURN_ELSEWHERE;
	if (passage_understand(p, err) == -1 || decide_mail(p, err) == -1 ||
	    passage_keep(p, err) == -1)
		return -1;
	*line = passage_tell(p);
	return 0;
}

static int
pass_and_commit(struct passage *p, const char **line, struct err *err)
{
	if (db_begin(p->turn->db, err) == -1)
		return -1;
	if (pass(p, line, err) == -1) {
		db_rollback(p->turn->db);
		return -1;
	}
	return db_commit(p->turn->db, err);
}

static int
pass_for_good(struct passage *p, const char **line, struct err *err)
{
	if (pass_and_commit(p, line, err) == 0)
		return 0;
	if (err->kind != ERR_REJECT || p->trouble[0] != '\0')
		return -1;
	/* The store's rules stopped a mistake of ours: a person must see to this mail. */
	p->trouble =
	    arena_printf(p->arena, "what followed from it could not be stored: %s", err->text);
	return pass_and_commit(p, line, err);
}

int
turn_mail(const struct turn *t, const struct arrival *in, int64_t now, struct arena *a,
    const char **line, struct err *err)
{
	struct passage p = { .turn = t, .in = in, .now = now, .arena = a, .team = t->config->team };
	int ret;

	if (passage_open(&p, err) == -1)
		return -1;
	if (t->dry)
		return pass(&p, line, err);
	if (calendars_fresh(t, now, a, err) == -1)
		return -1;
	if (t->athand == NULL)
		return pass_for_good(&p, line, err);
	if (athand_begin(t->athand, p.mail.letter.digest) >= ATHAND_TRIES && p.trouble[0] == '\0')
		p.trouble =
		    arena_printf(a, "convened ended %d times while it worked on it", ATHAND_TRIES);
	ret = pass_for_good(&p, line, err);
	athand_end(t->athand);
	return ret;
}

/* Nobody is written to unasked whose mails come back. */
static int
mark_lost(const struct turn *t, struct meeting *m, struct err *err)
{
	for (size_t i = 0; i < m->n_guests; i++) {
		int64_t at;

		if (person_bounced_at(t->db, m->guests[i].email, &at, err) == -1)
			return -1;
		m->guests[i].lost = at != 0;
	}
	return 0;
}

/* There was nothing to do yet: no line in the meeting's story. */
static bool
only_waits(const struct meeting *was, const struct decision *d)
{
	const struct meeting *m = &d->next;

	for (size_t i = 0; i < d->effects.n; i++)
		if (d->effects.items[i].kind != EFFECT_WAKE)
			return false;
	for (size_t i = 0; i < m->n_offers; i++)
		if (m->offers[i].state != was->offers[i].state)
			return false;
	return m->state == was->state && m->reminded_at == was->reminded_at;
}

static int
wake_meeting(const struct turn *t, int64_t id, int64_t now, struct arena *a, const char **line,
    struct err *err)
{
	struct decision d;
	struct meeting was;
	struct mails mails;
	struct team team;
	int found;

	if ((found = meetings_load(t->db, id, a, &was, err)) == -1)
		return -1;
	*line = arena_printf(a, "meeting %lld: looked at again", (long long)id);
	if (meetings_wake_at(t->db, id, 0, err) == -1)
		return -1;
	if (found == 0)
		return 0;
	if (take_stock(t, now, a, &team, err) == -1 || mark_lost(t, &was, err) == -1)
		return -1;
	decide_time_up(&was, &team, now, a, &d);
	if (only_waits(&was, &d))
		return d.effects.n == 0 ? 0
		                        : meetings_wake_at(t->db, id, d.effects.items[0].at, err);
	if (write_mails(t, &d, NULL, "", "", now, a, &mails, err) == -1)
		return -1;
	if (passage_keep_meeting(t, &d, "time is up", now, a, err) == -1)
		return -1;
	return queue_put(t->db, id, &mails, now, err);
}

int
turn_due(const struct turn *t, int64_t now, struct arena *a, const char ***lines, size_t *n,
    struct err *err)
{
	int64_t *ids;
	size_t due;

	*n = 0;
	if (meetings_due(t->db, now, a, &ids, &due, err) == -1)
		return -1;
	*lines = arena_alloc(a, (due + 1) * sizeof **lines);
	if (due > 0 && calendars_fresh(t, now, a, err) == -1)
		return -1;
	for (size_t i = 0; i < due; i++) {
		if (db_begin(t->db, err) == -1)
			return -1;
		if (wake_meeting(t, ids[i], now, a, &(*lines)[i], err) == -1) {
			db_rollback(t->db);
			return -1;
		}
		if (db_commit(t->db, err) == -1)
			return -1;
		(*n)++;
	}
	return 0;
}

int
turn_tell_operator(const struct turn *t, const char *about, const char *why, int64_t now,
    struct arena *a, struct err *err)
{
	struct decision d;
	struct mails mails;
	struct event ev;

	decide_for_operator(&t->config->team.rules, about, why, a, &ev, &d);
	if (write_mails(t, &d, &ev, "", "", now, a, &mails, err) == -1)
		return -1;
	for (size_t i = 0; i < mails.n; i++) {
		int known = queue_knows(t->db, mails.items[i].message_id, NULL, err);

		if (known != 0)
			return known == -1 ? -1 : 0;
	}
	return queue_put(t->db, 0, &mails, now, err);
}
