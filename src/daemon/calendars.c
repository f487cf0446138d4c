#include "daemon/calendars.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/log.h"
#include "calendars/fetch.h"
#include "compose/unread.h"
#include "store/calendars.h"
#include "store/mails.h"
#include "store/queue.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE_MAX_BYTES = 1024, FORGET_SECONDS = 30 * DAY };

/* It tells nothing, for an address may be a secret. */
const char *
calendars_source(const struct staff *s, const char *where, struct arena *a)
{
	const char *all = arena_printf(a, "%s\n%s\n%s", where, s->zone.name, s->email);

	return digest_hex(all, strlen(all), a);
}

static const char *
shown(const char *where, struct arena *a)
{
	return where[0] == '/' ? where : fetch_host(where, a);
}

static struct span
needed(const struct config *c, int64_t at)
{
	return (struct span){ at, at + (int64_t)c->team.rules.horizon_minutes * MINUTE + DAY };
}

/* A week more than is needed, so that what did not change need not be sent anew each time. */
static struct span
wanted(const struct config *c, int64_t at)
{
	struct span s = needed(c, at);

	return (struct span){ s.start_at - 2 * DAY, s.end_at + WEEK };
}

static bool
covers(struct span outer, struct span inner)
{
	return outer.start_at <= inner.start_at && outer.end_at >= inner.end_at;
}

/* Does what is known still count? */
static bool
usable(const struct calendar_row *row, const struct config *c, int64_t at, int64_t now)
{
	int64_t age = now - row->fetched_at, keep = (int64_t)c->keep_minutes * MINUTE;

	if (row->fetched_at == 0 || !covers(row->window, needed(c, at)))
		return false;
	if (row->trouble[0] == '\0')
		return age <= (keep > CALENDARS_GRACE_SECONDS ? keep : CALENDARS_GRACE_SECONDS);
	return !row->lasting && age <= keep;
}

/* "HOST NAME PASSWORD" a line, of that host only; the password may hold blanks. */
static void
find_credential(const struct staff *s, const char *where, struct arena *a, struct order *o)
{
	const char *host = fetch_host(where, a);
	char line[LINE_MAX_BYTES];
	FILE *f;

	o->user = o->password = "";
	if (host[0] == '\0' || s->busy_credential == NULL || s->busy_credential[0] == '\0' ||
	    (f = fopen(s->busy_credential, "re")) == NULL)
		return;
	while (o->user[0] == '\0' && fgets(line, sizeof line, f) != NULL) {
		char *rest = line, *first, *user;

		line[strcspn(line, "\r\n")] = '\0';
		if ((first = strsep(&rest, " \t")) != NULL &&
		    (user = strsep(&rest, " \t")) != NULL && rest != NULL &&
		    strcasecmp(first, host) == 0) {
			o->user = arena_str(a, user);
			o->password = arena_str(a, rest);
		}
	}
	explicit_bzero(line, sizeof line);
	fclose(f);
}

static void
ask(struct refresher *r, const struct config *c, const struct staff *s, const char *where,
    const struct calendar_row *row, int64_t at, struct arena *a)
{
	const char *domain = strchr(c->team.rules.own_address, '@');
	bool known = row->fetched_at != 0 && covers(row->window, needed(c, at));
	struct order o = {
		.where = where,
		.etag = known ? row->etag : "",
		.ca_file = c->imap.server.ca_file != NULL ? c->imap.server.ca_file : "",
		.zone = s->zone.name,
		.domain = domain != NULL ? domain : "",
		.private_addresses = c->private_calendars,
		.window = wanted(c, at),
	};

	find_credential(s, where, a, &o);
	refresher_ask(r, row->source, &o);
}

static void
take_harvest(const struct refreshed *f, int64_t now, struct calendar_row *row)
{
	row->tried_at = now;
	row->trouble = "";
	row->lasting = false;
	switch (f->harvest.kind) {
	case HARVEST_TROUBLE:
		row->trouble = f->harvest.trouble;
		row->lasting = f->harvest.lasting;
		return;
	case HARVEST_SAME: break;
	case HARVEST_READ:
		row->spans = f->harvest.spans;
		row->window = f->window;
		break;
	}
	row->etag = f->harvest.etag;
	row->fetched_at = now;
}

static int
store_harvest(const struct turn *t, const struct refreshed *f, int64_t now, struct arena *a,
    struct err *err)
{
	struct calendar_row row;

	if (calendars_load(t->db, f->source, a, &row, err) == -1)
		return -1;
	take_harvest(f, now, &row);
	return calendars_save(t->db, &row, a, err);
}

static int
store_harvests(const struct turn *t, int64_t now, struct arena *a, struct err *err)
{
	struct refreshed *all;
	size_t n = refresher_take(t->refresher, a, &all);

	if (n == 0)
		return 0;
	if (db_begin(t->db, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (store_harvest(t, &all[i], now, a, err) == -1) {
			db_rollback(t->db);
			return -1;
		}
	if (calendars_forget(t->db, now - FORGET_SECONDS, err) == -1) {
		db_rollback(t->db);
		return -1;
	}
	return db_commit(t->db, err);
}

/* What is older than so many seconds, by the last try.  asked: how many are under way now. */
static int
ask_old(const struct turn *t, int seconds, int64_t now, struct arena *a, size_t *asked,
    struct err *err)
{
	const struct team *team = &t->config->team;

	*asked = 0;
	for (size_t i = 0; i < team->n; i++)
		for (size_t k = 0; k < team->staff[i].n_busy; k++) {
			const struct staff *s = &team->staff[i];
			struct calendar_row row;

			if (calendars_load_state(t->db, calendars_source(s, s->busy[k], a), a, &row,
				err) == -1)
				return -1;
			if (row.tried_at != 0 && row.tried_at <= now &&
			    now - row.tried_at < seconds)
				continue;
			ask(t->refresher, t->config, s, s->busy[k], &row, now, a);
			++*asked;
		}
	return 0;
}

/* Both in one transaction: nobody is told twice. */
static int
tell_of(const struct turn *t, const struct staff *s, const char *where,
    const struct calendar_row *row, int64_t now, struct arena *a, struct err *err)
{
	struct composer composer = { t->langs, &t->config->team, t->key, "", "" };
	const char *place = shown(where, a);
	const char *about = arena_printf(a, "calendar.%s.%" PRId64, row->source, now);
	const char *why = arena_printf(a,
	    "the calendar of %s (%s) cannot be read, and until it can, they count as busy: %s",
	    s->name, place, row->trouble);
	struct mail mail;
	struct mails mails = { &mail, 1 };

	if (unread_write(&composer, s, place, row->trouble, now, a, &mail, err) == -1 ||
	    queue_put(t->db, 0, &mails, now, err) == -1 ||
	    turn_tell_operator(t, about, why, now, a, err) == -1)
		return -1;
	log_line(LOG_WARN, "a calendar of %s cannot be read (%s): %s", s->file, place,
	    row->trouble);
	return calendars_told(t->db, row->source, now, err);
}

/* 1: told; 0; -1 */
static int
tell_change(const struct turn *t, const struct staff *s, const char *where,
    const struct calendar_row *row, int64_t now, struct arena *a, struct err *err)
{
	bool fine = usable(row, t->config, now, now);
	int ret;

	if (row->tried_at == 0 || fine == (row->told_at == 0) || (!fine && row->trouble[0] == '\0'))
		return 0;
	if (db_begin(t->db, err) == -1)
		return -1;
	ret = fine ? calendars_told(t->db, row->source, 0, err)
	           : tell_of(t, s, where, row, now, a, err);
	if (ret == -1) {
		db_rollback(t->db);
		return -1;
	}
	if (fine)
		log_line(LOG_NOTE, "a calendar of %s can be read again", s->file);
	return db_commit(t->db, err) == -1 ? -1 : !fine;
}

static int
tell_changes(const struct turn *t, int64_t now, struct arena *a, struct err *err)
{
	const struct team *team = &t->config->team;
	int told = 0;

	for (size_t i = 0; i < team->n; i++)
		for (size_t k = 0; k < team->staff[i].n_busy; k++) {
			const struct staff *s = &team->staff[i];
			struct calendar_row row;
			int did;

			if (calendars_load_state(t->db, calendars_source(s, s->busy[k], a), a, &row,
				err) == -1 ||
			    (did = tell_change(t, s, s->busy[k], &row, now, a, err)) == -1)
				return -1;
			told += did;
		}
	return told;
}

int
calendars_due(const struct turn *t, int64_t now, struct arena *a, struct err *err)
{
	size_t asked;

	if (t->refresher == NULL)
		return 0;
	if (store_harvests(t, now, a, err) == -1 ||
	    ask_old(t, CALENDARS_BACKGROUND_SECONDS, now, a, &asked, err) == -1)
		return -1;
	return tell_changes(t, now, a, err);
}

int
calendars_fresh(const struct turn *t, int64_t now, struct arena *a, struct err *err)
{
	size_t asked;

	if (t->refresher == NULL)
		return 0;
	if (store_harvests(t, now, a, err) == -1 ||
	    ask_old(t, CALENDARS_OFFER_SECONDS, now, a, &asked, err) == -1)
		return -1;
	if (asked == 0)
		return 0;
	refresher_wait(t->refresher, CALENDARS_WAIT_MILLISECONDS);
	return store_harvests(t, now, a, err);
}

/* Both are in the order of their start, and so is what becomes of them. */
static void
merge_taken(struct staff *s, const struct span *spans, size_t n, enum taken_kind kind,
    struct arena *a)
{
	struct taken *all = arena_alloc(a, (s->n_taken + n + 1) * sizeof *all);
	size_t i = 0, k = 0;

	while (i < s->n_taken || k < n)
		if (k == n || (i < s->n_taken && s->taken[i].span.start_at <= spans[k].start_at)) {
			all[i + k] = s->taken[i];
			i++;
		} else {
			all[i + k] = (struct taken){ spans[k], kind, 0 };
			k++;
		}
	s->taken = all;
	s->n_taken = i + k;
}

static void
add_row(struct staff *s, const struct calendar_row *row, bool fine, struct span unknown,
    struct arena *a)
{
	if (fine)
		merge_taken(s, row->spans.items, row->spans.n, TAKEN_BUSY, a);
	else
		merge_taken(s, &unknown, 1, TAKEN_UNREAD, a);
}

int
calendars_taken(struct db *db, const struct config *c, struct team *team, int64_t now,
    struct arena *a, struct err *err)
{
	struct span all = wanted(c, now);

	for (size_t i = 0; i < team->n; i++) {
		struct staff *s = &team->staff[i];

		for (size_t k = 0; k < s->n_busy; k++) {
			struct calendar_row row;

			if (calendars_load(db, calendars_source(s, s->busy[k], a), a, &row, err) ==
			    -1)
				return -1;
			add_row(s, &row, usable(&row, c, now, now), all, a);
		}
	}
	return 0;
}

/* A calendar that a person at a terminal looks at. */
struct look {
	struct staff *staff;
	const char *where;
	struct calendar_row row, fresh;
	bool asked, answered;
};

static int
begin_look(struct db *db, struct staff *s, const char *where, struct arena *a, struct look *out,
    struct err *err)
{
	const char *source = calendars_source(s, where, a);

	*out = (struct look){ .staff = s, .where = where };
	out->row = (struct calendar_row){ .source = source, .etag = "", .trouble = "" };
	return db == NULL || calendars_load(db, source, a, &out->row, err) != -1 ? 0 : -1;
}

static void
finish_look(struct look *l, const struct config *c, int64_t at, int64_t now, struct arena *a,
    struct unread *unread, size_t *n)
{
	const struct calendar_row *row = &l->row;
	bool fine = usable(row, c, at, now);

	if (l->answered && (l->fresh.trouble[0] == '\0' || !fine)) {
		row = &l->fresh;
		fine = row->trouble[0] == '\0';
	}
	add_row(l->staff, row, fine, wanted(c, at), a);
	if (!fine)
		unread[(*n)++] = (struct unread){ l->staff, shown(l->where, a),
			row->trouble[0] != '\0' ? row->trouble : "it was not read in time" };
}

static void
take_answers(struct refresher *r, struct look *all, size_t n, int64_t now, struct arena *a)
{
	struct refreshed *done;
	size_t n_done = refresher_take(r, a, &done);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n_done; k++)
			if (strcmp(all[i].row.source, done[k].source) == 0) {
				all[i].fresh = all[i].row;
				take_harvest(&done[k], now, &all[i].fresh);
				all[i].answered = true;
			}
}

int
calendars_look(struct db *db, const struct config *c, struct team *team, int64_t at,
    struct arena *a, struct unread **out, size_t *n, struct err *err)
{
	int64_t now = time(NULL);
	struct look *all = NULL;
	struct refresher *r;
	size_t n_all = 0, asked = 0;

	*n = 0;
	for (size_t i = 0; i < team->n; i++)
		for (size_t k = 0; k < team->staff[i].n_busy; k++) {
			all = arena_more(a, all, n_all, sizeof *all);
			if (begin_look(db, &team->staff[i], team->staff[i].busy[k], a,
				&all[n_all++], err) == -1)
				return -1;
		}
	r = refresher_open(-1);
	for (size_t i = 0; i < n_all; i++) {
		struct look *l = &all[i];

		if (!usable(&l->row, c, at, now) || l->row.trouble[0] != '\0' ||
		    now - l->row.fetched_at > CALENDARS_OFFER_SECONDS) {
			ask(r, c, l->staff, l->where, &l->row, at, a);
			asked++;
		}
	}
	if (asked > 0) {
		refresher_wait(r, CALENDARS_LOOK_MILLISECONDS);
		take_answers(r, all, n_all, now, a);
	}
	refresher_close(r);
	*out = arena_alloc(a, (n_all + 1) * sizeof **out);
	for (size_t i = 0; i < n_all; i++)
		finish_look(&all[i], c, at, now, a, *out, n);
	return 0;
}
