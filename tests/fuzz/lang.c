/* A language file: what is refused is named with file and line; what is taken can be asked. */
#include "understand/lang.h"

#include "base/arena.h"
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* As in daemon/keys.c: libconfig 1.5 forgets a text that a syntax error follows. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so";
}

static char folder[64];
static int file = -1;

static void
remove_folder(void)
{
	if (chdir(folder) == 0) {
		unlink("xx.conf");
		unlink("places.conf");
		rmdir(folder);
	}
}

/* A folder of its own, where the language file is a link to memory. */
static void
make_folder(void)
{
	struct arena *a = arena_new();
	const char *tmp = getenv("TMPDIR"), *real = langs_dir(a);

	file = memfd_create("lang", 0);
	snprintf(folder, sizeof folder, "%s/langs.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (file == -1 || mkdtemp(folder) == NULL ||
	    symlink(arena_printf(a, "/proc/self/fd/%d", file),
		arena_printf(a, "%s/xx.conf", folder)) == -1 ||
	    symlink(arena_printf(a, "%s/places.conf", real),
		arena_printf(a, "%s/places.conf", folder)) == -1) {
		perror(folder);
		exit(1);
	}
	atexit(remove_folder);
	arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct langs *langs;
	struct err err;

	if (file == -1)
		make_folder();
	if (ftruncate(file, 0) == -1 || pwrite(file, bytes, len, 0) != (ssize_t)len)
		abort();
	if ((langs = langs_load(folder, &err)) == NULL) {
		assert(err.kind == ERR_CONFIG && strstr(err.text, "xx.conf:") != NULL);
		return 0;
	}
	for (size_t i = 0; i < langs_count(langs); i++) {
		const struct lang *l = langs_at(langs, i);

		assert(lang_clock(l) == 12 || lang_clock(l) == 24);
		assert(lang_date_order(l, 0) != NULL);
		lang_say(l, "offer_intro");
		for (int p = 0; p < PARTS; p++)
			assert(lang_part(l, (enum part)p).from < lang_part(l, (enum part)p).to);
		assert(langs_find(langs, lang_code(l)) != NULL);
		langs_find(langs, "zh-TW");
		assert(langs_hear(langs, "next") < HEAR_OTHERS);
		assert(langs_hear(langs, "cancel") == -1 ||
		       langs_hear(langs, "cancel") >= HEAR_OTHERS);
	}
	langs_free(langs);
	return 0;
}
