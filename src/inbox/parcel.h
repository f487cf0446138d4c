/*
 * parcel - a letter as bytes, to cross a pipe from the process that read it
 *
 * The text of its calendar parts stays behind: what is in them crosses as data of its own.
 */
#ifndef INBOX_PARCEL_H
#define INBOX_PARCEL_H
#include "base/pack.h"
#include "inbox/letter.h"
#include "inbox/trim.h"

void parcel_letter(struct buf *, const struct letter *);
void parcel_trimmed(struct buf *, const struct trimmed *);

/*
 * Into the reader's arena; u->bad tells whether it was sound: sizes, counts and ranges, addresses,
 * Message-IDs, and that what is one line in a letter is one line.  The digest is left empty: who
 * has the bytes knows it.
 */
void unparcel_letter(struct unpack *u, struct letter *out);
void unparcel_trimmed(struct unpack *u, struct trimmed *out);

#endif
