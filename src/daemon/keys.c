#include "daemon/keys.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/include.h"
#include "base/nearest.h"
#include "daemon/syntax.h"
#include "daemon/taking.h"

#include <assert.h>
#include <errno.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
/* libconfig 1.5 forgets the text it has just read when a syntax error follows. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so";
}
#endif

enum { MOST_BYTES = 1024 * 1024, PATH = 128 };

struct source {
	const char *path;
	config_t config;
};

static char *
read_file(const char *path, struct arena *a, struct complaints *cs)
{
	FILE *f = fopen(path, "re");
	char bytes[4096];
	struct buf b;
	size_t n;

	if (f == NULL) {
		complaint_add(cs, path, 0, "cannot be opened: %s", strerror(errno));
		return NULL;
	}
	buf_init(&b, a);
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0 && b.len <= MOST_BYTES)
		buf_add(&b, bytes, n);
	n = (size_t)ferror(f);
	fclose(f);
	if (n != 0 || b.len > MOST_BYTES) {
		complaint_add(cs, path, 0,
		    n != 0 ? "cannot be read" : "is larger than 1 MB: is it the right file?");
		return NULL;
	}
	if (memchr(b.data, '\0', b.len) != NULL) {
		complaint_add(cs, path, 0, "holds a NUL byte: save it as plain UTF-8 text");
		return NULL;
	}
	return strncmp(b.data, "\xef\xbb\xbf", 3) == 0 ? b.data + 3 : b.data;
}

struct source *
source_open(const char *path, struct arena *a, struct complaints *cs)
{
	const char *text = read_file(path, a, cs);
	size_t wrong = cs->n_wrong;
	struct source *s;
	const char *what;
	int line;

	if (text == NULL)
		return NULL;
	syntax_check(path, text, a, cs);
	if ((line = include_wrong(path, ".", a, &what)) > 0)
		complaint_add(cs, path, line, "@include \"%s\" names no file", what);
	if (cs->n_wrong > wrong)
		return NULL;
	s = malloc(sizeof *s);
	assert(s != NULL);
	s->path = arena_str(a, path);
	config_init(&s->config);
	if (config_read_string(&s->config, text) == CONFIG_TRUE)
		return s;
	syntax_guess(path, text, config_error_line(&s->config), config_error_text(&s->config), a,
	    cs);
	source_close(s);
	return NULL;
}

void
source_close(struct source *s)
{
	if (s == NULL)
		return;
	config_destroy(&s->config);
	free(s);
}

const char *
source_text(const struct source *s, const char *name)
{
	const char *text;

	return config_lookup_string(&s->config, name, &text) == CONFIG_TRUE ? text : NULL;
}

int
source_line(const struct source *s, const char *name)
{
	const config_setting_t *it = config_lookup(&s->config, name);

	return it == NULL ? 0 : (int)config_setting_source_line(it);
}

static bool
applies(const struct key *k, unsigned kind)
{
	return k->only == 0 || (k->only & kind) != 0;
}

/* Is this the name of a key (1), of a group of keys (2), or of neither (0)? */
static int
find_name(const struct key *keys, size_t n, const char *name, const struct key **found)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < n; i++) {
		*found = &keys[i];
		if (strcmp(keys[i].name, name) == 0)
			return 1;
		if (strncmp(keys[i].name, name, len) == 0 && keys[i].name[len] == '.')
			return 2;
	}
	return 0;
}

/* The last parts of all names that stand in the same group. */
static const char *
nearest_name(const struct key *keys, size_t n, const char *group, const char *name, struct arena *a)
{
	const char **names = arena_alloc(a, (n + 1) * sizeof *names);
	size_t len = strlen(group), found = 0;

	for (size_t i = 0; i < n; i++)
		if (strncmp(keys[i].name, group, len) == 0) {
			const char *rest = keys[i].name + len;

			names[found++] = arena_mem(a, rest, strcspn(rest, "."));
		}
	return nearest(name, names, found);
}

static void
unknown_keys(const struct source *s, const config_setting_t *group, const char *prefix,
    const struct key *keys, size_t n, unsigned kind, struct arena *a, struct complaints *cs)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *it = config_setting_get_elem(group, (unsigned)i);
		const char *name = config_setting_name(it), *meant;
		int line = (int)config_setting_source_line(it), what;
		const struct key *key;
		char path[PATH];

		snprintf(path, sizeof path, "%s%s", prefix, name);
		what = find_name(keys, n, path, &key);
		if (what == 1 && !applies(key, kind))
			complaint_add(cs, s->path, line,
			    "%s does not belong to this kind of file: take it out", path);
		else if (what == 2 && !config_setting_is_group(it))
			complaint_add(cs, s->path, line, "%s must be a group, as in %s: { ... };",
			    path, name);
		else if (what == 2) {
			snprintf(path, sizeof path, "%s%s.", prefix, name);
			unknown_keys(s, it, path, keys, n, kind, a, cs);
		} else if (what == 0 && (meant = nearest_name(keys, n, prefix, name, a)) != NULL)
			complaint_add(cs, s->path, line, "unknown key \"%s\": did you mean \"%s\"?",
			    path, meant);
		else if (what == 0)
			complaint_add(cs, s->path, line, "unknown key \"%s\": see convened.conf(5)",
			    path);
	}
}

/* Complains at the group the key should stand in; what stands there instead is named elsewhere. */
static void
missing_key(const struct source *s, const struct key *key, struct complaints *cs)
{
	const char *dot = key->name;
	int line = 1;

	while ((dot = strchr(dot, '.')) != NULL) {
		const config_setting_t *group;
		char name[PATH];

		snprintf(name, sizeof name, "%.*s", (int)(dot++ - key->name), key->name);
		if ((group = config_lookup(&s->config, name)) == NULL)
			break;
		if (!config_setting_is_group(group))
			return;
		line = (int)config_setting_source_line(group);
	}
	complaint_add(cs, s->path, line, "%s is missing: it says %s", key->name, key->meaning);
}

void
keys_read(const struct source *s, const struct key *keys, size_t n, unsigned kind, void *target,
    struct arena *a, struct complaints *cs)
{
	for (size_t i = 0; i < n; i++) {
		struct taking t = { &keys[i], NULL, 0, target, a, cs };
		const config_setting_t *it = NULL;

		if (!applies(&keys[i], kind))
			continue;
		taking_preset(&t);
		if (s == NULL)
			continue;
		t.file = s->path;
		if ((it = config_lookup(&s->config, keys[i].name)) != NULL) {
			t.line = (int)config_setting_source_line(it);
			taking_value(&t, it);
		} else if (keys[i].required)
			missing_key(s, &keys[i], cs);
	}
	if (s != NULL)
		unknown_keys(s, config_root_setting(&s->config), "", keys, n, kind, a, cs);
}
