#include "inbox/authres.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/letter.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* One header being read. */
struct reading {
	const char *at;
	struct arena *arena;
	struct authres *out;
	bool bad; /* a comment or string without end and the like: nothing in it proves anything */
	size_t n_dmarc, n_spf;
};

/* "dkim=pass header.d=example.net": what of it is of use. */
struct result {
	const char *method, *value;
	const char *header_from, *header_d, *header_i, *mail_from;
	bool bad; /* of a version we do not know, or a property is said twice */
};

/* Blanks and comments, which may hold others. */
static void
skip_blanks(struct reading *in)
{
	const char *s = in->at;
	size_t depth = 0;

	for (; *s != '\0'; s++) {
		if (depth > 0 && *s == '\\' && s[1] != '\0')
			s++;
		else if (*s == '(')
			depth++;
		else if (depth > 0 && *s == ')')
			depth--;
		else if (depth == 0 && *s != ' ' && *s != '\t')
			break;
	}
	in->at = s;
	in->bad |= depth > 0;
}

static bool
is_token(char c)
{
	unsigned char u = (unsigned char)c;

	return u > ' ' && u < 0x7f && strchr("()<>@,;:\\\"/[]?=", c) == NULL;
}

static const char *
read_token(struct reading *in)
{
	const char *from = in->at;

	while (is_token(*in->at))
		in->at++;
	return arena_mem(in->arena, from, (size_t)(in->at - from));
}

static void
read_quoted(struct reading *in, struct buf *to)
{
	const char *s = in->at + 1;

	for (; *s != '\0' && *s != '"'; s++) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		buf_char(to, *s);
	}
	in->at = *s == '"' ? s + 1 : s;
	in->bad |= *s != '"';
}

/*
 * A token, a quoted string, or an address, whose local part may be quoted; servers also write bare
 * what RFC 8601 wants quoted, such as IPv6 addresses.
 */
static const char *
read_value(struct reading *in)
{
	struct buf b;

	buf_init(&b, in->arena);
	while (*in->at != '\0' && strchr(" \t;(", *in->at) == NULL)
		if (*in->at == '"')
			read_quoted(in, &b);
		else
			buf_char(&b, *in->at++);
	return b.data;
}

/* The value behind "=", or NULL: no "=" is there, which is written wrong. */
static const char *
read_assigned(struct reading *in)
{
	skip_blanks(in);
	if (*in->at != '=') {
		in->bad = true;
		in->at += strcspn(in->at, ";");
		return NULL;
	}
	in->at++;
	skip_blanks(in);
	return read_value(in);
}

static void
keep_property(struct result *r, const char *name, const char *value)
{
	const struct {
		const char *name;
		const char **place;
	} kept[] = {
		{ "header.from", &r->header_from },
		{ "header.d", &r->header_d },
		{ "header.i", &r->header_i },
		{ "smtp.mailfrom", &r->mail_from },
	};

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		if (strcasecmp(name, kept[i].name) != 0)
			continue;
		r->bad |= *kept[i].place != NULL; /* said twice */
		*kept[i].place = value;
	}
}

/* "reason" and whatever servers add are passed over. */
static void
read_properties(struct reading *in, struct result *r)
{
	for (skip_blanks(in); *in->at != '\0' && *in->at != ';'; skip_blanks(in)) {
		const char *name = read_token(in);
		const char *value = read_assigned(in);

		if (value != NULL)
			keep_property(r, name, value);
	}
}

/* "dkim=pass", "dkim/1 = pass" */
static void
read_result(struct reading *in, struct result *r)
{
	const char *value;

	*r = (struct result){ .method = read_token(in), .value = "" };
	skip_blanks(in);
	if (*in->at == '/') {
		in->at++;
		skip_blanks(in);
		r->bad = strcmp(read_token(in), "1") != 0;
	}
	if ((value = read_assigned(in)) != NULL)
		r->value = value;
	in->bad |= *r->method == '\0';
	read_properties(in, r);
}

/* Of an address, or a domain as it is; "" for what is none. */
static const char *
domain_of(const char *value)
{
	const char *at;

	if (value == NULL)
		return "";
	at = strrchr(value, '@');
	if (at != NULL)
		value = at + 1;
	for (const char *s = value; *s != '\0'; s++)
		if (!isascii((unsigned char)*s) ||
		    (!isalnum((unsigned char)*s) && strchr("-._", *s) == NULL))
			return "";
	return value;
}

static void
take_dmarc(struct reading *in, const struct result *r)
{
	struct authres *out = in->out;
	bool fails = strcasecmp(r->value, "fail") == 0;

	if (fails) {
		out->dmarc = AUTHRES_DMARC_FAIL;
		out->dmarc_from = domain_of(r->header_from);
	}
	/* Two that do not agree: nobody knows which of them is ours. */
	if (in->n_dmarc++ > 0 && out->dmarc == AUTHRES_DMARC_PASS)
		out->dmarc = AUTHRES_DMARC_NONE;
	else if (in->n_dmarc == 1 && !r->bad && strcasecmp(r->value, "pass") == 0) {
		out->dmarc = AUTHRES_DMARC_PASS;
		out->dmarc_from = domain_of(r->header_from);
	}
}

static void
take_dkim(struct reading *in, const struct result *r)
{
	const char *domain = domain_of(r->header_d != NULL ? r->header_d : r->header_i);

	if (!r->bad && strcasecmp(r->value, "pass") == 0 && *domain != '\0' &&
	    in->out->n_dkim < AUTHRES_DKIM_MAX)
		in->out->dkim[in->out->n_dkim++] = domain;
}

static void
take_spf(struct reading *in, const struct result *r)
{
	bool passes = !r->bad && strcasecmp(r->value, "pass") == 0;

	in->out->spf = in->n_spf++ == 0 && passes ? domain_of(r->mail_from) : "";
}

/* The name at the beginning, however it is written: has somebody claimed to be that server? */
static bool
claims(const char *value, const char *authserv_id, struct arena *a)
{
	struct reading in = { .at = value, .arena = a };
	struct buf b;

	skip_blanks(&in);
	if (*in.at != '"')
		return strcasecmp(read_token(&in), authserv_id) == 0;
	buf_init(&b, a);
	read_quoted(&in, &b);
	return strcasecmp(b.data, authserv_id) == 0;
}

/* "mx.example.org 1; ...": as servers write it, the name first and bare. */
static bool
read_beginning(struct reading *in, const char *authserv_id)
{
	const char *version;

	if (strcasecmp(read_token(in), authserv_id) != 0 || strchr(" \t;(", *in->at) == NULL)
		return false;
	skip_blanks(in);
	version = read_token(in);
	skip_blanks(in);
	return (*version == '\0' || strcmp(version, "1") == 0) &&
	       (*in->at == ';' || *in->at == '\0');
}

/* "; none" stands alone; a semicolon behind the last result does no harm. */
static bool
is_end(struct reading *in)
{
	const char *at = in->at;

	if (strncasecmp(at, "none", 4) == 0 && strchr(" \t(", at[4]) != NULL) {
		in->at += 4;
		skip_blanks(in);
		if (*in->at != '\0')
			in->at = at;
	}
	return *in->at == '\0';
}

static void
read_results(struct reading *in)
{
	for (size_t n = 0; *in->at == ';' && n < AUTHRES_RESULTS_MAX; n++) {
		struct result r;

		in->at++;
		skip_blanks(in);
		if (is_end(in))
			return;
		read_result(in, &r);
		if (strcasecmp(r.method, "dmarc") == 0)
			take_dmarc(in, &r);
		else if (strcasecmp(r.method, "dkim") == 0)
			take_dkim(in, &r);
		else if (strcasecmp(r.method, "spf") == 0)
			take_spf(in, &r);
	}
	in->bad |= *in->at != '\0';
}

static void
read_header(const char *value, const char *authserv_id, struct arena *a, struct authres *out)
{
	struct reading in = { .at = value, .arena = a, .out = out };

	if (strlen(value) > AUTHRES_MAX || !read_beginning(&in, authserv_id))
		return;
	read_results(&in);
	if (!in.bad)
		return;
	out->n_dkim = 0;
	out->spf = "";
	if (out->dmarc == AUTHRES_DMARC_PASS)
		out->dmarc = AUTHRES_DMARC_NONE;
}

void
authres_read(const struct letter *l, const char *authserv_id, struct arena *a, struct authres *out)
{
	const char *ours = NULL;
	size_t n = 0;

	*out = (struct authres){ .dmarc_from = "", .spf = "" };
	if (authserv_id == NULL || *authserv_id == '\0')
		return;
	for (size_t i = 0; i < l->n_headers; i++) {
		const struct header *h = &l->headers[i];

		if (strcasecmp(h->name, "Authentication-Results") != 0 ||
		    !claims(h->value, authserv_id, a))
			continue;
		ours = h->value;
		n++;
	}
	if (n == 1)
		read_header(ours, authserv_id, a, out);
}
