#include "decide/team.h"

#include "inbox/address.h"

#include <stddef.h>

const struct staff *
team_find(const struct team *t, const char *email)
{
	for (size_t i = 0; i < t->n; i++)
		if (address_same(t->staff[i].email, email))
			return &t->staff[i];
	return NULL;
}
