/*
 * specimen - writes an offer and an invitation in a language, for those who look at mails
 *
 *	specimen LANGUAGE FOLDER                FOLDER/offer.eml, FOLDER/invite.eml
 *	specimen --calendars LANGUAGE FOLDER    each kind that bears a calendar object
 *
 * Amina's mail had English words in it, and nobody's name is changed: what is written from right
 * to left has much in it that runs the other way.
 */
#include "base/arena.h"
#include "compose/kinds.h"
#include "tap.h"
#include "understand/lang.h"

#include <stdio.h>
#include <string.h>

static void
speak(struct scene *s, const char *language)
{
	struct meeting *m = &s->decision.next;

	for (size_t i = 0; i < m->n_guests; i++)
		m->guests[i].language = language;
}

static void
make_offer(struct scene *s)
{
	struct span *readings = scene_doubt(s);

	scene_evidence(s, (struct evidence){ "a meeting", MEANS_KIND, NULL, 0, 0, "request" });
	scene_evidence(s, (struct evidence){ "half an hour", MEANS_DURATION, NULL, 0, 30, "" });
	scene_evidence(s, (struct evidence){ "3/12", MEANS_DOUBT, readings, 2, 0, "" });
	scene_offer(s, "2026-12-01T11:00:00Z");
	scene_offer(s, "2026-12-01T22:00:00Z");
	scene_offer(s, "2026-12-03T07:30:00Z");
	scene_effect(s, EFFECT_SAY, "amina@example.net")->say = SAY_OFFER;
}

/* To the host: he alone is told addresses. */
static void
make_invite(struct scene *s)
{
	s->event.kind = EVENT_PICK;
	scene_settle(s, "2026-12-01T11:00:00Z");
	scene_effect(s, EFFECT_INVITE, "nino@example.org");
}

static void
write_mail(struct scene *s, const char *language, const char *folder, const char *name)
{
	const char *path = arena_printf(s->arena, "%s/%s.eml", folder, name);
	struct mails *mails;
	FILE *f;

	speak(s, language);
	if ((mails = scene_mails(s, name)) == NULL)
		return;
	f = fopen(path, "w");
	if (!ok(f != NULL, "%s opens", path))
		return;
	ok(fwrite(mails->items[0].bytes, 1, mails->items[0].len, f) == mails->items[0].len,
	    "%s is written", path);
	ok(fclose(f) == 0, "%s is closed", path);
}

static void
write_pages(const struct langs *langs, const char *language, const char *folder, struct arena *a)
{
	struct scene s;

	scene_init(&s, langs, a);
	make_offer(&s);
	write_mail(&s, language, folder, "offer");
	scene_init(&s, langs, a);
	make_invite(&s);
	write_mail(&s, language, folder, "invite");
}

static void
write_calendars(const struct langs *langs, const char *language, const char *folder,
    struct arena *a)
{
	for (size_t i = 0; i < KINDS; i++) {
		struct scene s;

		scene_init(&s, langs, a);
		kind_make(&s, &kinds[i], language);
		write_mail(&s, language, folder, kinds[i].name);
	}
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct langs *langs = langs_load(langs_dir(a), &err);
	bool calendars = argc > 1 && strcmp(argv[1], "--calendars") == 0;

	argv += calendars;
	if (!ok(argc - calendars == 3, "specimen [--calendars] LANGUAGE FOLDER") ||
	    !ok(langs != NULL, "the languages load %s", err.text) ||
	    !ok(langs_find(langs, argv[1]) != NULL, "the language %s", argv[1]))
		return tap_done();
	(calendars ? write_calendars : write_pages)(langs, argv[1], argv[2], a);
	langs_free(langs);
	arena_free(a);
	return tap_done();
}
