#include "daemon/ward.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/parcel.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

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
			   "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
			   "--x--\r\n";

static char *
as_bytes(const struct letter *l, const struct trimmed *t, size_t *len, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	parcel_letter(&b, l);
	parcel_trimmed(&b, t);
	*len = b.len;
	return b.data;
}

static void
test_same_as_in_this_process(struct arena *a)
{
	struct letter here, there;
	struct trimmed here_trimmed, there_trimmed;
	struct err err = { 0 };
	struct ward *w = ward_open(&err);
	char *x, *y;
	size_t n, m;

	if (!ok(w != NULL, "a ward opens %s", err.text))
		return;
	for (int i = 0; i < 3; i++) {
		is_int(ward_read(w, mail, sizeof mail - 1, own, a, &there, &there_trimmed, &err), 0,
		    "a mail is read %s", err.text);
		letter_read(mail, sizeof mail - 1, own, a, &here, &err);
		trim_text(here.text, a, &here_trimmed);
		x = as_bytes(&here, &here_trimmed, &n, a);
		y = as_bytes(&there, &there_trimmed, &m, a);
		ok(n == m && memcmp(x, y, n) == 0, "and comes back as it would be read here");
	}
	is_str(there.subject, "R\xc3\xa9union", "the subject");
	ok(there.calendar != NULL && there.n_references == 2 && there.n_to == 2, "and the rest");
	is_int(ward_read(w, "", 0, own, a, &there, &there_trimmed, &err),
	    letter_read("", 0, own, a, &here, &err), "an empty mail is judged alike");
	ward_close(w);
}

/* What comes back is not trusted: cut short or changed, it is refused or still sound. */
static void
test_parcels_are_checked(struct arena *a)
{
	struct letter letter;
	struct trimmed trimmed;
	struct err err;
	char *bytes, *copy;
	size_t len, taken = 0;
	struct unpack u;

	letter_read(mail, sizeof mail - 1, own, a, &letter, &err);
	trim_text(letter.text, a, &trimmed);
	bytes = as_bytes(&letter, &trimmed, &len, a);
	for (size_t cut = 0; cut < len; cut++) {
		copy = malloc(cut + 1);
		memcpy(copy, bytes, cut);
		unpack_init(&u, copy, cut, a);
		unparcel_letter(&u, &letter);
		unparcel_trimmed(&u, &trimmed);
		taken += unpack_done(&u);
		free(copy);
	}
	is_int((long long)taken, 0, "a parcel cut short at any byte is refused");
	for (size_t i = 0; i < len; i++) {
		copy = arena_mem(a, bytes, len);
		copy[i] ^= 0x80;
		unpack_init(&u, copy, len, a);
		unparcel_letter(&u, &letter);
		unparcel_trimmed(&u, &trimmed);
	}
	copy = arena_mem(a, bytes, len);
	*(char *)memmem(copy, len, "ana@example.net", 15) = '\n';
	unpack_init(&u, copy, len, a);
	unparcel_letter(&u, &letter);
	ok(u.bad, "an address that is none is refused");
}

static int
loops(const char *raw, size_t len, const char *own_address, struct arena *a, struct letter *l,
    struct trimmed *t, struct err *err)
{
	(void)raw, (void)len, (void)own_address, (void)a, (void)l, (void)t, (void)err;
	for (volatile bool forever = true; forever;)
		;
	return 0;
}

static int
dies(const char *raw, size_t len, const char *own_address, struct arena *a, struct letter *l,
    struct trimmed *t, struct err *err)
{
	(void)raw, (void)len, (void)own_address, (void)a, (void)l, (void)t, (void)err;
	_exit(11);
}

static int
lies(const char *raw, size_t len, const char *own_address, struct arena *a, struct letter *l,
    struct trimmed *t, struct err *err)
{
	(void)t;
	if (letter_read(raw, len, own_address, a, l, err) == -1)
		return -1;
	trim_text(l->text, a, t);
	l->digest = "0000";
	return 0;
}

/* Tells in the error which of the forbidden things were possible. */
static int
breaks_out(const char *raw, size_t len, const char *own_address, struct arena *a, struct letter *l,
    struct trimmed *t, struct err *err)
{
	bool file = open("/etc/passwd", O_RDONLY) != -1;
	bool listing = access("/", F_OK) == 0;
	bool network = socket(AF_INET, SOCK_STREAM, 0) != -1;
	bool process = fork() != -1;
	bool code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
	bool parent = kill(getppid(), 0) == 0;

	(void)raw, (void)len, (void)own_address, (void)a, (void)l, (void)t;
	return err_set(err, ERR_REJECT,
	    "file %d listing %d network %d process %d code %d parent %d", file, listing, network,
	    process, code, parent);
}

static void
is_refused(ward_reader *reader, const char *want, const char *what, struct arena *a)
{
	struct err err = { 0 };
	struct ward *w = ward_open_reader(reader, &err);
	struct trimmed trimmed;
	struct letter letter;

	for (int i = 0; i < 2; i++) { /* the warden lives on */
		is_int(ward_read(w, mail, sizeof mail - 1, own, a, &letter, &trimmed, &err), -1,
		    "%s", what);
		is_str(err.text, want, "%s: says so", what);
		is_int(err.kind, ERR_REJECT, "%s: costs that mail only", what);
		is_int((long long)strlen(letter.digest), 64, "%s: the digest is known", what);
	}
	ward_close(w);
}

static void
test_children_that_misbehave(struct arena *a)
{
	struct err err = { 0 };
	struct trimmed trimmed;
	struct letter letter;
	struct ward *w;

	is_refused(dies, "the process that read it died", "a child that dies", a);
	is_refused(breaks_out, "file 0 listing 0 network 0 process 0 code 0 parent 0",
	    "a child that would break out", a);
	w = ward_open_reader(loops, &err);
	is_int(ward_read(w, mail, sizeof mail - 1, own, a, &letter, &trimmed, &err), -1,
	    "a child that never ends");
	is_str(err.text, "the process that read it took too long", "is ended");
	ward_close(w);
	w = ward_open_reader(lies, &err);
	is_int(ward_read(w, mail, sizeof mail - 1, own, a, &letter, &trimmed, &err), 0,
	    "a child that lies about the digest");
	is_int((long long)strlen(letter.digest), 64, "is not asked about it");
	ward_close(w);
}

/* The one child of this process. */
static pid_t
find_warden(void)
{
	FILE *f = fopen("/proc/thread-self/children", "r");
	int pid = 0;

	if (f == NULL || fscanf(f, "%d", &pid) != 1)
		pid = 0;
	if (f != NULL)
		fclose(f);
	return pid;
}

static void
test_warden_is_gone(struct arena *a)
{
	struct err err = { 0 };
	struct ward *w = ward_open(&err);
	struct trimmed trimmed;
	struct letter letter;
	pid_t warden = find_warden();

	if (!ok(w != NULL && warden > 0, "the warden is a child of ours"))
		return;
	kill(warden, SIGTERM);
	is_int(ward_read(w, mail, sizeof mail - 1, own, a, &letter, &trimmed, &err), 0,
	    "the warden ends with the daemon, not before it");
	kill(warden, SIGKILL);
	is_int(ward_read(w, mail, sizeof mail - 1, own, a, &letter, &trimmed, &err), -1,
	    "without a warden nothing is read");
	is_int(err.kind, ERR_RESTART, "and the daemon must start again");
	ward_close(w);
}

int
main(void)
{
	struct arena *a = arena_new();

	signal(SIGPIPE, SIG_IGN);
	test_same_as_in_this_process(a);
	test_parcels_are_checked(a);
	test_children_that_misbehave(a);
	test_warden_is_gone(a);
	arena_free(a);
	return tap_done();
}
