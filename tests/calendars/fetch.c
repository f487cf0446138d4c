/* fetch: which addresses are not for everybody, and whose an address is */
#include "calendars/fetch.h"

#include "base/arena.h"
#include "tap.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static bool
is_private(const char *text)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		return fetch_is_private((const struct sockaddr *)&in);
	if (inet_pton(AF_INET6, text, &in6.sin6_addr) == 1)
		return fetch_is_private((const struct sockaddr *)&in6);
	ok(false, "%s is no address", text);
	return false;
}

int
main(void)
{
	static const char *const closed[] = { "127.0.0.1", "127.255.0.9", "0.0.0.0", "10.1.2.3",
		"172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
		"100.127.255.255", "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1",
		"::", "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
		"::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::" };
	static const char *const open[] = { "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1",
		"100.128.0.1", "192.169.0.1", "11.0.0.1", "126.0.0.1", "128.0.0.1", "2606:4700::1",
		"2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808" };
	static const struct {
		const char *where, *host;
	} hosts[] = { { "https://cloud.example.org/x", "cloud.example.org" },
		{ "https://cloud.example.org:8443/x", "cloud.example.org" },
		{ "https://cloud.example.org?x", "cloud.example.org" },
		{ "https://[2001:db8::1]:8443/x", "[2001:db8::1]" }, { "/home/nino/x.ics", "" } };
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
		ok(is_private(closed[i]), "%s is private", closed[i]);
	for (size_t i = 0; i < sizeof open / sizeof *open; i++)
		ok(!is_private(open[i]), "%s is not", open[i]);
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
		is_str(fetch_host(hosts[i].where, a), hosts[i].host, "%s", hosts[i].where);
	arena_free(a);
	return tap_done();
}
