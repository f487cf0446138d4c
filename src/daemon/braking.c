#include "daemon/passage.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"
#include "daemon/echo.h"
#include "store/recent.h"

#include <string.h>

/* Bytes: shorter texts ("2", "that suits me") are the same in mails about other meetings. */
enum { TELLING_LEAST = 40 };

/* Who says it belongs to it: what two people say alike is no repetition. */
static const char *
key_of_words(const struct passage *p)
{
	const char *line = text_one_line(p->mail.text.own, p->arena);
	const char *words = text_fold(line, strlen(line), p->arena);
	const char *from = text_fold(p->event.from.email, strlen(p->event.from.email), p->arena);
	int64_t meeting = strlen(words) < TELLING_LEAST ? p->was.id : 0;

	if (words[0] == '\0')
		return "";
	return digest_keyed_hex(p->turn->key, strlen(p->turn->key),
	    arena_printf(p->arena, "%s %lld %s", from, (long long)meeting, words), p->arena);
}

static int
count(const struct passage *p, struct recent *out, struct err *err)
{
	struct recent_of of = { .email = p->event.from.email,
		.meeting = p->was.id,
		.said = p->said };

	*out = (struct recent){ 0 };
	if (recent_count(p->turn->db, &of, p->now, out, err) == -1)
		return -1;
	if (of.email[0] == '\0')
		return 0;
	return echo_is(p->turn->db, of.email, p->mail.text.own, p->arena, &out->echo, err);
}

int
passage_brake(struct passage *p, struct err *err)
{
	const struct limits *limits = &p->turn->config->limits;
	struct recent recent;
	enum brake brake;

	p->said = p->event.from.email[0] == '\0' ? "" : key_of_words(p);
	if (p->decision.effects.n == 0)
		return 0;
	if (count(p, &recent, err) == -1)
		return -1;
	brake = brake_check(&recent, limits, &p->event, &p->decision);
	if (brake != BRAKE_NONE) {
		brake_hold(brake, &recent, &p->was, &p->team, p->arena, &p->decision);
		p->held = brake_why(brake);
	}
	brake_notices(&recent, limits, &p->decision);
	return 0;
}
