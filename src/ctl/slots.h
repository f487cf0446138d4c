/*
 * slots - `convenectl slots`: each person's free times, and for each gap the reason
 */
#ifndef CTL_SLOTS_H
#define CTL_SLOTS_H

/* argv[0] is "convenectl slots"; returns an enum ctl_status. */
int slots_run(int argc, char **argv);

#endif
