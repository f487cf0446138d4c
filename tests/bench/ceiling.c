/*
 * ceiling - how fast libetpan alone fetches mails and submits as many, for bench.py
 *
 *     ceiling HOST IMAPS-PORT SMTPS-PORT USER PASSWORD COUNT ANSWER-FILE
 *
 * Reads nothing of what it fetches, decides nothing, stores nothing, verifies no certificate: no
 * daemon on libetpan can be faster.  Prints the seconds of fetching and of submitting.
 */
#include <libetpan/libetpan.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BATCH = 50, MOST_BYTES = 1 << 20 };

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
need(int rc, int good, const char *what)
{
	if (rc == good)
		return;
	fprintf(stderr, "ceiling: %s: libetpan says %d\n", what, rc);
	exit(1);
}

static void
fetch_batch(mailimap *imap, uint32_t first, uint32_t last)
{
	struct mailimap_set *set = mailimap_set_new_interval(first, last);
	struct mailimap_fetch_type *what = mailimap_fetch_type_new_fetch_att(
	    mailimap_fetch_att_new_body_peek_section(mailimap_section_new(NULL)));
	clist *mails;

	need(mailimap_uid_fetch(imap, set, what, &mails), MAILIMAP_NO_ERROR, "fetching");
	if (clist_count(mails) != (int)(last - first + 1)) {
		fprintf(stderr, "ceiling: mails are missing\n");
		exit(1);
	}
	mailimap_fetch_list_free(mails);
	mailimap_set_free(set);
	mailimap_fetch_type_free(what);
}

static double
fetch(char **argv, uint32_t count)
{
	mailimap *imap = mailimap_new(0, NULL);
	double began;

	need(mailimap_ssl_connect(imap, argv[1], (uint16_t)atoi(argv[2])),
	    MAILIMAP_NO_ERROR_NON_AUTHENTICATED, "connecting by IMAP");
	need(mailimap_login(imap, argv[4], argv[5]), MAILIMAP_NO_ERROR, "logging in");
	need(mailimap_select(imap, "INBOX"), MAILIMAP_NO_ERROR, "selecting");
	began = seconds();
	for (uint32_t first = 1; first <= count; first += BATCH)
		fetch_batch(imap, first, first + BATCH - 1 < count ? first + BATCH - 1 : count);
	began = seconds() - began;
	mailimap_logout(imap);
	mailimap_free(imap);
	return began;
}

static double
submit(char **argv, unsigned count)
{
	static char bytes[MOST_BYTES];
	FILE *file = fopen(argv[7], "r");
	size_t len = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);
	mailsmtp *smtp = mailsmtp_new(0, NULL);
	double began;

	need(len > 0, 1, argv[7]);
	fclose(file);
	need(mailsmtp_ssl_connect(smtp, argv[1], (uint16_t)atoi(argv[3])), MAILSMTP_NO_ERROR,
	    "connecting by SMTP");
	need(mailesmtp_ehlo(smtp), MAILSMTP_NO_ERROR, "EHLO");
	need(mailesmtp_auth_sasl(smtp, "PLAIN", argv[1], NULL, NULL, argv[4], argv[4], argv[5],
		 NULL),
	    MAILSMTP_NO_ERROR, "AUTH");
	began = seconds();
	for (unsigned i = 1; i <= count; i++) {
		char to[64];

		snprintf(to, sizeof to, "ceiling%u@bench.test", i);
		need(mailesmtp_mail(smtp, argv[4], 0, NULL), MAILSMTP_NO_ERROR, "MAIL");
		need(mailesmtp_rcpt(smtp, to, 0, NULL), MAILSMTP_NO_ERROR, "RCPT");
		need(mailsmtp_data(smtp), MAILSMTP_NO_ERROR, "DATA");
		need(mailsmtp_data_message(smtp, bytes, len), MAILSMTP_NO_ERROR, "the mail");
	}
	began = seconds() - began;
	mailsmtp_free(smtp);
	return began;
}

int
main(int argc, char **argv)
{
	unsigned count;

	if (argc != 8) {
		fprintf(stderr,
		    "usage: ceiling HOST IMAPS-PORT SMTPS-PORT USER PASSWORD COUNT FILE\n");
		return 2;
	}
	count = (unsigned)atoi(argv[6]);
	printf("%f", fetch(argv, count));
	printf(" %f\n", submit(argv, count));
	return 0;
}
