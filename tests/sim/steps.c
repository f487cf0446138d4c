#include "sim/steps.h"

#include <stddef.h>

void
steps_committed(struct steps *s, bool safe)
{
	if (!s->done)
		*(safe ? &s->synced : &s->committed) = s->n;
}

enum harm
step(struct steps *s, enum step_kind kind)
{
	s->n++;
	if (s->before != NULL)
		s->before(s, kind, s->data);
	if (s->at != s->n)
		return HARM_NONE;
	s->harmed = kind;
	s->done = true;
	if (s->harm == HARM_KILL || s->harm == HARM_POWER)
		longjmp(s->death, 1);
	return s->harm;
}

bool
step_suffers(enum step_kind kind, enum harm harm)
{
	switch (harm) {
	case HARM_NONE:
	case HARMS: return false;
	case HARM_FAIL: return true;
	case HARM_KILL: return kind != STEP_DISK_READ;
	case HARM_POWER: return kind == STEP_DISK_SYNC || kind == STEP_NET_WRITE;
	case HARM_FAIL_YET: return kind != STEP_DISK_READ && kind != STEP_NET_READ;
	}
	return false;
}

const char *
harm_name(enum harm harm)
{
	static const char *const names[HARMS] = { "nothing", "kill", "power", "fail", "fail-yet" };

	return names[harm];
}

const char *
step_name(enum step_kind kind)
{
	static const char *const names[] = { "reading the disk", "writing to the disk",
		"syncing the disk", "reading from a server", "writing to a server" };

	return names[kind];
}
