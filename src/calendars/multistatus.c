#include "calendars/multistatus.h"

#include "base/arena.h"
#include "base/buf.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdbool.h>
#include <string.h>

#define CALDAV "urn:ietf:params:xml:ns:caldav"
#define DAV    "DAV:"

static bool
is_element(const xmlNode *n, const char *space, const char *name)
{
	return n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0 &&
	       n->ns != NULL && strcmp((const char *)n->ns->href, space) == 0;
}

static void
add_text(const xmlNode *n, struct buf *b)
{
	for (const xmlNode *c = n->children; c != NULL; c = c->next)
		if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) &&
		    c->content != NULL)
			buf_str(b, (const char *)c->content);
	buf_char(b, '\n');
}

/* response, propstat, prop, calendar-data: as deep as that. */
static void
collect(const xmlNode *n, int depth, struct buf *b)
{
	for (; n != NULL && depth > 0; n = n->next) {
		if (is_element(n, CALDAV, "calendar-data"))
			add_text(n, b);
		else if (n->type == XML_ELEMENT_NODE)
			collect(n->children, depth - 1, b);
	}
}

int
multistatus_read(const char *xml, size_t len, struct arena *a, char **text, size_t *text_len,
    struct err *err)
{
	xmlDoc *doc = xmlReadMemory(xml, (int)len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
	const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	struct buf b;

	buf_init(&b, a);
	buf_str(&b, "BEGIN:VCALENDAR\nEND:VCALENDAR\n");
	if (root != NULL && is_element(root, DAV, "multistatus") && doc->intSubset == NULL) {
		collect(root->children, 4, &b);
		*text = b.data;
		*text_len = b.len;
		xmlFreeDoc(doc);
		return 0;
	}
	if (doc != NULL)
		xmlFreeDoc(doc);
	return err_set(err, ERR_REJECT, "its server's answer is no list of events");
}
