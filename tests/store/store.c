#include "store/store.h"

#include "base/date.h"
#include "store/meetings.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[128];
static pid_t owner;

static void
remove_folder(void)
{
	DIR *dir;
	struct dirent *e;
	char path[400];

	if (getpid() != owner || (dir = opendir(folder)) == NULL)
		return;
	while ((e = readdir(dir)) != NULL) {
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		unlink(path);
	}
	closedir(dir);
	rmdir(folder);
}

const char *
store_path(const char *name)
{
	static char path[256];
	const char *tmp = getenv("TMPDIR");

	if (folder[0] == '\0') {
		snprintf(folder, sizeof folder, "%s/store.XXXXXX", tmp != NULL ? tmp : "/tmp");
		if (mkdtemp(folder) == NULL) {
			perror(folder);
			exit(99);
		}
		owner = getpid();
		atexit(remove_folder);
	}
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

struct db *
store_open(const char *path)
{
	struct err err;
	struct db *db = db_open(path, &err);

	if (db == NULL) {
		fprintf(stderr, "%s\n", err.text);
		exit(99);
	}
	return db;
}

void
store_meeting(struct meeting *m, const char *host, int64_t start_at)
{
	static struct guest guests[3];
	static struct offer offers[3];
	static struct span refused[2] = { { 1000, 2000 }, { 5000, 9000 } };
	static struct span wished[1] = { { 3000, 4000 } };
	static const char *references[] = { "first@example.com", "second@example.com" };
	static int made;
	static char tokens[3][32], uid[32];

	made++;
	for (int i = 0; i < 3; i++)
		snprintf(tokens[i], sizeof tokens[i], "token%dof%d", i, made);
	snprintf(uid, sizeof uid, "uid-%d@example.org", made);
	guests[0] = (struct guest){ .email = "ann@example.com",
		.name = "Ann Ångström",
		.role = GUEST_WRITER,
		.partstat = PART_ACCEPTED,
		.language = "en",
		.zone = zone_fixed(5 * HOUR + 30 * MINUTE),
		.token = tokens[0] };
	guests[1] = (struct guest){ .email = host,
		.name = "Nino Beridze",
		.role = GUEST_HOST,
		.partstat = PART_NEEDS_ACTION,
		.language = "",
		.zone = zone_utc(),
		.token = tokens[1] };
	guests[2] = (struct guest){ .email = "carl@example.com",
		.name = "",
		.role = GUEST_OTHER,
		.partstat = PART_TENTATIVE,
		.language = "de",
		.zone = zone_utc(),
		.token = tokens[2] };
	zone_find("Asia/Tbilisi", &guests[1].zone);
	offers[0] = (struct offer){ 1, 1, { start_at - DAY, start_at - DAY + 1800 }, host,
		OFFER_REFUSED, 100 };
	offers[1] = (struct offer){ 2, 1, { start_at, start_at + 1800 }, host, OFFER_TAKEN, 200 };
	offers[2] = (struct offer){ 2, 2, { start_at + DAY, start_at + DAY + 1800 }, host,
		OFFER_GONE, 300 };
	*m = (struct meeting){
		.uid = uid,
		.state = MEETING_SETTLED,
		.with_person = true,
		.topic = "the spring campaign",
		.duration = 30,
		.language = "en",
		.guests = guests,
		.n_guests = 3,
		.offers = offers,
		.n_offers = 3,
		.refused = { refused, 2 },
		.wished = { wished, 1 },
		.slot = { start_at, start_at + 1800 },
		.sequence = 2,
		.stamped_at = 1800000123,
		.revision = 7,
		.rounds = 2,
		.subject = "A talk, s'il vous plaît",
		.last_id = "second@example.com",
		.references = references,
		.n_references = 2,
		.created_at = 1800000000,
		.changed_at = 1800000200,
		.chased_at = 1800000150,
		.lapsed = true,
		.reminded_at = 1800000200,
	};
}

int
store_save(struct db *db, struct meeting *m, struct err *err)
{
	if (db_begin(db, err) == -1)
		return -1;
	if (meetings_save(db, m, err) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, err);
}
