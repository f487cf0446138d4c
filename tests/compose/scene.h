/*
 * scene - a meeting, its people and a mail about it, for the tests of what is written
 *
 * Amina in Kampala writes on Sunday, 29 November 2026, 10:00 UTC; Nino of the team lives in
 * Tbilisi; Bo was on Amina's mail.
 */
#ifndef TESTS_COMPOSE_SCENE_H
#define TESTS_COMPOSE_SCENE_H
#include "compose/mail.h"

enum { SCENE_NOW = 1795946400 };

struct scene {
	struct arena *arena;
	struct team team;
	struct composer composer;
	struct event event;
	bool unasked; /* no mail led to it */
	struct decision decision;
};

void scene_init(struct scene *, const struct langs *, struct arena *);

/* "2026-12-01T15:00+03:00" and minutes to a span. */
struct span scene_span(const char *at, int minutes);

/* Amina wrote "3/12": its two readings. */
struct span *scene_doubt(struct scene *);

/* Adds an open offer of Nino's. */
void scene_offer(struct scene *, const char *at);
/* The meeting stands at that time, with all three. */
void scene_settle(struct scene *, const char *at);

struct effect *scene_effect(struct scene *, enum effect_kind, const char *to);
void scene_evidence(struct scene *, struct evidence);

/* Writes all mails; NULL and a failed check where that fails. */
struct mails *scene_mails(struct scene *, const char *what);

#endif
