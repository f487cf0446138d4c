#include "understand/cue.h"

#include "base/arena.h"
#include "understand/token.h"

#include <string.h>

static const char *const names[CUES] = {
	[CUE_MEETING] = "meeting",
	[CUE_MEET] = "meet",
	[CUE_ARRANGE] = "arrange",
	[CUE_WISH] = "wish",
	[CUE_ASK_FREE] = "ask_free",
	[CUE_OURS] = "ours",
	[CUE_OURS_BEHIND] = "ours_behind",
	[CUE_EVENT] = "event",
	[CUE_STORY] = "story",
	[CUE_SUITS] = "suits",
	[CUE_AGREE] = "agree",
	[CUE_CONFIRM] = "confirm",
	[CUE_KEEP] = "keep",
	[CUE_UNSUITABLE] = "unsuitable",
	[CUE_UNABLE] = "unable",
	[CUE_NONE_OF] = "none_of",
	[CUE_ANY_OF] = "any_of",
	[CUE_ALL_BUT] = "all_but",
	[CUE_THE_OTHERS] = "the_others",
	[CUE_OTHERS] = "others",
	[CUE_PROPOSE] = "propose",
	[CUE_REFUSE] = "refuse",
	[CUE_OPTION] = "option",
	[CUE_CHOICE] = "choice",
	[CUE_EARLIER_ONE] = "earlier_one",
	[CUE_MIDDLE_ONE] = "middle_one",
	[CUE_LATER_ONE] = "later_one",
	[CUE_FILLER] = "filler",
	[CUE_MOVE] = "move",
	[CUE_SHIFT] = "shift",
	[CUE_LATER_BY] = "later_by",
	[CUE_EARLIER_BY] = "earlier_by",
	[CUE_IT] = "it",
	[CUE_CANCEL] = "cancel",
	[CUE_PERHAPS] = "perhaps",
	[CUE_POLITE] = "polite",
	[CUE_RUNNING_LATE] = "running_late",
	[CUE_COMPANION] = "companion",
	[CUE_ADD] = "add",
	[CUE_GATHERING] = "gathering",
	[CUE_JOIN] = "join",
	[CUE_SIGN_UP] = "sign_up",
	[CUE_FORGET] = "forget_me",
	[CUE_WITHDRAW] = "withdraw",
	[CUE_SELF] = "self",
	[CUE_DENIAL] = "denial",
	[CUE_DENIAL_BEHIND] = "denial_behind",
	[CUE_THANKS] = "thanks",
	[CUE_QUESTION] = "question",
	[CUE_PENDING] = "pending",
	[CUE_BULK] = "bulk",
	[CUE_JOB] = "job",
	[CUE_OFFERED] = "offered",
	[CUE_SETTLED] = "settled",
	[CUE_LIVE_IN] = "live_in",
	[CUE_MY_ZONE] = "my_zone",
	[CUE_TIME_OF] = "time_of",
	[CUE_ABOUT] = "about_topic",
	[CUE_MY_ADDRESS] = "my_address",
	[CUE_NO_TOPIC] = "no_topic",
	[CUE_ASKS] = "asks",
	[CUE_NO_CUE] = "no_cue",
};

_Static_assert(CUES <= 64, "a set of cues is 64 bits");

int
cue_find(const char *name)
{
	for (int i = 0; i < CUES; i++)
		if (strcmp(names[i], name) == 0)
			return CUE_KEY(i);
	return -1;
}

/*
 * Phrases of these cues do not hide what stands inside them: "can we meet" proposes, and it is
 * about meeting.  All others mean something else than their words: "no need to cancel".
 */
static const uint64_t open_cues =
    CUE(CUE_MEETING) | CUE(CUE_MEET) | CUE(CUE_ARRANGE) | CUE(CUE_WISH) | CUE(CUE_OURS) |
    CUE(CUE_OURS_BEHIND) | CUE(CUE_SUITS) | CUE(CUE_AGREE) | CUE(CUE_CONFIRM) | CUE(CUE_PROPOSE) |
    CUE(CUE_OPTION) | CUE(CUE_CHOICE) | CUE(CUE_FILLER) | CUE(CUE_JOIN) | CUE(CUE_DENIAL) |
    CUE(CUE_DENIAL_BEHIND) | CUE(CUE_IT) | CUE(CUE_SHIFT) | CUE(CUE_THANKS) | CUE(CUE_QUESTION) |
    CUE(CUE_OFFERED) | CUE(CUE_SETTLED) | CUE(CUE_LIVE_IN) | CUE(CUE_MY_ZONE) | CUE(CUE_TIME_OF) |
    CUE(CUE_ABOUT) | CUE(CUE_NO_TOPIC) | CUE(CUE_ASKS) | CUE(CUE_THE_OTHERS) | CUE(CUE_LATER_BY) |
    CUE(CUE_EARLIER_BY);

/* Heard within any phrase but those that mean nothing: "half an hour later" asks for others, too.
 */
static const uint64_t bare_cues = CUE(CUE_LATER_BY) | CUE(CUE_EARLIER_BY);

static bool
hides(const struct cue_hit *hiding, size_t from, size_t end, int cue)
{
	return end <= hiding->end && end - from < hiding->end - hiding->from &&
	       ((CUE(cue) & bare_cues) == 0 || (hiding->cues & CUE(CUE_NO_CUE)) != 0);
}

struct cue_hit *
cues_read(const struct tokens *ts, struct arena *a, size_t *n_out)
{
	struct cue_hit *hits = NULL, hiding = { 0, 0, 0 };
	size_t n = 0;

	for (size_t i = 0; i < ts->n; i++) {
		const struct heard *heard;
		size_t n_heard, first = n;

		heard = tokens_heard(ts, i, &n_heard);
		for (size_t k = 0; k < n_heard; k++) {
			int cue = heard[k].key - CUE_FIRST_KEY;
			size_t end = i + heard[k].n;

			if (cue < 0 || cue >= CUES || hides(&hiding, i, end, cue))
				continue;
			if (n == first || hits[n - 1].end != end) {
				hits = arena_more(a, hits, n, sizeof *hits);
				hits[n++] = (struct cue_hit){ i, end, 0 };
			}
			hits[n - 1].cues |= CUE(cue);
			if ((hits[n - 1].cues & ~open_cues) != 0 && end > hiding.end)
				hiding = hits[n - 1];
		}
	}
	*n_out = n;
	return hits;
}
