#include "ctl/json.h"

#include "base/buf.h"

void
json_write_string(struct buf *b, const char *s)
{
	buf_char(b, '"');
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c == '\n')
			buf_str(b, "\\n");
		else if (c < ' ')
			buf_printf(b, "\\u%04x", c);
		else
			buf_char(b, (char)c);
	}
	buf_char(b, '"');
}

void
json_write_comma(struct buf *b)
{
	if (b->len > 0 && b->data[b->len - 1] != '[' && b->data[b->len - 1] != '{')
		buf_char(b, ',');
}
