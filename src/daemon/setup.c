#include "daemon/setup.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

struct setup {
	const char *path;
	struct arena *arena; /* holds every version: others may still look at an old one */
	const struct config *config;
	const char *complaints;
};

static const char *
list_complaints(const struct complaints *c, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_str(&b, "");
	for (size_t i = 0; i < c->n; i++) {
		const struct complaint *one = &c->items[i];

		log_line(one->warning ? LOG_WARN : LOG_ERROR, "%s:%d: %s", one->file, one->line,
		    one->text);
		if (!one->warning)
			buf_printf(&b, "%s:%d: %s\n", one->file, one->line, one->text);
	}
	return b.data;
}

static bool
has_file(const struct team *team, const char *file)
{
	for (size_t i = 0; i < team->n; i++)
		if (team->staff[i].file != NULL && strcmp(team->staff[i].file, file) == 0)
			return true;
	return false;
}

static bool
is_wrong(const struct complaints *c, const char *file)
{
	for (size_t i = 0; i < c->n; i++)
		if (!c->items[i].warning && strcmp(c->items[i].file, file) == 0)
			return true;
	return false;
}

/* A person whose file is wrong now keeps what it said before; one whose file is gone is gone. */
static void
keep_last_good(struct team *team, const struct team *before, const struct complaints *c,
    struct arena *a)
{
	struct staff *staff = arena_alloc(a, (team->n + before->n) * sizeof *staff);

	if (team->n > 0)
		memcpy(staff, team->staff, team->n * sizeof *staff);
	team->staff = staff;
	for (size_t i = 0; i < before->n; i++) {
		const struct staff *s = &before->staff[i];

		if (s->file == NULL || !is_wrong(c, s->file) || has_file(team, s->file) ||
		    team_find(team, s->email) != NULL)
			continue;
		log_line(LOG_WARN, "%s: its last good version is kept", s->file);
		team->staff[team->n++] = *s;
	}
}

static int
load(struct setup *s)
{
	struct config *config = arena_alloc(s->arena, sizeof *config);
	struct complaints complaints = { 0 };
	int ret = config_load(s->path, s->arena, config, &complaints);

	s->complaints = list_complaints(&complaints, s->arena);
	if (ret == -1)
		return -1;
	if (s->config != NULL)
		keep_last_good(&config->team, &s->config->team, &complaints, s->arena);
	s->config = config;
	return 0;
}

struct setup *
setup_open(const char *config_path)
{
	struct setup *s = calloc(1, sizeof *s);

	if (s == NULL)
		abort();
	s->path = config_path;
	s->arena = arena_new();
	if (load(s) == -1) {
		log_line(LOG_ERROR, "%s: convened cannot run with this", config_path);
		setup_close(s);
		return NULL;
	}
	return s;
}

void
setup_close(struct setup *s)
{
	if (s == NULL)
		return;
	arena_free(s->arena);
	free(s);
}

const struct config *
setup_config(const struct setup *s)
{
	return s->config;
}

const char *
setup_complaints(const struct setup *s)
{
	return s->complaints;
}

int
setup_reload(struct setup *s)
{
	return load(s) == -1 ? 0 : 1;
}
