/*
 * kinds - each kind of mail of ours that bears a calendar object, for tests of many sorts
 */
#ifndef TESTS_COMPOSE_KINDS_H
#define TESTS_COMPOSE_KINDS_H
#include "compose/scene.h"

enum { KINDS = 13 };

struct kind {
	enum effect_kind effect;
	enum say say;
	const char *to, *token;
	enum meeting_state state;
	int sequence;
	const char *method;
	int people; /* how many the object may name */
	const char *name;
};

extern const struct kind kinds[KINDS];

/* Adds to a scene what leads to that mail: the meeting, everybody in this language, and the effect.
 */
void kind_make(struct scene *, const struct kind *, const char *language);

#endif
