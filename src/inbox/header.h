#ifndef INBOX_HEADER_H
#define INBOX_HEADER_H
#endif
