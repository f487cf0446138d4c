/*
 * imapguard - between the stream and libetpan: what libetpan 1.9.4 cannot read without a crash
 *
 * Some response codes make it follow a null pointer or free a list twice: any list in the
 * greeting's code or in another than PERMANENTFLAGS, as in "* OK [BADCHARSET (x)] ready", and a
 * list of flags that does not begin with one, as in "[PERMANENTFLAGS (%)]", or whose line ends
 * before the first.  One letter of such a code is made an "x" on its way, after which it is merely
 * one that nobody knows.  Behind a code with no words, "4 OK [READ-WRITE]", which RFC 9051 (7.1)
 * allows, an "x" stands for them.  Literals, and so mails, pass as they are; but for one that is
 * announced with more bytes than the answer may have libetpan would get the memory at once, so that
 * ends the connection.
 */
#ifndef INBOX_IMAPGUARD_H
#define INBOX_IMAPGUARD_H

struct stream;

/* A mailstream_low that owns the stream: for mailstream_new(). */
void *imapguard_low(struct stream *);

#endif
