/*
 * transfer - base64 and quoted-printable, as broken as mails have them
 *
 * Never fails: letters that do not belong are passed over, what is cut off is read as far as it
 * goes.
 */
#ifndef INBOX_TRANSFER_H
#define INBOX_TRANSFER_H
#include <stddef.h>

struct arena;

char *transfer_base64(const char *, size_t len, struct arena *, size_t *out_len);
char *transfer_quoted_printable(const char *, size_t len, struct arena *, size_t *out_len);

/* The Q of RFC 2047, where "_" is a blank. */
char *transfer_q(const char *, size_t len, struct arena *, size_t *out_len);

/* By the name in Content-Transfer-Encoding; an unknown one leaves the bytes as they are. */
char *transfer_decode(const char *encoding, const char *, size_t len, struct arena *,
    size_t *out_len);

/*
 * Text with "\n" at the end of lines: CR LF, CR CR LF and LF are one line end each; so is a CR
 * alone where the first line ends with one (old programs write whole mails like that).
 */
char *transfer_lines(const char *, size_t len, struct arena *, size_t *out_len);

#endif
