/*
 * html - an HTML part to the text that a reader sees
 *
 * Blocks become lines, list items begin with "- ", table cells are parted by blanks.  What was
 * quoted, by <blockquote> or by the marks of the usual mail programs, begins with "> ", so that
 * trim.h can tell it from the author's own words.
 */
#ifndef INBOX_HTML_H
#define INBOX_HTML_H
#include <stddef.h>

struct arena;

/* html: sound UTF-8.  What is nested deeper than 256 levels is lost. */
char *html_to_text(const char *html, size_t len, struct arena *);

#endif
