#include "inbox/vacation.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

enum { HEAD_LEN = 500 };

static const char *const declares[] = { "this is an automat", "this is an auto-", "automatic reply",
	"automatic response", "automated reply", "automated response", "automatically generated",
	"auto-generated message", "do not reply to this email", "do not reply to this message",
	"do not reply to this e-mail", "this mailbox is not monitored" };

static const char *const absent[] = { "out of the office", "out of office", "annual leave",
	"on leave", "maternity leave", "paternity leave", "parental leave", "sick leave",
	"on vacation", "on holiday", "away from my desk", "no longer with" };

/* A person who is away and still answers does not say these. */
static const char *const returns[] = { "will respond", "will reply", "when i return",
	"upon my return", "on my return", "when i am back", "when i get back", "limited access",
	"no access to", "get back to you", "thank you for your email", "thank you for your e-mail",
	"thank you for your message", "thanks for your email", "thanks for your message",
	"am currently", "currently out", "please contact" };

static bool
has_any(const char *text, const char *const list[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(text, list[i]) != NULL)
			return true;
	return false;
}

/* Where a quote begins, as far as it can be told from one line. */
static bool
begins_quote(const char *line)
{
	return *line == '>' || strncmp(line, "-----", 5) == 0 || strncmp(line, "_____", 5) == 0 ||
	       strncmp(line, "From:", 5) == 0 || strncmp(line, "On ", 3) == 0;
}

/* In lower case, as the phrases are. */
static void
copy_head(const char *text, char head[HEAD_LEN])
{
	size_t len = 0;

	while (*text != '\0' && !begins_quote(text)) {
		size_t n = strcspn(text, "\n");

		if (len + n + 2 > HEAD_LEN)
			break;
		for (size_t i = 0; i < n; i++)
			head[len++] = (char)tolower((unsigned char)text[i]);
		head[len++] = ' '; /* a phrase may run over the line end */
		text += n + (text[n] == '\n');
	}
	head[len] = '\0';
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

bool
vacation_text(const char *text)
{
	char head[HEAD_LEN];

	copy_head(text, head);
	if (has_any(head, declares, COUNT(declares)))
		return true;
	return strchr(head, '?') == NULL && has_any(head, absent, COUNT(absent)) &&
	       has_any(head, returns, COUNT(returns));
}
