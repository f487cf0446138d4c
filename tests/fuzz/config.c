/* Configuration files: what is refused is complained about, in words, with its line. */
#include "daemon/config.h"

#include "base/arena.h"
#include "daemon/gatherings.h"
#include "daemon/staff.h"
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Of a file that cannot be read at all there is no line to name. */
static bool
about_the_whole_file(const char *text)
{
	return strncmp(text, "cannot be ", 10) == 0 || strncmp(text, "is larger ", 10) == 0 ||
	       strncmp(text, "holds a NUL ", 12) == 0;
}

static void
check(const struct complaints *cs, const char *path, bool taken, int lines)
{
	assert(taken == (cs->n_wrong == 0));
	for (size_t i = 0; i < cs->n; i++) {
		const struct complaint *c = &cs->items[i];

		assert(c->file != NULL && c->text[0] != '\0');
		if (strcmp(c->file, path) != 0)
			continue;
		assert(c->line <= lines);
		assert(c->line >= 1 || about_the_whole_file(c->text));
		assert(strstr(complaint_line(c, cs->arena), path) != NULL);
	}
}

static int
count_lines(const uint8_t *bytes, size_t len)
{
	int lines = 2; /* a file that ends within a bracket is wrong behind its last line */

	for (size_t i = 0; i < len; i++)
		lines += bytes[i] == '\n';
	return lines;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	int lines = count_lines(bytes, len), fd = memfd_create("conf", 0);
	struct staff nino = { .name = "Nino", .email = "nino@example.org" };
	struct team nobody = { .n = 0 }, team = { .staff = &nino, .n = 1 };
	struct gathering before = { .id = "office-hours" };
	struct complaints cs;
	struct gathering gathering;
	struct config config;
	struct staff staff;
	char path[64];
	bool taken;

	if (fd == -1 || write(fd, bytes, len) != (ssize_t)len)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	complaints_init(&cs, a);
	taken = staff_read(path, &nobody, a, &staff, &cs);
	check(&cs, path, taken, lines);
	complaints_init(&cs, a);
	taken = gathering_read(path, &team, &before, 1, a, &gathering, &cs);
	check(&cs, path, taken, lines);
	complaints_init(&cs, a);
	taken = config_load(path, a, &config, &cs) == 1;
	check(&cs, path, taken, lines);
	close(fd);
	arena_free(a);
	return 0;
}
