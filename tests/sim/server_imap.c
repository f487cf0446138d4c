#include "sim/server_imap.h"

#include "base/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
begins(const char *text, const char *with, const char **rest)
{
	size_t len = strlen(with);

	if (strncasecmp(text, with, len) != 0)
		return false;
	*rest = text + len;
	return true;
}

/* Mails that came since the client last heard of any; fine at any moment but in SEARCH and FETCH.
 */
static void
tell_news(struct server_imap *s)
{
	for (int i = 0; i < s->n_gone && s->selected; i++)
		wire_say(&s->wire, "* %zu EXPUNGE\r\n", s->gone[i]);
	s->n_gone = 0;
	if (s->selected && s->told != s->n)
		wire_say(&s->wire, "* %zu EXISTS\r\n", s->n);
	s->told = s->n;
}

/* What the daemon has written on it, as keywords. */
static void
say_flags(struct server_imap *s, size_t i)
{
	const struct box_mail *m = &s->mails[i];

	wire_say(&s->wire, "* %zu FETCH (UID %" PRIu32 " FLAGS (\\Recent%s%s%s))\r\n", i + 1,
	    m->uid, m->done ? " ConvenedDone" : "", m->review ? " ConvenedReview" : "", m->claims);
}

/* The end of a command, and before it what a server may say then (RFC 9051, 7). */
static void
say_done(struct server_imap *s, const char *tag)
{
	if (s->chatty && s->selected) {
		tell_news(s);
		wire_say(&s->wire, "* OK still here\r\n* 0 RECENT\r\n");
		if (s->n > 0)
			say_flags(s, 0);
	}
	wire_say(&s->wire, "%s OK done\r\n", tag);
}

void
imap_server_remove(struct server_imap *s, struct box_mail *mail)
{
	size_t i = (size_t)(mail - s->mails);

	if (mail->review && mail->flagged) {
		if (s->n_away == AWAY_MOST)
			abort();
		s->away[s->n_away++] = mail->sent;
	}
	memmove(mail, mail + 1, (--s->n - i) * sizeof *mail);
	if (!s->selected || i >= s->told)
		return;
	s->told--;
	if (s->n_gone == GONE_MOST)
		abort();
	s->gone[s->n_gone++] = i + 1;
	if (s->idle_tag[0] != '\0')
		tell_news(s);
}

void
imap_server_deliver(struct server_imap *s, const struct box_mail *mail)
{
	s->mails = realloc(s->mails, (s->n + 1) * sizeof *s->mails);
	if (s->mails == NULL)
		abort();
	s->mails[s->n] = *mail;
	s->mails[s->n++].uid = s->uid_next++;
	if (s->idle_tag[0] != '\0')
		tell_news(s);
}

void
imap_server_restart(struct server_imap *s)
{
	if (s->wire.open && !s->wire.ended) {
		wire_say(&s->wire, "* BYE restarting\r\n");
		s->wire.ended = true;
	}
	s->idle_tag[0] = '\0';
}

void
imap_server_renumber(struct server_imap *s)
{
	imap_server_restart(s);
	s->uid_validity++;
	for (size_t i = 0; i < s->n / 2; i++) {
		struct box_mail other = s->mails[i];

		s->mails[i] = s->mails[s->n - 1 - i];
		s->mails[s->n - 1 - i] = other;
	}
	s->uid_next = 100;
	for (size_t i = 0; i < s->n; i++)
		s->mails[i].uid = s->uid_next++;
}

/* "3", "3:7", "3:*", with commas between; the last mail is always in "n:*" (RFC 9051, 9). */
static bool
in_set(const struct server_imap *s, const char *set, uint32_t uid)
{
	uint32_t last = s->n > 0 ? s->mails[s->n - 1].uid : 0;

	for (const char *at = set; *at >= '0' && *at <= '9';) {
		char *end;
		uint32_t from = (uint32_t)strtoul(at, &end, 10), to = from;

		if (*end == ':' && end[1] == '*') {
			to = UINT32_MAX;
			from = from < last ? from : last;
			end += 2;
		} else if (*end == ':')
			to = (uint32_t)strtoul(end + 1, &end, 10);
		if (uid >= from && uid <= to)
			return true;
		at = end + (*end == ',');
	}
	return false;
}

static void
do_select(struct server_imap *s, const char *tag)
{
	s->selected = true;
	s->told = s->n;
	s->n_gone = 0;
	wire_say(&s->wire,
	    "* %zu EXISTS\r\n* OK [UIDVALIDITY %" PRIu32 "] valid\r\n* OK [UIDNEXT %" PRIu32
	    "] next\r\n%s OK [READ-WRITE] done\r\n",
	    s->n, s->uid_validity, s->uid_next, tag);
}

static void
do_search(struct server_imap *s, const char *tag, const char *set)
{
	wire_say(&s->wire, "* SEARCH");
	for (size_t i = 0; i < s->n; i++)
		if (in_set(s, set, s->mails[i].uid))
			wire_say(&s->wire, " %" PRIu32, s->mails[i].uid);
	wire_say(&s->wire, "\r\n");
	tell_news(s);
	say_done(s, tag);
}

static void
say_envelope(struct server_imap *s, size_t i)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const struct box_mail *m = &s->mails[i];
	struct civil at;

	civil_from_seconds(m->received_at, &at);
	wire_say(&s->wire,
	    "* %zu FETCH (UID %" PRIu32
	    " RFC822.SIZE %zu INTERNALDATE \"%02d-%.3s-%d %02d:%02d:%02d +0000\")\r\n",
	    i + 1, m->uid, m->claimed != 0 ? m->claimed : m->len, at.date.day,
	    months + 3 * (at.date.month - 1), at.date.year, at.minute / 60, at.minute % 60,
	    at.second);
}

/* One that is gone now is left out without a word; one that is withheld spoils it for all. */
static bool
can_be_read(struct server_imap *s, const char *set)
{
	bool can = true;

	for (size_t i = s->n; i-- > 0;) {
		if (!in_set(s, set, s->mails[i].uid))
			continue;
		can &= s->mails[i].fate != FATE_WITHHELD;
		if (s->mails[i].fate == FATE_GONE)
			imap_server_remove(s, &s->mails[i]);
	}
	return can;
}

static void
do_fetch(struct server_imap *s, const char *tag, const char *args)
{
	bool bodies = strstr(args, "BODY.PEEK[]") != NULL;

	if (bodies && !can_be_read(s, args)) {
		wire_say(&s->wire, "%s NO one of them cannot be read\r\n", tag);
		return;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct box_mail *m = &s->mails[i];

		if (!in_set(s, args, m->uid))
			continue;
		if (strstr(args, "FLAGS") != NULL) {
			say_flags(s, i);
			continue;
		}
		if (!bodies) {
			say_envelope(s, i);
			continue;
		}
		wire_say(&s->wire, "* %zu FETCH (UID %" PRIu32 " BODY[] {%zu}\r\n", i + 1, m->uid,
		    m->len);
		wire_say_bytes(&s->wire, m->bytes, m->len);
		wire_say(&s->wire, ")\r\n");
	}
	say_done(s, tag);
}

/* One claim more, or one less; the daemon of this world has one id. */
static void
change_claims(struct box_mail *m, const char *args)
{
	const char *claim = strchr(args, '(') + 1;
	char words[sizeof m->claims];

	snprintf(words, sizeof words, " %.*s", (int)strcspn(claim, ")"), claim);
	if (strstr(args, "-FLAGS") != NULL)
		m->claims[0] = '\0';
	else if (strstr(m->claims, words) == NULL)
		snprintf(m->claims, sizeof m->claims, "%s", words);
}

static unsigned
verdicts(const char *args)
{
	static const char *const words[] = { "ConvenedAnswered", "ConvenedApplied",
		"ConvenedIgnored", "ConvenedReview", "ConvenedDuplicate" };
	unsigned bits = 0;

	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(args, words[i]) != NULL)
			bits |= 1u << i;
	return bits;
}

static void
do_store(struct server_imap *s, const char *tag, const char *args)
{
	bool claims = strstr(args, "(ConvenedBy-") != NULL;

	for (size_t i = 0; i < s->n; i++) {
		struct box_mail *m = &s->mails[i];

		if (!in_set(s, args, m->uid))
			continue;
		if (claims)
			change_claims(m, args);
		m->verdicts |= verdicts(args);
		m->done |= strstr(args, "ConvenedDone") != NULL;
		m->review |= strstr(args, "ConvenedReview") != NULL;
		m->flagged |= strstr(args, "\\Flagged") != NULL;
		m->seen |= strstr(args, "\\Seen") != NULL;
		m->deleted |= strstr(args, "\\Deleted") != NULL;
	}
	s->stores += !claims;
	say_done(s, tag);
}

/* Those of the set that are marked for it, or all of it, as after a move. */
static void
do_remove(struct server_imap *s, const char *tag, const char *set, bool only_deleted)
{
	size_t kept = 0;

	tell_news(s);
	for (size_t i = 0; i < s->n; i++) {
		if (in_set(s, set, s->mails[i].uid) && (s->mails[i].deleted || !only_deleted))
			wire_say(&s->wire, "* %zu EXPUNGE\r\n", kept + 1);
		else
			s->mails[kept++] = s->mails[i];
	}
	s->told -= s->n - kept; /* whoever moves mails has been told of them */
	s->n = kept;
	tell_news(s);
	say_done(s, tag);
}

static void
say_capabilities(struct server_imap *s)
{
	wire_say(&s->wire, "* CAPABILITY IMAP4rev1%s%s%s\r\n", s->can_idle ? " IDLE" : "",
	    s->can_move ? " MOVE SPECIAL-USE" : "", s->can_expunge_uids ? " UIDPLUS" : "");
}

static bool
in_mailbox(struct server_imap *s, const char *tag, const char *command)
{
	const char *args;

	if (!s->selected)
		return false;
	if (begins(command, "UID SEARCH UID ", &args))
		do_search(s, tag, args);
	else if (begins(command, "UID FETCH ", &args))
		do_fetch(s, tag, args);
	else if (begins(command, "UID STORE ", &args))
		do_store(s, tag, args);
	else if (begins(command, "UID MOVE ", &args) && s->can_move)
		do_remove(s, tag, args, false);
	else if (begins(command, "UID EXPUNGE ", &args) && s->can_expunge_uids)
		do_remove(s, tag, args, true);
	else if (begins(command, "IDLE", &args) && s->can_idle) {
		snprintf(s->idle_tag, sizeof s->idle_tag, "%s", tag);
		wire_say(&s->wire, "+ idling\r\n");
		tell_news(s);
	} else
		return false;
	return true;
}

static void
take_line(struct wire *w, void *server, const char *line, size_t len)
{
	struct server_imap *s = server;
	const char *command = line + strcspn(line, " "), *args;
	char tag[16];

	(void)len;
	if (s->idle_tag[0] != '\0') {
		if (strcasecmp(line, "DONE") != 0)
			s->nonsense = "something else than DONE ended IDLE";
		wire_say(w, "%s OK done\r\n", s->idle_tag);
		s->idle_tag[0] = '\0';
		return;
	}
	snprintf(tag, sizeof tag, "%.*s", (int)(command - line), line);
	command += *command == ' ';
	if (begins(command, "CAPABILITY", &args))
		say_capabilities(s);
	else if (begins(command, "NOOP", &args))
		tell_news(s);
	else if (begins(command, "LIST ", &args) && s->can_move)
		wire_say(w, "* LIST () \"/\" INBOX\r\n* LIST (\\Sent) \"/\" Sent\r\n");
	else if (begins(command, "SELECT ", &args)) {
		do_select(s, tag);
		return;
	} else if (begins(command, "LOGOUT", &args)) {
		wire_say(w, "* BYE bye\r\n%s OK done\r\n", tag);
		w->ended = true;
		return;
	} else if (in_mailbox(s, tag, command))
		return;
	else if (!begins(command, "LOGIN ", &args)) {
		s->nonsense = "a command that convened has no use for";
		wire_say(w, "%s BAD what?\r\n", tag);
		return;
	}
	wire_say(w, "%s OK done\r\n", tag);
}

int
imap_server_connect(struct server_imap *s, struct transport *out)
{
	s->wire.line = take_line;
	s->wire.server = s;
	s->selected = false;
	s->idle_tag[0] = '\0';
	wire_open(&s->wire, out);
	wire_say(&s->wire, "* OK ready\r\n");
	return 0;
}
