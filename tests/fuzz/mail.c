/*
 * A foreign mail from its bytes to the mails that answer it: read as a first mail, then as an
 * answer to the meeting that came of it, then, if that stands now, once more.
 */
#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "fuzz/outgoing.h"
#include "fuzz/world.h"
#include "inbox/screen.h"
#include "understand/event.h"

#include <string.h>

static void
check_wishes(const struct wishes *w)
{
	for (size_t i = 0; i < w->n; i++)
		assert(w->windows[i].span.start_at < w->windows[i].span.end_at);
	for (size_t i = 0; i < w->n_doubts; i++)
		assert(w->doubts[i].n >= 2);
	assert(w->duration_minutes >= 0);
}

static void
check_event(const struct event *ev)
{
	assert(fuzz_one_line(ev->subject) && fuzz_one_line(ev->topic));
	assert(fuzz_one_line(ev->from.name) && fuzz_one_line(ev->message_id));
	for (size_t i = 0; i < ev->n_guests; i++)
		assert(address_valid(ev->guests[i].email) && fuzz_one_line(ev->guests[i].name));
	for (size_t i = 0; i < ev->n_picks; i++)
		assert(ev->picks[i] > 0 || ev->picks[i] == -1);
	check_wishes(&ev->wishes);
}

/* The open offers by their numbers, as daemon/turn.c tells them. */
static void
tell_offers(struct reader *r, const struct meeting *was, struct arena *a)
{
	struct offer **open;
	size_t n = meeting_open_offers(was, a, &open);
	struct span *spans = arena_alloc(a, (n + 1) * sizeof *spans);

	for (size_t i = 0; i < n; i++)
		spans[i] = open[i]->span;
	r->offered = spans;
	r->n_offered = n;
}

static void
read_it(const struct opened *mail, const struct meeting *was, const char *screened, struct arena *a,
    struct event *out)
{
	static const char *words[] = { "Nino", "Nino Beridze", "newsletter", "press" };
	const struct rules *rules = &world_team()->rules;
	struct reader r = { .own_address = rules->own_address,
		.default_zone = rules->zone,
		.remembered_language = "",
		.default_duration = rules->duration,
		.horizon_days = 28,
		.listen_for = words,
		.n_listen_for = sizeof words / sizeof *words,
		.in_thread = was->state != MEETING_NEW,
		.settled = was->state == MEETING_SETTLED,
		.stands = was->state == MEETING_SETTLED ? was->slot : (struct span){ 0, 0 } };

	tell_offers(&r, was, a);
	event_read(mail, &r, world_langs(), screened, WORLD_NOW, a, out);
	check_event(out);
}

static struct meeting
answer(const struct opened *mail, const struct meeting *was, const char *screened, int64_t now,
    struct arena *a)
{
	struct composer composer = { .langs = world_langs(),
		.team = world_team(),
		.key = "a secret",
		.subject = mail->letter.subject,
		.digest = mail->letter.digest };
	struct decision d;
	struct event ev;
	struct mails mails;
	struct err err;

	read_it(mail, was, screened, a, &ev);
	decide(&ev, was, world_team(), "seed", now, a, &d);
	if (mails_write(&composer, &d, &ev, now, a, &mails, &err) == -1)
		assert(err.kind == ERR_REJECT);
	else
		outgoing_check(&mails);
	return d.next;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const char *own = world_team()->rules.own_address, *screened = "";
	struct arena *a = arena_new();
	struct meeting meeting = { .state = MEETING_NEW };
	struct opened mail;
	struct err err;

	if (opened_read((const char *)bytes, len, own, a, &mail, &err) == 0 &&
	    screen_letter(&mail.letter, own, &screened) != SCREEN_UNUSABLE)
		for (int i = 0; i < 3; i++)
			meeting = answer(&mail, &meeting, screened, WORLD_NOW + i * HOUR, a);
	arena_free(a);
	return 0;
}
