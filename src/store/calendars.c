#include "store/calendars.h"

#include "base/arena.h"
#include "base/buf.h"
#include "store/query.h"

#include <string.h>

enum { SPANS_MAX = 1000000 };

/* The spans come last; they are left out where only the rest is asked for. */
#define STATE "etag, fetched_at, tried_at, told_at, start_at, end_at, lasting, trouble"

/* As they were packed: a count, and two numbers each.  There are thousands, for each decision. */
static int
unpack_spans(const char *bytes, size_t len, struct arena *a, struct spans *out, struct err *err)
{
	int64_t n = -1;

	if (len >= sizeof n)
		memcpy(&n, bytes, sizeof n);
	if (n < 0 || n > SPANS_MAX || len != sizeof n + (size_t)n * sizeof *out->items)
		return err_set(err, ERR_STORE, "the store holds busy times that are none");
	out->n = (size_t)n;
	out->items = arena_alloc(a, (out->n + 1) * sizeof *out->items);
	memcpy(out->items, bytes + sizeof n, out->n * sizeof *out->items);
	for (size_t i = 0; i < out->n; i++)
		if (out->items[i].end_at <= out->items[i].start_at ||
		    (i > 0 && out->items[i].start_at < out->items[i - 1].end_at)) {
			out->n = 0;
			return err_set(err, ERR_STORE, "the store holds busy times that are none");
		}
	return 0;
}

static void
pack_spans(struct spans s, struct buf *b)
{
	int64_t n = (int64_t)s.n;

	buf_add(b, &n, sizeof n);
	if (s.n > 0)
		buf_add(b, s.items, s.n * sizeof *s.items);
}

static int
load(struct query *q, bool whole, struct arena *a, struct calendar_row *out, struct err *err)
{
	const char *bytes;
	int found;
	size_t len;

	if ((found = query_step(q, err)) == 1) {
		out->etag = query_read_text(q, a);
		out->fetched_at = query_read_int(q);
		out->tried_at = query_read_int(q);
		out->told_at = query_read_int(q);
		out->window.start_at = query_read_int(q);
		out->window.end_at = query_read_int(q);
		out->lasting = query_read_int(q) != 0;
		out->trouble = query_read_text(q, a);
		if (whole) {
			bytes = query_read_bytes(q, a, &len);
			if (unpack_spans(bytes, len, a, &out->spans, err) == -1)
				found = -1;
		}
	}
	query_close(q);
	return found;
}

static void
empty(const char *source, struct arena *a, struct calendar_row *out)
{
	*out = (struct calendar_row){ .source = arena_str(a, source), .etag = "", .trouble = "" };
}

int
calendars_load(struct db *db, const char *source, struct arena *a, struct calendar_row *out,
    struct err *err)
{
	struct query *q = query_open(db, "select " STATE ", spans from calendar where source = ?");

	empty(source, a, out);
	query_text(q, source);
	return load(q, true, a, out, err);
}

int
calendars_load_state(struct db *db, const char *source, struct arena *a, struct calendar_row *out,
    struct err *err)
{
	struct query *q = query_open(db, "select " STATE " from calendar where source = ?");

	empty(source, a, out);
	query_text(q, source);
	return load(q, false, a, out, err);
}

int
calendars_save(struct db *db, const struct calendar_row *row, struct arena *a, struct err *err)
{
	struct query *q = query_open(db, "insert or replace into calendar (source, " STATE
					 ", spans) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	struct buf b;

	buf_init(&b, a);
	pack_spans(row->spans, &b);
	query_text(q, row->source);
	query_text(q, row->etag);
	query_int(q, row->fetched_at);
	query_int(q, row->tried_at);
	query_int(q, row->told_at);
	query_int(q, row->window.start_at);
	query_int(q, row->window.end_at);
	query_int(q, row->lasting);
	query_text(q, row->trouble);
	query_bytes(q, b.data, b.len);
	return query_run(q, err);
}

int
calendars_told(struct db *db, const char *source, int64_t told_at, struct err *err)
{
	struct query *q = query_open(db, "update calendar set told_at = ? where source = ?");

	query_int(q, told_at);
	query_text(q, source);
	return query_run(q, err);
}

int
calendars_forget(struct db *db, int64_t before, struct err *err)
{
	struct query *q = query_open(db, "delete from calendar where tried_at < ?");

	query_int(q, before);
	return query_run(q, err);
}
