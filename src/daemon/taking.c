#include "daemon/taking.h"

#include "base/arena.h"
#include "base/buf.h"
#include "daemon/values.h"

#include <assert.h>
#include <libconfig.h>
#include <string.h>

static void *
place_of(const struct taking *t)
{
	return (char *)t->target + t->key->place;
}

static void
put_count(const struct taking *t, size_t n)
{
	memcpy((char *)t->target + t->key->second, &n, sizeof n);
}

static void
wrong(const struct taking *t, const char *why)
{
	complaint_add(t->complaints, t->file, t->line, "%s: %s", t->key->name, why);
}

static bool
within(const struct taking *t, int value, const char *unit)
{
	if (value >= t->key->least && value <= t->key->most)
		return true;
	complaint_add(t->complaints, t->file, t->line, "%s: must be from %d to %d%s", t->key->name,
	    t->key->least, t->key->most, unit);
	return false;
}

static void
take_number(const struct taking *t, const config_setting_t *it)
{
	int value = config_setting_get_int(it);

	if (config_setting_type(it) != CONFIG_TYPE_INT)
		wrong(t, "must be a number without quotes");
	else if (within(t, value, ""))
		memcpy(place_of(t), &value, sizeof value);
}

static void
take_truth(const struct taking *t, const config_setting_t *it)
{
	bool value = config_setting_get_bool(it) == CONFIG_TRUE;

	if (config_setting_type(it) != CONFIG_TYPE_BOOL)
		wrong(t, "must be true or false, without quotes");
	else
		memcpy(place_of(t), &value, sizeof value);
}

static bool
take_choice(const struct taking *t, const char *text, const char **why)
{
	struct buf b;

	for (int i = 0; t->key->choices[i] != NULL; i++)
		if (strcmp(t->key->choices[i], text) == 0) {
			memcpy(place_of(t), &i, sizeof i);
			return true;
		}
	buf_init(&b, t->arena);
	buf_printf(&b, "\"%s\" is not known: write", text);
	for (int i = 0; t->key->choices[i] != NULL; i++)
		buf_printf(&b, "%s \"%s\"", i > 0 ? " or" : "", t->key->choices[i]);
	*why = b.data;
	return false;
}

static bool
put_text(const struct taking *t, const char *text)
{
	text = arena_str(t->arena, text);
	memcpy(place_of(t), &text, sizeof text);
	return true;
}

static bool
take_length(const struct taking *t, const char *text, const char **why)
{
	int minutes;

	if (!value_length(text, &minutes, t->arena, why))
		return false;
	if (within(t, minutes, " minutes"))
		memcpy(place_of(t), &minutes, sizeof minutes);
	return true;
}

static bool
take_one_language(const struct taking *t, const char *text, const char **why)
{
	const char **list = arena_alloc(t->arena, sizeof *list);

	if (!value_language(text, t->arena, why))
		return false;
	list[0] = arena_str(t->arena, text);
	memcpy(place_of(t), &list, sizeof list);
	put_count(t, 1);
	return true;
}

/* A value that is one text. */
static void
take_text(const struct taking *t, const config_setting_t *it)
{
	const char *text = config_setting_get_string(it), *why = NULL;
	void *place = place_of(t);
	bool fine = true;

	if (text == NULL) {
		wrong(t, "must be text in double quotes");
		return;
	}
	switch (t->key->type) {
	case KEY_TEXT:
		if (t->file != NULL && t->key->required && text[0] == '\0')
			wrong(t, "is empty");
		fine = put_text(t, text);
		break;
	case KEY_EMAIL: fine = value_email(text, t->arena, &why) && put_text(t, text); break;
	case KEY_RULE: fine = value_rule(text, t->arena, &why) && put_text(t, text); break;
	case KEY_CHOICE: fine = take_choice(t, text, &why); break;
	case KEY_LENGTH: fine = take_length(t, text, &why); break;
	case KEY_LANGUAGE: fine = take_one_language(t, text, &why); break;
	case KEY_ZONE: fine = value_zone(text, place, t->arena, &why); break;
	case KEY_OFF: fine = value_off(text, place, t->arena, &why); break;
	case KEY_MOMENT: fine = value_moment(text, place, t->arena, &why); break;
	case KEY_NIGHT:
		fine = value_night(text, place, (int *)((char *)t->target + t->key->second),
		    t->arena, &why);
		break;
	case KEY_NUMBER:
	case KEY_TRUTH:
	case KEY_TEXTS:
	case KEY_EMAILS:
	case KEY_LANGUAGES:
	case KEY_CALENDARS:
	case KEY_LENGTHS:
	case KEY_CLOCKS:
	case KEY_HOURS:
	case KEY_OFFS: assert(!"a list or a bare value is no text");
	}
	if (!fine)
		wrong(t, why);
}

static bool
check_item(enum key_type type, const char *text, struct arena *a, const char **why)
{
	switch (type) {
	case KEY_EMAILS: return value_email(text, a, why);
	case KEY_LANGUAGES: return value_language(text, a, why);
	case KEY_CALENDARS: return value_calendar(text, a, why);
	case KEY_TEXT:
	case KEY_EMAIL:
	case KEY_CHOICE:
	case KEY_NUMBER:
	case KEY_TRUTH:
	case KEY_LENGTH:
	case KEY_LANGUAGE:
	case KEY_ZONE:
	case KEY_NIGHT:
	case KEY_OFF:
	case KEY_MOMENT:
	case KEY_RULE:
	case KEY_TEXTS:
	case KEY_LENGTHS:
	case KEY_CLOCKS:
	case KEY_HOURS:
	case KEY_OFFS: break;
	}
	if (text[0] != '\0')
		return true;
	*why = "holds an empty text: take it out";
	return false;
}

struct list {
	void *items;
	size_t n;
};

/* A number for a list of numbers, put where it belongs: lists are ascending but for clocks. */
static void
add_number(struct list *list, int value, bool ascending, struct arena *a)
{
	int *items = arena_more(a, list->items, list->n, sizeof *items);
	size_t i = list->n++;

	for (; ascending && i > 0 && items[i - 1] > value; i--)
		items[i] = items[i - 1];
	items[i] = value;
	list->items = items;
}

/* Adds one text of a list to the items of its type. */
static bool
add_item(const struct taking *t, const char *text, struct list *list, const char **why)
{
	struct arena *a = t->arena;
	struct off off = { 0 };
	int number;

	if (t->key->type == KEY_HOURS) {
		struct hours *hours = list->items;
		bool fine = value_hours(text, &hours, &list->n, a, why);

		list->items = hours;
		return fine;
	}
	if (t->key->type == KEY_OFFS) {
		if (!value_off(text, &off, a, why))
			return false;
		list->items = arena_more(a, list->items, list->n, sizeof off);
		((struct off *)list->items)[list->n++] = off;
		return true;
	}
	if (t->key->type == KEY_LENGTHS || t->key->type == KEY_CLOCKS) {
		bool lengths = t->key->type == KEY_LENGTHS;

		if (lengths ? !value_length(text, &number, a, why)
			    : !value_clock(text, &number, a, why))
			return false;
		if (!lengths || within(t, number, " minutes"))
			add_number(list, number, lengths, a);
		return true;
	}
	if (!check_item(t->key->type, text, a, why))
		return false;
	list->items = arena_more(a, list->items, list->n, sizeof text);
	((const char **)list->items)[list->n++] = arena_str(a, text);
	return true;
}

static void
take_list(const struct taking *t, const config_setting_t *it)
{
	int type = config_setting_type(it);
	struct list list = { NULL, 0 };
	struct taking each = *t;

	if (type != CONFIG_TYPE_ARRAY && type != CONFIG_TYPE_LIST) {
		wrong(t, "must be a list, as in [ \"...\", \"...\" ]");
		return;
	}
	for (int i = 0; i < config_setting_length(it); i++) {
		const config_setting_t *item = config_setting_get_elem(it, (unsigned)i);
		const char *text = config_setting_get_string(item),
			   *why = "must hold texts in double quotes";

		if (t->file != NULL && t->line != 0)
			each.line = (int)config_setting_source_line(item);
		if (text == NULL) {
			wrong(&each, why);
			return;
		}
		if (!add_item(&each, text, &list, &why))
			wrong(&each, why);
	}
	memcpy(place_of(t), &list.items, sizeof list.items);
	put_count(t, list.n);
}

void
taking_value(const struct taking *t, const config_setting_t *it)
{
	switch (t->key->type) {
	case KEY_NUMBER: take_number(t, it); break;
	case KEY_TRUTH: take_truth(t, it); break;
	case KEY_TEXT:
	case KEY_EMAIL:
	case KEY_CHOICE:
	case KEY_LENGTH:
	case KEY_LANGUAGE:
	case KEY_ZONE:
	case KEY_NIGHT:
	case KEY_OFF:
	case KEY_MOMENT:
	case KEY_RULE: take_text(t, it); break;
	case KEY_TEXTS:
	case KEY_EMAILS:
	case KEY_LANGUAGES:
	case KEY_CALENDARS:
	case KEY_LENGTHS:
	case KEY_CLOCKS:
	case KEY_HOURS:
	case KEY_OFFS: take_list(t, it); break;
	}
}

void
taking_preset(const struct taking *t)
{
	const char *preset = t->key->preset;
	config_t config;

	if (preset == NULL && t->key->type == KEY_TEXT)
		preset = "\"\"";
	if (preset == NULL)
		return;
	config_init(&config);
	if (config_read_string(&config, arena_printf(t->arena, "preset = %s;", preset)) !=
	    CONFIG_TRUE)
		assert(!"a preset that cannot be read");
	taking_value(t, config_lookup(&config, "preset"));
	config_destroy(&config);
}
