#include "inbox/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A silent peer is asked after a minute, then every 20 s, and is gone after two minutes. */
enum { ALIVE_IDLE = 60, ALIVE_INTERVAL = 20, ALIVE_COUNT = 3, ALIVE_TIMEOUT_MS = 120000 };

int64_t
transport_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The descriptor is the state: no memory of its own. */
static int
fd_of(void *state)
{
	return (int)(intptr_t)state;
}

static ssize_t
socket_read(void *state, void *bytes, size_t room)
{
	return recv(fd_of(state), bytes, room, 0);
}

static ssize_t
socket_write(void *state, const void *bytes, size_t len)
{
	return send(fd_of(state), bytes, len, MSG_NOSIGNAL);
}

static int
socket_wait(void *state, bool to_write, int milliseconds, int wake_fd)
{
	struct pollfd fds[] = {
		{ .fd = fd_of(state), .events = to_write ? POLLOUT : POLLIN },
		{ .fd = wake_fd, .events = POLLIN },
	};

	/* A signal ends the wait as the clock does: the caller looks at both. */
	if (poll(fds, wake_fd == -1 ? 1 : 2, milliseconds) == -1)
		return errno == EINTR ? 0 : -1;
	return fds[0].revents != 0;
}

static int64_t
socket_now(void *state)
{
	(void)state;
	return transport_clock();
}

static void
socket_close(void *state)
{
	close(fd_of(state));
}

void
transport_of_fd(int fd, struct transport *out)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	*out = (struct transport){ .read = socket_read,
		.write = socket_write,
		.wait = socket_wait,
		.now = socket_now,
		.close = socket_close,
		.state = (void *)(intptr_t)fd };
}

static void
socket_options(int fd)
{
	int on = 1, idle = ALIVE_IDLE, interval = ALIVE_INTERVAL, count = ALIVE_COUNT;
	int timeout = ALIVE_TIMEOUT_MS;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/* The connected socket; -1 with errno. */
static int
connect_one(const struct addrinfo *address, int64_t deadline)
{
	int fd, failed = 0;
	socklen_t len = sizeof failed;
	int64_t left;

	fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	socket_options(fd);
	if (connect(fd, address->ai_addr, address->ai_addrlen) == -1 && errno != EINPROGRESS)
		failed = errno;
	while (failed == 0) {
		struct pollfd ready = { .fd = fd, .events = POLLOUT };

		if ((left = deadline - transport_clock()) <= 0)
			failed = ETIMEDOUT;
		else if (poll(&ready, 1, (int)left) == 1) {
			getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &len);
			if (failed == 0)
				return fd;
		}
	}
	close(fd);
	errno = failed;
	return -1;
}

static int
say_unreachable(const char *host, int port, int why, struct err *err)
{
	const char *hint = "check host and port, and the network between";

	if (why == ECONNREFUSED)
		hint = "is the server running, and is this its port?";
	return err_set(err, ERR_RETRY, "%s:%d cannot be reached: %s; %s", host, port, strerror(why),
	    hint);
}

int
transport_connect(const char *host, int port, int64_t deadline, struct transport *out,
    struct err *err)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
	struct addrinfo *addresses, *each;
	char service[8];
	int rc, fd = -1, left = 0, why = ETIMEDOUT;

	/* The resolver keeps its own time: resolv.conf(5), some seconds for each of its servers. */
	snprintf(service, sizeof service, "%u", (unsigned)port & 0xffff);
	if ((rc = getaddrinfo(host, service, &hints, &addresses)) != 0)
		return err_set(err, ERR_RETRY,
		    "%s has no address: %s; check the host's name, and the network", host,
		    gai_strerror(rc));
	for (each = addresses; each != NULL; each = each->ai_next)
		left++;
	for (each = addresses; each != NULL && fd == -1; each = each->ai_next) {
		int64_t now = transport_clock();

		/* One that is silent must leave time for the others. */
		fd = connect_one(each, now + (deadline - now) / left--);
		if (fd == -1)
			why = errno;
	}
	freeaddrinfo(addresses);
	if (fd == -1)
		return say_unreachable(host, port, why, err);
	transport_of_fd(fd, out);
	return 0;
}
