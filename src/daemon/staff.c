#include "daemon/staff.h"

#include <stddef.h>

#define PLACE(member) offsetof(struct staff, member)
#define LIST(member)  offsetof(struct staff, member), offsetof(struct staff, n_##member)

static const char *const agendas[] = {
	[AGENDA_NONE] = "none",
	[AGENDA_DAILY] = "daily",
	[AGENDA_WEEKLY] = "weekly",
	NULL,
};

const struct key staff_keys[] = {
	{ "name", KEY_TEXT, PLACE(name), .required = true, .meaning = "the name guests see" },
	{ "email", KEY_EMAIL, PLACE(email), .required = true, .meaning = "where invitations go" },
	{ "time_zone", KEY_ZONE, PLACE(zone), .required = true,
	    .meaning = "the IANA zone that all times in the file are in" },
	{ "languages", KEY_LANGUAGES, LIST(languages), .required = true,
	    .meaning = "the languages spoken, the best first" },
	{ "topics", KEY_TEXTS, LIST(topics), .meaning = "words in a mail that mean this person" },
	{ "hours", KEY_HOURS, LIST(hours), .required = true,
	    .meaning = "the weekly working hours" },
	{ "away", KEY_OFFS, LIST(away), .meaning = "days and hours off" },
	{ "also", KEY_OFFS, LIST(also), .meaning = "extra hours, outside the weekly ones" },
	{ "buffer", KEY_LENGTH, PLACE(buffer_minutes), .least = 0, .most = 240, .preset = "\"0m\"",
	    .meaning = "the pause between two meetings" },
	{ "max_per_day", KEY_NUMBER, PLACE(max_per_day), .least = 0, .most = 100, .preset = "0",
	    .meaning = "meetings on one day at the most; 0: no limit" },
	{ "minimum_notice", KEY_LENGTH, PLACE(notice_minutes), .least = 0, .most = 90 * 24 * 60,
	    .meaning = "how long ahead a meeting must be asked for" },
	{ "share", KEY_NUMBER, PLACE(share), .least = 1, .most = 100, .preset = "1",
	    .meaning = "how many meetings this person takes, against the others' numbers" },
	{ "agenda", KEY_CHOICE, PLACE(agenda), .choices = agendas, .preset = "\"none\"",
	    .meaning =
		"how often a list of the meetings comes: \"none\", \"daily\" or \"weekly\"" },
	{ "busy", KEY_CALENDARS, LIST(busy), .meaning = "the person's own calendars" },
	{ "busy_credential", KEY_TEXT, PLACE(busy_credential),
	    .meaning = "the file that holds names and passwords for them" },
};

const size_t staff_n_keys = sizeof staff_keys / sizeof *staff_keys;

bool
staff_read(const char *path, const struct team *team, struct arena *a, struct staff *out,
    struct complaints *cs)
{
	size_t wrong = cs->n_wrong;
	struct source *s = source_open(path, a, cs);

	*out = (struct staff){ .notice_minutes = -1 };
	if (s == NULL)
		return false;
	keys_read(s, staff_keys, staff_n_keys, 0, out, a, cs);
	if (cs->n_wrong == wrong && out->n_hours == 0 && out->n_also == 0)
		complaint_warn(cs, path, source_line(s, "hours"),
		    "no hours: nobody will be offered a time with this person");
	if (cs->n_wrong == wrong && team_find(team, out->email) != NULL)
		complaint_add(cs, path, source_line(s, "email"),
		    "email: %s is the address of another person already", out->email);
	source_close(s);
	return cs->n_wrong == wrong;
}
