#include "daemon/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
static const bool sanitized = true; /* it maps terabytes, and what it finds must be told */
#else
static const bool sanitized = false;
#endif

/* All of the memory may be read and written, none of it run. */
static int
allow_memory(scmp_filter_ctx filter)
{
	static const int mapping[] = { SCMP_SYS(mmap), SCMP_SYS(mprotect) };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof mapping / sizeof *mapping; i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, mapping[i], 1,
		    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	return rc;
}

static int
allow_writing(scmp_filter_ctx filter, int fd)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)fd));
}

/*
 * What taking a mail apart needs of the kernel: memory, its own pipe, the clock.  Everything else
 * fails, so that a library that would open a file finds none.
 */
static int
forbid_the_world(int out)
{
	static const int harmless[] = { SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(brk),
		SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex),
		SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
		SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(getrandom),
		SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sched_yield),
		SCMP_SYS(restart_syscall) };
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc = filter == NULL ? -1 : 0;

	for (size_t i = 0; rc == 0 && i < sizeof harmless / sizeof *harmless; i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, harmless[i], 0);
	if (rc == 0)
		rc = allow_memory(filter);
	if (rc == 0)
		rc = allow_writing(filter, out);
	if (rc == 0 && sanitized)
		rc = allow_writing(filter, STDERR_FILENO);
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	return rc == 0 ? 0 : -1;
}

static int
limit_itself(void)
{
	const struct itimerval processor = { .it_value = { CONFINE_PROCESSOR_MILLISECONDS / 1000,
						 CONFINE_PROCESSOR_MILLISECONDS % 1000 * 1000 } };
	const struct rlimit seconds = { 2, 2 }; /* where the timer's signal is of no use */
	const struct rlimit memory = { CONFINE_MEMORY, CONFINE_MEMORY };
	const struct rlimit nothing = { 0, 0 };

	if (setitimer(ITIMER_PROF, &processor, NULL) == -1 ||
	    setrlimit(RLIMIT_CPU, &seconds) == -1 || setrlimit(RLIMIT_CORE, &nothing) == -1 ||
	    setrlimit(RLIMIT_FSIZE, &nothing) == -1 || setrlimit(RLIMIT_NPROC, &nothing) == -1)
		return -1;
	return sanitized ? 0 : setrlimit(RLIMIT_AS, &memory);
}

/* The kernel's choice, when there is no memory left for all. */
static void
go_first(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd == -1)
		return;
	if (write(fd, "1000", 4) == -1) /* without it the largest goes, which is also this one */
		errno = 0;
	close(fd);
}

static int
close_all_but(int out)
{
	if (sanitized ? out < 3 : out < 1)
		return -1;
	return close_range(sanitized ? 3 : 0, (unsigned)out - 1, 0) == -1 && out > 3
	           ? -1
	           : close_range((unsigned)out + 1, ~0U, 0);
}

int
confine_process(int out)
{
	go_first();
	if (prctl(PR_SET_DUMPABLE, 0) == -1 || close_all_but(out) == -1 || limit_itself() == -1)
		return -1;
	return forbid_the_world(out);
}
