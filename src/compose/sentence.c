#include "compose/sentence.h"

struct entry {
	const char *key;
	size_t arguments;
	enum { WORDS, COUNTS, SETTING } kind;
};

static const struct entry entries[SENTENCE_COUNT] = {
	[SENTENCE_LOCALE] = { "locale", 0, SETTING },
	[SENTENCE_DATE] = { "date", 0, SETTING },
	[SENTENCE_SHORT_DATE] = { "short_date", 0, SETTING },
	[SENTENCE_CLOCK] = { "clock", 0, SETTING },

	[SENTENCE_TIME_RANGE] = { "time_range", 2, WORDS },
	[SENTENCE_DATE_AND_TIME] = { "date_and_time", 2, WORDS },
	[SENTENCE_WITH_ZONE] = { "with_zone", 2, WORDS },
	[SENTENCE_ON_DATE] = { "on_date", 2, WORDS },
	[SENTENCE_FROM_TO] = { "from_to", 2, WORDS },
	[SENTENCE_EACH_DAY] = { "each_day", 3, WORDS },
	[SENTENCE_ZONE_CITY] = { "zone_city", 2, WORDS },
	[SENTENCE_MINUTES] = { "minutes", 1, COUNTS },
	[SENTENCE_HOURS] = { "hours", 1, COUNTS },
	[SENTENCE_HOURS_MINUTES] = { "hours_minutes", 2, WORDS },
	[SENTENCE_MORE] = { "more", 1, WORDS },

	[SENTENCE_GREETING] = { "greeting", 1, WORDS },
	[SENTENCE_GREETING_NAMELESS] = { "greeting_nameless", 0, WORDS },
	[SENTENCE_FOOTER] = { "footer", 1, WORDS },

	[SENTENCE_OFFER] = { "offer", 4, COUNTS },
	[SENTENCE_OFFER_INSTEAD] = { "offer_instead", 4, COUNTS },
	[SENTENCE_OFFER_GONE] = { "offer_gone", 4, COUNTS },
	[SENTENCE_OFFER_AGAIN] = { "offer_again", 4, COUNTS },
	[SENTENCE_OFFER_MOVE] = { "offer_move", 4, COUNTS },
	[SENTENCE_OFFER_PERSON] = { "offer_person", 4, COUNTS },
	[SENTENCE_CHASE] = { "chase", 4, COUNTS },
	[SENTENCE_ASK_WHICH] = { "ask_which", 4, COUNTS },
	[SENTENCE_NO_TIMES] = { "no_times", 4, COUNTS },
	[SENTENCE_NOTHING_FREE] = { "nothing_free", 0, WORDS },
	[SENTENCE_STANDS] = { "stands", 1, WORDS },
	[SENTENCE_LAPSES] = { "lapses", 1, WORDS },
	[SENTENCE_REPLY_NUMBER] = { "reply_number", 1, WORDS },
	[SENTENCE_HELD_UNTIL] = { "held_until", 2, COUNTS },
	[SENTENCE_CHOOSE] = { "choose", 0, WORDS },
	[SENTENCE_CHOOSE_NONE] = { "choose_none", 0, WORDS },
	[SENTENCE_ANSWER_NONE] = { "answer_none", 0, WORDS },
	[SENTENCE_DOUBT] = { "doubt", 2, WORDS },

	[SENTENCE_ALREADY] = { "already", 0, WORDS },
	[SENTENCE_ALREADY_OFF] = { "already_off", 0, WORDS },
	[SENTENCE_CLOSED] = { "closed", 0, WORDS },
	[SENTENCE_LAPSED] = { "lapsed", 0, WORDS },
	[SENTENCE_FOR_PERSON] = { "for_person", 0, WORDS },
	[SENTENCE_FOREIGN] = { "foreign", 1, WORDS },
	[SENTENCE_OVER] = { "over", 0, WORDS },
	[SENTENCE_CONFIRM_CANCEL] = { "confirm_cancel", 2, WORDS },
	[SENTENCE_CONFIRM_MOVE] = { "confirm_move", 3, WORDS },
	[SENTENCE_CONFIRM_TIMES] = { "confirm_times", 2, WORDS },
	[SENTENCE_CONFIRM_ANSWER] = { "confirm_answer", 0, WORDS },
	[SENTENCE_FORGET_ASK] = { "forget_ask", 0, WORDS },
	[SENTENCE_FORGOTTEN] = { "forgotten", 0, WORDS },
	[SENTENCE_LATE] = { "late", 3, WORDS },
	[SENTENCE_LATE_UNSAID] = { "late_unsaid", 2, WORDS },
	[SENTENCE_LATE_TOLD] = { "late_told", 1, WORDS },
	[SENTENCE_ASK_GUEST] = { "ask_guest", 0, WORDS },

	[SENTENCE_INVITE_WRITER] = { "invite_writer", 1, WORDS },
	[SENTENCE_INVITE_GUEST] = { "invite_guest", 1, WORDS },
	[SENTENCE_INVITE_HOST] = { "invite_host", 2, WORDS },
	[SENTENCE_UPDATE_TIME] = { "update_time", 1, WORDS },
	[SENTENCE_UPDATE_OTHER] = { "update_other", 0, WORDS },
	[SENTENCE_REMINDER] = { "reminder", 0, WORDS },
	[SENTENCE_UPDATE_HOST] = { "update_host", 1, WORDS },
	[SENTENCE_CANCEL] = { "cancel", 2, WORDS },
	[SENTENCE_CANCEL_WRITER] = { "cancel_writer", 0, WORDS },
	[SENTENCE_HANDED_OVER] = { "handed_over", 2, WORDS },
	[SENTENCE_AGAIN] = { "again", 0, WORDS },
	[SENTENCE_WHAT] = { "what", 0, WORDS },
	[SENTENCE_WHEN] = { "when", 0, WORDS },
	[SENTENCE_WHO] = { "who", 0, WORDS },
	[SENTENCE_WHERE] = { "where", 0, WORDS },
	[SENTENCE_IN_CALENDAR] = { "in_calendar", 0, WORDS },
	[SENTENCE_CHANGE] = { "change", 0, WORDS },
	[SENTENCE_CANNOT_COME] = { "cannot_come", 1, WORDS },
	[SENTENCE_TITLE] = { "title", 2, WORDS },
	[SENTENCE_VIA] = { "via", 2, WORDS },
	[SENTENCE_CALENDAR_NOTE] = { "calendar_note", 1, WORDS },

	[SENTENCE_AGENDA_DAY] = { "agenda_day", 0, WORDS },
	[SENTENCE_AGENDA_WEEK] = { "agenda_week", 0, WORDS },
	[SENTENCE_AGENDA_LANGUAGE] = { "agenda_language", 0, WORDS },
	[SENTENCE_GUEST_DECLINED] = { "guest_declined", 2, WORDS },
	[SENTENCE_GUEST_PROPOSES] = { "guest_proposes", 3, WORDS },
	[SENTENCE_GUEST_WRITES] = { "guest_writes", 2, WORDS },
	[SENTENCE_COUNTER] = { "counter", 1, WORDS },
	[SENTENCE_COUNTER_TOLD] = { "counter_told", 1, WORDS },

	[SENTENCE_SUBJECT_ANSWER] = { "subject_answer", 0, WORDS },
	[SENTENCE_SUBJECT_INVITE] = { "subject_invite", 2, WORDS },
	[SENTENCE_SUBJECT_UPDATE] = { "subject_update", 2, WORDS },
	[SENTENCE_SUBJECT_CANCEL] = { "subject_cancel", 2, WORDS },
	[SENTENCE_SUBJECT_REMINDER] = { "subject_reminder", 2, WORDS },
	[SENTENCE_SUBJECT_AGENDA_DAY] = { "subject_agenda_day", 1, WORDS },
	[SENTENCE_SUBJECT_AGENDA_WEEK] = { "subject_agenda_week", 2, WORDS },
	[SENTENCE_SUBJECT_CONFIRM] = { "subject_confirm", 2, WORDS },
	[SENTENCE_SUBJECT_FORGET] = { "subject_forget", 0, WORDS },
	[SENTENCE_SUBJECT_LATE] = { "subject_late", 2, WORDS },

	[SENTENCE_UNDERSTOOD] = { "understood", 0, WORDS },
	[SENTENCE_MEANS] = { "means", 2, WORDS },
	[SENTENCE_MEANS_NOT] = { "means_not", 1, WORDS },
	[SENTENCE_MEANS_PICK] = { "means_pick", 1, WORDS },
	[SENTENCE_MEANS_PICK_LAST] = { "means_pick_last", 0, WORDS },
	[SENTENCE_MEANS_GUEST] = { "means_guest", 1, WORDS },
	[SENTENCE_MEANS_TOPIC] = { "means_topic", 0, WORDS },
	[SENTENCE_MEANS_REQUEST] = { "means_request", 0, WORDS },
	[SENTENCE_MEANS_ACCEPT] = { "means_accept", 0, WORDS },
	[SENTENCE_MEANS_DECLINE] = { "means_decline", 0, WORDS },
	[SENTENCE_MEANS_RESCHEDULE] = { "means_reschedule", 0, WORDS },
	[SENTENCE_MEANS_CANCEL] = { "means_cancel", 0, WORDS },
	[SENTENCE_ZONE_FROM_TEXT] = { "zone_from_text", 1, WORDS },
	[SENTENCE_ZONE_FROM_DATE] = { "zone_from_date", 1, WORDS },
	[SENTENCE_ZONE_FROM_CALENDAR] = { "zone_from_calendar", 1, WORDS },
	[SENTENCE_ZONE_FROM_MEMORY] = { "zone_from_memory", 1, WORDS },
	[SENTENCE_ZONE_FROM_DEFAULT] = { "zone_from_default", 1, WORDS },
	[SENTENCE_CORRECT] = { "correct", 0, WORDS },

	[SENTENCE_OPERATOR_SUBJECT] = { "operator_subject", 1, WORDS },
	[SENTENCE_OPERATOR_INTRO] = { "operator_intro", 1, WORDS },
	[SENTENCE_OPERATOR_NOTICE_SUBJECT] = { "operator_notice_subject", 1, WORDS },
	[SENTENCE_OPERATOR_NOTICE] = { "operator_notice", 1, WORDS },
	[SENTENCE_OPERATOR_FROM] = { "operator_from", 0, WORDS },
	[SENTENCE_OPERATOR_MAIL] = { "operator_mail", 0, WORDS },
	[SENTENCE_OPERATOR_WHY] = { "operator_why", 0, WORDS },
	[SENTENCE_OPERATOR_LOST] = { "operator_lost", 0, WORDS },
	[SENTENCE_OPERATOR_WHERE] = { "operator_where", 0, WORDS },
	[SENTENCE_OPERATOR_TOLD] = { "operator_told", 0, WORDS },
	[SENTENCE_OPERATOR_NOT_TOLD] = { "operator_not_told", 0, WORDS },
	[SENTENCE_OPERATOR_STORY] = { "operator_story", 1, WORDS },
};

const char *
sentence_key(enum sentence s)
{
	return entries[s].key;
}

bool
sentence_is_setting(enum sentence s)
{
	return entries[s].kind == SETTING;
}

bool
sentence_counts(enum sentence s)
{
	return entries[s].kind == COUNTS;
}

size_t
sentence_arguments(enum sentence s)
{
	return entries[s].arguments;
}
