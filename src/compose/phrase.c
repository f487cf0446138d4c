#include "compose/phrase.h"

#include "base/arena.h"
#include "compose/bidi.h"
#include "understand/lang.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/ulistformatter.h>
#include <unicode/uloc.h>
#include <unicode/umsg.h>
#include <unicode/ustring.h>

enum { MOST_VALUES = 4 };

/* To open one takes ten times as long as to use it. */
struct formats {
	UDateFormat *dates[SENTENCE_CLOCK + 1]; /* by the setting that holds the pattern */
	const char *zone, *city;                /* the one asked for last */
};

static UChar *
wide(const char *s, struct arena *a)
{
	int32_t room = (int32_t)strlen(s) + 1;
	UChar *out = arena_alloc(a, (size_t)room * sizeof *out);
	UErrorCode rc = U_ZERO_ERROR;

	u_strFromUTF8WithSub(out, room, NULL, s, -1, 0xfffd, NULL, &rc);
	return out;
}

static char *
narrow(const UChar *s, struct arena *a)
{
	int32_t room = u_strlen(s) * 3 + 1;
	char *out = arena_alloc(a, (size_t)room);
	UErrorCode rc = U_ZERO_ERROR;

	u_strToUTF8(out, room, NULL, s, -1, &rc);
	return out;
}

/* The first mistake counts: others may follow from it. */
static char *
fail(struct voice *v, enum sentence s, const char *what)
{
	if (v->err.kind == ERR_NONE)
		err_set(&v->err, ERR_CONFIG, "language %s: say.%s %s", lang_code(v->lang),
		    sentence_key(s), what);
	return arena_str(v->arena, "");
}

static const char *
pattern_of(struct voice *v, enum sentence s)
{
	const char *pattern = lang_say(v->lang, sentence_key(s));

	return pattern != NULL ? pattern : fail(v, s, "is missing");
}

void
voice_init(struct voice *v, const struct lang *lang, const struct zone *zone, struct arena *a)
{
	*v = (struct voice){ .lang = lang, .zone = *zone, .arena = a };
	v->locale = pattern_of(v, SENTENCE_LOCALE);
	v->right_to_left = uloc_isRightToLeft(lang_code(lang));
	v->formats = arena_alloc(a, sizeof *v->formats);
}

void
voice_done(struct voice *v)
{
	for (size_t i = 0; v->formats != NULL && i <= SENTENCE_CLOCK; i++)
		if (v->formats->dates[i] != NULL)
			udat_close(v->formats->dates[i]);
	v->formats = NULL;
}

/*
 * ICU takes the values from the stack as the pattern says, right or wrong, so the pattern is
 * looked at first: {0, plural, ...} where there is a number, else plain {n} of those given.
 */
static bool
pattern_fits(const char *p, enum sentence s)
{
	while ((p = strchr(p, '{')) != NULL) {
		char *end;
		unsigned long n = strtoul(++p, &end, 10);

		if (end == p)
			continue; /* a branch of a plural */
		if (n >= sentence_arguments(s))
			return false;
		if (n == 0 && sentence_counts(s) ? strncmp(end, ", plural,", 9) != 0 : *end != '}')
			return false;
	}
	return true;
}

const char *
phrase_value(struct voice *v, const char *text)
{
	return v->right_to_left ? bidi_apart(text, v->arena) : text;
}

static UChar *
value_of(struct voice *v, const char *text)
{
	return wide(phrase_value(v, text), v->arena);
}

static char *
format(struct voice *v, enum sentence s, const long *count, UChar *const *w, int32_t room)
{
	const char *pattern = pattern_of(v, s);
	UErrorCode rc = U_ZERO_ERROR;
	UMessageFormat *f = NULL;
	UParseError where;
	UChar *out;

	if (!pattern_fits(pattern, s))
		return fail(v, s, "has a wrong argument");
	room += (int32_t)strlen(pattern) * 2 + 64;
	out = arena_alloc(v->arena, (size_t)room * sizeof *out);
	f = umsg_open(wide(pattern, v->arena), -1, v->locale, &where, &rc);
	if (U_SUCCESS(rc) && count != NULL)
		umsg_format(f, out, room, &rc, (double)*count, w[0], w[1], w[2], w[3]);
	else if (U_SUCCESS(rc))
		umsg_format(f, out, room, &rc, w[0], w[1], w[2], w[3]);
	if (f != NULL)
		umsg_close(f);
	if (U_FAILURE(rc))
		return fail(v, s, "is no ICU message");
	return narrow(out, v->arena);
}

static char *
say(struct voice *v, enum sentence s, const long *count, const char *const *values, size_t n)
{
	UChar *w[MOST_VALUES];
	int32_t room = 0;

	assert(n <= MOST_VALUES && n + (count != NULL) == sentence_arguments(s));
	assert(sentence_counts(s) == (count != NULL));
	for (size_t i = 0; i < MOST_VALUES; i++) {
		w[i] = value_of(v, i < n ? values[i] : "");
		room += 4 * u_strlen(w[i]); /* a sentence may say something twice */
	}
	return format(v, s, count, w, room);
}

char *
phrase(struct voice *v, enum sentence s, const char *const *values, size_t n)
{
	return say(v, s, NULL, values, n);
}

char *
phrase_count(struct voice *v, enum sentence s, long count, const char *const *values, size_t n)
{
	return say(v, s, &count, values, n);
}

static UDateFormat *
date_format(struct voice *v, enum sentence s)
{
	static const UChar gmt[] = { 'G', 'M', 'T', 0 };
	UDateFormat **f = &v->formats->dates[s];
	UErrorCode rc = U_ZERO_ERROR;

	if (*f == NULL)
		*f = udat_open(UDAT_PATTERN, UDAT_PATTERN, v->locale, gmt, -1,
		    wide(pattern_of(v, s), v->arena), -1, &rc);
	return *f;
}

/* The civil time is handed over as if it were one of GMT. */
static char *
by_pattern(struct voice *v, enum sentence s, int64_t at)
{
	double civil = (double)(at + zone_offset(&v->zone, at)) * 1000;
	const UDateFormat *f = date_format(v, s);
	UErrorCode rc = U_ZERO_ERROR;
	UChar out[256];

	if (f != NULL)
		udat_format(f, civil, out, sizeof out / sizeof *out, NULL, &rc);
	if (f == NULL || U_FAILURE(rc) || rc == U_STRING_NOT_TERMINATED_WARNING)
		return fail(v, s, "is no pattern of a date");
	return narrow(out, v->arena);
}

char *
phrase_date(struct voice *v, int64_t at)
{
	return by_pattern(v, SENTENCE_DATE, at);
}

char *
phrase_short_date(struct voice *v, int64_t at)
{
	return by_pattern(v, SENTENCE_SHORT_DATE, at);
}

char *
phrase_time(struct voice *v, int64_t at)
{
	return by_pattern(v, SENTENCE_CLOCK, at);
}

static char *
offset_text(int seconds, struct arena *a)
{
	int minutes = abs(seconds) / 60;
	char sign = seconds < 0 ? '-' : '+';

	if (minutes == 0)
		return arena_str(a, "UTC");
	if (minutes % 60 == 0)
		return arena_printf(a, "UTC%c%d", sign, minutes / 60);
	return arena_printf(a, "UTC%c%d:%02d", sign, minutes / 60, minutes % 60);
}

/* The city that stands for a zone, as the CLDR has it; "" where it knows none. */
static char *
city_of(struct voice *v, const char *zone)
{
	static const UChar city[] = { 'V', 'V', 'V', 0 };
	UErrorCode rc = U_ZERO_ERROR;
	UChar out[128] = { 0 }, back[64];
	UDateFormat *f;

	if (ucal_getCanonicalTimeZoneID(wide(zone, v->arena), -1, back, 64, NULL, &rc) <= 0 ||
	    U_FAILURE(rc))
		return arena_str(v->arena, "");
	f = udat_open(UDAT_PATTERN, UDAT_PATTERN, v->locale, wide(zone, v->arena), -1, city, -1,
	    &rc);
	if (U_SUCCESS(rc))
		udat_format(f, 0, out, sizeof out / sizeof *out, NULL, &rc);
	if (f != NULL)
		udat_close(f);
	return U_FAILURE(rc) ? arena_str(v->arena, "") : narrow(out, v->arena);
}

/* "America/Argentina/Salta" gives "Salta": for zones younger than ICU's data. */
static char *
city_in_name(const char *zone, struct arena *a)
{
	char *city = arena_str(a, strrchr(zone, '/') + 1);

	for (char *s = city; *s != '\0'; s++)
		if (*s == '_')
			*s = ' ';
	return city;
}

char *
phrase_zone(struct voice *v, const struct zone *z, int64_t at)
{
	const char *offset = offset_text(zone_offset(z, at), v->arena);
	struct formats *f = v->formats;

	if (z->rules == NULL || strcmp(z->name, "UTC") == 0 || strncmp(z->name, "Etc/", 4) == 0)
		return arena_str(v->arena, offset);
	if (strchr(z->name, '/') == NULL) /* CET, EST5EDT: no city stands for them */
		return arena_printf(v->arena, "%s (%s)", z->name, offset);
	if (f->zone == NULL || strcmp(f->zone, z->name) != 0) {
		f->zone = arena_str(v->arena, z->name);
		f->city = city_of(v, z->name);
		if (f->city[0] == '\0')
			f->city = city_in_name(z->name, v->arena);
	}
	return PHRASE(v, SENTENCE_ZONE_CITY, f->city, offset);
}

static char *
count_of(struct voice *v, enum sentence s, long n)
{
	return phrase_count(v, s, n, NULL, 0);
}

const char *
phrase_language(const struct lang *l, struct arena *a)
{
	enum { NAME = 100 };
	UErrorCode rc = U_ZERO_ERROR;
	UChar wide[NAME];
	char name[4 * NAME];
	int32_t n = uloc_getDisplayName(lang_code(l), lang_code(l), wide, NAME, &rc);

	u_strToUTF8(name, sizeof name, NULL, wide, n, &rc);
	return U_SUCCESS(rc) ? arena_str(a, name) : lang_code(l);
}

char *
phrase_minutes(struct voice *v, int minutes)
{
	if (minutes < 60)
		return count_of(v, SENTENCE_MINUTES, minutes);
	if (minutes % 60 == 0)
		return count_of(v, SENTENCE_HOURS, minutes / 60);
	return PHRASE(v, SENTENCE_HOURS_MINUTES, count_of(v, SENTENCE_HOURS, minutes / 60),
	    count_of(v, SENTENCE_MINUTES, minutes % 60));
}

static char *
list(struct voice *v, const char *const *items, size_t n, UListFormatterType type)
{
	const UChar **w = arena_alloc(v->arena, (n + 1) * sizeof *w);
	UErrorCode rc = U_ZERO_ERROR;
	UListFormatter *f;
	int32_t room = 64;
	UChar *out;

	for (size_t i = 0; i < n; i++) {
		w[i] = value_of(v, items[i]);
		room += u_strlen(w[i]) + 32;
	}
	out = arena_alloc(v->arena, (size_t)room * sizeof *out);
	f = ulistfmt_openForType(v->locale, type, ULISTFMT_WIDTH_WIDE, &rc);
	if (U_SUCCESS(rc))
		ulistfmt_format(f, w, NULL, (int32_t)n, out, room, &rc);
	if (f != NULL)
		ulistfmt_close(f);
	if (U_FAILURE(rc))
		return fail(v, SENTENCE_LOCALE, "is no locale that can list things");
	return narrow(out, v->arena);
}

char *
phrase_list(struct voice *v, const char *const *items, size_t n)
{
	return list(v, items, n, ULISTFMT_TYPE_AND);
}

char *
phrase_choice(struct voice *v, const char *const *items, size_t n)
{
	return list(v, items, n, ULISTFMT_TYPE_OR);
}
