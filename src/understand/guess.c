#include "understand/guess.h"

#include <libexttextcat/textcat.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_MOST = 1000, PATH = 4096 };

static const char fingerprints[] = "/usr/share/libexttextcat/";

/* Does every fingerprint exist that the file names?  libexttextcat would crash over one that does
 * not. */
static bool
are_there(const char *conf)
{
	char line[256], path[PATH], name[128];
	bool fine = false;
	FILE *f = fopen(conf, "re");

	if (f == NULL)
		return false;
	while (fgets(line, sizeof line, f) != NULL) {
		if (line[0] == '#' || sscanf(line, "%127s", name) != 1)
			continue;
		snprintf(path, sizeof path, "%s%s", fingerprints, name);
		if (!(fine = access(path, R_OK) == 0))
			break;
	}
	fclose(f);
	return fine;
}

/* As long as the program runs. */
static void *
classifier(const char *folder)
{
	static void *handle;
	static bool tried;
	char conf[PATH];

	if (tried)
		return handle;
	tried = true;
	if (snprintf(conf, sizeof conf, "%s/textcat.conf", folder) < (int)sizeof conf &&
	    are_there(conf))
		handle = special_textcat_Init(conf, fingerprints);
	return handle;
}

size_t
guess_languages(const char *folder, const char *text, size_t len, char codes[GUESSES][GUESS_CODE])
{
	void *handle = classifier(folder);
	const char *said; /* "[pt][gl]", or SHORT, or UNKNOWN */
	size_t n = 0, width;

	if (handle == NULL)
		return 0;
	said = textcat_Classify(handle, text, len < TEXT_MOST ? len : TEXT_MOST);
	for (; said != NULL && *said == '[' && n < GUESSES; said += width + 1) {
		width = strcspn(++said, "]");
		if (width >= GUESS_CODE || said[width] == '\0')
			break;
		memcpy(codes[n], said, width);
		codes[n++][width] = '\0';
	}
	return n;
}
