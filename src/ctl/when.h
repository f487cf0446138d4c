/*
 * when - `convenectl when`: which times a text names
 */
#ifndef CTL_WHEN_H
#define CTL_WHEN_H

/* argv[0] is "convenectl when"; returns an enum ctl_status. */
int when_run(int argc, char **argv);

#endif
