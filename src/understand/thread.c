#include "understand/thread.h"

#include "base/arena.h"
#include "understand/cue.h"
#include "understand/lang.h"
#include "understand/token.h"
#include "understand/tongue.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* The latest quoted mail stands first; what is further down is an older one. */
enum {
	QUOTED_MOST = 6000,
	MARKS_MOST = 16,
	LISTED_LEAST = 2, /* one line with a time on it is no list, unless it says that it offers */
};

/* The number at the beginning of a line, as in "2. Tuesday"; 0: there is none. */
static int
line_number(const char *line, size_t len)
{
	size_t i = 0;

	while (i < len && i < MARKS_MOST &&
	       (isspace((unsigned char)line[i]) || line[i] == '>' || line[i] == '*' ||
		   line[i] == '(' || line[i] == '['))
		i++;
	if (i + 2 >= len || line[i] < '1' || line[i] > '9' || isdigit((unsigned char)line[i + 1]))
		return 0;
	return strchr(".):] \t", line[i + 1]) != NULL ? line[i] - '0' : 0;
}

/* Two digits, or one, with a colon or the like and two more: 9:30, 15.00. */
static bool
has_clock(const char *line, size_t len)
{
	for (size_t i = 1; i + 2 < len; i++)
		if ((line[i] == ':' || line[i] == '.' || line[i] == 'h') &&
		    isdigit((unsigned char)line[i - 1]) && isdigit((unsigned char)line[i + 1]) &&
		    isdigit((unsigned char)line[i + 2]))
			return true;
	return false;
}

static void
add_times(const char *line, size_t len, const struct lang *lang, const struct wish_context *context,
    struct arena *a, struct answered *io)
{
	struct wish_reading reading;
	struct span *spans;
	struct tokens ts;

	tokens_read(line, len, lang, a, &ts);
	wish_read(&ts, lang, context, a, &reading);
	spans = arena_alloc(a, (reading.wishes.n + 1) * sizeof *spans);
	for (size_t i = 0; i < reading.wishes.n; i++)
		spans[i] = reading.wishes.windows[i].span;
	io->times = spans_union(io->times, spans_make(spans, reading.wishes.n, a), a);
}

/*
 * Numbered lines with times on them, 1, 2, 3 in this order; where there are none, all lines with
 * times on them, as people and other programs list them.
 */
static void
read_offers(const char *quoted, size_t len, bool numbered, const struct lang *lang,
    const struct wish_context *context, struct arena *a, struct answered *io)
{
	const char *line = quoted, *end = quoted + len;

	while (line < end) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		size_t n = (size_t)((newline == NULL ? end : newline) - line);

		if (has_clock(line, n) && io->offered < PICK_MOST &&
		    (numbered ? line_number(line, n) == (int)io->offered + 1
			      : memchr(line, '@', n) == NULL)) {
			io->offered++;
			add_times(line, n, lang, context, a, io);
		}
		line += n + 1;
	}
}

/* The first line that names one time to come: when the meeting is that stands. */
static void
read_standing(const char *quoted, size_t len, const struct lang *lang,
    const struct wish_context *context, struct arena *a, struct answered *io)
{
	const char *line = quoted, *end = quoted + len;

	while (line < end && io->stands.end_at == io->stands.start_at) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		size_t n = (size_t)((newline == NULL ? end : newline) - line);
		struct answered one = { .offered = 0 };

		if (has_clock(line, n) && memchr(line, '@', n) == NULL) {
			add_times(line, n, lang, context, a, &one);
			if (one.times.n == 1 && one.times.items[0].start_at > context->sent_at &&
			    one.times.items[0].end_at - one.times.items[0].start_at < DAY)
				io->stands = one.times.items[0];
		}
		line += n + 1;
	}
}

/* Does a subject begin as ours of this name do, up to what is filled in? */
static bool
begins_as(const char *subject, const char *said)
{
	size_t len = said == NULL ? 0 : strcspn(said, "{");

	while (len > 0 && said[len - 1] == ' ')
		len--;
	return len > 0 && strncasecmp(subject, said, len) == 0;
}

bool
thread_about_invitation(const char *bare_subject, const struct langs *langs)
{
	for (size_t i = 0; i < langs_count(langs); i++) {
		const struct lang *l = langs_at(langs, i);

		if (begins_as(bare_subject, lang_say(l, "subject_invite")) ||
		    begins_as(bare_subject, lang_say(l, "subject_update")))
			return true;
	}
	return false;
}

void
thread_read(const char *quoted, const struct langs *langs, const char *likely,
    const struct wish_context *context, struct arena *a, struct answered *io)
{
	size_t len = strnlen(quoted, QUOTED_MOST), n;
	const struct cue_hit *hits;
	const struct lang *lang;
	bool told = false;
	struct tokens ts;

	if (len == 0)
		return;
	lang = tongue_of(langs, quoted, len, likely, a).lang;
	tokens_read(quoted, len, lang, a, &ts);
	hits = cues_read(&ts, a, &n);
	for (size_t i = 0; i < n; i++) {
		io->gathering |= (hits[i].cues & CUE(CUE_GATHERING)) != 0;
		if (!told && (hits[i].cues & (CUE(CUE_OFFERED) | CUE(CUE_SETTLED))) != 0) {
			told = true;
			io->settled |= (hits[i].cues & CUE(CUE_SETTLED)) != 0;
		}
	}
	if (io->settled) {
		read_standing(quoted, len, lang, context, a, io);
		return;
	}
	read_offers(quoted, len, true, lang, context, a, io);
	if (io->offered == 0)
		read_offers(quoted, len, false, lang, context, a, io);
	if (io->offered < LISTED_LEAST && !told) {
		io->offered = 0;
		io->times = (struct spans){ NULL, 0 };
	}
	io->asked = io->offered == 0;
}
