/*
 * cue - what a phrase tells about what its writer wants
 *
 * Language files list phrases under these names ("cancel", "looking_forward") beside those of
 * hear.h.  A longer phrase hides the shorter ones inside it where it changes their sense: "no need
 * to cancel" under `keep` hides the "cancel" in it.  intent.c puts the cues of a sentence together.
 */
#ifndef UNDERSTAND_CUE_H
#define UNDERSTAND_CUE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cue {
	/* asking */
	CUE_MEETING,     /* a meeting, a call, a chat: what is asked for */
	CUE_MEET,        /* to meet, to talk */
	CUE_ARRANGE,     /* to schedule, to book */
	CUE_WISH,        /* would like, could we, please */
	CUE_ASK_FREE,    /* when are you free? do you have time? */
	CUE_OURS,        /* our, the, tomorrow's: before a meeting, one that stands */
	CUE_OURS_BEHIND, /* the same behind it: rapat kita, اجتماعنا */
	CUE_EVENT,       /* conferences, other people's meetings: no meeting with us */
	CUE_STORY,       /* "the meeting was", "it was nice to meet": told, not wished for */

	/* answering */
	CUE_SUITS,      /* works, suits, fine, I'll take */
	CUE_AGREE,      /* yes, agreed, that works */
	CUE_CONFIRM,    /* I confirm, see you, looking forward, as scheduled */
	CUE_KEEP,       /* no need to cancel, please don't move it */
	CUE_UNSUITABLE, /* does not work, does not suit: a time */
	CUE_UNABLE,     /* can't make it, something came up: a person */
	CUE_NONE_OF,    /* none of these, neither */
	CUE_ANY_OF,     /* any of these, either, whichever */
	CUE_ALL_BUT,    /* any except: the numbers behind it are refused, the others taken */
	CUE_THE_OTHERS, /* the other days: of those offered, where some are refused */
	CUE_OTHERS,     /* other times, something else */
	CUE_PROPOSE,    /* how about, what about, instead */
	CUE_REFUSE,     /* no thanks, not interested any more */

	/* which one */
	CUE_OPTION,      /* option, number, slot: a number follows or stands before */
	CUE_CHOICE,      /* "one" in "the second one" */
	CUE_EARLIER_ONE, /* the earlier one */
	CUE_MIDDLE_ONE,
	CUE_LATER_ONE,
	CUE_FILLER, /* small words around a bare number that mean no thing counted: "please" */

	/* changing */
	CUE_MOVE,       /* reschedule, postpone, push back */
	CUE_SHIFT,      /* move, change, push: a meeting, or something else */
	CUE_LATER_BY,   /* later, push back: beside a length, what stands is moved by it */
	CUE_EARLIER_BY, /* earlier, bring forward: likewise */
	CUE_IT,         /* it, this: what is moved */
	CUE_CANCEL,     /* cancel, call off, no longer needed */
	CUE_PERHAPS,    /* if, might have to: not yet meant */
	CUE_POLITE,     /* if possible, if you don't mind: no condition */

	/* who comes to what stands */
	CUE_RUNNING_LATE, /* I am running late, stuck in traffic */
	CUE_COMPANION,    /* my colleague, somebody else: with "join" or "add", one more guest */
	CUE_ADD,          /* add, invite, bring along */

	/* gatherings */
	CUE_GATHERING, /* office hours, focus group, workshop */
	CUE_JOIN,      /* join, take part, attend */
	CUE_SIGN_UP,   /* sign me up, count me in: enough by itself */
	CUE_FORGET,    /* delete my data, forget me */
	CUE_WITHDRAW,  /* count me out, take me off the list */

	/* none of these */
	CUE_SELF,          /* I, we, our: the writer speaks of himself or herself */
	CUE_DENIAL,        /* not, no, never: denies what follows */
	CUE_DENIAL_BEHIND, /* denies what stands before it: passt mir am Dienstag nicht */
	CUE_THANKS,
	CUE_QUESTION, /* how do I, what is: asking something else */
	CUE_PENDING,  /* I will let you know */
	CUE_BULK,     /* unsubscribe, press release, best price */
	CUE_JOB,      /* my CV, application for */

	/* in quoted mails of ours */
	CUE_OFFERED, /* these times are free; reply with 1, 2 or 3 */
	CUE_SETTLED, /* the meeting is booked */

	/* frames of names and subjects */
	CUE_LIVE_IN,    /* I live in, based in: a place follows */
	CUE_MY_ZONE,    /* my time zone is: a zone follows */
	CUE_TIME_OF,    /* time, local time: a place stands before or behind */
	CUE_ABOUT,      /* about, to discuss: a topic follows */
	CUE_MY_ADDRESS, /* reach me at: the address is the writer's own */
	CUE_NO_TOPIC,   /* subjects that say no more than that a meeting is wanted */

	CUE_ASKS,   /* a question, where it ends a sentence: か, 吗 */
	CUE_NO_CUE, /* it hides a cue within it: 重要 has the 要 of a wish */
	CUES
};

/* Keys of tokens (token.h): CUE_KEY(CUE_CANCEL). */
enum { CUE_FIRST_KEY = 1024 };
#define CUE_KEY(cue) (CUE_FIRST_KEY + (int)(cue))

/* The key of a name ("cancel"); -1: no cue has it. */
int cue_find(const char *name);

/* One phrase of a text that is a cue, or several cues at once. */
struct cue_hit {
	size_t from, end; /* tokens */
	uint64_t cues;    /* set of enum cue */
};
#define CUE(cue) ((uint64_t)1 << (cue))

struct arena;
struct tokens;

/* All cues of the text in its order, longer ones first where several begin at one token. */
struct cue_hit *cues_read(const struct tokens *, struct arena *, size_t *n);

#endif
