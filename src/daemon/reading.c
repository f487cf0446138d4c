#include "daemon/passage.h"

#include "base/arena.h"
#include "base/digest.h"
#include "daemon/farewell.h"
#include "daemon/whose.h"
#include "inbox/screen.h"
#include "store/meetings.h"
#include "store/queue.h"

#include <stdlib.h>
#include <string.h>

/* A Date further than this from the mail's arrival is a wrong clock, not a slow server. */
enum { DATE_TRUSTED_SECONDS = 7 * DAY };

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
int
passage_open(struct passage *p, struct err *err)
{
	p->screened = p->trouble = p->held = p->lost_to = "";
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
		.in_thread = (p->was.state != MEETING_NEW && !p->sought) || farewell_shown(p),
		.settled = p->was.state == MEETING_SETTLED,
		.asked_guest = strcmp(p->answers_kind, say_name(SAY_ASK_GUEST)) == 0,
		.uid = p->was.uid,
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
	p->event.guessed = p->guessed;
	p->event.lost_to = p->lost_to;
	p->event.answers = p->answers;
	p->event.sought = p->sought;
	return 0;
}

/* What a calendar program answers to it says itself, whatever thread or address it came by. */
static int
find_by_calendar(struct passage *p, struct err *err)
{
	const char *uid = p->event.calendar.uid;
	struct meeting named;
	int found;

	if (p->event.kind != EVENT_CALENDAR || *uid == '\0' ||
	    (p->was.uid != NULL && strcmp(uid, p->was.uid) == 0))
		return 0;
	if ((found = meetings_find_uid(p->turn->db, uid, p->arena, &named, err)) == 1) {
		p->was = named;
		p->event.sought = true; /* all guests know the UID */
	}
	return found == -1 ? -1 : 0;
}

/*
 * Which of our mails came back, and that its recipient is not reached.  Only a Message-ID of ours
 * says so: no report can make us give up an address that got nothing from us.
 */
static int
find_lost(struct passage *p, struct err *err)
{
	const struct report *r = &p->mail.letter.report;
	struct queue_row lost;
	int found = 0;

	for (size_t i = 0; i < r->n_messages && found == 0; i++)
		found = queue_find(p->turn->db, r->messages[i], p->arena, &lost, err);
	if (found != 1)
		return found;
	p->lost_to = lost.recipient;
	if (p->was.state == MEETING_NEW && lost.meeting != 0 &&
	    meetings_load(p->turn->db, lost.meeting, p->arena, &p->was, err) == -1)
		return -1;
	return p->turn->dry ? 0 : person_bounced(p->turn->db, p->lost_to, p->now, err);
}

/* "Move it to four": on that day.  What is wanted was understood before the meeting was found. */
static int
seek(struct passage *p, struct err *err)
{
	struct event before;
	int found;

	if (!whose_may_know(p)) {
		p->was = (struct meeting){ .state = MEETING_NEW };
		if (read_event(p, err) == -1)
			return -1;
	}
	before = p->event;
	if ((found = whose_sought(p, err)) != 1)
		return found;
	if (read_event(p, err) == -1)
		return -1;
	if (p->event.kind != before.kind || p->event.certain != before.certain) {
		p->event = before;
		p->event.sought = true;
	}
	return 0;
}

int
passage_understand(struct passage *p, struct err *err)
{
	const struct rules *rules = &p->turn->config->team.rules;

	if (p->trouble[0] != '\0')
		return 0;
	switch (screen_letter(&p->mail.letter, rules->own_address, &p->screened)) {
	case SCREEN_PERSON: p->screened = ""; break;
	case SCREEN_UNUSABLE: p->trouble = "it does not say who wrote it"; return 0;
	case SCREEN_BOUNCE: p->bounce = true; break;
	case SCREEN_GUESSED: p->guessed = true; break;
	case SCREEN_OWN: /* our own invitation is no answer to one */
		p->mail.calendar.n = 0;
		p->mail.letter.tnef = TNEF_NONE;
		break;
	case SCREEN_ROBOT:
	case SCREEN_LIST: break;
	}
	if (whose_thread(p, err) == -1 || (p->bounce && find_lost(p, err) == -1) ||
	    read_event(p, err) == -1 || seek(p, err) == -1)
		return -1;
	return find_by_calendar(p, err);
}
