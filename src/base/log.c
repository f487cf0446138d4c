#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static enum log_level most = LOG_INFORM;

void
log_level(enum log_level level)
{
	most = level;
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	if (level > most)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	for (char *p = line; *p != '\0'; p++) /* what comes from outside may hold control bytes */
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	if (getenv("JOURNAL_STREAM") != NULL)
		fprintf(stderr, "<%d>%s\n", level, line);
	else
		fprintf(stderr, "convened: %s\n", line);
}
