#include "base/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Nobody mistypes a word longer than this into one of ours. */
enum { LONGEST = 64 };

static int
least(int a, int b)
{
	return a < b ? a : b;
}

static bool
same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* How many single mistakes lead from one word to the other; two letters swapped count as one. */
static int
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int rows[3][LONGEST + 1];
	int *before = rows[0], *above = rows[1], *row = rows[2], *free_row;

	for (size_t j = 0; j <= b_len; j++)
		above[j] = (int)j;
	for (size_t i = 1; i <= a_len; i++) {
		row[0] = (int)i;
		for (size_t j = 1; j <= b_len; j++) {
			row[j] = least(above[j - 1] + !same(a[i - 1], b[j - 1]),
			    least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
		free_row = before;
		before = above;
		above = row;
		row = free_row;
	}
	return above[b_len];
}

const char *
nearest(const char *word, const char *const *candidates, size_t n)
{
	const char *best = NULL;
	size_t len = strlen(word);
	int best_distance = len < 4 ? 2 : (int)len / 3 + 1; /* this many are too many */

	if (len > LONGEST)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t candidate_len = strlen(candidates[i]);
		int d;

		if (candidate_len > LONGEST)
			continue;
		d = distance(word, len, candidates[i], candidate_len);
		if (d < best_distance) {
			best_distance = d;
			best = candidates[i];
		}
	}
	return best;
}
