#include "understand/length.h"

#include "understand/hour.h"

static int64_t
nearest(double n)
{
	return (int64_t)(n + 0.5);
}

/* Adds so many of a unit; parts of days become hours, parts of months days. */
static void
add(struct length *l, double n, enum unit unit)
{
	int whole = (int)n;
	double part = n - whole;

	switch (unit) {
	case UNIT_SECOND: l->seconds += nearest(n); break;
	case UNIT_MINUTE: l->seconds += nearest(n * 60); break;
	case UNIT_HOUR: l->seconds += nearest(n * 3600); break;
	case UNIT_DAY:
		l->days += whole;
		l->seconds += nearest(part * 86400);
		break;
	case UNIT_WORKDAY: l->workdays += whole + (part > 0); break;
	case UNIT_WEEKEND:
	case UNIT_WEEK: l->days += (int)nearest(n * 7); break;
	case UNIT_FORTNIGHT: l->days += (int)nearest(n * 14); break;
	case UNIT_MONTH:
		l->months += whole;
		l->days += (int)nearest(part * 30);
		break;
	case UNIT_QUARTER: l->months += (int)nearest(n * 3); break;
	case UNIT_YEAR: l->months += (int)nearest(n * 12); break;
	case UNITS: break;
	}
}

/* Digits as a count: 3, 1.5, 0,5, 1/2; -1: no count. */
static double
digits_count(const struct items *p, size_t i)
{
	const struct token *t = p->items[i].token;

	if (item_digits(p, i, 1) && t->digits[0] <= 4)
		return t->value[0];
	if (!item_digits(p, i, 2))
		return -1;
	if (t->separator == '.' || t->separator == ',') {
		double part = t->value[1];

		for (int k = 0; k < t->digits[1]; k++)
			part /= 10;
		return t->value[0] + part;
	}
	if (t->separator == '/' && t->value[1] > 0 && t->value[1] <= 4 && t->value[0] < t->value[1])
		return (double)t->value[0] / t->value[1];
	return -1;
}

/* "half an hour", "a quarter of an hour", "three quarters of an hour", "half hour". */
static size_t
read_fraction(const struct items *p, size_t i, double *n, enum unit *unit)
{
	size_t j = i;

	if (item_is(p, j, HEAR_A))
		j++;
	if (item_is(p, j, HEAR_HALF))
		*n = 0.5;
	else if (item_is(p, j, HEAR_QUARTER))
		*n = 0.25;
	else if (item_is(p, j, HEAR_THREE_QUARTERS))
		*n = 0.75;
	else
		return 0;
	for (j++; item_is(p, j, HEAR_OF) || item_is(p, j, HEAR_A) || item_is(p, j, HEAR_THE) ||
		  (item_mark(p, j, '-') && item_joined(p, j));
	     j++)
		;
	if (!item_is(p, j, HEAR_UNIT) || item_value(p, j, HEAR_UNIT) == UNIT_QUARTER)
		return 0;
	*unit = (enum unit)item_value(p, j, HEAR_UNIT);
	return j + 1 - i;
}

/* "and a half", "and a quarter" after a number or after its unit. */
static size_t
read_and_fraction(const struct items *p, size_t i, double *n)
{
	size_t j = i;

	if (item_is(p, j, HEAR_AND_A_HALF)) {
		*n = 0.5;
		return 1;
	}
	if (item_is(p, j, HEAR_AND))
		j++;
	if (item_is(p, j, HEAR_A))
		j++;
	if (j > i && digits_count(p, j) > 0 && digits_count(p, j) < 1)
		*n = digits_count(p, j);
	else if (j > i && item_number(p, j, 1, 3) != -1 && item_is(p, j + 1, HEAR_QUARTER))
		*n = item_number(p, j++, 1, 3) / 4.0; /* one and three quarters */
	else if (item_is(p, j, HEAR_HALF) && (j > i || !p->items[j].token->blank))
		*n = 0.5;
	else if (item_is(p, j, HEAR_QUARTER) && j > i)
		*n = 0.25;
	else if (item_is(p, j, HEAR_THREE_QUARTERS) && j > i)
		*n = 0.75;
	else
		return 0;
	return j + 1 - i;
}

/* A count and what may stand with it; 0: none. */
static size_t
read_count(const struct items *p, size_t i, double *n, bool *vague)
{
	size_t j = i;
	double part = 0;

	if (item_is(p, j, HEAR_A) &&
	    (item_is(p, j + 1, HEAR_COUPLE) || item_is(p, j + 1, HEAR_FEW)))
		j++;
	if (item_is(p, j, HEAR_COUPLE) || item_is(p, j, HEAR_FEW)) {
		*n = item_is(p, j, HEAR_FEW) ? 3 : 2;
		*vague = true;
		j++;
		return j + (item_is(p, j, HEAR_OF) ? 1 : 0) - i;
	}
	if (item_is(p, j, HEAR_ONE_AND_A_HALF)) {
		*n = 1.5;
		return 1;
	}
	if ((*n = digits_count(p, j)) >= 0) {
		j++;
		if (*n < 1) /* 1/2 an hour */
			j += item_is(p, j, HEAR_A) || item_is(p, j, HEAR_OF);
		if (digits_count(p, j) > 0 && digits_count(p, j) < 1 &&
		    p->items[j].token->separator == '/') /* 2 1/2 */
			*n += digits_count(p, j++);
	} else if (item_is(p, j, HEAR_NUMBER)) {
		if (hour_by_rank(p, j) && item_is(p, j + 1, HEAR_OCLOCK))
			return 0;
		*n = item_value(p, j++, HEAR_NUMBER);
	} else if (item_is(p, j, HEAR_A)) {
		*n = 1;
		j++;
	} else
		return 0;
	if (*n >= 1) {
		size_t more = read_and_fraction(p, j, &part);

		/* Only where the unit follows: "two and a half hours". */
		more += more > 0 && item_is(p, j + more, HEAR_OF);
		if (more > 0 && item_is(p, j + more, HEAR_UNIT)) {
			*n += part;
			j += more;
		}
	}
	return j - i;
}

/* 3月, 2018年, the 32日 of 8月32日: letters that mark dates as well, and do here */
static bool
is_calendar_mark(const struct items *p, size_t i, size_t mark, double n)
{
	if (item_is(p, mark, HEAR_MONTH_MARK) || (item_is(p, mark, HEAR_YEAR_MARK) && n >= 1000))
		return true;
	return item_is(p, mark, HEAR_DAY_MARK) && i > 0 && item_is(p, i - 1, HEAR_MONTH_MARK);
}

/* хвилин двадцять, минут на 20: the unit is in front where the number is about right. */
static size_t
read_unit_ahead(const struct items *p, size_t i, double *n, enum unit *unit)
{
	size_t j = i + 1;
	int count;

	if (!item_is(p, i, HEAR_UNIT_AHEAD) || !item_is(p, i, HEAR_UNIT))
		return 0;
	if (item_is(p, j, HEAR_FOR))
		j++;
	if ((count = item_number(p, j, 2, 120)) == -1 || hour_by_rank(p, j) ||
	    item_is(p, j + 1, HEAR_MONTH) || item_is(p, j + 1, HEAR_UNIT) ||
	    item_is(p, j + 1, HEAR_ORDINAL_MARK) || item_is(p, j + 1, HEAR_OCLOCK))
		return 0;
	*n = count;
	*unit = (enum unit)item_value(p, i, HEAR_UNIT);
	return j + 1 - i;
}

/* 三個字 are fifteen minutes, or three letters: by what stands around them. */
static bool
says_length(const struct items *p, size_t i, size_t end)
{
	if (i > 0 && (item_is(p, i - 1, HEAR_TO) || item_is(p, i - 1, HEAR_FOR) ||
			 item_is(p, i - 1, HEAR_ABOUT)))
		return true;
	return item_is(p, end, HEAR_ABOUT) || item_is(p, end, HEAR_FROM_NOW) ||
	       item_is(p, end, HEAR_WITHIN);
}

/* One count with its unit, or a word that is both. */
static size_t
read_term(const struct items *p, size_t i, struct length *l)
{
	enum unit unit = UNIT_MINUTE;
	double n, part = 0;
	size_t j = i, took;
	bool vague = false;

	if (item_is(p, j, HEAR_MINUTES) && item_value(p, j, HEAR_MINUTES) == 60) {
		unit = UNIT_HOUR;
		n = 1;
		j++;
	} else if (item_is(p, j, HEAR_MINUTES)) {
		add(l, item_value(p, j, HEAR_MINUTES), UNIT_MINUTE);
		l->finest = UNIT_MINUTE;
		return 1;
	} else if (item_is(p, j, HEAR_A) && item_is(p, j + 1, HEAR_MINUTES)) {
		size_t more = read_term(p, j + 1, l);

		return more + 1;
	} else if (item_is(p, j, HEAR_TWO)) {
		unit = (enum unit)item_value(p, j, HEAR_TWO);
		n = 2;
		j++;
	} else if ((took = read_fraction(p, j, &n, &unit)) > 0 ||
		   (took = read_unit_ahead(p, j, &n, &unit)) > 0) {
		j += took;
	} else if ((took = read_count(p, j, &n, &vague)) > 0) {
		j += took;
		while (item_is(p, j, HEAR_NOTHING) || (item_mark(p, j, '-') && item_joined(p, j)))
			j++;
		if (item_is(p, j, HEAR_TIMES_MINUTES) &&
		    (item_value(p, j, HEAR_TIMES_MINUTES) > 5 ||
			says_length(p, i, j + 1))) { /* drei Viertelstunden */
			add(l, n * item_value(p, j, HEAR_TIMES_MINUTES), UNIT_MINUTE);
			l->finest = UNIT_MINUTE;
			return j + 1 - i;
		}
		if (!item_is(p, j, HEAR_UNIT))
			return 0;
		if (is_calendar_mark(p, i, j, n))
			return 0;
		unit = (enum unit)item_value(p, j, HEAR_UNIT);
		j++;
	} else
		return 0;
	if ((took = read_and_fraction(p, j, &part)) > 0 && !item_is(p, j + took, HEAR_UNIT) &&
	    !item_is(p, j + took, HEAR_PAST) && !item_is(p, j + took, HEAR_TO_HOUR)) {
		n += part;
		j += took;
	}
	/* 1h30 */
	if (unit == UNIT_HOUR && item_joined(p, j) && item_digits(p, j, 1) &&
	    p->items[j].token->value[0] < 60 && !item_is(p, j + 1, HEAR_UNIT)) {
		add(l, p->items[j].token->value[0], UNIT_MINUTE);
		l->finest = UNIT_MINUTE;
		j++;
	}
	/* an hour thirty */
	if (unit == UNIT_HOUR && item_is(p, j, HEAR_NUMBER) && item_number(p, j, 5, 59) != -1 &&
	    (j + 1 >= p->n || (p->items[j + 1].n_heard == 0 && item_mark(p, j + 1, '.')))) {
		add(l, item_number(p, j, 5, 59), UNIT_MINUTE);
		l->finest = UNIT_MINUTE;
		j++;
	}
	add(l, n, unit);
	l->vague |= vague;
	if (unit < l->finest)
		l->finest = unit;
	return j - i;
}

size_t
length_read(const struct items *p, size_t i, struct length *out)
{
	struct length l = { .finest = UNITS };
	size_t j = i, took;

	if ((took = read_term(p, j, &l)) == 0)
		return 0;
	j += took;
	for (;;) {
		struct length more = l;
		size_t k = j;

		while (item_mark(p, k, ',') || item_is(p, k, HEAR_AND))
			k++;
		if (k > j + 2 || item_is(p, k, HEAR_A))
			break;
		if ((took = read_term(p, k, &more)) == 0 || more.finest >= l.finest)
			break;
		l = more;
		j = k + took;
	}
	*out = l;
	return j - i;
}

size_t
length_or_one(const struct items *p, size_t i, struct length *out)
{
	size_t took = length_read(p, i, out);

	if (took > 0 || !item_is(p, i, HEAR_ONE))
		return took;
	*out = (struct length){ .finest = (enum unit)item_value(p, i, HEAR_ONE) };
	add(out, 1, out->finest);
	return 1;
}

int
length_minutes(const struct length *l)
{
	if (l->months != 0 || l->workdays != 0)
		return -1;
	return l->days * 24 * 60 + (int)(l->seconds / 60);
}

void
length_add(struct length *l, int n, enum unit unit)
{
	add(l, n, unit);
	if (unit < l->finest)
		l->finest = unit;
}
