/*
 * explain - `convenectl explain`: what convened understands of a mail, and from which words
 */
#ifndef CTL_EXPLAIN_H
#define CTL_EXPLAIN_H

/* argv[0] is "convenectl explain"; returns an enum ctl_status. */
int explain_run(int argc, char **argv);

#endif
