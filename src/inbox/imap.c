#include "inbox/imap.h"

#include "base/arena.h"
#include "inbox/imapguard.h"
#include "inbox/imapsession.h"

#include <assert.h>
#include <libetpan/libetpan.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	CONNECT_SECONDS = 30,
	LOGIN_SECONDS = 60, /* Dovecot holds a wrong password back for up to 15 s */
	CLOSE_SECONDS = 5,
	BYTES_PER_UID = 11,  /* ten digits and a blank */
	UIDS_MOST = 1000000, /* mails in a folder; libetpan takes 64 bytes for each */
	STREAM_BUFFER = 16384,
};

/* The server must know the password's own form for all but PLAIN, which is as safe inside TLS. */
static const char *const mechanisms[] = { "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5" };
enum { N_MECHANISMS = sizeof mechanisms / sizeof *mechanisms };

struct capabilities {
	bool starttls, login_disabled, idle, move, uidplus, special_use, mechanism[N_MECHANISMS];
};

void
imap_begin(struct imap *imap, int seconds, size_t bytes)
{
	stream_budget(imap->stream, seconds, bytes);
	if (imap->session->imap_selection_info != NULL)
		imap->session->imap_selection_info->sel_has_exists = 0;
}

void
imap_note(struct imap *imap)
{
	struct mailimap_selection_info *box = imap->session->imap_selection_info;
	struct mailimap_response_info *told = imap->session->imap_response_info;
	uint32_t exists = imap->exists, gone = 0;

	if (!imap->selected || box == NULL)
		return;
	if (told != NULL && told->rsp_expunged != NULL)
		gone = (uint32_t)clist_count(told->rsp_expunged);
	if (box->sel_has_exists)
		exists = box->sel_exists;
	else
		exists -= gone < exists ? gone : exists;
	if (gone > 0 || exists != imap->exists || imap_told_of_call(imap))
		imap->changed = true;
	imap->exists = exists;
}

int
imap_fail(struct imap *imap, int code, const char *doing, struct err *err)
{
	const char *trouble = stream_trouble(imap->stream), *words = imap->session->imap_response;

	imap->broken = true;
	if (*trouble != '\0')
		return err_set(err, ERR_RETRY, "%s (%s)", trouble, doing);
	if (code == MAILIMAP_ERROR_PARSE || words == NULL)
		return err_set(err, ERR_RETRY, "%s gave an answer that makes no sense (%s)",
		    stream_name(imap->stream), doing);
	return err_set(err, ERR_RETRY, "%s refused (%s): %s", stream_name(imap->stream), doing,
	    words);
}

struct mailimap_set *
imap_set(const uint32_t *uids, size_t n)
{
	struct mailimap_set *set = mailimap_set_new_empty();

	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && uids[end] == uids[end - 1] + 1; end++)
			;
		mailimap_set_add_interval(set, uids[i], uids[end - 1]);
	}
	return set;
}

/* An answer to CAPABILITY that names none crashes libetpan's own command, so it is spoken here. */
static int
command_capability(struct imap *imap)
{
	mailimap *session = imap->session;
	struct mailimap_response *response = NULL;
	int rc;

	if (session->imap_connection_info == NULL)
		session->imap_connection_info = mailimap_connection_info_new();
	if (session->imap_connection_info == NULL)
		abort();
	if (session->imap_connection_info->imap_capability != NULL) /* of the greeting, maybe */
		mailimap_capability_data_free(session->imap_connection_info->imap_capability);
	session->imap_connection_info->imap_capability = NULL;
	if ((rc = mailimap_send_current_tag(session)) != MAILIMAP_NO_ERROR)
		return rc;
	if (mailstream_write(session->imap_stream, "CAPABILITY\r\n", 12) == -1 ||
	    mailstream_flush(session->imap_stream) == -1 || mailimap_read_line(session) == NULL)
		return MAILIMAP_ERROR_STREAM;
	if ((rc = mailimap_parse_response(session, &response)) == MAILIMAP_NO_ERROR)
		mailimap_response_free(response);
	return rc;
}

static int
ask_capabilities(struct imap *imap, struct capabilities *can, struct err *err)
{
	const struct mailimap_capability_data *list;
	int rc;

	*can = (struct capabilities){ 0 };
	if ((rc = command_capability(imap)) != MAILIMAP_NO_ERROR)
		return imap_fail(imap, rc, "asking what it can do", err);
	list = imap->session->imap_connection_info->imap_capability;
	if (list == NULL || list->cap_list == NULL)
		return 0;
	for (clistiter *i = clist_begin(list->cap_list); i != NULL; i = clist_next(i)) {
		const struct mailimap_capability *each = clist_content(i);

		if (each->cap_type == MAILIMAP_CAPABILITY_AUTH_TYPE) {
			for (int m = 0; m < N_MECHANISMS; m++)
				if (strcasecmp(each->cap_data.cap_auth_type, mechanisms[m]) == 0)
					can->mechanism[m] = true;
		} else if (strcasecmp(each->cap_data.cap_name, "STARTTLS") == 0)
			can->starttls = true;
		else if (strcasecmp(each->cap_data.cap_name, "LOGINDISABLED") == 0)
			can->login_disabled = true;
		else if (strcasecmp(each->cap_data.cap_name, "IDLE") == 0)
			can->idle = true;
		else if (strcasecmp(each->cap_data.cap_name, "MOVE") == 0)
			can->move = true;
		else if (strcasecmp(each->cap_data.cap_name, "UIDPLUS") == 0)
			can->uidplus = true;
		else if (strcasecmp(each->cap_data.cap_name, "SPECIAL-USE") == 0)
			can->special_use = true;
	}
	return 0;
}

static int
start_tls(struct imap *imap, const struct endpoint *to, struct err *err)
{
	struct capabilities can;
	int rc;

	if (ask_capabilities(imap, &can, err) == -1)
		return -1;
	imap->broken = true; /* until it is done */
	if (!can.starttls)
		return err_set(err, ERR_RETRY,
		    "%s offers no STARTTLS, so no password is sent: is it the port for TLS from "
		    "the "
		    "start?",
		    stream_name(imap->stream));
	if ((rc = mailimap_starttls(imap->session)) != MAILIMAP_NO_ERROR)
		return imap_fail(imap, rc, "asking for STARTTLS", err);
	if (imap->session->imap_stream->read_buffer_len != 0)
		return err_set(err, ERR_RETRY,
		    "%s sent something between STARTTLS and TLS: somebody on the way may be "
		    "forging "
		    "its answers",
		    stream_name(imap->stream));
	if (stream_start_tls(imap->stream, to, CONNECT_SECONDS, err) == -1)
		return -1;
	imap->broken = false;
	return 0;
}

static int
say_not_logged_in(struct imap *imap, int rc, struct err *err)
{
	const struct mailimap_response_info *told = imap->session->imap_response_info;
	const char *code = told != NULL && told->rsp_atom != NULL ? told->rsp_atom : "";

	imap_fail(imap, rc, "logging in", err);
	if (*stream_trouble(imap->stream) != '\0' || rc == MAILIMAP_ERROR_PARSE ||
	    strcasecmp(code, "UNAVAILABLE") == 0)
		return -1;
	return err_set(err, ERR_CONFIG,
	    "%s does not take the login of %s: %s; check user and password",
	    stream_name(imap->stream), imap->user,
	    imap->session->imap_response != NULL ? imap->session->imap_response : "");
}

/* 1 logged in, 0 SASL has nothing that both sides can do, -1 */
static int
log_in_by_sasl(struct imap *imap, const struct capabilities *can, const char *host,
    const char *password, struct err *err)
{
	for (int m = 0; m < N_MECHANISMS; m++) {
		int tag = imap->session->imap_tag, rc;

		if (!can->mechanism[m])
			continue;
		rc = mailimap_authenticate(imap->session, mechanisms[m], host, NULL, NULL, "",
		    imap->user, password, NULL);
		if (rc == MAILIMAP_NO_ERROR)
			return 1;
		/* Where the mechanism is not installed here, nothing has been said yet. */
		if (imap->session->imap_tag != tag)
			return say_not_logged_in(imap, rc, err);
	}
	return 0;
}

static int
log_in(struct imap *imap, const char *host, const char *password, struct err *err)
{
	struct capabilities can;
	int rc;

	/* libetpan would send them as they are, and what follows a line's end is a new command. */
	if (strpbrk(imap->user, "\r\n") != NULL || strpbrk(password, "\r\n") != NULL)
		return err_set(err, ERR_CONFIG, "user and password must each be one line");
	if (ask_capabilities(imap, &can, err) == -1)
		return -1;
	if ((rc = log_in_by_sasl(imap, &can, host, password, err)) != 0)
		return rc == 1 ? 0 : -1;
	if (can.login_disabled)
		return err_set(err, ERR_CONFIG,
		    "%s offers no way to log in that this machine knows; Debian's libsasl2-modules "
		    "knows more",
		    stream_name(imap->stream));
	if ((rc = mailimap_login(imap->session, imap->user, password)) != MAILIMAP_NO_ERROR)
		return say_not_logged_in(imap, rc, err);
	return 0;
}

/* libetpan loses the memory of a greeting that is a goodbye, so that one is read here. */
static bool
turned_away(struct imap *imap, mailstream *stream, struct err *err)
{
	const char *line;

	if (mailstream_feed_read_buffer(stream) < 5 ||
	    strncasecmp(stream->read_buffer, "* BYE", 5) != 0)
		return false;
	line = mailstream_read_line_remove_eol(stream, imap->session->imap_stream_buffer);
	err_set(err, ERR_RETRY, "%s takes no connection now: %s", stream_name(imap->stream),
	    line != NULL ? line + 5 + strspn(line + 5, " ") : "");
	return true;
}

/* From the greeting to being logged in. */
static int
greet(struct imap *imap, const struct endpoint *to, const char *password, struct err *err)
{
	mailstream *stream = mailstream_new(imapguard_low(imap->stream), STREAM_BUFFER);
	struct capabilities can;
	int rc;

	imap->session->imap_stream = stream; /* ours to close, whatever becomes of it */
	imap_begin(imap, LOGIN_SECONDS, IMAP_BYTES);
	if (turned_away(imap, stream, err))
		return -1;
	rc = mailimap_connect(imap->session, stream);
	if (rc != MAILIMAP_NO_ERROR_AUTHENTICATED && rc != MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
		return imap_fail(imap, rc, "waiting for its greeting", err);
	if (to->tls == TLS_STARTTLS) {
		if (rc == MAILIMAP_NO_ERROR_AUTHENTICATED)
			return err_set(err, ERR_RETRY,
			    "%s says that we are logged in before TLS began (PREAUTH): somebody on "
			    "the way "
			    "may be forging its answers",
			    stream_name(imap->stream));
		if (start_tls(imap, to, err) == -1)
			return -1;
		imap_begin(imap, LOGIN_SECONDS, IMAP_BYTES);
	}
	if (rc == MAILIMAP_NO_ERROR_NON_AUTHENTICATED &&
	    log_in(imap, to->host, password, err) == -1)
		return -1;
	/* What a server can do may differ before TLS, after it and after the login. */
	imap_begin(imap, IMAP_SECONDS, IMAP_BYTES);
	if (ask_capabilities(imap, &can, err) == -1)
		return -1;
	imap->can_idle = can.idle;
	imap->can_move = can.move;
	imap->can_expunge_uids = can.uidplus;
	imap->can_special_use = can.special_use;
	return 0;
}

struct imap *
imap_over(struct stream *stream, const struct endpoint *to, const char *user, const char *password,
    struct err *err)
{
	struct imap *imap = calloc(1, sizeof *imap);

	if (imap == NULL || (imap->session = mailimap_new(0, NULL)) == NULL ||
	    (imap->user = strdup(user)) == NULL)
		abort();
	imap->stream = stream;
	if (greet(imap, to, password, err) == 0)
		return imap;
	imap->broken = true;
	imap_close(imap);
	return NULL;
}

struct imap *
imap_open(const struct endpoint *to, const char *user, const char *password, struct err *err)
{
	struct stream *stream = stream_open(to, CONNECT_SECONDS, err);

	return stream == NULL ? NULL : imap_over(stream, to, user, password, err);
}

void
imap_close(struct imap *imap)
{
	if (imap == NULL)
		return;
	if (!imap->broken && *stream_trouble(imap->stream) == '\0') {
		imap_begin(imap, CLOSE_SECONDS, IMAP_BYTES);
		mailimap_logout(imap->session); /* closes the stream where all went well */
	}
	if (imap->session->imap_stream != NULL) {
		mailstream_close(imap->session->imap_stream);
		imap->session->imap_stream = NULL;
	}
	mailimap_free(imap->session);
	free(imap->sent);
	free(imap->user);
	free(imap);
}

int
imap_select(struct imap *imap, const char *folder, struct imap_box *out, struct err *err)
{
	const struct mailimap_selection_info *box;
	int rc;

	for (const char *c = folder; *c != '\0'; c++)
		if (*c < ' ' || *c == 127)
			return err_set(err, ERR_CONFIG,
			    "folder \"%s\": only ASCII letters can be written here; others need "
			    "IMAP's "
			    "own spelling, as in \"Entw&APw-rfe\"",
			    folder);
	imap_begin(imap, IMAP_SECONDS, IMAP_BYTES);
	imap->selected = false;
	if ((rc = mailimap_select(imap->session, folder)) != MAILIMAP_NO_ERROR) {
		imap_fail(imap, rc, "opening the folder", err);
		if (rc == MAILIMAP_ERROR_SELECT && imap->session->imap_response != NULL)
			err_set(err, ERR_CONFIG, "%s does not open the folder \"%s\": %s",
			    stream_name(imap->stream), folder, imap->session->imap_response);
		return -1;
	}
	box = imap->session->imap_selection_info;
	out->uid_validity = box->sel_uidvalidity;
	out->uid_next = box->sel_uidnext;
	out->messages = imap->exists = box->sel_exists;
	imap->selected = true;
	imap->changed = false;
	memset(imap->last_uids, 0, sizeof imap->last_uids);
	return 0;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Ascending, each once, though a server may name one twice.  Returns how many are left. */
static size_t
sort_and_unite(uint32_t *uids, size_t n)
{
	size_t kept = 0;

	qsort(uids, n, sizeof *uids, by_number);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || uids[kept - 1] != uids[i])
			uids[kept++] = uids[i];
	return kept;
}

/* What the server says of their number is not all that is believed. */
static size_t
most_uids(const struct imap *imap)
{
	return imap->exists < UIDS_MOST ? imap->exists : UIDS_MOST;
}

static void
note_last(struct imap *imap, const uint32_t *uids, size_t n, uint32_t last)
{
	memset(imap->last_uids, 0, sizeof imap->last_uids);
	imap->last_uids[IMAP_LAST_UIDS - 1] = last;
	for (size_t i = 0; i < n && i < IMAP_LAST_UIDS; i++)
		imap->last_uids[IMAP_LAST_UIDS - 1 - i] = uids[n - 1 - i];
}

int
imap_uids(struct imap *imap, uint32_t first, struct arena *a, uint32_t **uids, size_t *n,
    struct err *err)
{
	struct mailimap_search_key *key;
	clist *found = NULL;
	uint32_t last = 0;
	int rc;

	assert(imap->selected);
	imap->changed = false;
	imap_begin(imap, IMAP_SECONDS, IMAP_BYTES + BYTES_PER_UID * most_uids(imap));
	key = mailimap_search_key_new_uid(mailimap_set_new_interval(first, 0)); /* 0: "*" */
	rc = mailimap_uid_search(imap->session, NULL, key, &found);
	mailimap_search_key_free(key);
	if (rc != MAILIMAP_NO_ERROR)
		return imap_fail(imap, rc, "asking for the mails there are", err);
	imap_note(imap);
	*n = 0;
	*uids = arena_alloc(a, sizeof **uids * (size_t)(clist_count(found) + 1));
	for (clistiter *i = clist_begin(found); i != NULL; i = clist_next(i)) {
		uint32_t uid = *(const uint32_t *)clist_content(i);

		if (uid > last)
			last = uid;
		if (uid >= first) /* "first:*" holds the last mail, however low its number is */
			(*uids)[(*n)++] = uid;
	}
	mailimap_search_result_free(found);
	*n = sort_and_unite(*uids, *n);
	note_last(imap, *uids, *n, last);
	return 0;
}

bool
imap_can_idle(const struct imap *imap)
{
	return imap->can_idle;
}

size_t
imap_last_uids(const struct imap *imap, uint32_t uids[IMAP_LAST_UIDS])
{
	size_t n = 0;

	for (int i = 0; i < IMAP_LAST_UIDS; i++)
		if (imap->last_uids[i] != 0)
			uids[n++] = imap->last_uids[i];
	return n;
}

int64_t
imap_clock(const struct imap *imap)
{
	return stream_clock(imap->stream);
}
