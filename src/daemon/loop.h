#ifndef DAEMON_LOOP_H
#define DAEMON_LOOP_H
#endif
