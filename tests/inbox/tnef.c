/* tnef: what an Outlook answers in its own envelope */
#include "inbox/tnef.h"

#include "base/arena.h"
#include "base/buf.h"
#include "inbox/letter.h"
#include "tap.h"

#include <stdint.h>
#include <string.h>

static void
put_number(struct buf *b, uint32_t n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(b, (char)(n >> 8 * i & 0xff));
}

static void
put_attribute(struct buf *b, uint32_t name, const char *data, size_t len)
{
	put_number(b, 1, 1);
	put_number(b, name, 4);
	put_number(b, (uint32_t)len, 4);
	buf_add(b, data, len);
	put_number(b, 0, 2); /* the checksum */
}

static void
begin(struct buf *b, struct arena *a)
{
	buf_init(b, a);
	put_number(b, 0x223e9f78, 4);
	put_number(b, 7, 2);
	put_attribute(b, 0x00089006, "\0\0\1\0", 4); /* its version */
}

/* The class as a MAPI property, one byte or two a character, behind another property. */
static void
put_mapi(struct buf *b, const char *name, bool wide, struct arena *a)
{
	struct buf m;

	buf_init(&m, a);
	put_number(&m, 2, 4);
	put_number(&m, 0x00170003, 4); /* importance */
	put_number(&m, 1, 4);
	put_number(&m, wide ? 0x001a001f : 0x001a001e, 4);
	put_number(&m, 1, 4);
	put_number(&m, (uint32_t)((strlen(name) + 1) * (wide ? 2 : 1)), 4);
	for (size_t i = 0; i <= strlen(name); i++)
		put_number(&m, (unsigned char)name[i], wide ? 2 : 1);
	put_attribute(b, 0x00069003, m.data, m.len);
}

static const struct {
	const char *name;
	enum tnef_answer answer;
} classes[] = {
	{ "IPM.Schedule.Meeting.Resp.Pos", TNEF_YES },
	{ "IPM.Schedule.Meeting.Resp.Neg", TNEF_NO },
	{ "IPM.Schedule.Meeting.Resp.Tent", TNEF_PERHAPS },
	{ "IPM.Schedule.Meeting.Resp.Posh", TNEF_NONE },
	{ "IPM.Schedule.Meeting.Request", TNEF_NONE },
	{ "IPM.Note", TNEF_NONE },
	{ "", TNEF_NONE },
};

static void
test_classes(struct arena *a)
{
	struct buf b;

	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		begin(&b, a);
		put_attribute(&b, 0x00078008, classes[i].name, strlen(classes[i].name) + 1);
		is_int(tnef_read(b.data, b.len), classes[i].answer, "%s", classes[i].name);
		for (int wide = 0; wide < 2; wide++) {
			begin(&b, a);
			put_mapi(&b, classes[i].name, wide, a);
			is_int(tnef_read(b.data, b.len), classes[i].answer, "%s as a property",
			    classes[i].name);
		}
	}
	begin(&b, a);
	put_attribute(&b, 0x00078008, "IPM.Microsoft Schedule.MtgRespN", 32);
	is_int(tnef_read(b.data, b.len), TNEF_NO, "as Exchange called it before");
}

/* Each byte missing, each byte another: nothing is read behind the end. */
static void
test_damaged(struct arena *a)
{
	struct buf b;
	int found = 0;

	begin(&b, a);
	put_mapi(&b, "IPM.Schedule.Meeting.Resp.Pos", true, a);
	for (size_t n = 0; n < b.len; n++) {
		char *cut = arena_mem(a, b.data, n);

		found += tnef_read(cut, n) == TNEF_YES && n + 60 < b.len;
		cut = arena_mem(a, b.data, b.len);
		cut[n] = (char)0xff;
		tnef_read(cut, b.len);
	}
	is_int(found, 0, "nothing is found before it is there");
	is_int(tnef_read("IPM.Schedule.Meeting.Resp.Pos", 29), TNEF_NONE, "another kind of file");
}

static void
test_mail(struct arena *a)
{
	static const char mail[] =
	    "From: Ana <ana@example.net>\nMessage-ID: <1@example.net>\n"
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nOn my way.\n--b\n"
	    "Content-Type: application/ms-tnef; name=winmail.dat\n"
	    "Content-Transfer-Encoding: base64\n\n"
	    "eJ8+IgcAAQiABwAgAAAASVBNLk1pY3Jvc29mdCBTY2hlZHVsZS5NdGdSZXNwUAAAAA==\n--b--\n";
	struct letter l;
	struct err err;

	is_int(letter_read(mail, sizeof mail - 1, "", a, &l, &err), 0, "a mail with an envelope");
	is_int(l.tnef, TNEF_YES, "whose answer is found");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_classes(a);
	test_damaged(a);
	test_mail(a);
	arena_free(a);
	return tap_done();
}
