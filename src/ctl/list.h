/*
 * list - `convenectl list`: all meetings, or all mails, as the running daemon has them
 */
#ifndef CTL_LIST_H
#define CTL_LIST_H

/* argv[0] is "convenectl list"; returns an enum ctl_status. */
int list_run(int argc, char **argv);

#endif
