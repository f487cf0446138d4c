#include "sim/steps.h"

#include <string.h>

void
steps_committed(struct steps *s, bool safe)
{
	*(safe ? &s->synced : &s->committed) = s->n;
}

enum harm
step(struct steps *s, enum step_kind kind)
{
	struct mishap *m;

	if (s->unseen)
		return HARM_NONE;
	s->n++;
	if (s->before != NULL)
		s->before(s, kind, s->data);
	if (s->come == MISHAPS_MOST || s->mishaps[s->come].at != s->n)
		return HARM_NONE;
	m = &s->mishaps[s->come++];
	m->kind = kind;
	m->noted = m->harm == HARM_POWER ? s->synced : s->committed;
	if (m->harm == HARM_KILL || m->harm == HARM_POWER)
		longjmp(s->death, 1);
	return m->harm;
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

static const char *const harms[HARMS] = { "nothing", "kill", "power", "fail", "fail-yet" };

const char *
harm_name(enum harm harm)
{
	return harms[harm];
}

enum harm
harm_of(const char *name)
{
	int harm = 0;

	while (harm < HARMS && strcmp(harms[harm], name) != 0)
		harm++;
	return (enum harm)harm;
}

const char *
step_name(enum step_kind kind)
{
	static const char *const names[] = { "reading the disk", "writing to the disk",
		"syncing the disk", "reading from a server", "writing to a server" };

	return names[kind];
}
