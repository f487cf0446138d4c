#include "fuzz/fuzz.h"

#include "base/text.h"

#include <string.h>

bool
fuzz_one_line(const char *s)
{
	if (!text_valid(s, strlen(s)))
		return false;
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return false;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
fuzz_taken_from(const char *part, const char *whole)
{
	for (; *part != '\0'; part++) {
		if (is_blank(*part))
			continue;
		if ((whole = strchr(whole, *part)) == NULL)
			return false;
		whole++;
	}
	return true;
}
