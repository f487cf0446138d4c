/*
 * check - `convenectl check`: what is wrong in the configuration, or what it comes to
 */
#ifndef CTL_CHECK_H
#define CTL_CHECK_H

/* argv[0] is "convenectl check"; returns an enum ctl_status. */
int check_run(int argc, char **argv);

#endif
