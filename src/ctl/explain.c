#include "ctl/explain.h"

#include "base/arena.h"
#include "base/buf.h"
#include "ctl/json.h"
#include "ctl/status.h"
#include "daemon/config.h"
#include "daemon/ward.h"
#include "inbox/screen.h"
#include "understand/event.h"
#include "understand/lang.h"
#include "understand/topic.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char help[] =
    "usage: convenectl explain [-c FILE] [--now TIME] FILE...\n"
    "\n"
    "  FILE        a mail as it came (RFC 5322); - is standard input\n"
    "  -c FILE     the configuration; without it the defaults, and the mail's recipient is ours\n"
    "  --now TIME  as if read at that time: 2026-12-01T10:00:00+01:00 (the mail's Date)\n"
    "\n"
    "Writes one JSON object a line for each mail: kind, language, duration_minutes, time_zone,\n"
    "time_zone_source, windows, excluded, attendees, topic, ambiguous, aside, proof, evidence.\n";

enum { BATCH_BYTES = 1 << 20 }; /* of mails that are read together, more or less */

struct file {
	const char *path;
	const char *trouble; /* why it cannot be read, else NULL */
};

struct explaining {
	struct config config;
	struct langs *langs;
	struct ward *ward; /* as the daemon reads foreign mail */
	bool now_given;
	int64_t now;
	struct arena *config_arena, *batch_arena, *arena; /* for the run, a batch, one mail */
};

/* A whole file, or standard input for "-". */
static int
read_file(const char *path, struct arena *a, struct buf *out, struct err *err)
{
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	char bytes[16 * 1024];
	ssize_t n = fd == -1 ? -1 : 1;

	buf_init(out, a);
	while (n > 0 && out->len <= LETTER_MAX)
		if ((n = read(fd, bytes, sizeof bytes)) > 0)
			buf_add(out, bytes, (size_t)n);
		else if (n == -1 && errno == EINTR)
			n = 1;
	if (n == -1)
		err_set(err, ERR_REJECT, "%s, give the path of a mail", strerror(errno));
	if (fd > STDIN_FILENO)
		close(fd);
	return n == -1 ? -1 : 0;
}

static void
write_span(struct buf *b, const struct zone *zone, struct span span, struct arena *a)
{
	json_write_comma(b);
	buf_printf(b, "[\"%s\",\"%s\"]", zone_rfc3339(zone, span.start_at, a),
	    zone_rfc3339(zone, span.end_at, a));
}

/* "Tue 2026-12-01 15:00 to 15:30"; a moment has no end. */
static void
write_readable(struct buf *b, const struct zone *zone, struct span span)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	struct civil from, to;

	zone_civil(zone, span.start_at, &from);
	zone_civil(zone, span.end_at, &to);
	buf_printf(b, "%s %04d-%02d-%02d %02d:%02d", days[date_weekday(from.date)], from.date.year,
	    from.date.month, from.date.day, from.minute / 60, from.minute % 60);
	if (span.end_at - span.start_at <= MINUTE)
		return;
	buf_str(b, " to ");
	if (date_compare(from.date, to.date) != 0)
		buf_printf(b, "%s %04d-%02d-%02d ", days[date_weekday(to.date)], to.date.year,
		    to.date.month, to.date.day);
	buf_printf(b, "%02d:%02d", to.minute / 60, to.minute % 60);
}

enum { SPANS_SHOWN = 5 };

static void
write_spans(struct buf *b, const struct event *ev, const struct evidence *e, const char *between)
{
	for (size_t i = 0; i < e->n_spans && i < SPANS_SHOWN; i++) {
		buf_str(b, i == 0 ? "" : between);
		write_readable(b, &ev->zone, e->spans[i]);
	}
	if (e->n_spans > SPANS_SHOWN)
		buf_printf(b, " and %zu more", e->n_spans - SPANS_SHOWN);
}

/* What some words mean, in a short phrase. */
static const char *
meaning(const struct event *ev, const struct evidence *e, struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	switch (e->kind) {
	case MEANS_TIME: write_spans(&b, ev, e, ", "); break;
	case MEANS_NOT_TIME:
		buf_str(&b, "not ");
		write_spans(&b, ev, e, ", ");
		break;
	case MEANS_DOUBT: write_spans(&b, ev, e, " or "); break;
	case MEANS_DURATION: buf_printf(&b, "lasts %d minutes", e->minutes); break;
	case MEANS_ZONE: buf_printf(&b, "times are in %s", e->value); break;
	case MEANS_KIND: buf_printf(&b, "kind: %s", e->value); break;
	case MEANS_PICK:
		if (e->minutes == -1)
			buf_str(&b, "takes the last of the times");
		else
			buf_printf(&b, "takes time number %d", e->minutes);
		break;
	case MEANS_GUEST: buf_printf(&b, "guest: %s", e->value); break;
	case MEANS_TOPIC: buf_printf(&b, "topic: %s", e->value); break;
	}
	return b.data;
}

static void
write_evidence(struct buf *b, const struct event *ev, struct arena *a)
{
	buf_str(b, ",\"evidence\":[");
	for (size_t i = 0; i < ev->n_evidence; i++) {
		json_write_comma(b);
		buf_str(b, "{\"text\":");
		json_write_string(b, ev->evidence[i].text);
		buf_str(b, ",\"means\":");
		json_write_string(b, meaning(ev, &ev->evidence[i], a));
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void
write_times(struct buf *b, const struct event *ev, struct arena *a)
{
	const struct wishes *w = &ev->wishes;

	buf_str(b, ",\"windows\":");
	if (w->named) {
		buf_char(b, '[');
		for (size_t i = 0; i < w->n; i++)
			write_span(b, &ev->zone, w->windows[i].span, a);
		buf_char(b, ']');
	} else
		buf_str(b, "null");
	buf_str(b, ",\"excluded\":[");
	for (size_t i = 0; i < w->excluded.n; i++)
		write_span(b, &ev->zone, w->excluded.items[i], a);
	buf_char(b, ']');
}

/* What is said about a meeting that stands, and neither moves it nor calls it off. */
static bool
is_aside(enum event_kind kind)
{
	return kind == EVENT_LATE || kind == EVENT_BRING;
}

static const char *
public_kind(enum event_kind kind)
{
	return event_kind_name(is_aside(kind) ? EVENT_OTHER : kind);
}

/* Only where a calendar program answers. */
static void
write_calendar(struct buf *b, const struct event *ev)
{
	const struct calreply *c = &ev->calendar;

	if (ev->kind != EVENT_CALENDAR)
		return;
	buf_str(b, ",\"calendar\":{\"method\":");
	json_write_string(b, c->method);
	buf_str(b, ",\"uid\":");
	json_write_string(b, c->uid);
	buf_str(b, ",\"attendee\":");
	json_write_string(b, c->attendee);
	buf_str(b, ",\"partstat\":");
	json_write_string(b, c->partstat);
	buf_printf(b, ",\"sequence\":%d,\"certain\":%s}", c->sequence,
	    ev->certain ? "true" : "false");
}

static void
write_event(struct buf *b, const struct event *ev, struct arena *a)
{
	buf_str(b, "{\"language\":");
	json_write_string(b, ev->language);
	buf_printf(b, ",\"kind\":\"%s\"", public_kind(ev->kind));
	if (ev->wishes.duration_minutes > 0)
		buf_printf(b, ",\"duration_minutes\":%d", ev->wishes.duration_minutes);
	else
		buf_str(b, ",\"duration_minutes\":null");
	buf_printf(b, ",\"time_zone\":\"%s\",\"time_zone_source\":\"%s\"", ev->zone.name,
	    zone_source_name(ev->zone_source));
	write_times(b, ev, a);
	buf_str(b, ",\"attendees\":[");
	for (size_t i = 0; i < ev->n_guests; i++) {
		json_write_comma(b);
		json_write_string(b, ev->guests[i].email);
	}
	buf_str(b, "],\"topic\":");
	json_write_string(b, ev->topic);
	buf_printf(b, ",\"ambiguous\":%s", ev->wishes.n_doubts > 0 ? "true" : "false");
	buf_printf(b, ",\"aside\":\"%s\",\"proof\":\"%s\"",
	    is_aside(ev->kind) ? event_kind_name(ev->kind) : "", proof_name(ev->proof));
	write_calendar(b, ev);
	write_evidence(b, ev, a);
	buf_str(b, "}\n");
}

/* What stands where a mail cannot be read, so that there is a line for each file. */
static void
write_error(struct buf *b, const char *what)
{
	buf_str(b, "{\"language\":\"en\",\"kind\":\"other\",\"duration_minutes\":null,"
		   "\"time_zone\":\"UTC\",\"time_zone_source\":\"default\",\"windows\":null,"
		   "\"excluded\":[],\"attendees\":[],\"topic\":\"\",\"ambiguous\":false,"
		   "\"aside\":\"\",\"proof\":\"none\",\"evidence\":[],\"error\":");
	json_write_string(b, what);
	buf_str(b, "}\n");
}

/* No store is asked: a mail that names another, or quotes one, answers it; passing on does not. */
static bool
answers(const struct opened *mail)
{
	return !topic_forwarded(mail->letter.subject) &&
	       (mail->letter.n_references > 0 || *mail->text.quoted != '\0');
}

static const char *
own_address(const struct explaining *x)
{
	const char *own = x->config.team.rules.own_address;

	return own != NULL ? own : "";
}

static void
explain_mail(const struct explaining *x, const struct opened *mail, struct buf *out)
{
	const struct rules *rules = &x->config.team.rules;
	struct reader reader = {
		.own_address = own_address(x),
		.authserv_id = x->config.authserv_id,
		.default_zone = rules->zone,
		.remembered_language = "",
		.default_duration = rules->duration,
		.horizon_days = rules->horizon_minutes * MINUTE / DAY,
		.in_thread = answers(mail),
	};
	struct event event;
	const char *why = "";
	int64_t now = mail->letter.sent_at != 0 ? mail->letter.sent_at : time(NULL);

	screen_letter(&mail->letter, reader.own_address, &why);
	event_read(mail, &reader, x->langs, why, x->now_given ? x->now : now, x->arena, &event);
	write_event(out, &event, x->arena);
}

/* One line each.  Returns -1 where one of them cannot be read, and says so. */
static int
explain_all(const struct explaining *x, const struct file *files, struct ward_mail *mails, size_t n)
{
	struct err err = { 0 };
	int ret = 0;

	if (ward_read_many(x->ward, mails, n, own_address(x), x->batch_arena, &err) == -1) {
		fprintf(stderr, "convenectl explain: %s\n", err.text);
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		const char *trouble =
		    files[i].trouble != NULL ? files[i].trouble : mails[i].trouble;
		struct buf out;

		arena_reset(x->arena);
		buf_init(&out, x->arena);
		if (trouble != NULL) {
			fprintf(stderr, "%s: %s\n", files[i].path, trouble);
			write_error(&out, trouble);
			ret = -1;
		} else
			explain_mail(x, &mails[i].opened, &out);
		fwrite(out.data, 1, out.len, stdout);
	}
	return ret;
}

/* As many as one child may read, from those there are.  Returns how many, *ret -1: see above. */
static int
explain_some(const struct explaining *x, int n, char **paths, int *ret)
{
	struct ward_mail mails[WARD_MAILS] = { 0 };
	struct file files[WARD_MAILS] = { 0 };
	size_t many = 0, bytes = 0;

	arena_reset(x->batch_arena);
	for (; many < WARD_MAILS && (int)many < n && bytes < BATCH_BYTES; many++) {
		struct err err = { 0 };
		struct buf raw = { .len = 0 };

		files[many].path = paths[many];
		if (read_file(paths[many], x->batch_arena, &raw, &err) == -1)
			files[many].trouble = arena_str(x->batch_arena, err.text);
		mails[many].raw = raw.data;
		mails[many].len = raw.len;
		bytes += raw.len;
	}
	if (explain_all(x, files, mails, many) == -1)
		*ret = CTL_WRONG;
	return (int)many;
}

static int
load_config(struct explaining *x, const char *path)
{
	struct complaints complaints = { .n = 0 };

	if (path == NULL) {
		config_defaults(&x->config, x->config_arena);
		return 0;
	}
	if (config_load(path, x->config_arena, &x->config, &complaints) != -1)
		return 0;
	for (size_t i = 0; i < complaints.n; i++)
		fprintf(stderr, "%s:%d: %s\n", complaints.items[i].file, complaints.items[i].line,
		    complaints.items[i].text);
	return -1;
}

static int
load_languages(struct explaining *x)
{
	const char *dir = langs_dir(x->config_arena);
	struct err err = { 0 };

	if (dir == NULL)
		err_set(&err, ERR_CONFIG,
		    "the language files are nowhere to be found, "
		    "name their folder in CONVENED_LANGUAGES");
	else
		x->langs = langs_load(dir, &err);
	if (x->langs == NULL)
		fprintf(stderr, "convenectl explain: %s\n", err.text);
	return x->langs == NULL ? -1 : 0;
}

static int
open_ward(struct explaining *x)
{
	struct err err = { 0 };

	signal(SIGPIPE, SIG_IGN); /* the ward wants it so; a reader that hangs up is seen as well */
	if ((x->ward = ward_open(&err)) == NULL)
		fprintf(stderr, "convenectl explain: %s\n", err.text);
	return x->ward == NULL ? -1 : 0;
}

static int
explain_files(struct explaining *x, const char *config, int n, char **files)
{
	int ret = CTL_FINE;

	x->config_arena = arena_new();
	x->batch_arena = arena_new();
	x->arena = arena_new();
	if (open_ward(x) == -1 || load_config(x, config) == -1 || load_languages(x) == -1)
		ret = CTL_WRONG;
	for (int i = 0; i < n && x->langs != NULL && !ferror(stdout);)
		i += explain_some(x, n - i, files + i, &ret);
	if (fflush(stdout) != 0)
		ret = CTL_WRONG;
	ward_close(x->ward);
	langs_free(x->langs);
	arena_free(x->arena);
	arena_free(x->batch_arena);
	arena_free(x->config_arena);
	return ret;
}

int
explain_run(int argc, char **argv)
{
	static const struct option options[] = { { "now", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	struct explaining x = { .langs = NULL };
	const char *config = NULL;
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1)
		switch (c) {
		case 'c': config = optarg; break;
		case 'n':
			if (!zone_read_rfc3339(optarg, &x.now, NULL)) {
				fprintf(stderr,
				    "convenectl explain: %s is no time such as "
				    "2026-12-01T10:00:00+01:00\n",
				    optarg);
				return CTL_USAGE;
			}
			x.now_given = true;
			break;
		case 'h': fputs(help, stdout); return CTL_FINE;
		default: return CTL_USAGE;
		}
	if (optind == argc) {
		fputs(help, stderr);
		return CTL_USAGE;
	}
	return explain_files(&x, config, argc - optind, argv + optind);
}
