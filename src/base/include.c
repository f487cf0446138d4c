#include "base/include.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MOST = 10 }; /* as libconfig has it: then it refuses by itself */

/* What the line takes in, or NULL. */
static const char *
included(const char *line, struct arena *a)
{
	static const char directive[] = "@include";
	const char *end;

	line += strspn(line, " \t");
	if (strncmp(line, directive, strlen(directive)) != 0)
		return NULL;
	line += strlen(directive);
	line += strspn(line, " \t");
	if (*line != '"' || (end = strchr(line + 1, '"')) == NULL)
		return NULL;
	return arena_mem(a, line + 1, (size_t)(end - line - 1));
}

static int
look(const char *path, const char *dir, int depth, struct arena *a, const char **name)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	int wrong = 0;

	for (int n = 1; f != NULL && wrong == 0 && getline(&line, &room, f) != -1; n++) {
		const char *what = included(line, a), *target;
		struct stat st;

		if (what == NULL)
			continue;
		target = what[0] == '/' ? what : arena_printf(a, "%s/%s", dir, what);
		if (stat(target, &st) == -1)
			continue;
		*name = what;
		if (!S_ISREG(st.st_mode) ||
		    (depth < DEPTH_MOST && look(target, dir, depth + 1, a, name) != 0))
			wrong = n;
	}
	free(line);
	if (f != NULL)
		fclose(f);
	return wrong;
}

int
include_wrong(const char *path, const char *dir, struct arena *a, const char **name)
{
	return look(path, dir, 0, a, name);
}
