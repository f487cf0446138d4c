#include "base/log.h"
#include "config.h"
#include "daemon/fetching.h"
#include "daemon/loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

static volatile sig_atomic_t stop, reload;
static int wake_fd = -1;

static void
on_signal(int number)
{
	uint64_t one = 1;
	ssize_t written;

	if (number == SIGHUP)
		reload = 1;
	else
		stop = 1;
	written = write(wake_fd, &one, sizeof one); /* can only fail when it is readable anyway */
	(void)written;
}

static void
watch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	if ((wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) == -1)
		abort();
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a full disk, no reason to die */
}

static void
usage(FILE *out)
{
	fputs("usage: convened [-nv] [-c FILE]\n"
	      "       convened -h | -V\n\n"
	      "  -c FILE  the configuration (" SYSCONFDIR "/convened.conf)\n"
	      "  -n       say what would be done with new mail, send and change nothing, end\n"
	      "  -v       log more\n"
	      "  -V       print the version\n\n"
	      "SIGTERM ends it after the mail it is at, SIGHUP reads the configuration again.\n"
	      "It ends with 0 when told to, 64 when called wrongly, 71 when it must be started\n"
	      "again, 75 when another convened works on the same store, 78 when the configuration\n"
	      "is wrong or the store is damaged.\n",
	    out);
}

int
main(int argc, char **argv)
{
	struct orders orders = {
		.config_path = SYSCONFDIR "/convened.conf",
		.stop = &stop,
		.reload = &reload,
	};
	int option;

	if (argc == 2 && strcmp(argv[1], FETCHING_OPTION) == 0)
		return fetching_serve();
	while ((option = getopt(argc, argv, "c:nvVh")) != -1) {
		switch (option) {
		case 'c': orders.config_path = optarg; break;
		case 'n': orders.dry = true; break;
		case 'v': log_level(LOG_DETAIL); break;
		case 'V': puts(PACKAGE_STRING); return END_AS_TOLD;
		case 'h': usage(stdout); return END_AS_TOLD;
		default: usage(stderr); return END_USAGE;
		}
	}
	if (optind < argc) {
		usage(stderr);
		return END_USAGE;
	}
	umask(077);
	watch_signals();
	orders.wake_fd = wake_fd;
	return loop_run(&orders);
}
