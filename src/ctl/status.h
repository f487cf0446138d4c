/*
 * status - what a subcommand of convenectl returns, and so its exit status
 */
#ifndef CTL_STATUS_H
#define CTL_STATUS_H

enum ctl_status {
	CTL_FINE,
	CTL_WRONG, /* something was found wrong, or could not be found out */
	CTL_USAGE, /* called in a way that makes no sense */
};

#endif
