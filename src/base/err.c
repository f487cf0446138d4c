#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Servers' words may be in it: it stays one line, fit for a log. */
static void
keep_one_line(char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 127)
			*text = ' ';
}

int
err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	err->kind = kind;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	keep_one_line(err->text);
	return -1;
}

int
err_prefix(struct err *err, const char *fmt, ...)
{
	char was[sizeof err->text];
	va_list ap;
	int n;

	memcpy(was, err->text, sizeof was);
	va_start(ap, fmt);
	n = vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof err->text)
		snprintf(err->text + n, sizeof err->text - n, "%s", was);
	return -1;
}
