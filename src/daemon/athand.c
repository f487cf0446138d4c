#include "daemon/athand.h"

#include "base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE = DIGEST_HEX + 16 };

struct athand {
	int fd;
	char digest[DIGEST_HEX + 1]; /* of the mail that was begun last and did not end; "" */
	int begun;
};

/* What else stands there is as good as nothing. */
static void
read_note(struct athand *h)
{
	char text[LINE] = "", digest[DIGEST_HEX + 1];
	int begun;

	if (pread(h->fd, text, sizeof text - 1, 0) <= 0 ||
	    sscanf(text, "%64[0-9a-f] %4d", digest, &begun) != 2 || begun < 1)
		return;
	memcpy(h->digest, digest, sizeof digest);
	h->begun = begun;
}

struct athand *
athand_open(const char *store_path, struct err *err)
{
	struct athand *h = calloc(1, sizeof *h);
	char path[PATH_MAX];

	if (h == NULL)
		abort();
	snprintf(path, sizeof path, "%s.athand", store_path);
	if ((h->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) == -1) {
		err_set(err, ERR_CONFIG, "%s: %s", path, strerror(errno));
		free(h);
		return NULL;
	}
	read_note(h);
	return h;
}

void
athand_close(struct athand *h)
{
	if (h == NULL)
		return;
	close(h->fd);
	free(h);
}

/* A note that cannot be written protects from nothing, and keeps nobody from working. */
static void
write_note(const struct athand *h)
{
	char text[LINE];
	int n = snprintf(text, sizeof text, "%s %4d\n", h->digest, h->begun);
	ssize_t written = pwrite(h->fd, text, (size_t)n, 0);

	(void)written;
}

int
athand_begin(struct athand *h, const char *digest)
{
	if (strcmp(h->digest, digest) != 0) {
		snprintf(h->digest, sizeof h->digest, "%s", digest);
		h->begun = 0;
	}
	h->begun++;
	write_note(h);
	return h->begun - 1;
}

void
athand_end(struct athand *h)
{
	h->begun = 0;
	write_note(h);
}
