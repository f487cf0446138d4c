#include "sim/sentences.h"

#include "base/arena.h"
#include "base/date.h"

static const char *const requests[] = {
	"Could we meet for half an hour some time next week?",
	"I would like to schedule a meeting with you this week, preferably in the morning.",
	"Can I have a meeting with somebody of your team? Thursday or Friday would suit me.",
	"We would love to talk to you about the translation of your newsletter. Could we meet next "
	"Tuesday or Wednesday?",
	"Please let us set up a call for 45 minutes. I am free next week, but not on Monday.",
	"I would like to book a 60 minute meeting next week in the afternoon.",
};

static const char *const picks[] = {
	"%d",
	"Number %d, please.",
	"Option %d works for me.",
	"I would take number %d, thank you.",
};

static const char *const picks_in_words[] = {
	"The first one works for me.",
	"The second one, please.",
	"The third one suits me best.",
};

static const char *const declines[] = {
	"Unfortunately none of these times works for me. Could we do the week after?",
	"None of these suits me, sorry. Do you have anything later?",
};

static const char *const moves[] = {
	"Something came up. Could we move our meeting to another day, please?",
	"I have to reschedule, sorry. Could we meet a day later?",
};

static const char *const calls_off[] = {
	"I am sorry, I have to cancel our meeting.",
	"Please cancel, we no longer need a meeting.",
};

static const char *const thanks[] = {
	"Thank you very much!",
	"Thanks a lot for arranging this.",
};

static const char *const robots[] = {
	"I am out of the office until Monday and will answer your mail when I am back.",
};

static const char *const bounces[] = {
	"Your message could not be delivered to one or more recipients: 550 no such user here.",
};

#define ANY(list) list[chance_below(c, (int)(sizeof list / sizeof *list))]

static const char *
exact(int64_t at, struct arena *a)
{
	static const char *const months[] = { "January", "February", "March", "April", "May",
		"June", "July", "August", "September", "October", "November", "December" };
	struct civil t;

	civil_from_seconds(at, &t);
	return arena_printf(a, "Could we meet on %d %s %d at %02d:%02d for 30 minutes?", t.date.day,
	    months[t.date.month - 1], t.date.year, t.minute / 60, t.minute % 60);
}

static const char *
pick(int number, struct chance *c, struct arena *a)
{
	char digit = (char)('0' + number);
	const char *pattern = ANY(picks), *rest;

	if (number <= 3 && chance_of(c, 30))
		return picks_in_words[number - 1];
	for (rest = pattern; *rest != '%'; rest++)
		;
	return arena_printf(a, "%.*s%c%s", (int)(rest - pattern), pattern, digit, rest + 2);
}

const char *
sentence(enum gist gist, int number, int64_t named_at, struct chance *c, struct arena *a)
{
	switch (gist) {
	case GIST_REQUEST:
	case GIST_NAMELESS:
	case GIST_OLD: return ANY(requests);
	case GIST_EXACT: return exact(named_at, a);
	case GIST_PICK: return pick(number, c, a);
	case GIST_DECLINE: return ANY(declines);
	case GIST_MOVE: return ANY(moves);
	case GIST_FORGED:
	case GIST_CALL_OFF: return ANY(calls_off);
	case GIST_THANKS: return ANY(thanks);
	case GIST_ROBOT: return ANY(robots);
	case GIST_BOUNCE: return ANY(bounces);
	case GIST_LARGE:
	case GIST_BROKEN:
	case GIST_WITHHELD:
	case GIST_VANISHED:
	case GIST_YES:
	case GIST_NO:
	case GIST_COPY: break;
	}
	return "";
}
