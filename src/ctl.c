#include "base/nearest.h"
#include "config.h"
#include "ctl/check.h"
#include "ctl/explain.h"
#include "ctl/forget.h"
#include "ctl/list.h"
#include "ctl/show.h"
#include "ctl/slots.h"
#include "ctl/status.h"
#include "ctl/when.h"

#include <stdio.h>
#include <string.h>

/* Each lives in src/ctl/NAME.c; its argv[0] is "convenectl NAME", its result an enum ctl_status. */
struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help; /* one line */
};

static const struct command commands[] = {
	{ "check", check_run, "is the configuration right, and when is who free next" },
	{ "explain", explain_run, "what is understood of a mail, and from which words" },
	{ "forget", forget_run, "erase a person" },
	{ "list", list_run, "all meetings, or all mails" },
	{ "show", show_run, "one meeting's whole story" },
	{ "slots", slots_run, "each person's free times, and the reason for each gap" },
	{ "when", when_run, "which times a text names" },
	{ NULL, NULL, NULL },
};

enum { MOST_COMMANDS = 32 };

static void
usage(FILE *out)
{
	fputs("usage: convenectl COMMAND [OPTION...] [ARGUMENT...]\n"
	      "       convenectl --help | --version\n\n"
	      "commands:\n",
	    out);
	for (const struct command *c = commands; c->name != NULL; c++)
		fprintf(out, "  %-9s %s\n", c->name, c->help);
	fputs("\nconvenectl COMMAND --help tells more; all of it is in convenectl(1).\n", out);
}

static const struct command *
find(const char *name)
{
	for (const struct command *c = commands; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

static int
unknown(const char *name)
{
	const char *names[MOST_COMMANDS] = { NULL }, *meant;
	size_t n = 0;

	for (const struct command *c = commands; c->name != NULL && n < MOST_COMMANDS; c++)
		names[n++] = c->name;
	meant = nearest(name, names, n);
	fprintf(stderr, "convenectl: there is no command %s%s%s; see convenectl --help\n", name,
	    meant != NULL ? "; did you mean " : "", meant != NULL ? meant : "");
	return CTL_USAGE;
}

int
main(int argc, char **argv)
{
	const struct command *command;
	char name[64];

	if (argc < 2) {
		usage(stderr);
		return CTL_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		usage(stdout);
		return CTL_FINE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts(PACKAGE_STRING);
		return CTL_FINE;
	}
	if ((command = find(argv[1])) == NULL)
		return unknown(argv[1]);
	snprintf(name, sizeof name, "convenectl %s", command->name);
	argv[1] = name; /* so that getopt names the subcommand as well */
	return command->run(argc - 1, argv + 1);
}
