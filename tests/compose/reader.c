#include "compose/reader.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool
reader_works(void)
{
	return system("python3 -c 'import email.policy' >/dev/null 2>&1") == 0;
}

char *
reader_show(const char *bytes, size_t len, struct arena *a)
{
	char path[] = "/tmp/convened-mail-XXXXXX", part[4096];
	int fd = mkstemp(path);
	FILE *f = fd == -1 ? NULL : fdopen(fd, "w");
	struct buf b;
	size_t n;

	if (f == NULL)
		return arena_str(a, "no temporary file");
	fwrite(bytes, 1, len, f);
	fclose(f);
	buf_init(&b, a);
	f = popen(arena_printf(a, "PYTHONUTF8=1 python3 -B '%s' %s",
		      tap_source("tests/compose/read_mail.py"), path),
	    "r");
	while (f != NULL && (n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&b, part, n);
	if (f != NULL)
		pclose(f);
	unlink(path);
	return b.data;
}
