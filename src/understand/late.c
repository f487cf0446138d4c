#include "understand/late.h"

#include "understand/length.h"

int
late_minutes(const struct tokens *ts, const struct lang *lang, struct arena *a)
{
	struct items items;

	items_make(ts, lang, a, &items);
	for (size_t i = 0; i < items.n; i++) {
		struct length l;
		int minutes;

		if (length_read(&items, i, &l) == 0 || l.vague)
			continue;
		minutes = length_minutes(&l);
		if (minutes > 0 && minutes <= LATE_MOST_MINUTES)
			return minutes;
	}
	return 0;
}
