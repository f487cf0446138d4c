#include "tap.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int count, failed;

static bool
result(bool held, const char *file, int line, const char *fmt, va_list ap)
{
	char name[512];

	vsnprintf(name, sizeof name, fmt, ap);
	for (char *p = name; *p != '\0'; p++) /* '#' begins a directive, a line ends a result */
		if (*p == '#' || *p == '\n' || *p == '\r')
			*p = ' ';
	printf("%sok %d - %s\n", held ? "" : "not ", ++count, name);
	if (!held) {
		failed++;
		printf("# %s:%d\n", file, line);
	}
	fflush(stdout);
	return held;
}

bool
tap_ok(bool held, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	result(held, file, line, fmt, ap);
	va_end(ap);
	return held;
}

static void
show(const char *what, const char *s)
{
	printf("# %s ", what);
	for (; s != NULL && *s != '\0'; s++) {
		putchar(*s);
		if (*s == '\n')
			printf("#      ");
	}
	printf("%s\n", s == NULL ? "(null)" : "");
}

bool
tap_str(const char *got, const char *want, const char *file, int line, const char *fmt, ...)
{
	bool held = got == want || (got != NULL && want != NULL && strcmp(got, want) == 0);
	va_list ap;

	va_start(ap, fmt);
	result(held, file, line, fmt, ap);
	va_end(ap);
	if (!held) {
		show("got ", got);
		show("want", want);
	}
	return held;
}

bool
tap_int(long long got, long long want, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	result(got == want, file, line, fmt, ap);
	va_end(ap);
	if (got != want)
		printf("# got  %lld\n# want %lld\n", got, want);
	return got == want;
}

const char *
tap_source(const char *path)
{
	static char full[4096];
	const char *top = getenv("srcdir");

	snprintf(full, sizeof full, "%s/%s", top != NULL ? top : ".", path);
	return full;
}

int
tap_done(void)
{
	printf("1..%d\n", count);
	return failed == 0 ? 0 : 1;
}
