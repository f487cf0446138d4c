/*
 * durable - what of a folder's files is on the disk for sure, for tests of a loss of power
 *
 * Preloaded: whenever the process has synchronised a file in the folder $DURABLE_OF, the file is
 * copied to $DURABLE_TO, under a lock there.  All that was written later may be lost.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static void
copy(int from, const char *name)
{
	char path[PATH_MAX], whole[PATH_MAX], bytes[65536];
	const char *folder = getenv("DURABLE_TO");
	off_t at = 0;
	ssize_t n;
	int to, lock;

	snprintf(path, sizeof path, "%s/lock", folder);
	lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	flock(lock, LOCK_EX);
	snprintf(whole, sizeof whole, "%s/%s", folder, name);
	snprintf(path, sizeof path, "%s/copying", folder);
	to = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	while ((n = pread(from, bytes, sizeof bytes, at)) > 0) {
		if (write(to, bytes, (size_t)n) != n)
			abort();
		at += n;
	}
	close(to);
	if (rename(path, whole) == -1) /* killed before, it never was synchronised */
		abort();
	close(lock);
}

static int
synchronise(const char *call, int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
	char link[64], path[PATH_MAX];
	const char *of = getenv("DURABLE_OF");
	ssize_t n;

	if (real(fd) == -1)
		return -1;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof path - 1);
	path[n > 0 ? n : 0] = '\0';
	if (of != NULL && strncmp(path, of, strlen(of)) == 0 && path[strlen(of)] == '/' &&
	    strchr(path + strlen(of) + 1, '/') == NULL && strstr(path, " (deleted)") == NULL)
		copy(fd, path + strlen(of) + 1);
	return 0;
}

int
fdatasync(int fd)
{
	return synchronise("fdatasync", fd);
}

int
fsync(int fd)
{
	return synchronise("fsync", fd);
}
