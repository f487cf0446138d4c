#include "ctl/story.h"

#include "base/arena.h"
#include "ctl/look.h"
#include "ctl/table.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

const char *
story_offer_state(enum offer_state state)
{
	switch (state) {
	case OFFER_OPEN: return "open";
	case OFFER_TAKEN: return "taken";
	case OFFER_REFUSED: return "refused";
	case OFFER_GONE: return "gone";
	}
	return "";
}

const char *
story_role(enum guest_role role)
{
	switch (role) {
	case GUEST_WRITER: return "writer";
	case GUEST_HOST: return "host";
	case GUEST_OTHER: return "guest";
	case GUEST_FORMER: return "former";
	}
	return "";
}

char *
story_moment(int64_t at, struct arena *a)
{
	struct zone utc = zone_utc();

	return at == 0 ? arena_str(a, "") : look_time(&utc, at, a);
}

static json_t *
moment(int64_t at, struct arena *a)
{
	struct zone utc = zone_utc();

	return at == 0 ? json_null() : json_string(zone_rfc3339(&utc, at, a));
}

static json_t *
id_or_null(int64_t id)
{
	return id == 0 ? json_null() : json_integer(id);
}

static json_t *
guests(const struct meeting *m)
{
	json_t *list = json_array();

	for (size_t i = 0; i < m->n_guests; i++) {
		const struct guest *g = &m->guests[i];

		json_array_append_new(list,
		    json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "email", g->email, "name", g->name,
			"role", story_role(g->role), "partstat", partstat_name(g->partstat),
			"language", g->language, "time_zone", g->zone.name));
	}
	return list;
}

static json_t *
offers(const struct meeting *m, struct arena *a)
{
	json_t *list = json_array();

	for (size_t i = 0; i < m->n_offers; i++) {
		const struct offer *o = &m->offers[i];

		json_array_append_new(list,
		    json_pack("{s:i, s:i, s:o, s:o, s:s, s:s, s:o}", "round", o->round, "number",
			o->number, "start", moment(o->span.start_at, a), "end",
			moment(o->span.end_at, a), "host", o->host, "state",
			story_offer_state(o->state), "held_until", moment(o->held_until, a)));
	}
	return list;
}

void *
story_meeting(const struct meeting *m, struct arena *a)
{
	json_t *all = json_pack("{s:I, s:s, s:b, s:s, s:s, s:s, s:s, s:i}", "id", (json_int_t)m->id,
	    "state", meeting_state_name(m->state), "with_person", (int)m->with_person, "topic",
	    m->topic, "subject", m->subject, "language", m->language, "uid", m->uid,
	    "duration_minutes", m->duration);

	json_object_set_new(all, "start", moment(m->slot.start_at, a));
	json_object_set_new(all, "end", moment(m->slot.end_at, a));
	json_object_set_new(all, "sequence", json_integer(m->sequence));
	json_object_set_new(all, "created", moment(m->created_at, a));
	json_object_set_new(all, "changed", moment(m->changed_at, a));
	json_object_set_new(all, "guests", guests(m));
	json_object_set_new(all, "offers", offers(m, a));
	return all;
}

void *
story_mail(const struct mail_row *r, struct arena *a)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:o, s:o, s:o, s:I, s:I, s:b}", "id",
	    (json_int_t)r->id, "outcome", verdict_name(r->verdict), "why", r->why, "message_id",
	    r->message_id, "meeting", id_or_null(r->meeting), "received", moment(r->received_at, a),
	    "handled", moment(r->handled_at, a), "uid_validity", (json_int_t)r->uid_validity, "uid",
	    (json_int_t)r->uid, "marked", (int)r->marked);
}

void *
story_queued(const struct queue_row *r, struct arena *a)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:i, s:o, s:o, s:o, s:s}", "id",
	    (json_int_t)r->id, "kind", r->kind, "to", r->recipient, "message_id", r->message_id,
	    "state", queue_state_name(r->state), "tries", r->tries, "queued",
	    moment(r->queued_at, a), "next",
	    moment(r->state == QUEUE_WAITING || r->state == QUEUE_UNCERTAIN ? r->next_at : 0, a),
	    "done", moment(r->done_at, a), "answer", r->answer);
}

void *
story_note(int64_t at, const char *line, struct arena *a)
{
	return json_pack("{s:o, s:s}", "at", moment(at, a), "what", line);
}

void
story_print(void *json)
{
	char *text = json_dumps(json, JSON_COMPACT);

	puts(text != NULL ? text : "{}");
	free(text);
	json_decref(json);
}

void
story_row(struct table *t, const struct meeting *m, struct arena *a)
{
	const struct guest *writer = meeting_writer(m), *host = meeting_host(m);
	struct zone utc = zone_utc();
	struct offer **open;
	size_t n;

	table_add(t, arena_printf(a, "%lld", (long long)m->id));
	table_add(t, arena_printf(a, "%s%s", meeting_state_name(m->state),
			 m->with_person ? ", with a person" : ""));
	if (m->slot.end_at != 0)
		table_add(t, look_span(&utc, m->slot, a));
	else if ((n = meeting_open_offers(m, a, &open)) > 0)
		table_add(t, arena_printf(a, "%zu time%s offered", n, n == 1 ? "" : "s"));
	else
		table_add(t, "");
	table_add(t, host == NULL ? "" : host->email);
	table_add(t, writer == NULL ? "" : writer->email);
	table_add(t, m->topic);
}
