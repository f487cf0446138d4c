#ifndef INBOX_HTML_H
#define INBOX_HTML_H
#endif
