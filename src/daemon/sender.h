#ifndef DAEMON_SENDER_H
#define DAEMON_SENDER_H
#endif
