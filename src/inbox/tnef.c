#include "inbox/tnef.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

enum {
	HEAD = 6,       /* signature and key */
	BEFORE = 9,     /* level, name and length of an attribute */
	BEHIND = 2,     /* its checksum */
	PROPERTY = 4,   /* type and name of a MAPI property */
	CLASS_MOST = 64 /* bytes of the longest class there is */
};

static const uint32_t signature = 0x223e9f78;
static const uint32_t att_message_class = 0x00078008, att_mapi = 0x00069003;
static const uint32_t class_narrow = 0x001a001e, class_wide = 0x001a001f;

/* As MAPI calls them, and as Exchange did before. */
static const struct {
	const char *name;
	enum tnef_answer answer;
} classes[] = {
	{ "IPM.Schedule.Meeting.Resp.Pos", TNEF_YES },
	{ "IPM.Schedule.Meeting.Resp.Neg", TNEF_NO },
	{ "IPM.Schedule.Meeting.Resp.Tent", TNEF_PERHAPS },
	{ "IPM.Microsoft Schedule.MtgRespP", TNEF_YES },
	{ "IPM.Microsoft Schedule.MtgRespN", TNEF_NO },
	{ "IPM.Microsoft Schedule.MtgRespA", TNEF_PERHAPS },
};

static uint32_t
number(const char *bytes)
{
	const unsigned char *b = (const unsigned char *)bytes;

	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/* step: bytes a character takes. */
static enum tnef_answer
class_at(const char *bytes, size_t len, size_t step)
{
	char name[CLASS_MOST];
	size_t n = 0;

	while (n + 1 < sizeof name && (n + 1) * step <= len && bytes[n * step] != '\0') {
		name[n] = bytes[n * step];
		n++;
	}
	name[n] = '\0';
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (strcasecmp(name, classes[i].name) == 0)
			return classes[i].answer;
	return TNEF_NONE;
}

/* The property is found by its name: type, name, one value, its length, its text. */
static enum tnef_answer
class_in_mapi(const char *bytes, size_t len)
{
	size_t head = PROPERTY + 8;

	for (size_t at = 0; at + head <= len; at++) {
		uint32_t name = number(bytes + at);

		if ((name == class_narrow || name == class_wide) &&
		    number(bytes + at + PROPERTY) == 1)
			return class_at(bytes + at + head, len - at - head,
			    name == class_wide ? 2 : 1);
	}
	return TNEF_NONE;
}

static enum tnef_answer
read_attribute(uint32_t name, const char *bytes, size_t len)
{
	if (name == att_message_class)
		return class_at(bytes, len, 1);
	if (name == att_mapi)
		return class_in_mapi(bytes, len);
	return TNEF_NONE;
}

enum tnef_answer
tnef_read(const char *bytes, size_t len)
{
	enum tnef_answer answer = TNEF_NONE;
	size_t at = HEAD;

	if (len < HEAD || number(bytes) != signature)
		return TNEF_NONE;
	while (answer == TNEF_NONE && len - at >= BEFORE) {
		uint32_t name = number(bytes + at + 1), size = number(bytes + at + 5);
		size_t rest = len - at - BEFORE;

		answer = read_attribute(name, bytes + at + BEFORE, size < rest ? size : rest);
		if (size > rest || rest - size < BEHIND)
			break;
		at += BEFORE + size + BEHIND;
	}
	return answer;
}
