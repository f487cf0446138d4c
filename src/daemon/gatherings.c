#include "daemon/gatherings.h"

#include "base/arena.h"
#include "base/nearest.h"

#include <stddef.h>
#include <string.h>

#define PLACE(member) offsetof(struct gathering, member)
#define LIST(member)  offsetof(struct gathering, member), offsetof(struct gathering, n_##member)

/* Bits of the kinds that a key belongs to. */
enum { OFFICE = 1 << GATHERING_OFFICE_HOURS, FOCUS = 1 << GATHERING_FOCUS_GROUPS };

static const char *const kinds[] = { "office-hours", "focus-groups", NULL };

const struct key gathering_keys[] = {
	{ "kind", KEY_CHOICE, PLACE(kind), .required = true, .choices = kinds,
	    .meaning = "\"office-hours\" or \"focus-groups\"" },
	{ "id", KEY_TEXT, PLACE(id), .required = true, .meaning = "a short name, for life" },
	{ "title", KEY_TEXT, PLACE(title), .required = true, .meaning = "the name guests see" },
	{ "hosts", KEY_EMAILS, LIST(hosts), .required = true,
	    .meaning = "the addresses of the staff who host it" },
	{ "duration", KEY_LENGTH, PLACE(duration), .required = true, .least = 5, .most = 24 * 60,
	    .meaning = "how long one session lasts" },
	{ "questions", KEY_TEXTS, LIST(questions), .meaning = "what guests get to read ahead" },
	{ "questions_before", KEY_LENGTH, PLACE(questions_before), .least = 0, .most = 60 * 24 * 60,
	    .preset = "\"3d\"", .meaning = "how long ahead the questions go out" },

	{ "language", KEY_LANGUAGE, LIST(languages), .only = OFFICE, .required = true,
	    .meaning = "the language spoken" },
	{ "seats", KEY_NUMBER, PLACE(seats), .only = OFFICE, .least = 0, .most = 10000,
	    .preset = "0", .meaning = "guests at the most; 0: as many as come" },
	{ "time_zone", KEY_ZONE, PLACE(zone), .only = OFFICE, .preset = "\"UTC\"",
	    .meaning = "the zone of first, rotate and except" },
	{ "first", KEY_MOMENT, PLACE(first), .only = OFFICE, .required = true,
	    .meaning = "the first date and time" },
	{ "repeat", KEY_RULE, PLACE(repeat), .only = OFFICE, .meaning = "the recurrence rule" },
	{ "rotate", KEY_CLOCKS, LIST(rotate), .only = OFFICE, .meaning = "hours taken in turn" },
	{ "except", KEY_OFFS, LIST(except), .only = OFFICE, .meaning = "dates left out" },

	{ "languages", KEY_LANGUAGES, LIST(languages), .only = FOCUS, .required = true,
	    .meaning = "the languages groups may be held in" },
	{ "group.minimum", KEY_NUMBER, PLACE(minimum), .only = FOCUS, .required = true, .least = 2,
	    .most = 1000, .meaning = "people in a group at the least" },
	{ "group.maximum", KEY_NUMBER, PLACE(maximum), .only = FOCUS, .required = true, .least = 2,
	    .most = 1000, .meaning = "people in a group at the most" },
	{ "sign_up", KEY_OFF, PLACE(sign_up), .only = FOCUS, .required = true,
	    .meaning = "the days in which people may sign up" },
	{ "between", KEY_OFF, PLACE(between), .only = FOCUS, .required = true,
	    .meaning = "the days in which the groups meet" },
};

const size_t gathering_n_keys = sizeof gathering_keys / sizeof *gathering_keys;

static void
check_hosts(const char *path, int line, const struct gathering *g, const struct team *team,
    struct arena *a, struct complaints *cs)
{
	const char **known = arena_alloc(a, (team->n + 1) * sizeof *known);

	for (size_t i = 0; i < team->n; i++)
		known[i] = team->staff[i].email;
	for (size_t i = 0; i < g->n_hosts; i++) {
		const char *meant;

		if (team_find(team, g->hosts[i]) != NULL)
			continue;
		meant = nearest(g->hosts[i], known, team->n);
		if (meant != NULL)
			complaint_add(cs, path, line,
			    "hosts: nobody in staff.d has the address %s: did you mean %s?",
			    g->hosts[i], meant);
		else
			complaint_add(cs, path, line, "hosts: nobody in staff.d has the address %s",
			    g->hosts[i]);
	}
}

static void
check_sense(const char *path, const struct source *s, const struct gathering *g,
    struct complaints *cs)
{
	if (g->kind != GATHERING_FOCUS_GROUPS)
		return;
	if (g->minimum > g->maximum)
		complaint_add(cs, path, source_line(s, "group.minimum"),
		    "group: the minimum %d is larger than the maximum %d", g->minimum, g->maximum);
	if (date_compare(g->between.from.date, g->sign_up.to.date) <= 0)
		complaint_add(cs, path, source_line(s, "between"),
		    "between: the groups begin before the sign-up has closed");
}

/* The bit of the kind, or 0 where it is not known and complained about. */
static unsigned
read_kind(const char *path, const struct source *s, struct complaints *cs)
{
	const char *kind = source_text(s, "kind");

	for (unsigned i = 0; kind != NULL && kinds[i] != NULL; i++)
		if (strcmp(kind, kinds[i]) == 0)
			return 1u << i;
	complaint_add(cs, path, kind == NULL ? 1 : source_line(s, "kind"),
	    "kind: must say what this is: write \"%s\" or \"%s\"", kinds[0], kinds[1]);
	return 0;
}

bool
gathering_read(const char *path, const struct team *team, const struct gathering *before,
    size_t n_before, struct arena *a, struct gathering *out, struct complaints *cs)
{
	size_t wrong = cs->n_wrong;
	struct source *s = source_open(path, a, cs);
	unsigned kind;

	*out = (struct gathering){ 0 };
	if (s == NULL)
		return false;
	if ((kind = read_kind(path, s, cs)) != 0)
		keys_read(s, gathering_keys, gathering_n_keys, kind, out, a, cs);
	if (cs->n_wrong == wrong) {
		check_sense(path, s, out, cs);
		for (size_t i = 0; i < n_before; i++)
			if (strcmp(before[i].id, out->id) == 0)
				complaint_add(cs, path, source_line(s, "id"),
				    "id: \"%s\" is that of another gathering already", out->id);
		if (team != NULL)
			check_hosts(path, source_line(s, "hosts"), out, team, a, cs);
	}
	source_close(s);
	return cs->n_wrong == wrong;
}
