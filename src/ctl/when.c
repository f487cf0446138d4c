#include "ctl/when.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "ctl/status.h"
#include "understand/lang.h"
#include "understand/length.h"
#include "understand/when.h"

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HORIZON = 90 };

struct batch {
	struct langs *langs;
	struct arena *arena;
	struct buf out;
};

/* Everything a text says about time, placed: a length is a placed thing of its own kind. */
struct finding {
	const char *text;
	size_t len;
	bool is_length;
	int minutes;
	struct placed placed;
};

struct findings {
	struct finding *items;
	size_t n;
};

static void
find_add(struct findings *f, struct finding one, struct arena *a)
{
	f->items = arena_more(a, f->items, f->n, sizeof *f->items);
	f->items[f->n++] = one;
}

static void
find_times(const char *text, const struct lang *lang, const struct when_context *context,
    struct arena *a, struct findings *out)
{
	struct when_context c = *context;
	const struct said *said;
	struct tokens ts;

	tokens_read(text, strlen(text), lang, a, &ts);
	said = when_read(&ts, lang, lang_places(lang), a);
	for (size_t i = 0; i < said->n; i++) {
		const struct mention_said *m = &said->mentions[i];
		struct finding one = { .text = text + m->from, .len = m->to - m->from };
		struct placed_list placed = { NULL, 0 };

		if (m->is_length) {
			one.is_length = true;
			one.minutes = length_minutes(&m->length);
			find_add(out, one, a);
			continue;
		}
		if (m->absorbed)
			continue;
		when_place(&m->time, &c, a, &placed);
		when_remember(&c, &m->time, &placed, a);
		for (size_t k = 0; k < placed.n; k++) {
			one.placed = placed.items[k];
			find_add(out, one, a);
		}
	}
}

/* A string of JSON; the text is UTF-8 already. */
static void
put_string(struct buf *b, const char *s, size_t len)
{
	size_t done = 0;

	buf_char(b, '"');
	for (size_t i = 0; i <= len; i++) {
		unsigned char c = i < len ? (unsigned char)s[i] : '"';

		if (c != '"' && c != '\\' && c >= ' ')
			continue;
		buf_add(b, s + done, i - done);
		done = i + 1;
		if (i == len)
			break;
		if (c >= ' ')
			buf_char(b, '\\');
		if (c >= ' ')
			buf_char(b, (char)c);
		else
			buf_printf(b, "\\u%04x", c);
	}
	buf_char(b, '"');
}

/* So many digits.  A batch is mostly this, so printf() is spared. */
static void
put_digits(char *at, int n, int digits)
{
	for (int i = digits; i-- > 0; n /= 10)
		at[i] = (char)('0' + n % 10);
}

/* "2026-12-01T10:00:00+02:00" */
static void
put_rfc3339(struct buf *b, const struct zone *zone, int64_t at)
{
	char text[] = "0000-00-00T00:00:00+00:00";
	int offset = zone_offset(zone, at), minutes = abs(offset) / 60;
	struct civil c;

	zone_civil(zone, at, &c);
	put_digits(text, c.date.year, 4);
	put_digits(text + 5, c.date.month, 2);
	put_digits(text + 8, c.date.day, 2);
	put_digits(text + 11, c.minute / 60, 2);
	put_digits(text + 14, c.minute % 60, 2);
	put_digits(text + 17, c.second, 2);
	text[19] = offset < 0 ? '-' : '+';
	put_digits(text + 20, minutes / 60, 2);
	put_digits(text + 23, minutes % 60, 2);
	buf_add(b, text, sizeof text - 1);
}

static void
put_moment(struct buf *b, const char *key, bool known, const struct zone *zone, int64_t at)
{
	buf_str(b, ",\"");
	buf_str(b, key);
	if (!known) {
		buf_str(b, "\":null");
		return;
	}
	buf_str(b, "\":\"");
	put_rfc3339(b, zone, at);
	buf_char(b, '"');
}

static void
put_finding(struct buf *b, const struct finding *f, const struct zone *zone)
{
	const struct placed *p = &f->placed;
	bool start = !f->is_length && !p->open_start;
	bool end = !f->is_length && !p->open_end && p->kind != PLACED_INSTANT;

	buf_str(b, "{\"text\":");
	put_string(b, f->text, f->len);
	buf_printf(b, ",\"kind\":\"%s\"",
	    placed_kind_name(f->is_length ? PLACED_DURATION : p->kind));
	put_moment(b, "start", start, zone, p->start_at);
	put_moment(b, "end", end, zone, p->end_at);
	if (f->is_length)
		buf_printf(b, ",\"grain\":null,\"duration_minutes\":%d}", f->minutes);
	else {
		buf_str(b, ",\"grain\":\"");
		buf_str(b, grain_name(p->grain));
		buf_str(b, "\",\"duration_minutes\":null}");
	}
}

/* One line of the batch: {"id", "lang", "text", "now"}. */
static void
answer(struct batch *batch, const char *line)
{
	json_t *in = json_loads(line, 0, NULL), *id = json_object_get(in, "id");
	const char *code = json_string_value(json_object_get(in, "lang"));
	const char *text = json_string_value(json_object_get(in, "text"));
	const char *now = json_string_value(json_object_get(in, "now"));
	const struct lang *lang = code == NULL ? NULL : langs_find(batch->langs, code);
	struct when_context context = { .horizon_days = HORIZON };
	struct findings f = { NULL, 0 };
	struct buf *b = &batch->out;
	int offset = 0;

	buf_str(b, "{\"id\":");
	if (json_is_string(id)) {
		put_string(b, json_string_value(id), json_string_length(id));
	} else {
		char *other = id == NULL ? NULL : json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT);

		buf_str(b, other != NULL ? other : "null");
		free(other);
	}
	buf_str(b, ",\"matches\":[");
	if (text != NULL && lang != NULL && now != NULL &&
	    zone_read_rfc3339(now, &context.sent_at, &offset)) {
		context.zone = zone_fixed(offset);
		find_times(text, lang, &context, batch->arena, &f);
	}
	for (size_t i = 0; i < f.n; i++) {
		if (i > 0)
			buf_char(b, ',');
		put_finding(b, &f.items[i], &context.zone);
	}
	buf_str(b, "]}\n");
	json_decref(in);
}

static int
run_batch(struct langs *langs)
{
	struct batch batch = { .langs = langs, .arena = arena_new() };
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	while ((n = getline(&line, &room, stdin)) > 0) {
		if (line[strspn(line, " \t\r\n")] == '\0')
			continue;
		arena_reset(batch.arena);
		buf_init(&batch.out, batch.arena);
		answer(&batch, line);
		fwrite(batch.out.data, 1, batch.out.len, stdout);
	}
	free(line);
	arena_free(batch.arena);
	return ferror(stdin) || fflush(stdout) != 0 ? CTL_WRONG : CTL_FINE;
}

/* Wednesday 2026-12-02 10:00 */
static char *
readable(const struct zone *zone, int64_t at, struct arena *a)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	struct civil c;

	zone_civil(zone, at, &c);
	return arena_printf(a, "%s %04d-%02d-%02d %02d:%02d", days[date_weekday(c.date)],
	    c.date.year, c.date.month, c.date.day, c.minute / 60, c.minute % 60);
}

static void
print_finding(const struct finding *f, const struct zone *zone, struct arena *a)
{
	const struct placed *p = &f->placed;

	printf("%-28.*s ", (int)f->len, f->text);
	if (f->is_length) {
		printf("lasts %d minutes\n", f->minutes);
		return;
	}
	printf("%s%s", p->reading > 0 ? "or: " : "", p->kind == PLACED_SET ? "each time: " : "");
	if (p->open_start)
		printf("until %s", readable(zone, p->end_at, a));
	else
		printf("%s%s", p->open_end ? "from " : "", readable(zone, p->start_at, a));
	if (!p->open_start && !p->open_end && p->kind != PLACED_INSTANT)
		printf(" to %s", readable(zone, p->end_at, a));
	printf("  (%s)\n", grain_name(p->grain));
}

static int
run_one(struct langs *langs, const char *code, const char *now, const char *text)
{
	const struct lang *lang = langs_find(langs, code);
	struct when_context context = { .sent_at = time(NULL),
		.horizon_days = HORIZON,
		.zone = zone_utc() };
	struct findings f = { NULL, 0 };
	struct arena *a = arena_new();
	int offset = 0, ret = CTL_FINE;

	if (lang == NULL) {
		fprintf(stderr, "convenectl when: there is no language file for %s\n", code);
		ret = CTL_USAGE;
	} else if (!text_valid(text, strlen(text))) {
		fputs("convenectl when: the text is not UTF-8\n", stderr);
		ret = CTL_USAGE;
	} else if (now != NULL && !zone_read_rfc3339(now, &context.sent_at, &offset)) {
		fprintf(stderr,
		    "convenectl when: %s is no time such as 2026-03-12T09:00:00+01:00\n", now);
		ret = CTL_USAGE;
	} else {
		if (now != NULL)
			context.zone = zone_fixed(offset);
		find_times(text, lang, &context, a, &f);
		for (size_t i = 0; i < f.n; i++)
			print_finding(&f.items[i], &context.zone, a);
		if (f.n == 0)
			puts("no time is named");
	}
	arena_free(a);
	return ret;
}

static const char help[] =
    "usage: convenectl when --batch                          JSON lines in, JSON lines out\n"
    "       convenectl when [--lang CODE] [--now TIME] TEXT  for people\n"
    "\n"
    "  --batch      read {\"id\",\"lang\",\"text\",\"now\"} a line, write {\"id\",\"matches\"}\n"
    "  --lang CODE  the language of the text: en, de, zh-Hans ... (en)\n"
    "  --now TIME   when it was written, as 2026-03-12T09:00:00+01:00 (now, UTC)\n";

int
when_run(int argc, char **argv)
{
	static const struct option options[] = { { "batch", no_argument, NULL, 'b' },
		{ "lang", required_argument, NULL, 'l' }, { "now", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	const char *code = "en", *now = NULL, *dir;
	struct langs *langs;
	struct arena *a;
	struct err err;
	bool batch = false;
	int c, ret;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (c) {
		case 'b': batch = true; break;
		case 'l': code = optarg; break;
		case 'n': now = optarg; break;
		case 'h': fputs(help, stdout); return CTL_FINE;
		default: return CTL_USAGE;
		}
	if (argc - optind != (batch ? 0 : 1)) {
		fputs(help, stderr);
		return CTL_USAGE;
	}
	a = arena_new();
	dir = langs_dir(a);
	langs = dir == NULL ? NULL : langs_load(dir, &err);
	if (langs == NULL) {
		fprintf(stderr, "convenectl when: %s\n",
		    dir == NULL ? "the language files are nowhere to be found" : err.text);
		arena_free(a);
		return CTL_WRONG;
	}
	ret = batch ? run_batch(langs) : run_one(langs, code, now, argv[optind]);
	langs_free(langs);
	arena_free(a);
	return ret;
}
