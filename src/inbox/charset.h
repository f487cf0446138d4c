#ifndef INBOX_CHARSET_H
#define INBOX_CHARSET_H
#endif
