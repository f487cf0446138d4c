/* athand: a mail that ends the process each time is known to the next one */
#include "daemon/athand.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ONE "1111111111111111111111111111111111111111111111111111111111111111"
#define TWO "2222222222222222222222222222222222222222222222222222222222222222"

static char folder[] = "/tmp/convened-athand-XXXXXX";
static char store[64], file[80];

/* A process that begins this mail, and dies of it; how often that had happened before. */
static int
dies_of(const char *digest)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct err err;

		_exit(athand_begin(athand_open(store, &err), digest));
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static void
write_file(const char *text)
{
	FILE *f = fopen(file, "w");

	fputs(text, f);
	fclose(f);
}

int
main(void)
{
	struct athand *h;
	struct err err = { 0 };

	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(store, sizeof store, "%s/store.db", folder);
	snprintf(file, sizeof file, "%s.athand", store);

	is_int(dies_of(ONE), 0, "a mail that nobody has begun");
	is_int(dies_of(ONE), 1, "one that a process has died of");
	is_int(dies_of(ONE), 2, "and another one");
	is_int(dies_of(TWO), 0, "another mail begins anew");
	is_int(dies_of(ONE), 0, "and so does the first one then");

	h = athand_open(store, &err);
	is_int(athand_begin(h, ONE), 1, "begun again");
	athand_end(h);
	is_int(athand_begin(h, ONE), 0, "what has ended does not count");
	athand_end(h);
	is_int(athand_begin(h, TWO), 0, "the next mail");
	athand_close(h);
	is_int(dies_of(TWO), 1, "that was not ended before the process was");

	write_file("what is this?\n");
	is_int(dies_of(ONE), 0, "a file of no sense is as good as none");
	write_file(ONE " -5\n");
	is_int(dies_of(ONE), 0, "nor does a number of no sense count");
	write_file(ONE);
	is_int(dies_of(ONE), 0, "or none");
	write_file(ONE " 7 and more that a longer note has left behind\n");
	is_int(dies_of(ONE), 7, "what is behind the number does not matter");

	ok(athand_open("/nowhere/at/all", &err) == NULL, "no folder, no file");
	is_int(err.kind, ERR_CONFIG, "which somebody has to mend");
	unlink(file);
	rmdir(folder);
	return tap_done();
}
