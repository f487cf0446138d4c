/*
 * show - `convenectl show ID`: one meeting's whole story
 */
#ifndef CTL_SHOW_H
#define CTL_SHOW_H

/* argv[0] is "convenectl show"; returns an enum ctl_status. */
int show_run(int argc, char **argv);

#endif
