#include "inbox/address.h"

#include "base/arena.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *address;
	bool valid;
} validity[] = {
	{ "ana@example.org", true },
	{ "ana.maria+meet@mail.example.org", true },
	{ "o'brien@example.org", true },
	{ "a@x", true },
	{ "under_score@a_b.example", true },
	{ "ana@münchen.example", false },
	{ "änne@example.org", false },
	{ "", false },
	{ "ana", false },
	{ "@example.org", false },
	{ "ana@", false },
	{ "ana@@example.org", false },
	{ "ana@b@example.org", false },
	{ "ana bo@example.org", false },
	{ "ana@example..org", false },
	{ "ana@.example.org", false },
	{ "ana@example.org.", false },
	{ "ana@-example.org", false },
	{ "ana@example-.org", false },
	{ "ana@[192.0.2.1]", false },
	{ "\"ana bo\"@example.org", false },
	{ "<ana@example.org>", false },
	{ "ana@example.org>\r\nRCPT TO:<bo@example.org", false },
	{ "ana\r\nBcc: bo@example.org", false },
	{ "ana@example.org\n", false },
	{ "ana\t@example.org", false },
	{ "ana\x7f@example.org", false },
	{ "ana(comment)@example.org", false },
	{ "ana,bo@example.org", false },
	{ "ana;bo@example.org", false },
	{ "ana:bo@example.org", false },
	{ "ana\\bo@example.org", false },
};

static void
test_lengths(void)
{
	char address[512];

	snprintf(address, sizeof address, "%0*d@example.org", 64, 0);
	ok(address_valid(address), "a local part of 64");
	snprintf(address, sizeof address, "%0*d@example.org", 65, 0);
	ok(!address_valid(address), "a local part of 65");
	snprintf(address, sizeof address, "a@%0*d.%0*d.%0*d.%0*d", 63, 0, 63, 0, 63, 0, 60, 0);
	is_int((int)strlen(address), 254, "an address of 254 octets");
	ok(address_valid(address), "is taken");
	strcat(address, "0");
	ok(!address_valid(address), "one of 255 is not");
	snprintf(address, sizeof address, "a@%0*d.org", 64, 0);
	ok(!address_valid(address), "a label of 64");
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof validity / sizeof *validity; i++)
		ok(address_valid(validity[i].address) == validity[i].valid, "'%s' is %s",
		    validity[i].address, validity[i].valid ? "an address" : "refused");
	test_lengths();

	ok(address_same("Ana@Example.org", "ana@example.ORG"), "case makes no other mailbox");
	ok(!address_same("ana@example.org", "ana@example.org.uk"), "a longer one is another");

	is_str(address_without_tag("meet+t.4f2a@example.org", a), "meet@example.org", "a tag");
	is_str(address_without_tag("meet+a+b@example.org", a), "meet@example.org", "two pluses");
	is_str(address_without_tag("meet@example.org", a), "meet@example.org", "no tag");
	is_str(address_without_tag("+a@example.org", a), "+a@example.org", "nothing before it");
	is_str(address_without_tag("meet@ex+ample.org", a), "meet@ex+ample.org", "in the domain");
	is_str(address_without_tag("no address", a), "no address", "no address");

	arena_free(a);
	return tap_done();
}
