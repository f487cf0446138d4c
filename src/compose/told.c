#include "compose/told.h"

#include "base/arena.h"
#include "base/text.h"
#include "compose/times.h"

#include <string.h>

enum { LONGEST_COMMENT = 500 };

/* The guest it is about. */
static const char *
guest_name(struct draft *d)
{
	const struct guest *g = meeting_guest(d->meeting, d->effect->about);

	return g != NULL ? draft_name(d, g) : d->effect->about;
}

static const char *
standing(struct draft *d)
{
	return times_moment(&d->voice, d->meeting->slot.start_at);
}

/* Only members of staff get to read it, and none of it for ever. */
static void
say_comment(struct draft *d)
{
	char *comment = text_one_line(d->effect->comment, d->voice.arena);
	size_t n = LONGEST_COMMENT;

	if (comment[0] == '\0')
		return;
	if (strlen(comment) > n) {
		while (((unsigned char)comment[n] & 0xc0) == 0x80)
			n--;
		comment = arena_printf(d->voice.arena, "%.*s…", (int)n, comment);
	}
	draft_add(d, BLOCK_PARAGRAPH,
	    PHRASE(&d->voice, SENTENCE_GUEST_WRITES, guest_name(d), comment));
}

void
told_declined(struct draft *d)
{
	draft_answer_subject(d);
	draft_add(d, BLOCK_PARAGRAPH,
	    PHRASE(&d->voice, SENTENCE_GUEST_DECLINED, guest_name(d), standing(d)));
	say_comment(d);
}

void
told_proposal(struct draft *d)
{
	draft_answer_subject(d);
	draft_add(d, BLOCK_PARAGRAPH,
	    PHRASE(&d->voice, SENTENCE_GUEST_PROPOSES, guest_name(d),
		times_span(&d->voice, d->effect->was), standing(d)));
	say_comment(d);
}

void
told_comment(struct draft *d)
{
	draft_answer_subject(d);
	say_comment(d);
}

void
told_counter(struct draft *d, enum sentence s)
{
	draft_answer_subject(d);
	draft_add(d, BLOCK_PARAGRAPH, PHRASE(&d->voice, s, standing(d)));
}
