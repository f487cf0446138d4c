#include "understand/cldr.h"

#include "base/arena.h"
#include "understand/lexicon.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/ulocdata.h>
#include <unicode/unum.h>
#include <unicode/ureldatefmt.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>

enum { ROOM = 256, NUMBERS = 60, ORDINALS = 31 };

/* Soft hyphens are taken out by the fold; the stop of "Dez." and "Do." is left off here. */
static bool
to_phrase(const UChar *wide, int32_t len, char out[ROOM])
{
	UErrorCode rc = U_ZERO_ERROR;
	int32_t n = 0;

	u_strToUTF8(out, ROOM - 1, &n, wide, len, &rc);
	if (U_FAILURE(rc) || n <= 0)
		return false;
	out[n] = '\0';
	if (out[n - 1] == '.')
		out[--n] = '\0';
	return n > 0;
}

static void
add(struct lexicon *l, const char *phrase, enum hear key, int value)
{
	if (!lexicon_has(l, phrase, HEAR_NOT_CLDR))
		lexicon_add(l, phrase, (struct meaning){ (short)key, (short)value });
}

static void
add_symbols(UDateFormat *format, UDateFormatSymbolType type, enum hear key, int first, int count,
    struct lexicon *l)
{
	for (int i = 0; i < count; i++) {
		UErrorCode rc = U_ZERO_ERROR;
		char phrase[ROOM];
		UChar wide[ROOM];
		int32_t n = udat_getSymbols(format, type, first + i, wide, ROOM, &rc);
		int value = key == HEAR_WEEKDAY ? (i + 6) % 7 : key == HEAR_MONTH ? i + 1 : 0;

		/* Numbers as names ("3", "3月") are read from their digits. */
		if (U_FAILURE(rc) || !to_phrase(wide, n, phrase) ||
		    (phrase[0] >= '0' && phrase[0] <= '9'))
			continue;
		if (key == HEAR_AM)
			key = i == 0 ? HEAR_AM : HEAR_PM;
		add(l, phrase, key, value);
	}
}

static void
add_names(const char *locale, struct lexicon *l)
{
	UErrorCode rc = U_ZERO_ERROR;
	UDateFormat *f = udat_open(UDAT_SHORT, UDAT_SHORT, locale, NULL, 0, NULL, 0, &rc);

	if (U_FAILURE(rc))
		return;
	add_symbols(f, UDAT_MONTHS, HEAR_MONTH, 0, 12, l);
	add_symbols(f, UDAT_STANDALONE_MONTHS, HEAR_MONTH, 0, 12, l);
	add_symbols(f, UDAT_SHORT_MONTHS, HEAR_MONTH, 0, 12, l);
	add_symbols(f, UDAT_STANDALONE_SHORT_MONTHS, HEAR_MONTH, 0, 12, l);
	add_symbols(f, UDAT_WEEKDAYS, HEAR_WEEKDAY, 1, 7, l);
	add_symbols(f, UDAT_STANDALONE_WEEKDAYS, HEAR_WEEKDAY, 1, 7, l);
	add_symbols(f, UDAT_SHORT_WEEKDAYS, HEAR_WEEKDAY, 1, 7, l);
	add_symbols(f, UDAT_STANDALONE_SHORT_WEEKDAYS, HEAR_WEEKDAY, 1, 7, l);
	add_symbols(f, UDAT_AM_PMS, HEAR_AM, 0, 2, l);
	udat_close(f);
}

/* Digits are no words, whatever their script: the CLDR's Arabic ordinals are "٢٠.". */
static bool
only_digits(const UChar *wide, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		if (!u_isdigit(wide[i]) && wide[i] != '.')
			return false;
	return true;
}

/* The number in words, its hyphens as blanks too: "twenty-one", "twenty one". */
static void
add_number(const UNumberFormat *f, int number, enum hear key, struct lexicon *l)
{
	UErrorCode rc = U_ZERO_ERROR;
	char phrase[ROOM], *hyphen;
	UChar wide[ROOM];
	int32_t n = unum_format(f, number, wide, ROOM, NULL, &rc);

	if (U_FAILURE(rc) || !to_phrase(wide, n, phrase))
		return;
	if (key == HEAR_NUMBER ? u_isdigit(wide[0]) : only_digits(wide, n))
		return;
	add(l, phrase, key, number);
	while ((hyphen = strchr(phrase, '-')) != NULL) {
		*hyphen = ' ';
		add(l, phrase, key, number);
	}
}

/* Every rule set that spells: masculine, feminine, the cases; not the reading of years. */
static void
add_rule_sets(UNumberFormat *f, struct lexicon *l)
{
	UErrorCode rc = U_ZERO_ERROR;
	UChar list[2048], *state = NULL, semicolon[] = { ';', 0 }, *name;
	int32_t n = unum_getTextAttribute(f, UNUM_PUBLIC_RULESETS, list, 2047, &rc);

	if (U_FAILURE(rc) || n <= 0)
		return;
	list[n] = 0;
	for (name = u_strtok_r(list, semicolon, &state); name != NULL;
	     name = u_strtok_r(NULL, semicolon, &state)) {
		enum hear key = HEAR_NUMBER;
		char plain[ROOM];

		if (!to_phrase(name, -1, plain) || strstr(plain, "year") != NULL ||
		    strstr(plain, "verbose") != NULL)
			continue;
		if (strstr(plain, "ordinal") != NULL)
			key = HEAR_ORDINAL;
		unum_setTextAttribute(f, UNUM_DEFAULT_RULESET, name, -1, &rc);
		if (U_FAILURE(rc)) {
			rc = U_ZERO_ERROR;
			continue;
		}
		for (int i = key == HEAR_ORDINAL; i <= (key == HEAR_ORDINAL ? ORDINALS : NUMBERS);
		     i++)
			add_number(f, i, key, l);
	}
}

static void
add_numbers(const char *locale, UNumberFormatStyle style, struct lexicon *l)
{
	UErrorCode rc = U_ZERO_ERROR;
	UNumberFormat *f = unum_open(style, NULL, 0, locale, NULL, &rc);
	char phrase[ROOM];
	UChar wide[ROOM];
	int32_t n;

	if (U_FAILURE(rc))
		return;
	/* A language without words falls back to digits: "3" must stay a number. */
	n = unum_format(f, 3, wide, ROOM, NULL, &rc);
	if (U_SUCCESS(rc) && to_phrase(wide, n, phrase) && strcmp(phrase, "3") != 0)
		add_rule_sets(f, l);
	unum_close(f);
}

static bool
has_digit(const UChar *wide, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		if (u_isdigit(wide[i]))
			return true;
	return false;
}

static void
add_relative(const char *locale, struct lexicon *l)
{
	static const struct {
		URelativeDateTimeUnit icu;
		enum unit unit;
		int reach;
	} units[] = { { UDAT_REL_UNIT_DAY, UNIT_DAY, 3 }, { UDAT_REL_UNIT_WEEK, UNIT_WEEK, 1 },
		{ UDAT_REL_UNIT_MONTH, UNIT_MONTH, 1 }, { UDAT_REL_UNIT_YEAR, UNIT_YEAR, 1 } };
	UErrorCode rc = U_ZERO_ERROR;
	URelativeDateTimeFormatter *f =
	    ureldatefmt_open(locale, NULL, UDAT_STYLE_LONG, UDISPCTX_CAPITALIZATION_NONE, &rc);

	if (U_FAILURE(rc))
		return;
	for (size_t u = 0; u < sizeof units / sizeof *units; u++)
		for (int i = -units[u].reach; i <= units[u].reach; i++) {
			UChar wide[ROOM];
			char phrase[ROOM];
			int32_t n = ureldatefmt_format(f, i, units[u].icu, wide, ROOM, &rc);
			struct meaning m = { HEAR_DAY, (short)i };

			if (U_FAILURE(rc) || !to_phrase(wide, n, phrase))
				break;
			if (has_digit(wide, n))
				continue; /* "in 3 days" */
			if (units[u].unit != UNIT_DAY)
				m = (struct meaning){ HEAR_PERIOD,
					(short)PERIOD(units[u].unit, i) };
			add(l, phrase, m.key, m.value);
		}
	ureldatefmt_close(f);
}

void
cldr_load(const char *code, struct lexicon *l)
{
	UErrorCode rc = U_ZERO_ERROR;
	char locale[ULOC_FULLNAME_CAPACITY];

	uloc_forLanguageTag(code, locale, sizeof locale, NULL, &rc);
	if (U_FAILURE(rc))
		return;
	add_names(locale, l);
	add_numbers(locale, UNUM_SPELLOUT, l);
	add_numbers(locale, UNUM_ORDINAL, l);
	add_relative(locale, l);
}

const int32_t *
cldr_letters(const char *code, struct arena *a, size_t *n)
{
	UErrorCode rc = U_ZERO_ERROR;
	char locale[ULOC_FULLNAME_CAPACITY];
	ULocaleData *data;
	USet *set = uset_openEmpty();
	int32_t *out = NULL, count;

	*n = 0;
	uloc_forLanguageTag(code, locale, sizeof locale, NULL, &rc);
	data = ulocdata_open(locale, &rc);
	ulocdata_getExemplarSet(data, set, 0, ULOCDATA_ES_STANDARD, &rc);
	count = U_FAILURE(rc) ? 0 : uset_getItemCount(set);
	for (int32_t i = 0; i < count; i++) {
		UChar32 first, last;

		if (uset_getItem(set, i, &first, &last, NULL, 0, &rc) != 0)
			break; /* clusters of letters come last */
		out = arena_more(a, out, *n, sizeof *out);
		out[(*n)++] = first;
		out = arena_more(a, out, *n, sizeof *out);
		out[(*n)++] = last + 1;
	}
	uset_close(set);
	if (data != NULL)
		ulocdata_close(data);
	return out;
}
