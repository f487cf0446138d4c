/*
 * late - by how much somebody is late: "running about fifteen minutes late"
 */
#ifndef UNDERSTAND_LATE_H
#define UNDERSTAND_LATE_H

struct arena;
struct lang;
struct tokens;

enum { LATE_MOST_MINUTES = 180 };

/* The first length of time in the text that can be a delay; 0: there is none. */
int late_minutes(const struct tokens *, const struct lang *, struct arena *);

#endif
