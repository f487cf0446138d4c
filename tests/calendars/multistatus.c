/* multistatus: the calendars in a CalDAV server's answer */
#include "calendars/multistatus.h"

#include "base/arena.h"
#include "tap.h"

#include <string.h>

#define EMPTY "BEGIN:VCALENDAR\nEND:VCALENDAR\n"

static const struct {
	const char *name, *xml, *text;
} rows[] = {
	{ "none", "<multistatus xmlns=\"DAV:\"/>", EMPTY },
	{ "two, with their names shortened",
	    "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\" "
	    "xmlns:c=\"urn:ietf:params:xml:ns:caldav\">"
	    "<d:response><d:href>/a</d:href><d:propstat><d:prop>"
	    "<c:calendar-data>A&amp;B&#13;\nC</c:calendar-data></d:prop></d:propstat></d:response>"
	    "<d:response><d:propstat><d:prop><c:calendar-data><![CDATA[D]]></c:calendar-data>"
	    "</d:prop></d:propstat></d:response></d:multistatus>",
	    EMPTY "A&B\r\nC\nD\n" },
	{ "of another kind",
	    "<multistatus xmlns=\"DAV:\"><response><propstat><prop>"
	    "<calendar-data>A</calendar-data></prop></propstat></response></multistatus>",
	    EMPTY },
	{ "a page", "<html><body>no</body></html>", NULL },
	{ "no XML", "BEGIN:VCALENDAR", NULL },
	{ "entities that grow",
	    "<!DOCTYPE m [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
	    "<multistatus xmlns=\"DAV:\">&b;</multistatus>",
	    NULL },
	{ "cut off", "<multistatus xmlns=\"DAV:\"><response>", NULL },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		struct err err = { 0 };
		char *text = NULL;
		size_t len = 0;
		int ret = multistatus_read(rows[i].xml, strlen(rows[i].xml), a, &text, &len, &err);

		if (rows[i].text == NULL)
			is_str(ret == -1 ? err.text : text,
			    "its server's answer is no list of events", "%s", rows[i].name);
		else
			is_str(ret == 0 ? text : err.text, rows[i].text, "%s", rows[i].name);
		arena_free(a);
	}
	return tap_done();
}
