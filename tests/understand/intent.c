#include "understand/intent.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"
#include "understand/lang.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Thursday 26 November 2026, 09:00 in UTC */
static const int64_t written_at = 1795683600;

static const char offer[] =
    "Thank you for writing. Nino can meet you for 30 minutes at one of these times:\n\n"
    "1. Tuesday, 1 December 2026, 10:00–10:30 (UTC)\n"
    "2. Wednesday, 2 December 2026, 15:00–15:30 (UTC)\n"
    "3. Thursday, 3 December 2026, 14:00–14:30 (UTC)\n\n"
    "Please reply with 1, 2 or 3, or tell me what suits you better.\n";
static const char settled[] = "Your meeting with Nino is arranged:\n\n"
			      "When: Tuesday, 1 December 2026, 10:00–10:30 (UTC)\n";
static const char group[] = "You have a place in the focus group about the mobile app.\n\n"
			    "When: Thursday, 3 December 2026, 14:00–15:30 (UTC)\n";

/* Where a mail stands, and what it quotes. */
static const struct stand {
	const char *name, *quoted;
	bool in_thread, settled;
	const char *subject;
} stands[] = {
	{ "new", "", false, false, "" },
	{ "offer", offer, true, false, "" },
	{ "bare", "", true, false, "" },
	{ "invited", "", true, false, "Re: Invitation: logos, 1 December" },
	{ "settled", settled, true, true, "" },
	{ "group", group, true, false, "" },
};

static const struct stand *
find_stand(const char *name)
{
	for (size_t i = 0; i < sizeof stands / sizeof *stands; i++)
		if (strcmp(stands[i].name, name) == 0)
			return &stands[i];
	return NULL;
}

static void
numbers(struct buf *b, const char *before, const int *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s %d", i == 0 ? before : "", items[i]);
}

/* "pick 2 3 not 1", "other doubtful" */
static const char *
describe(const struct event *ev, bool doubt, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_str(&b, event_kind_name(ev->kind));
	numbers(&b, "", ev->picks, ev->n_picks);
	numbers(&b, " not", ev->refused, ev->n_refused);
	if (doubt && !ev->certain)
		buf_str(&b, " doubtful");
	return b.data;
}

static void
check_row(char *line, const struct langs *langs, const char *code, struct arena *a)
{
	char *name = strtok(line, " \t"), *text = strtok(NULL, ""), *want = strstr(text, " ==> ");
	const struct stand *stand = find_stand(name);
	struct opened mail = { .text = { .signature = "" },
		.letter = { .from = { "", "ana@example.org" },
		    .in_reply_to = "",
		    .message_id = "",
		    .offset_known = true } };
	struct reader reader = { .own_address = "meet@example.org",
		.default_zone = zone_utc(),
		.remembered_language = code,
		.default_duration = 30,
		.horizon_days = 28 };
	struct event ev;

	if (!ok(stand != NULL && want != NULL, "%s is a row", name))
		return;
	*want = '\0';
	want += 5;
	text += strspn(text, " ");
	mail.letter.subject = stand->subject;
	mail.text.own = text;
	mail.text.quoted = stand->quoted;
	reader.in_thread = stand->in_thread;
	reader.settled = stand->settled;
	event_read(&mail, &reader, langs, "", written_at, a, &ev);
	is_str(describe(&ev, strstr(want, "doubtful") != NULL, a), want, "%s: %s", name, text);
}

static void
check_table(const char *path, const struct langs *langs, const char *code)
{
	FILE *f = fopen(tap_source(path), "re");
	struct arena *a = arena_new();
	char line[512];

	ok(f != NULL, "%s is there", path);
	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		arena_reset(a);
		check_row(line, langs, code, a);
	}
	if (f != NULL)
		fclose(f);
	arena_free(a);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct langs *langs = langs_load(tap_source("languages"), &err);

	ok(langs != NULL, "the languages are there %s", err.text);
	for (size_t i = 0; langs != NULL && i < langs_count(langs); i++) {
		const char *code = lang_code(langs_at(langs, i));

		check_table(arena_printf(a, "tests/understand/intents/%s.txt", code), langs, code);
	}
	langs_free(langs);
	arena_free(a);
	return tap_done();
}
