#include "sim/oracle.h"

#include "base/arena.h"
#include "base/buf.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct oracle {
	struct world *world;
	const struct crowd *crowd;
	struct arena *arena;
	struct buf wrong;
	sqlite3 *db; /* the store, for looking at it; NULL: not yet */
};

static void __attribute__((format(printf, 2, 3))) complain(struct oracle *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_printf(&o->wrong, "%s\n", arena_vprintf(o->arena, fmt, ap));
	va_end(ap);
}

static const char *
when(const struct oracle *o, int64_t at)
{
	struct civil t;

	civil_from_seconds(at, &t);
	return arena_printf(o->arena, "%02d-%02d %02d:%02d", t.date.month, t.date.day,
	    t.minute / 60, t.minute % 60);
}

/* --- every mail is handled, and answered as often as it should be */

/* May nobody answer it, or must somebody? */
static int
answers_due(const struct written *w)
{
	switch (w->gist) {
	case GIST_REQUEST:
	case GIST_EXACT:
	case GIST_PICK:
	case GIST_DECLINE:
	case GIST_MOVE:
	case GIST_CALL_OFF:
	case GIST_NO: return w->writer->temper == WRITER_REFUSED ? 0 : 1;
	case GIST_THANKS:
	case GIST_YES:
	case GIST_FORGED:
	case GIST_ROBOT:
	case GIST_BOUNCE:
	case GIST_NAMELESS:
	case GIST_OLD:
	case GIST_COPY:
	case GIST_LARGE:
	case GIST_BROKEN:
	case GIST_WITHHELD:
	case GIST_VANISHED: return 0;
	}
	return 0;
}

/* The last time that this mail came before, or NULL. */
static const struct heard *
came_before(const struct oracle *o, size_t i)
{
	const struct heard *h = o->crowd->heard[i];

	while (i-- > 0)
		if (strcmp(o->crowd->heard[i]->message_id, h->message_id) == 0)
			return o->crowd->heard[i];
	return NULL;
}

/* Mails to its writer that say they answer it; the same mail twice counts once here. */
static int
answers_heard(const struct oracle *o, const struct written *w)
{
	int n = 0;

	for (size_t i = 0; i < o->crowd->n_heard; i++) {
		const struct heard *h = o->crowd->heard[i];

		n += strcmp(h->in_reply_to, w->message_id) == 0 && w->writer != NULL &&
		     !h->unasked && strcmp(h->recipient, w->writer->email) == 0 &&
		     came_before(o, i) == NULL;
	}
	return n;
}

/* In one of the places where it lies, or lay until somebody took it away. */
static bool
with_person(const struct oracle *o, const struct written *w)
{
	const struct server_imap *s = &o->world->imap;

	for (size_t i = 0; i < s->n; i++)
		if (s->mails[i].sent == w && s->mails[i].review && s->mails[i].flagged)
			return true;
	for (int i = 0; i < s->n_away; i++)
		if (s->away[i] == w)
			return true;
	return false;
}

/* Once each; a mail that was handed to a person need not be answered, but never twice. */
static void
judge_answers(struct oracle *o)
{
	for (size_t i = 0; i < o->crowd->n_written; i++) {
		const struct written *w = o->crowd->written[i];
		int due = answers_due(w), heard = answers_heard(o, w);

		if (heard < due && w->gist == GIST_NO) /* to what is over or moved already */
			continue;
		if (w->gist == GIST_FORGED && heard <= 1)
			continue; /* there may be no meeting, which is told to whom it names */
		if (due != heard && !(heard < due && with_person(o, w)))
			complain(o, "%s (%s) of %s was answered %d times, not %d", w->message_id,
			    gist_name(w->gist), w->writer != NULL ? w->writer->name : "nobody",
			    heard, due);
	}
}

/* Whom it is from, or what it says, cannot be told. */
static bool
for_a_person(enum gist gist)
{
	return gist == GIST_NAMELESS || gist == GIST_LARGE || gist == GIST_BROKEN ||
	       gist == GIST_WITHHELD;
}

static void
judge_mailbox(struct oracle *o)
{
	const struct server_imap *s = &o->world->imap;

	for (size_t i = 0; i < s->n; i++) {
		const struct box_mail *m = &s->mails[i];
		const struct written *w = m->sent;

		if (w->gist == GIST_COPY && (!m->seen || s->can_move || s->can_expunge_uids))
			complain(o, "the copy of %s was not put away", w->message_id);
		if (!m->meddled && m->done != (w->gist != GIST_OLD))
			complain(o, "%s (%s) is %s in the mailbox", w->message_id,
			    gist_name(w->gist), m->done ? "marked" : "not marked");
		if (w->gist == GIST_VANISHED)
			complain(o, "%s was never asked for", w->message_id);
		if (for_a_person(w->gist) && !with_person(o, w))
			complain(o, "%s is not flagged for a person", w->message_id);
		if (m->done && (m->verdicts == 0 || (m->verdicts & (m->verdicts - 1)) != 0))
			complain(o, "%s does not bear one keyword for its verdict", w->message_id);
		if (m->review != m->flagged)
			complain(o, "%s has only half of its flags", w->message_id);
	}
	if (s->nonsense != NULL)
		complain(o, "the IMAP server was told %s", s->nonsense);
	if (o->world->smtp.nonsense != NULL)
		complain(o, "the SMTP server was told %s", o->world->smtp.nonsense);
}

/* --- everybody hears each thing once, and only what is theirs */

/*
 * The same mail may come again where nobody could know that the server had taken it: before a
 * mishap it was the last thing that happened, the store had taken nothing since, and no copy in the
 * mailbox told of it.
 */
static bool
excused(const struct oracle *o, const struct heard *first, const struct heard *again)
{
	const struct steps *s = &o->world->steps;

	for (int i = 0; i < s->come && !first->copied; i++)
		if (first->step <= s->mishaps[i].at && s->mishaps[i].at < again->step &&
		    s->mishaps[i].noted < first->step)
			return true;
	return false;
}

static void
judge_repeats(struct oracle *o)
{
	for (size_t i = 0; i < o->crowd->n_heard; i++) {
		const struct heard *h = o->crowd->heard[i], *first = came_before(o, i);

		if (first == NULL)
			continue;
		if (first->len != h->len || memcmp(first->bytes, h->bytes, h->len) != 0 ||
		    strcmp(first->recipient, h->recipient) != 0)
			complain(o, "<%s> came twice, and not the same", h->message_id);
		else if (!excused(o, first, h))
			complain(o, "<%s> came twice to %s", h->message_id, h->recipient);
	}
}

static bool
is_staff(const struct oracle *o, const char *email)
{
	return team_find(&o->world->config.team, email) != NULL ||
	       strcmp(email, o->world->config.team.rules.operator_email) == 0;
}

static bool
answers_another(const struct oracle *o, const struct heard *h)
{
	for (size_t i = 0; i < o->crowd->n_written; i++) {
		const struct written *w = o->crowd->written[i];

		if (w->writer != NULL && strcmp(w->message_id, h->in_reply_to) == 0)
			return strcmp(w->writer->email, h->recipient) != 0;
	}
	return false;
}

static void
judge_recipients(struct oracle *o)
{
	for (size_t i = 0; i < o->crowd->n_heard; i++) {
		const struct heard *h = o->crowd->heard[i];
		const struct writer *to = crowd_writer(&o->world->crowd, h->recipient);

		if (to == NULL && !is_staff(o, h->recipient))
			complain(o, "a mail went to %s, who has no part in this", h->recipient);
		if (strcmp(h->to, h->recipient) != 0)
			complain(o, "a mail to %s went to %s", h->to, h->recipient);
		if (to == NULL)
			continue;
		if (answers_another(o, h))
			complain(o, "%s got the answer to somebody else's mail", h->recipient);
		for (int k = 0; k < o->crowd->n_writers; k++) {
			const struct writer *other = &o->crowd->writers[k];

			if (other != to && (strstr(h->text, other->name) != NULL ||
					       strstr(h->text, other->email) != NULL))
				complain(o, "%s was told of %s", to->name, other->name);
		}
	}
}

/* What is offered can still be had when it is read. */
static void
judge_offers(struct oracle *o)
{
	for (size_t i = 0; i < o->crowd->n_heard; i++) {
		const struct heard *h = o->crowd->heard[i];

		for (int k = 0; k < h->n_offers; k++)
			if (h->offers[k].start_at != 0 && h->offers[k].start_at <= h->at)
				complain(o, "%s was offered %s, which is past", h->recipient,
				    when(o, h->offers[k].start_at));
	}
}

/* --- meetings: no slot twice, only times that were agreed upon, the same for all */

/* How a meeting stands for one person, by all they heard of it; NULL: they heard nothing. */
static const struct heard *
last_word(const struct oracle *o, const char *email, const char *uid)
{
	const struct heard *last = NULL;

	for (size_t i = 0; i < o->crowd->n_heard; i++) {
		const struct heard *h = o->crowd->heard[i];

		if (h->uid[0] != '\0' && strcmp(h->uid, uid) == 0 &&
		    strcmp(h->recipient, email) == 0 &&
		    (last == NULL || h->sequence >= last->sequence))
			last = h;
	}
	return last;
}

static bool
stands(const struct oracle *o, const struct heard *h)
{
	return h->kind == HEARD_INVITATION && last_word(o, h->recipient, h->uid) == h;
}

static void
judge_diaries(struct oracle *o)
{
	const struct crowd *c = o->crowd;

	for (size_t i = 0; i < c->n_heard; i++)
		for (size_t j = i + 1; j < c->n_heard; j++) {
			const struct heard *a = c->heard[i], *b = c->heard[j];

			if (is_staff(o, a->recipient) && strcmp(a->recipient, b->recipient) == 0 &&
			    strcmp(a->uid, b->uid) != 0 && stands(o, a) && stands(o, b) &&
			    span_overlaps(a->slot, b->slot))
				complain(o, "%s is to be in two meetings on %s", a->recipient,
				    when(o, b->slot.start_at));
		}
}

/* Did the guest name that time, or was it offered to them? */
static bool
agreed(const struct oracle *o, const struct writer *g, struct span slot)
{
	for (size_t i = 0; i < o->crowd->n_written; i++) {
		const struct written *w = o->crowd->written[i];

		if (w->writer == g && w->named.start_at == slot.start_at &&
		    w->named.end_at == slot.end_at)
			return true;
	}
	return false;
}

/* "A day later": than the meeting was when that came. */
static bool
moved_by_a_day(const struct oracle *o, const struct heard *h, const struct writer *g)
{
	bool asked = false, stood = false;

	for (size_t i = 0; i < o->crowd->n_written; i++)
		asked |= o->crowd->written[i]->writer == g &&
		         o->crowd->written[i]->gist == GIST_MOVE &&
		         o->crowd->written[i]->at <= h->at;
	for (size_t i = 0; i < o->crowd->n_heard; i++)
		stood |= strcmp(o->crowd->heard[i]->uid, h->uid) == 0 &&
		         o->crowd->heard[i]->slot.start_at + DAY == h->slot.start_at;
	return asked && stood;
}

static void
judge_times(struct oracle *o)
{
	for (size_t i = 0; i < o->crowd->n_heard; i++) {
		const struct heard *h = o->crowd->heard[i];
		const struct writer *g = crowd_writer(&o->world->crowd, h->recipient);

		if (h->kind == HEARD_INVITATION && g != NULL && !agreed(o, g, h->slot) &&
		    !moved_by_a_day(o, h, g))
			complain(o, "%s is invited for %s, which they never chose", g->name,
			    when(o, h->slot.start_at));
		for (size_t j = 0; j < o->crowd->n_heard; j++) {
			const struct heard *other = o->crowd->heard[j];

			if (g != NULL && h->uid[0] != '\0' && is_staff(o, other->recipient) &&
			    strcmp(other->uid, h->uid) == 0 && stands(o, h) != stands(o, other) &&
			    last_word(o, other->recipient, h->uid) == other &&
			    last_word(o, h->recipient, h->uid) == h)
				complain(o, "%s and %s do not think the same of one meeting",
				    h->recipient, other->recipient);
		}
	}
}

/* An invitation that answers the choice of a time is for that time. */
static void
judge_choices(struct oracle *o)
{
	for (size_t i = 0; i < o->crowd->n_written; i++) {
		const struct written *w = o->crowd->written[i];

		if (w->gist != GIST_PICK && w->gist != GIST_EXACT)
			continue;
		for (size_t j = 0; j < o->crowd->n_heard; j++) {
			const struct heard *h = o->crowd->heard[j];

			if (strcmp(h->in_reply_to, w->message_id) == 0 &&
			    h->kind == HEARD_INVITATION && h->slot.start_at != w->named.start_at)
				complain(o, "%s chose %s and is invited for %s", w->writer->name,
				    when(o, w->named.start_at), when(o, h->slot.start_at));
		}
	}
}

/* Whoever called a meeting off in time, as the last thing they wrote, has no meeting. */
static void
judge_calls_off(struct oracle *o)
{
	for (int k = 0; k < o->crowd->n_writers; k++) {
		const struct written *last = NULL;
		const struct heard *word;

		for (size_t i = 0; i < o->crowd->n_written; i++) {
			const struct written *w = o->crowd->written[i];

			if (w->writer == &o->crowd->writers[k] && w->gist != GIST_ROBOT &&
			    w->gist != GIST_THANKS && w->gist != GIST_YES && w->gist != GIST_NO &&
			    w->gist != GIST_BOUNCE && w->gist != GIST_FORGED)
				last = w;
		}
		if (last == NULL || last->gist != GIST_CALL_OFF || last->on->uid[0] == '\0')
			continue;
		word = last_word(o, last->writer->email, last->on->uid);
		if (word->kind == HEARD_INVITATION && word->slot.start_at > last->at)
			complain(o, "%s called a meeting off, and it stands", last->writer->name);
	}
}

/*
 * Nobody else calls off what somebody is invited to.  Who declines by calendar and then takes none
 * of the other times has done it.
 */
static void
judge_called_off(struct oracle *o)
{
	for (size_t i = 0; i < o->crowd->n_heard; i++) {
		const struct heard *h = o->crowd->heard[i];
		const struct writer *g = crowd_writer(&o->world->crowd, h->recipient);
		bool wanted = false;

		for (size_t k = 0; k < o->crowd->n_written; k++)
			wanted |= o->crowd->written[k]->writer == g &&
			          (o->crowd->written[k]->gist == GIST_CALL_OFF ||
				      o->crowd->written[k]->gist == GIST_NO) &&
			          o->crowd->written[k]->at <= h->at;
		if (h->kind == HEARD_CANCELLATION && g != NULL && !wanted)
			complain(o, "somebody else called off what %s is invited to", g->name);
	}
}

/* --- the store */

/* Opened at the first look; what the oracle does counts as no step. */
static bool
open_store(struct oracle *o)
{
	o->world->steps.unseen = true;
	return o->db != NULL || sqlite3_open_v2(o->world->config.store_path, &o->db,
				    SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK;
}

static void
close_store(struct oracle *o)
{
	sqlite3_close(o->db);
	o->db = NULL;
	o->world->steps.unseen = false;
}

static void
put_rows(struct oracle *o, const char *sql, const char *label, struct buf *out)
{
	sqlite3_stmt *st = NULL;

	if (!open_store(o) || sqlite3_prepare_v2(o->db, sql, -1, &st, NULL) != SQLITE_OK)
		complain(o, "the store cannot be read: %s", sqlite3_errmsg(o->db));
	while (st != NULL && sqlite3_step(st) == SQLITE_ROW) {
		buf_str(out, label);
		for (int i = 0; i < sqlite3_column_count(st); i++)
			buf_printf(out, " %s", (const char *)sqlite3_column_text(st, i));
		buf_char(out, '\n');
	}
	sqlite3_finalize(st);
}

/* What was sent since somebody waited, or a meeting came near. */
static void
judge_unasked(struct oracle *o, struct buf *found)
{
	put_rows(o,
	    "select meeting from queue where kind = 'chase' group by meeting having count(*) > 1",
	    "chased twice:", found);
	put_rows(o,
	    "select q.meeting, q.recipient from queue q join queue p on p.meeting = q.meeting"
	    " and p.recipient = q.recipient and p.kind = 'reminder' and p.id < q.id"
	    " and q.queued_at < p.queued_at + 10 * 3600 where q.kind = 'reminder'"
	    " and not exists (select 1 from queue u where u.meeting = q.meeting"
	    "  and u.kind = 'update' and u.id between p.id and q.id)",
	    "reminded twice:", found);
	put_rows(o,
	    "select q.meeting from queue q join queue p on p.meeting = q.meeting"
	    " and p.kind = 'cancel' and p.id < q.id where q.kind = 'reminder'",
	    "reminded of a meeting that is off:", found);
	put_rows(o,
	    "select q.meeting from queue q join meeting m on m.id = q.meeting"
	    " where q.kind = 'reminder' and m.sequence = 0 and q.queued_at >= m.start_at",
	    "reminded of a meeting that is past:", found);
	put_rows(o,
	    "select m.id from meeting m join offer o on o.meeting = m.id"
	    " where m.state in ('closed', 'cancelled') and o.state = 'open'",
	    "still held for a meeting that is off:", found);
}

static void
judge_store(struct oracle *o)
{
	struct buf found;

	buf_init(&found, o->arena);
	put_rows(o,
	    "select replace(integrity_check, char(10), ' ') from pragma_integrity_check"
	    " where integrity_check <> 'ok'",
	    "the store is damaged:", &found);
	put_rows(o, "select message_id, state from queue where state not in ('sent', 'failed')",
	    "still in the outbox:", &found);
	put_rows(o, "select count(*) from place where marked = 0 having count(*) > 0",
	    "mails without a mark:", &found);
	put_rows(o,
	    "select message_id, why from mail where why like 'what followed %'"
	    " or why like 'no answer could be written%'",
	    "a mistake of convened's own:", &found);
	put_rows(o,
	    "select a.host, a.start_at from booking a join booking b on a.host = b.host"
	    " and a.start_at < b.start_at and b.start_at < a.end_at",
	    "booked twice:", &found);
	put_rows(o,
	    arena_printf(o->arena, "select meeting, at from wake where at < %lld",
		(long long)o->world->clock.now_ms / 1000),
	    "never woken:", &found);
	judge_unasked(o, &found);
	buf_add(&o->wrong, found.data, found.len);
	if (o->world->early != NULL)
		complain(o, "<%s> was sent before the store knew of it", o->world->early);
	if (o->world->lives > 1 + o->world->steps.come &&
	    o->world->weather.calamity != CALAMITY_DISK_FULL)
		complain(o, "convened died %d times, with %d mishaps", o->world->lives - 1,
		    o->world->steps.come);
	if (o->world->broken != NULL)
		complain(o, "convened gave up: %s", o->world->broken);
}

const char *
oracle_judge(struct world *w)
{
	struct oracle o = { .world = w, .crowd = &w->crowd, .arena = w->arena };

	buf_init(&o.wrong, w->arena);
	judge_answers(&o);
	judge_mailbox(&o);
	judge_repeats(&o);
	judge_recipients(&o);
	judge_offers(&o);
	judge_diaries(&o);
	judge_times(&o);
	judge_choices(&o);
	judge_calls_off(&o);
	judge_called_off(&o);
	judge_store(&o);
	close_store(&o);
	return o.wrong.data;
}

/* --- the end as text */

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *
heard_line(const struct oracle *o, const struct heard *h)
{
	struct buf b;

	buf_init(&b, o->arena);
	buf_printf(&b, "heard %s <%s> on <%s> kind %d", h->recipient, h->message_id, h->in_reply_to,
	    (int)h->kind);
	for (int i = 0; i < h->n_offers; i++)
		buf_printf(&b, " %d: %s", i + 1, when(o, h->offers[i].start_at));
	if (h->uid[0] != '\0')
		buf_printf(&b, " %s/%d %s", h->uid, h->sequence, when(o, h->slot.start_at));
	buf_char(&b, '\n');
	return b.data;
}

/* In an order of their own, each once: a delay moves mails to different people past each other. */
static void
put_heard(struct oracle *o, struct buf *out)
{
	size_t n = o->crowd->n_heard;
	const char **lines = arena_alloc(o->arena, (n + 1) * sizeof *lines);

	for (size_t i = 0; i < n; i++)
		lines[i] = heard_line(o, o->crowd->heard[i]);
	qsort(lines, n, sizeof *lines, by_text);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(lines[i - 1], lines[i]) != 0)
			buf_str(out, lines[i]);
}

const char *
oracle_end(struct world *w)
{
	struct oracle o = { .world = w, .crowd = &w->crowd, .arena = w->arena };
	struct buf out;

	buf_init(&out, w->arena);
	buf_init(&o.wrong, w->arena);
	for (size_t i = 0; i < w->imap.n; i++) {
		const struct box_mail *m = &w->imap.mails[i];
		const struct written *sent = m->sent;

		/* How many copies there are may differ, and so does where the others are. */
		if (sent->gist != GIST_COPY)
			buf_printf(&out, "mailbox <%s> %s done %d review %d flagged %d\n",
			    sent->message_id, gist_name(sent->gist), m->done, m->review,
			    m->flagged);
	}
	put_heard(&o, &out);
	put_rows(&o,
	    "select id, state, with_person, topic, start_at, end_at, sequence, rounds, subject"
	    " from meeting order by id",
	    "meeting", &out);
	put_rows(&o, "select meeting, email, role, partstat, zone from guest order by 1, 2",
	    "guest", &out);
	put_rows(&o,
	    "select meeting, round, number, start_at, end_at, host, state from offer"
	    " order by meeting, position",
	    "offer", &out);
	put_rows(&o, "select host, start_at, end_at, meeting from booking order by 1, 2", "booking",
	    &out);
	put_rows(&o,
	    "select message_id, verdict, mail.meeting, why, uid_validity, count(*), sum(marked)"
	    " from mail join place on mail = mail.id where why <> 'own copy'"
	    " group by mail.id, uid_validity order by message_id, verdict, uid_validity",
	    "mail", &out);
	put_rows(&o, "select message_id, recipient, kind, state from queue order by 1", "queue",
	    &out);
	put_rows(&o, "select meeting, at from wake order by 1", "wake", &out);
	close_store(&o);
	buf_add(&out, o.wrong.data, o.wrong.len);
	return out.data;
}

const char *
oracle_difference(const char *a, const char *b, struct arena *arena)
{
	while (*a != '\0' && *b != '\0') {
		size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");

		if (n != m || strncmp(a, b, n) != 0)
			break;
		a += n + (a[n] == '\n');
		b += m + (b[m] == '\n');
	}
	if (*a == '\0' && *b == '\0')
		return NULL;
	return arena_printf(arena, "the end differs: %.*s\n   undisturbed: %.*s",
	    (int)strcspn(b, "\n"), b, (int)strcspn(a, "\n"), a);
}
