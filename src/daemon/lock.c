#include "daemon/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static int
held_elsewhere(int fd, const char *store_path, struct err *err)
{
	char text[32] = "";
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	long pid = n > 0 ? strtol(text, NULL, 10) : 0;

	close(fd);
	if (pid > 0)
		return err_set(err, ERR_RETRY, "another convened (process %ld) works on %s", pid,
		    store_path);
	return err_set(err, ERR_RETRY, "another convened works on %s", store_path);
}

int
lock_take(const char *store_path, struct err *err)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof path, "%s.lock", store_path);
	if ((fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) == -1)
		return err_set(err, ERR_CONFIG, "%s: %s", path, strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) == -1)
		return held_elsewhere(fd, store_path, err);
	if (ftruncate(fd, 0) == -1 || dprintf(fd, "%ld\n", (long)getpid()) < 0) {
		close(fd);
		return err_set(err, ERR_CONFIG, "%s: %s", path, strerror(errno));
	}
	return fd;
}
