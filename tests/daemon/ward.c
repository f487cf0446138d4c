#include "daemon/ward.h"

#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define SANITIZED
#endif

static const char own[] = "meet@example.org";

static const char mail[] = "From: Ana Silva <ana@example.net>\r\n"
			   "To: Meet <meet+k7f2@example.org>, bo@example.com\r\n"
			   "Cc: dora@example.com\r\n"
			   "Subject: =?utf-8?q?R=C3=A9union?=\r\n"
			   "Date: Mon, 23 Nov 2026 10:00:00 +0100\r\n"
			   "Message-ID: <m1@example.net>\r\n"
			   "References: <a@example.org> <b@example.org>\r\n"
			   "MIME-Version: 1.0\r\n"
			   "Content-Type: multipart/mixed; boundary=x\r\n"
			   "\r\n"
			   "--x\r\n"
			   "Content-Type: text/html; charset=iso-8859-1\r\n"
			   "\r\n"
			   "<p>Tuesday at 3, s'il vous pla\xeet?</p>\r\n"
			   "--x\r\n"
			   "Content-Type: text/calendar; method=REPLY\r\n"
			   "\r\n"
			   "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:u1\r\n"
			   "DTSTAMP:20261123T090000Z\r\n"
			   "DTSTART;TZID=Europe/Berlin:20261124T150000\r\n"
			   "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.net\r\n"
			   "COMMENT:gladly\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
			   "--x--\r\n";

static char *
as_bytes(const struct opened *opened, size_t *len, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	opened_pack(&b, opened);
	*len = b.len;
	return b.data;
}

static int
read_in(struct ward *w, const char *raw, size_t len, struct arena *a, struct opened *out,
    struct err *err)
{
	*err = (struct err){ 0 };
	return ward_read(w, raw, len, own, a, out, err);
}

static void
test_same_as_in_this_process(struct arena *a)
{
	struct opened here, there;
	struct err err = { 0 };
	struct ward *w = ward_open(&err);
	char *x, *y;
	size_t n, m;

	if (!ok(w != NULL, "a ward opens %s", err.text))
		return;
	for (int i = 0; i < 3; i++) {
		is_int(read_in(w, mail, sizeof mail - 1, a, &there, &err), 0, "a mail is read %s",
		    err.text);
		opened_read(mail, sizeof mail - 1, own, a, &here, &err);
		x = as_bytes(&here, &n, a);
		y = as_bytes(&there, &m, a);
		ok(n == m && memcmp(x, y, n) == 0, "and comes back as it would be read here");
	}
	is_str(there.letter.subject, "R\xc3\xa9union", "the subject");
	ok(there.letter.n_references == 2 && there.letter.n_to == 2, "and the rest");
	is_str(there.letter.digest, here.letter.digest, "the digest");
	is_int((int)there.calendar.n, 1, "the calendar");
	is_str(there.calendar.items[0].start.tzid, "Europe/Berlin", "and what is in it");
	ok(there.letter.calendar == NULL, "but not its text");
	is_int(read_in(w, "", 0, a, &there, &err), opened_read("", 0, own, a, &here, &err),
	    "an empty mail is judged alike");
	ward_close(w);
}

/* Is it sound, as bytes from a process that may have been taken over? */
static bool
is_taken(const char *bytes, size_t len, struct arena *a)
{
	struct opened opened;
	struct unpack u;

	unpack_init(&u, bytes, len, a);
	opened_unpack(&u, &opened);
	return unpack_done(&u);
}

/* Each is turned into something that no reading gives. */
static const struct {
	const char *from, *to, *name;
} forgeries[] = {
	{ "ana@example.net", "ana\nexample.net", "an address" },
	{ "meet+k7f2@example.org", "meet k7f2@example.org", "a recipient" },
	{ "k7f2", "k\nf2", "the tag" },
	{ "a@example.org", "a@exam\nle.org", "a Message-ID" },
	{ "m1@example.net", "m1@exam le.net", "its own Message-ID" },
	{ "R\xc3\xa9union", "R\xc3\n\nnion", "bytes that are no text" },
	{ "R\xc3\xa9union", "Re\r\nBcc:", "the subject" },
	{ "Ana Silva", "Ana\nilva", "a name" },
	{ "Tuesday at 3",
	    "Tuesday\xff"
	    "at 3",
	    "the text" },
	{ "REPLY", "RE\nLY", "the method" },
	{ "u1", "\n1", "the UID" },
	{ "gladly", "gla\ndl", "the comment" },
	{ "Europe/Berlin", "Europe\nBerlin", "a zone" },
	{ "Message-ID", "Message ID", "a header's name" },
};

static void
test_forged_texts(const char *bytes, size_t len, struct arena *a)
{
	for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++) {
		char *copy = arena_mem(a, bytes, len), *at;

		at = memmem(copy, len, forgeries[i].from, strlen(forgeries[i].from));
		if (!ok(at != NULL, "%s is in the parcel", forgeries[i].name))
			continue;
		memcpy(at, forgeries[i].to, strlen(forgeries[i].to));
		ok(!is_taken(copy, len, a), "%s, forged, is refused", forgeries[i].name);
	}
}

/* Numbers that no reading gives. */
static void
test_forged_numbers(struct arena *a)
{
	struct opened good, bad;
	struct err err;
	size_t len;
	char *bytes;

	opened_read(mail, sizeof mail - 1, own, a, &good, &err);
#define FORGE(field, value)                                                                        \
	do {                                                                                       \
		bad = good;                                                                        \
		bad.field = (value);                                                               \
		bytes = as_bytes(&bad, &len, a);                                                   \
		ok(!is_taken(bytes, len, a), #field " of " #value " is refused");                  \
	} while (0)
	FORGE(letter.sent_offset, 100 * 3600);
	FORGE(letter.sent_at, INT64_MAX);
	FORGE(letter.n_from, SIZE_MAX);
	FORGE(calendar.items[0].sequence, -1);
	FORGE(calendar.items[0].start.civil.date.month, 600);
	FORGE(calendar.items[0].start.civil.date.year, 2037);
	FORGE(calendar.items[0].start.civil.date.year, 1969);
	FORGE(calendar.items[0].start.kind, (enum calmoment_kind)9);
	FORGE(calendar.items[0].stamp.kind, (enum calmoment_kind) - 1);
#undef FORGE
	bad = good;
	bad.calendar.items[0].people[0].answer = (enum calanswer)17;
	bytes = as_bytes(&bad, &len, a);
	ok(!is_taken(bytes, len, a), "an answer that is none is refused");
}

/* What comes back is not trusted: cut short or changed, it is refused or still sound. */
static void
test_parcels_are_checked(struct arena *a)
{
	struct opened opened;
	struct err err;
	char *bytes, *copy;
	size_t len, taken = 0;

	opened_read(mail, sizeof mail - 1, own, a, &opened, &err);
	bytes = as_bytes(&opened, &len, a);
	ok(is_taken(bytes, len, a), "a parcel as it should be is taken");
	for (size_t cut = 0; cut < len; cut++) {
		copy = malloc(cut + 1);
		memcpy(copy, bytes, cut);
		taken += is_taken(copy, cut, a);
		free(copy);
	}
	is_int((long long)taken, 0, "a parcel cut short at any byte is refused");
	for (size_t i = 0; i < len; i++) {
		copy = arena_mem(a, bytes, len);
		copy[i] ^= 0x80;
		is_taken(copy, len, a);
	}
	test_forged_texts(bytes, len, a);
	test_forged_numbers(a);
}

static int
loops(const char *raw, size_t len, const char *own_address, struct arena *a, struct opened *out,
    struct err *err)
{
	(void)raw, (void)len, (void)own_address, (void)a, (void)out, (void)err;
	for (volatile bool forever = true; forever;)
		;
	return 0;
}

static int
dies(const char *raw, size_t len, const char *own_address, struct arena *a, struct opened *out,
    struct err *err)
{
	(void)raw, (void)len, (void)own_address, (void)a, (void)out, (void)err;
	_exit(11);
}

static int
dies_of_bombs(const char *raw, size_t len, const char *own_address, struct arena *a,
    struct opened *out, struct err *err)
{
	if (len == 4 && memcmp(raw, "bomb", 4) == 0)
		_exit(11);
	return opened_read(raw, len, own_address, a, out, err);
}

static int
lies(const char *raw, size_t len, const char *own_address, struct arena *a, struct opened *out,
    struct err *err)
{
	if (opened_read(raw, len, own_address, a, out, err) == -1)
		return -1;
	out->letter.digest = "0000";
	out->letter.subject = "fine";
	return 0;
}

/* Says what only the warden may say, and so would be tried for ever. */
static int
plays_warden(const char *raw, size_t len, const char *own_address, struct arena *a,
    struct opened *out, struct err *err)
{
	(void)raw, (void)len, (void)own_address, (void)a, (void)out;
	return err_set(err, ERR_RETRY, "no process could be had for reading a mail");
}

static int
eats_memory(const char *raw, size_t len, const char *own_address, struct arena *a,
    struct opened *out, struct err *err)
{
	(void)raw, (void)len, (void)own_address, (void)out, (void)err;
	for (;;)
		arena_alloc(a, 16 << 20); /* addresses are what is limited */
	return 0;
}

/* Writes without end to where its answer goes. */
static int
floods(const char *raw, size_t len, const char *own_address, struct arena *a, struct opened *out,
    struct err *err)
{
	(void)raw, (void)len, (void)own_address, (void)a, (void)out, (void)err;
	for (int fd = STDERR_FILENO + 1; fd < 64; fd++)
		while (write(fd, mail, sizeof mail) > 0)
			;
	return 0;
}

static int
stops(const char *raw, size_t len, const char *own_address, struct arena *a, struct opened *out,
    struct err *err)
{
	struct timespec hour = { .tv_sec = 3600 };

	(void)raw, (void)len, (void)own_address, (void)a, (void)out, (void)err;
	/* It may not stop itself: it takes a futex that nobody wakes. */
	syscall(SYS_futex, &(int){ 0 }, FUTEX_WAIT, 0, &hour, NULL, 0);
	return 0;
}

/* How many descriptors there are besides the pipe; with sanitizers stderr is kept. */
static int
count_descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += write(fd, "", 0) == 0 || errno != EPERM;
	return n;
}

/* Tells in the error which of the forbidden things were possible. */
static int
breaks_out(const char *raw, size_t len, const char *own_address, struct arena *a,
    struct opened *out, struct err *err)
{
	bool file = open("/etc/passwd", O_RDONLY) != -1 || access("/", F_OK) == 0;
	bool network = socket(AF_INET, SOCK_STREAM, 0) != -1;
	bool process = fork() != -1;
	bool program = execl("/bin/true", "true", NULL) != -1;
	bool code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
	bool parent = kill(getppid(), 0) == 0;
	bool trace = ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0;
	bool limit = setrlimit(RLIMIT_CPU, &(struct rlimit){ 100, 100 }) == 0;
	bool read_in = read(0, &(char){ 0 }, 1) != -1;

	(void)raw, (void)len, (void)own_address, (void)a, (void)out;
	return err_set(err, ERR_REJECT,
	    "file %d network %d process %d program %d code %d parent %d trace %d limit %d input %d "
	    "outputs %d",
	    file, network, process, program, code, parent, trace, limit, read_in,
	    count_descriptors());
}

static void
is_refused(ward_reader *reader, const char *want, const char *what, struct arena *a)
{
	struct err err = { 0 };
	struct ward *w = ward_open_reader(reader, &err);
	struct opened opened;

	for (int i = 0; i < 2; i++) { /* the warden lives on */
		is_int(read_in(w, mail, sizeof mail - 1, a, &opened, &err), -1, "%s", what);
		if (!ok(fnmatch(want, err.text, 0) == 0, "%s: says so", what))
			is_str(err.text, want, "that");
		is_int(err.kind, ERR_REJECT, "%s: costs that mail only", what);
		is_int((long long)strlen(opened.letter.digest), 64, "%s: the digest is known",
		    what);
	}
	ward_close(w);
}

static void
test_children_that_misbehave(struct arena *a)
{
	struct err err = { 0 };
	struct opened opened;
	struct ward *w;

	is_refused(dies, "the process that read it died", "a child that dies", a);
	is_refused(loops, "the process that read it took too long", "a child that never ends", a);
	is_refused(floods, "the process that read it took too long", "a child that talks on", a);
	is_refused(plays_warden, "no process could be had for reading a mail",
	    "a child that plays the warden", a);
#ifndef SANITIZED
	/* On a busy machine its pages take longer to come than it may live. */
	is_refused(eats_memory, "the process that read it *", "a child that eats memory", a);
#endif
	w = ward_open_reader(lies, &err);
	is_int(read_in(w, mail, sizeof mail - 1, a, &opened, &err), 0,
	    "a child that lies about the digest");
	is_int((long long)strlen(opened.letter.digest), 64, "is not asked about it");
	is_str(opened.letter.subject, "fine", "only about the rest");
	ward_close(w);
}

static void
test_many_are_looked_at(struct arena *a)
{
	struct ward_mail mails[] = { { .raw = mail, .len = sizeof mail - 1 },
		{ .raw = mail, .len = sizeof mail - 1 } };
	struct err err = { 0 };
	struct ward *w = ward_open(&err);
	struct opened here;

	opened_read(mail, sizeof mail - 1, own, a, &here, &err);
	is_int(ward_read_many(w, mails, 2, own, a, &err), 0, "two mails at once");
	is_str(mails[1].opened.text.own, here.text.own, "the second one's text");
	is_int((int)mails[1].opened.calendar.n, 1, "and calendar");
	is_str(mails[1].opened.letter.content_key, "", "but no key to know it by");
	ward_close(w);
}

/* Together as long as that goes well; one that kills the child costs only itself. */
static void
test_many(struct arena *a)
{
	static const char empty[] = "";
	struct ward_mail mails[] = { { .raw = mail, .len = sizeof mail - 1 },
		{ .raw = "bomb", .len = 4 }, { .raw = empty, .len = 0 },
		{ .raw = mail, .len = sizeof mail - 1 } };
	struct ward_mail huge = { .raw = arena_alloc(a, LETTER_MAX + 1), .len = LETTER_MAX + 1 };
	struct ward_mail too_many[WARD_MAILS + 1];
	int unread = 0;
	struct err err = { 0 };
	struct ward *w = ward_open_reader(dies_of_bombs, &err);
	struct opened here;

	opened_read(mail, sizeof mail - 1, own, a, &here, &err);
	for (int i = 0; i < 2; i++) { /* without the bomb, and with it */
		size_t n = i == 0 ? 1 : 4;

		is_int(ward_read_many(w, mails, n, own, a, &err), 0, "%zu mails", n);
		ok(mails[0].trouble == NULL, "the first is read");
		is_str(mails[0].opened.letter.subject, here.letter.subject, "its subject");
	}
	is_str(mails[1].trouble, "the process that read it died", "the bomb");
	ok(mails[2].trouble == NULL, "an empty one is read");
	ok(mails[3].trouble == NULL, "the last is read");
	is_str(mails[3].opened.letter.subject, here.letter.subject, "as the first was");
	is_int(ward_read_many(w, &huge, 1, own, a, &err), 0, "one that is too large");
	ok(strstr(huge.trouble, "larger than") != NULL, "is not read");
	for (int i = 0; i <= WARD_MAILS; i++)
		too_many[i] = mails[0];
	is_int(ward_read_many(w, too_many, WARD_MAILS + 1, own, a, &err), 0,
	    "too many for one child");
	is_str(too_many[WARD_MAILS].opened.letter.subject, here.letter.subject, "are read too");
	for (int i = 0; i < WARD_MAILS; i++)
		too_many[i] = mails[i % 100 == 0 && i < 300 ? 1 : 0];
	is_int(ward_read_many(w, too_many, WARD_MAILS, own, a, &err), 0, "three bombs among many");
	for (int i = 0; i < WARD_MAILS; i++)
		unread += too_many[i].trouble != NULL;
	is_int(unread, 3, "cost only themselves");
	ward_close(w);
}

static void
test_confinement(struct arena *a)
{
	/* Each descriptor but the pipe is closed, and none could be written to. */
	is_refused(breaks_out,
	    "file 0 network 0 process 0 program 0 code 0 parent 0 trace 0 limit 0 input 0 "
#ifdef SANITIZED
	    "outputs 2",
#else
	    "outputs 1",
#endif
	    "a child that would break out", a);
}

/* The one child of this process, or of another. */
static pid_t
find_child(pid_t of)
{
	char path[64];
	FILE *f;
	int pid = 0;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", of, of);
	f = fopen(path, "r");
	if (f == NULL || fscanf(f, "%d", &pid) != 1)
		pid = 0;
	if (f != NULL)
		fclose(f);
	return pid;
}

/* Another process of ours, which sends the warden's child that signal as soon as there is one. */
static pid_t
send_to_child(pid_t warden, int signal)
{
	pid_t sender = fork(), child;

	if (sender != 0)
		return sender;
	while ((child = find_child(warden)) == 0)
		;
	kill(child, signal);
	_exit(0);
}

/* From outside, while it reads: the mail goes to a person, the next one is read. */
static void
test_child_is_harmed(int signal, const char *want, struct arena *a)
{
	struct err err = { 0 };
	struct ward *w = ward_open_reader(stops, &err);
	pid_t sender = send_to_child(find_child(getpid()), signal);
	struct opened opened;

	is_int(read_in(w, mail, sizeof mail - 1, a, &opened, &err), -1, "a child that gets %s",
	    strsignal(signal));
	is_str(err.text, want, "is given up");
	is_int(err.kind, ERR_REJECT, "for that mail only");
	waitpid(sender, NULL, 0);
	ward_close(w);
}

/* It is the machine's fault and not the mail's: later. */
static void
test_no_process_to_be_had(struct arena *a)
{
	struct err err = { 0 };
	struct ward *w = ward_open(&err);
	struct rlimit before, none;
	struct opened opened;
	pid_t warden = find_child(getpid());

	if (!ok(w != NULL, "a ward opens %s", err.text))
		return;
	prlimit(warden, RLIMIT_NOFILE, NULL, &before);
	none = before;
	none.rlim_cur = 0;
	prlimit(warden, RLIMIT_NOFILE, &none, NULL);
	is_int(read_in(w, mail, sizeof mail - 1, a, &opened, &err), -1, "no descriptor, no pipe");
	is_int(err.kind, ERR_RETRY, "is a reason to wait: %s", err.text);
	prlimit(warden, RLIMIT_NOFILE, &before, NULL);
	is_int(read_in(w, mail, sizeof mail - 1, a, &opened, &err), 0, "then it is read %s",
	    err.text);
	ward_close(w);
}

/* As somebody whom RLIMIT_NPROC binds.  Exit status 0: it was a reason to wait. */
static void
try_without_fork(struct arena *a)
{
	const struct rlimit none = { 0, 0 };
	struct opened opened;
	struct err err = { 0 };
	struct ward *w;

	if (getuid() == 0 && setresuid(65534, 65534, 65534) == -1)
		_exit(2);
	if ((w = ward_open(&err)) == NULL ||
	    prlimit(find_child(getpid()), RLIMIT_NPROC, &none, NULL) == -1)
		_exit(3);
	if (ward_read(w, mail, sizeof mail - 1, own, a, &opened, &err) != -1)
		_exit(4);
	_exit(err.kind == ERR_RETRY ? 0 : 5);
}

static void
test_no_fork(struct arena *a)
{
	pid_t tries = fork();
	int status = 0;

	if (tries == 0)
		try_without_fork(a);
	waitpid(tries, &status, 0);
	is_int(status, 0, "a fork that fails is a reason to wait");
}

static void
test_warden_is_gone(struct arena *a)
{
	struct err err = { 0 };
	struct ward *w = ward_open(&err);
	struct opened opened;
	pid_t warden = find_child(getpid());

	if (!ok(w != NULL && warden > 0, "the warden is a child of ours"))
		return;
	kill(warden, SIGTERM);
	is_int(read_in(w, mail, sizeof mail - 1, a, &opened, &err), 0,
	    "the warden ends with the daemon, not before it");
	kill(warden, SIGKILL);
	is_int(read_in(w, mail, sizeof mail - 1, a, &opened, &err), -1,
	    "without a warden nothing is read");
	is_int(err.kind, ERR_RESTART, "and the daemon must start again");
	ward_close(w);
}

/* Its child goes with it, also one that sleeps for ever. */
static void
test_warden_dies_with_child(struct arena *a)
{
	struct err err = { 0 };
	struct ward *w = ward_open_reader(stops, &err);
	pid_t warden = find_child(getpid()), sender = fork(), child = 0;
	struct opened opened;

	if (sender == 0) {
		while ((child = find_child(warden)) == 0)
			;
		kill(warden, SIGKILL);
		while (kill(child, 0) == 0)
			;
		_exit(0);
	}
	is_int(read_in(w, mail, sizeof mail - 1, a, &opened, &err), -1, "a warden that is killed");
	is_int(err.kind, ERR_RESTART, "is missed");
	ward_close(w);
	is_int(waitpid(sender, NULL, 0), sender, "its child is gone with it");
}

int
main(void)
{
	struct arena *a = arena_new();

	signal(SIGPIPE, SIG_IGN);
	test_same_as_in_this_process(a);
	test_parcels_are_checked(a);
	test_confinement(a);
	test_children_that_misbehave(a);
	test_many_are_looked_at(a);
	test_many(a);
	test_child_is_harmed(SIGKILL, "the process that read it died", a);
	test_child_is_harmed(SIGSTOP, "the process that read it took too long", a);
	test_no_process_to_be_had(a);
	test_no_fork(a);
	test_warden_is_gone(a);
	test_warden_dies_with_child(a);
	arena_free(a);
	return tap_done();
}
