/*
 * log - one line a fact, to standard error or the journal; called from daemon/ and main.c only
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_ERROR = 3, LOG_WARN = 4, LOG_NOTE = 5, LOG_INFORM = 6, LOG_DETAIL = 7 };

void log_level(enum log_level most); /* what is less important than this is not shown */

/* Under systemd the line begins with its level, "<4>", as sd-daemon(3) has it. */
void log_line(enum log_level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
