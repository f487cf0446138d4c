#include "understand/topic.h"

#include "base/arena.h"
#include "base/text.h"
#include "understand/lang.h"
#include "understand/token.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What mail programs put before a subject, in the languages they speak. */
static const char *const answers[] = { "re", "aw", "antw", "antwort", "sv", "vs", "vá", "odp",
	"ynt", "yanıt", "res", "rv", "rif", "ri", "r", "ref", "bls", "balas", "atb", "回复", "回覆",
	"答复", "答覆", "返信", "отв", "ответ", "відп", "رد", "پاسخ" };
static const char *const forwards[] = { "fwd", "fw", "wg", "tr", "i", "vb", "vl", "enc", "pd",
	"doorst", "rv", "转发", "轉寄", "轉發", "転送", "пер", "перен", "пересл" };

/* The length of "Re: ", "RE[2]: ", "Fwd : "; 0: none of these words stands there. */
static size_t
prefix_len(const char *s, const char *const words[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len;

		if ((*s | 0x20) != (*words[i] | 0x20)) /* as most do */
			continue;
		len = strlen(words[i]);
		if (strncasecmp(s, words[i], len) != 0)
			continue;
		if (s[len] == '[' || s[len] == '(')
			len += strcspn(s + len, "])") + 1;
		if (len > strlen(s))
			continue;
		len += strspn(s + len, " ");
		if (s[len] == ':')
			return len + 1;
		if (strncmp(s + len, "：", 3) == 0)
			return len + 3;
	}
	return 0;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *
topic_bare_subject(const char *s)
{
	size_t len;

	for (;;) {
		s += strspn(s, " \t");
		if ((len = prefix_len(s, answers, COUNT(answers))) == 0 &&
		    (len = prefix_len(s, forwards, COUNT(forwards))) == 0)
			return s;
		s += len;
	}
}

bool
topic_forwarded(const char *s)
{
	return prefix_len(s + strspn(s, " \t"), forwards, COUNT(forwards)) != 0 &&
	       prefix_len(s + strspn(s, " \t"), answers, COUNT(answers)) == 0;
}

/* Without what stands around it, no longer than a line should be. */
static const char *
tidy(const char *s, size_t len, struct arena *a)
{
	size_t n = 0, at = 0, last_blank = 0;
	char *one_line;

	while (len > 0 && (isspace((unsigned char)*s) || strchr("-:,;.\"'(", *s) != NULL)) {
		s++;
		len--;
	}
	while (len > 0 &&
	       (isspace((unsigned char)s[len - 1]) || strchr("-:,;.?!\"'", s[len - 1]) != NULL))
		len--;
	one_line = text_one_line(arena_mem(a, s, len), a);
	len = strlen(one_line);
	while (at < len && n < TOPIC_MOST) {
		if (one_line[at] == ' ')
			last_blank = at;
		text_next(one_line, len, &at);
		n++;
	}
	if (at < len)
		one_line[last_blank > 0 ? last_blank : at] = '\0';
	return one_line;
}

/* How many tokens from i on say no more than that a meeting is wanted. */
static size_t
empty_words(const struct tokens *ts, size_t i)
{
	const struct heard *heard;
	size_t n;

	if (ts->items[i].kind == TOKEN_MARK)
		return 1;
	heard = tokens_heard(ts, i, &n);
	for (size_t k = 0; k < n; k++)
		if (heard[k].key == CUE_KEY(CUE_NO_TOPIC) || heard[k].key == CUE_KEY(CUE_ABOUT))
			return heard[k].n;
	return 0;
}

/*
 * The subject behind what only announces a meeting: "Meeting request: the harvest", "Call about the
 * harvest".  "Meeting the harvesters" keeps its first word: something must part them.
 */
static const char *
of_subject(const char *subject, const struct lang *lang, struct arena *a)
{
	size_t i = 0, n, start = 0;
	struct tokens ts;

	tokens_read(subject, strlen(subject), lang, a, &ts);
	while (i < ts.n && (n = empty_words(&ts, i)) > 0) {
		if (ts.items[i].kind == TOKEN_MARK ||
		    tokens_hear(&ts, i, CUE_KEY(CUE_ABOUT)) != NULL)
			start = i + n;
		i += n;
	}
	if (i == ts.n)
		return "";
	if (start > 0)
		subject += ts.items[start].from;
	return tidy(subject, strlen(subject), a);
}

/* Where the words behind "about" end: at a comma, a time, the sentence's end. */
static size_t
topic_end(const struct tokens *ts, const struct wish_reading *wish, size_t i, size_t end)
{
	for (size_t k = i; k < end; k++) {
		const struct mention *m = mention_at(wish, ts, k);

		if (m != NULL && m->kind != MENTION_TOLD)
			return k;
		if (ts->items[k].kind == TOKEN_MARK && ts->items[k].mark != '\0' &&
		    strchr(",;()?!", ts->items[k].mark) != NULL)
			return k;
	}
	return end;
}

static const char *
of_sentence(const struct tokens *ts, const struct sentences *all, const struct sentence *s,
    const struct wish_reading *wish, struct arena *a)
{
	for (size_t k = 0; k < all->n_hits; k++) {
		size_t from = all->hits[k].end, end;

		if ((all->hits[k].cues & CUE(CUE_ABOUT)) == 0 || all->hits[k].from < s->from ||
		    from >= s->end || ts->items[from].kind == TOKEN_NUMBER ||
		    tokens_hear(ts, from, CUE_KEY(CUE_IT)) != NULL ||
		    tokens_hear(ts, from, CUE_KEY(CUE_ABOUT)) != NULL)
			continue;
		end = topic_end(ts, wish, from, s->end);
		while (end > from && (tokens_hear(ts, end - 1, HEAR_ON) != NULL ||
					 tokens_hear(ts, end - 1, HEAR_AT) != NULL ||
					 tokens_hear(ts, end - 1, HEAR_FOR) != NULL))
			end--;
		if (end > from)
			return tidy(ts->text + ts->items[from].from,
			    ts->items[end - 1].to - ts->items[from].from, a);
	}
	return "";
}

const char *
topic_read(const char *subject, const struct tokens *ts, const struct sentences *all,
    const struct wish_reading *wish, const struct lang *lang, struct arena *a)
{
	const char *topic = of_subject(topic_bare_subject(subject), lang, a);

	for (size_t i = 0; i < all->n && *topic == '\0'; i++)
		topic = of_sentence(ts, all, &all->items[i], wish, a);
	return topic;
}
