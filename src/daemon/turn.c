#include "daemon/turn.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "compose/mail.h"
#include "daemon/athand.h"
#include "daemon/ours.h"
#include "inbox/screen.h"
#include "store/mails.h"
#include "store/meetings.h"
#include "store/queue.h"
#include "understand/event.h"

#include <stdlib.h>
#include <string.h>

/* A Date further than this from the mail's arrival is a wrong clock, not a slow server. */
enum { DATE_TRUSTED_SECONDS = 7 * DAY };

/* One mail on its way through. */
struct passage {
	const struct turn *turn;
	const struct arrival *in;
	int64_t now;
	struct arena *arena;

	struct opened mail;
	const char *screened; /* what told that no person wrote it; "" */
	bool bounce;          /* a mail of ours did not arrive */
	const char *trouble;  /* why only a person can read it; "" */

	struct team team; /* the configured one, with what is taken at this moment */
	struct meeting was;
	struct person person;
	struct event event;
	struct decision decision;
	struct mails mails;
};

/*
 * A mail whose bytes were never fetched is known by its place, and where the mailbox says that it
 * was handled, by its size and arrival: those stay as they are when mails are numbered anew.
 */
static void
note_size(struct passage *p)
{
	const struct arrival *in = p->in;
	const char *place =
	    arena_printf(p->arena, "%u %u %zu", in->uid_validity, in->uid, in->size);
	const char *looks =
	    arena_printf(p->arena, "%lld %zu", (long long)in->received_at, in->size);

	p->trouble = arena_printf(p->arena, "too large to be read: %zu bytes", in->size);
	p->mail.letter.digest = digest_hex(place, strlen(place), p->arena);
	p->mail.letter.content_key = digest_hex(looks, strlen(looks), p->arena);
}

static int
take_apart(struct passage *p, struct err *err)
{
	const char *own_address = p->turn->config->team.rules.own_address;
	const struct arrival *in = p->in;

	if (p->turn->ward != NULL)
		return ward_read(p->turn->ward, in->bytes, in->len, own_address, p->arena, &p->mail,
		    err);
	return opened_read(in->bytes, in->len, own_address, p->arena, &p->mail, err);
}

/* What cannot be read is in p->trouble; -1: nothing can be read any more. */
static int
read_letter(struct passage *p, struct err *err)
{
	p->screened = p->trouble = "";
	if (p->in->bytes == NULL)
		note_size(p);
	else if (take_apart(p, err) == -1) {
		if (err->kind != ERR_REJECT)
			return -1;
		p->trouble = arena_str(p->arena, err->text);
	}
	if (p->mail.letter.content_key == NULL)
		p->mail.letter.content_key = p->mail.letter.digest;
	if (p->mail.letter.message_id == NULL)
		p->mail.letter.message_id = "";
	return 0;
}

/* By the Message-IDs it answers, or by the token in the address it went to. */
static int
find_meeting(struct passage *p, struct err *err)
{
	const struct letter *l = &p->mail.letter;
	int ret;

	ret = meetings_find(p->turn->db, l->references, l->n_references, l->tag, p->arena, &p->was,
	    err);
	if (ret == 0)
		p->was = (struct meeting){ .state = MEETING_NEW };
	return ret == -1 ? -1 : 0;
}

static void
hear(struct reader *r, const char *word, struct arena *a)
{
	r->listen_for = arena_more(a, r->listen_for, r->n_listen_for, sizeof *r->listen_for);
	r->listen_for[r->n_listen_for++] = word;
}

/* Words that say who is meant or what about, if they stand in a mail. */
static void
listen_for(struct reader *r, const struct team *team, struct arena *a)
{
	for (size_t i = 0; i < team->n; i++) {
		const struct staff *s = &team->staff[i];

		hear(r, s->name, a);
		hear(r, arena_mem(a, s->name, strcspn(s->name, " ")), a);
		hear(r, s->email, a);
		for (size_t k = 0; k < s->n_topics; k++)
			hear(r, s->topics[k], a);
	}
}

static int64_t
written_at(const struct passage *p)
{
	int64_t received_at = p->in->received_at != 0 ? p->in->received_at : p->now;
	int64_t sent_at = p->mail.letter.sent_at;

	if (sent_at == 0 || llabs(sent_at - received_at) > DATE_TRUSTED_SECONDS)
		return received_at;
	return sent_at;
}

/* The open offers by their numbers; one that is gone leaves its place empty. */
static void
tell_offers(struct reader *r, const struct meeting *was, struct arena *a)
{
	struct offer **open;
	struct span *spans;
	size_t n = meeting_open_offers(was, a, &open), most = 0;

	for (size_t i = 0; i < n; i++)
		if ((size_t)open[i]->number > most)
			most = (size_t)open[i]->number;
	spans = arena_alloc(a, (most + 1) * sizeof *spans);
	for (size_t i = 0; i < n; i++)
		spans[open[i]->number - 1] = open[i]->span;
	r->offered = spans;
	r->n_offered = most;
}

static int
read_event(struct passage *p, struct err *err)
{
	const struct rules *rules = &p->turn->config->team.rules;
	struct reader reader = {
		.own_address = rules->own_address,
		.authserv_id = p->turn->config->authserv_id,
		.default_zone = rules->zone,
		.remembered_language = "",
		.default_duration = rules->duration,
		.horizon_days = rules->horizon_minutes * MINUTE / DAY,
		.in_thread = p->was.state != MEETING_NEW,
		.settled = p->was.state == MEETING_SETTLED,
		.stands = p->was.state == MEETING_SETTLED ? p->was.slot : (struct span){ 0, 0 },
	};
	struct zone zone;

	if (p->mail.letter.from.email[0] != '\0') {
		if (person_load(p->turn->db, p->mail.letter.from.email, p->arena, &p->person,
			err) == -1)
			return -1;
		if (p->person.zone != NULL && zone_find(p->person.zone, &zone))
			reader.remembered_zone = &zone;
		if (p->person.language != NULL)
			reader.remembered_language = p->person.language;
		reader.chosen = p->person.chosen;
	}
	tell_offers(&reader, &p->was, p->arena);
	listen_for(&reader, &p->team, p->arena);
	event_read(&p->mail, &reader, p->turn->langs, p->screened, written_at(p), p->arena,
	    &p->event);
	p->event.bounce = p->bounce;
	return 0;
}

/* A calendar program's answer names the meeting, where nothing else did. */
static int
find_by_calendar(struct passage *p, struct err *err)
{
	if (p->was.state != MEETING_NEW || p->event.kind != EVENT_CALENDAR)
		return 0;
	if (p->event.calendar_uid[0] == '\0')
		return 0;
	return meetings_find_uid(p->turn->db, p->event.calendar_uid, p->arena, &p->was, err) == -1
	           ? -1
	           : 0;
}

/* The team as decide wants it; the configured one belongs to all and stays as it is. */
static int
take_stock(const struct turn *t, int64_t now, struct arena *a, struct team *team, struct err *err)
{
	const struct team *configured = &t->config->team;

	*team = *configured;
	team->staff = arena_alloc(a, (configured->n + 1) * sizeof *team->staff);
	if (configured->n > 0)
		memcpy(team->staff, configured->staff, configured->n * sizeof *team->staff);
	return meetings_taken(t->db, team, now, a, err);
}

static int
understand_mail(struct passage *p, struct err *err)
{
	const struct rules *rules = &p->turn->config->team.rules;

	if (p->trouble[0] != '\0')
		return 0;
	switch (screen_letter(&p->mail.letter, rules->own_address, &p->screened)) {
	case SCREEN_PERSON: p->screened = ""; break;
	case SCREEN_UNUSABLE: p->trouble = "it does not say who wrote it"; return 0;
	case SCREEN_BOUNCE: p->bounce = true; break;
	case SCREEN_OWN: p->mail.calendar.n = 0; break; /* our own invitation is no answer to one */
	case SCREEN_ROBOT:
	case SCREEN_LIST: break;
	}
	if (find_meeting(p, err) == -1 || read_event(p, err) == -1)
		return -1;
	return find_by_calendar(p, err);
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
		.calendar_method = "",
		.calendar_uid = "",
		.calendar_partstat = "",
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

	if (p->trouble[0] == '\0') {
		if (take_stock(t, p->now, p->arena, &p->team, err) == -1)
			return -1;
		decide(&p->event, &p->was, &p->team, seed, p->now, p->arena, &p->decision);
		if (write_mails(t, &p->decision, &p->event, subject, p->mail.letter.digest, p->now,
			p->arena, &p->mails, &why) == 0)
			return 0;
		p->trouble = arena_printf(p->arena, "no answer could be written: %s", why.text);
	}
	decide_for_operator(&t->config->team.rules, p->mail.letter.digest, p->trouble, p->arena,
	    &p->event, &p->decision);
	return write_mails(t, &p->decision, &p->event, subject, p->mail.letter.digest, p->now,
	    p->arena, &p->mails, err);
}

/* The wake that was asked for last counts. */
static int
keep_meeting(const struct turn *t, struct decision *d, const char *about, int64_t now,
    struct arena *a, struct err *err)
{
	if (d->next.state == MEETING_NEW)
		return 0;
	if (meetings_save(t->db, &d->next, err) == -1 ||
	    meetings_note(t->db, d->next.id, now, about, err) == -1)
		return -1;
	for (size_t i = 0; i < d->effects.n; i++) {
		const struct effect *e = &d->effects.items[i];

		if (e->kind == EFFECT_WAKE && meetings_wake_at(t->db, d->next.id, e->at, err) == -1)
			return -1;
		if (meetings_note(t->db, d->next.id, now, effect_line(e, &d->next, a), err) == -1)
			return -1;
	}
	return 0;
}

/* What a person says of their zone holds for the next mail; a Date header says it each time. */
static int
remember_person(struct passage *p, struct err *err)
{
	const struct event *ev = &p->event;
	struct person *person = &p->person;

	if (p->trouble[0] != '\0' || ev->kind == EVENT_AUTO ||
	    (ev->kind == EVENT_OTHER && !ev->asks_language) || ev->from.email[0] == '\0')
		return 0;
	person->email = ev->from.email;
	person->language = ev->answer_in;
	person->chosen |= ev->asks_language;
	if (ev->zone_source == ZONE_FROM_TEXT || ev->zone_source == ZONE_FROM_CALENDAR)
		person->zone = ev->zone.name;
	else if (person->zone == NULL)
		person->zone = "";
	return person_save(p->turn->db, person, p->now, err);
}

static int
put_mail(const struct passage *p, enum verdict verdict, const char *why, int64_t meeting,
    struct err *err)
{
	struct mail_row row = {
		.uid_validity = p->in->uid_validity,
		.uid = p->in->uid,
		.digest = p->mail.letter.digest,
		.content_key = p->mail.letter.content_key,
		.message_id = p->mail.letter.message_id,
		.received_at = p->in->received_at,
		.handled_at = p->now,
		.verdict = verdict,
		.meeting = meeting,
		.why = why,
		.marked = p->in->old,
	};

	return mails_put(p->turn->db, &row, err);
}

static int
keep(struct passage *p, struct err *err)
{
	struct decision *d = &p->decision;
	const char *about = arena_printf(p->arena, "mail: %s", event_kind_name(p->event.kind));
	const char *why = p->trouble[0] != '\0' ? p->trouble : p->screened;

	if (p->turn->dry)
		return 0;
	if (keep_meeting(p->turn, d, about, p->now, p->arena, err) == -1 ||
	    remember_person(p, err) == -1)
		return -1;
	if (queue_put(p->turn->db, d->next.id, &p->mails, p->now, err) == -1)
		return -1;
	return put_mail(p, d->verdict, why, d->next.id, err);
}

/* The meeting's number, what the mail was taken for, what follows from it. */
static const char *
tell(const struct passage *p)
{
	const struct decision *d = &p->decision;
	struct buf b;

	buf_init(&b, p->arena);
	buf_printf(&b, "mail %u/%u, %zu bytes: ", p->in->uid_validity, p->in->uid, p->in->size);
	if (strcmp(p->trouble, TURN_ELSEWHERE) == 0)
		buf_str(&b, "handled elsewhere");
	else if (p->trouble[0] != '\0')
		buf_printf(&b, "unreadable (%s)", p->trouble);
	else
		buf_str(&b, event_kind_name(p->event.kind));
	if (p->screened[0] != '\0')
		buf_printf(&b, " (%s)", p->screened);
	buf_printf(&b, ", %s", verdict_name(d->verdict));
	if (d->next.id != 0)
		buf_printf(&b, ", meeting %lld", (long long)d->next.id);
	for (size_t i = 0; i < d->effects.n; i++)
		buf_printf(&b, "%s%s", i == 0 ? ": " : "; ",
		    effect_line(&d->effects.items[i], &d->next, p->arena));
	return b.data;
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
	return put_mail(p, VERDICT_DUPLICATE, "", known->meeting, err);
}

static int
settle_old(struct passage *p, const char **line, struct err *err)
{
	*line = arena_printf(p->arena, "mail %u/%u: from before the first start",
	    p->in->uid_validity, p->in->uid);
	return p->turn->dry ? 0 : put_mail(p, VERDICT_APPLIED, "old", 0, err);
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
	if (understand_mail(p, err) == -1 || decide_mail(p, err) == -1 || keep(p, err) == -1)
		return -1;
	*line = tell(p);
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

	if (read_letter(&p, err) == -1)
		return -1;
	if (t->dry)
		return pass(&p, line, err);
	if (t->athand == NULL)
		return pass_for_good(&p, line, err);
	if (athand_begin(t->athand, p.mail.letter.digest) >= ATHAND_TRIES && p.trouble[0] == '\0')
		p.trouble =
		    arena_printf(a, "convened ended %d times while it worked on it", ATHAND_TRIES);
	ret = pass_for_good(&p, line, err);
	athand_end(t->athand);
	return ret;
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
	if (take_stock(t, now, a, &team, err) == -1)
		return -1;
	decide_time_up(&was, &team, now, a, &d);
	if (write_mails(t, &d, NULL, "", "", now, a, &mails, err) == -1)
		return -1;
	if (keep_meeting(t, &d, "time is up", now, a, err) == -1)
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
