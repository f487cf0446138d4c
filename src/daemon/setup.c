#include "daemon/setup.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "daemon/lastgood.h"

#include <stdlib.h>

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
		const char *line = complaint_line(&c->items[i], a);

		log_line(c->items[i].warning ? LOG_WARN : LOG_ERROR, "%s", line);
		if (!c->items[i].warning)
			buf_printf(&b, "%s\n", line);
	}
	return b.data;
}

static int
load(struct setup *s)
{
	struct config *config = arena_alloc(s->arena, sizeof *config);
	struct complaints complaints;
	int ret = config_load(s->path, s->arena, config, &complaints);

	s->complaints = list_complaints(&complaints, s->arena);
	if (ret == -1)
		return -1;
	if (lastgood_restore(config, s->arena) > 0)
		log_line(LOG_NOTE, "from files that are wrong now, the last good copies are used");
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

void
setup_keep(struct setup *s)
{
	struct err err = { 0 };

	if (lastgood_save(s->config, s->arena, &err) == -1)
		log_line(LOG_WARN, "%s", err.text);
}
