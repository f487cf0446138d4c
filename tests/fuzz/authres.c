/* What our own server found out about a mail, and who wrote it. */
#include "inbox/authres.h"

#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "inbox/identity.h"
#include "inbox/letter.h"

#include <string.h>
#include <strings.h>

#define ID "mx.example.org"

static void
check_domain(const char *domain, const struct letter *l)
{
	bool found = false;

	assert(fuzz_one_line(domain));
	for (size_t i = 0; i < l->n_headers; i++)
		found |= fuzz_taken_from(domain, l->headers[i].value);
	assert(found);
}

static void
check_results(const struct letter *l, struct arena *a)
{
	struct authres r;

	authres_read(l, ID, a, &r);
	assert(r.n_dkim <= AUTHRES_DKIM_MAX);
	for (size_t i = 0; i < r.n_dkim; i++)
		check_domain(r.dkim[i], l);
	if (*r.dmarc_from != '\0')
		check_domain(r.dmarc_from, l);
	if (*r.spf != '\0')
		check_domain(r.spf, l);
}

/* One From, and one header of our server's, or nothing is proven. */
static void
check_identity(const struct letter *l, struct arena *a)
{
	enum proof proof = identity_prove(l, ID, a);
	size_t from = 0, results = 0;

	for (size_t i = 0; i < l->n_headers; i++) {
		from += strcasecmp(l->headers[i].name, "From") == 0;
		results += strcasecmp(l->headers[i].name, "Authentication-Results") == 0;
	}
	if (proof == PROOF_DOMAIN || proof == PROOF_GOOGLE)
		assert(from == 1 && l->n_from == 1 && address_valid(l->from.email));
	if (proof != PROOF_NONE)
		assert(results > 0);
	assert(identity_prove(l, "", a) == PROOF_NONE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct letter l;

	letter_read((const char *)bytes, len, "", a, &l, &err);
	check_results(&l, a);
	check_identity(&l, a);
	arena_free(a);
	return 0;
}
