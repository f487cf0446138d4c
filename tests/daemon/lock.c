/* lock: one daemon a store, and the lock goes with whoever held it */
#include "daemon/lock.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char store[] = "/tmp/convened-lock-XXXXXX";

/* Takes the lock in another process, and dies with it. */
static int
taken_by_another(void)
{
	struct err err = { 0 };
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(lock_take(store, &err) == -1 ? 1 : 0);
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

int
main(void)
{
	struct err err = { 0 };
	char path[64], pid[32];
	int fd, other;

	if ((fd = mkstemp(store)) == -1)
		return 1;
	close(fd);
	ok(taken_by_another() == 0, "a free lock can be taken");
	fd = lock_take(store, &err);
	ok(fd != -1, "it went with the process that had it");
	other = lock_take(store, &err);
	is_int(other, -1, "nobody takes it a second time");
	is_int(err.kind, ERR_RETRY, "for now");
	snprintf(pid, sizeof pid, "process %ld", (long)getpid());
	ok(strstr(err.text, pid) != NULL, "and it is said who has it: %s", err.text);
	ok(taken_by_another() == 1, "nor does another process");
	close(fd);
	ok(taken_by_another() == 0, "closed, it is free again");

	is_int(lock_take("/nowhere/at/all", &err), -1, "no folder, no lock");
	is_int(err.kind, ERR_CONFIG, "which somebody has to mend");

	snprintf(path, sizeof path, "%s.lock", store);
	unlink(path);
	unlink(store);
	return tap_done();
}
