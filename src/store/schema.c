#include "store/schema.h"

/*
 * Moments are seconds since 1970 UTC.  States are words, so that a look with sqlite3(1) explains
 * itself and a new state moves no number.  Lists of a meeting have a position: their order counts.
 */
static const char first[] =
    "create table fact ("
    " name text primary key,"
    " value text not null"
    ") strict, without rowid;"

    /* Ids are part of Message-IDs, so none is ever used again. */
    "create table meeting ("
    " id integer primary key autoincrement,"
    " uid text not null,"
    " state text not null,"
    " with_person integer not null,"
    " topic text not null,"
    " duration integer not null,"
    " language text not null,"
    " start_at integer not null,"
    " end_at integer not null,"
    " sequence integer not null,"
    " stamped_at integer not null,"
    " revision integer not null,"
    " rounds integer not null,"
    " subject text not null,"
    " last_id text not null,"
    " created_at integer not null,"
    " changed_at integer not null"
    ") strict;"
    "create unique index meeting_uid on meeting (uid) where uid <> '';"

    "create table guest ("
    " meeting integer not null references meeting on delete cascade,"
    " position integer not null,"
    " email text not null collate nocase,"
    " name text not null,"
    " role text not null,"
    " partstat text not null,"
    " language text not null,"
    " zone text not null,"
    " token text not null,"
    " primary key (meeting, position)"
    ") strict, without rowid;"
    "create unique index guest_token on guest (token) where token <> '';"

    "create table offer ("
    " meeting integer not null references meeting on delete cascade,"
    " position integer not null,"
    " round integer not null,"
    " number integer not null,"
    " start_at integer not null,"
    " end_at integer not null,"
    " host text not null collate nocase,"
    " state text not null,"
    " held_until integer not null,"
    " primary key (meeting, position)"
    ") strict, without rowid;"
    "create index offer_held on offer (held_until) where state = 'open';"

    "create table refused ("
    " meeting integer not null references meeting on delete cascade,"
    " start_at integer not null,"
    " end_at integer not null,"
    " primary key (meeting, start_at)"
    ") strict, without rowid;"

    "create table wished ("
    " meeting integer not null references meeting on delete cascade,"
    " start_at integer not null,"
    " end_at integer not null,"
    " primary key (meeting, start_at)"
    ") strict, without rowid;"

    "create table reference ("
    " meeting integer not null references meeting on delete cascade,"
    " position integer not null,"
    " message_id text not null,"
    " primary key (meeting, position)"
    ") strict, without rowid;"

    /*
     * What is settled, once more, under a rule that no mistake of ours gets past: nobody sits in
     * two meetings at once.  As none of a host's bookings overlap, the last one to begin before
     * the new one ends is also the last to end; if that one is out of the way, all are.
     */
    "create table booking ("
    " host text not null collate nocase,"
    " start_at integer not null,"
    " end_at integer not null,"
    " meeting integer not null references meeting on delete cascade,"
    " primary key (host, start_at),"
    " check (start_at < end_at)"
    ") strict, without rowid;"
    "create index booking_meeting on booking (meeting);"
    "create index booking_end on booking (end_at);"
    "create trigger booking_once before insert on booking begin"
    " select raise(abort, 'double booking') where new.start_at <"
    "  (select end_at from booking where host = new.host and start_at < new.end_at"
    "   order by start_at desc limit 1);"
    " end;"
    "create trigger booking_fixed before update on booking begin"
    " select raise(abort, 'a booking is removed and made anew, never changed');"
    " end;"

    "create table wake ("
    " meeting integer primary key references meeting on delete cascade,"
    " at integer not null"
    ") strict;"
    "create index wake_at on wake (at);"

    "create table note ("
    " id integer primary key,"
    " meeting integer not null references meeting on delete cascade,"
    " at integer not null,"
    " line text not null"
    ") strict;"
    "create index note_meeting on note (meeting);"

    /* A second verdict on the same mail, and so a second answer, cannot be stored. */
    "create table mail ("
    " id integer primary key autoincrement,"
    " digest text not null unique,"
    " content_key text not null,"
    " message_id text not null,"
    " received_at integer not null,"
    " handled_at integer not null,"
    " verdict text not null,"
    " meeting integer references meeting on delete set null,"
    " why text not null"
    ") strict;"
    "create unique index mail_content on mail (content_key)"
    " where content_key <> '' and verdict <> 'duplicate';"
    "create index mail_message_id on mail (message_id);"
    "create index mail_meeting on mail (meeting);"

    /* Where in the mailbox a mail is; the same one can lie in several places. */
    "create table place ("
    " uid_validity integer not null,"
    " uid integer not null,"
    " mail integer not null references mail on delete cascade,"
    " marked integer not null,"
    " primary key (uid_validity, uid)"
    ") strict, without rowid;"
    "create index place_mail on place (mail);"
    "create index place_unmarked on place (uid_validity, mail) where marked = 0;"

    "create table person ("
    " email text primary key collate nocase,"
    " language text not null,"
    " zone text not null,"
    " changed_at integer not null"
    ") strict, without rowid;"

    /* The bytes come last: what looks at the other columns never reads them. */
    "create table queue ("
    " id integer primary key autoincrement,"
    " meeting integer references meeting on delete set null,"
    " recipient text not null,"
    " sender text not null,"
    " message_id text not null unique,"
    " kind text not null,"
    " state text not null,"
    " tries integer not null,"
    " queued_at integer not null,"
    " next_at integer not null,"
    " done_at integer not null,"
    " answer text not null,"
    " digest text not null,"
    " bytes blob not null"
    ") strict;"
    "create index queue_due on queue (next_at) where state in ('waiting', 'uncertain');"
    "create index queue_sending on queue (id) where state = 'sending';"
    "create index queue_open on queue (id) where state <> 'sent';"
    "create index queue_meeting on queue (meeting);";

/*
 * Whether the server took a message is told by its copy in our own mailbox.  `copied`: one was
 * asked for; `back_at`: when it was found there, 0 not yet.
 */
static const char second[] = "alter table queue add column copied integer not null default 0;"
			     "alter table queue add column back_at integer not null default 0;"
			     "create index queue_back on queue (id) where back_at <> 0;";

/* `chosen`: the person has asked to be answered in that language. */
static const char third[] = "alter table person add column chosen integer not null default 0;";

/*
 * What the brakes count (decide/brake.h): `said` is a keyed digest of a mail's own words and
 * its writer; '' where neither matters.  `answers`: a message goes to whoever wrote the mail that
 * led to it.  `bounced_at`: when a mail to that person came back.
 */
static const char brakes[] =
    "alter table mail add column said text not null default '';"
    "create index mail_said on mail (said, handled_at) where said <> '';"
    "alter table queue add column answers integer not null default 0;"
    "create index queue_recipient on queue (recipient collate nocase, queued_at);"
    "create index queue_at on queue (queued_at);"
    "alter table person add column bounced_at integer not null default 0;";

/*
 * What calendars answered.  A meeting that stands from before has one time only if it was never
 * changed; else answers with an older number are taken for answers to another time.
 */
static const char answers[] =
    "alter table meeting add column slot_sequence integer not null default 0;"
    "update meeting set slot_sequence = sequence;"
    "alter table guest add column added integer not null default 0;"
    "alter table guest add column delegate text not null default '';"
    "alter table guest add column delegator text not null default '';"
    "alter table guest add column answered_sequence integer not null default 0;"
    "alter table guest add column answered_stamp integer not null default 0;"
    "alter table guest add column answered_at integer not null default 0;"
    "alter table guest add column refreshes integer not null default 0;"
    "alter table guest add column refreshed_at integer not null default 0;";

/*
 * A change that was asked for in a guest's name, and whether the guest was asked; `secret` is ''
 * once it was used.
 */
static const char pending[] = "create table pending ("
			      " meeting integer primary key references meeting on delete cascade,"
			      " what text not null,"
			      " guest text not null collate nocase,"
			      " secret text not null,"
			      " start_at integer not null,"
			      " end_at integer not null,"
			      " asked_at integer not null"
			      ") strict;"
			      "create unique index pending_secret on pending (secret)"
			      " where secret <> '';"
			      "create index guest_email on guest (email);";

/*
 * What a meeting has done by itself (decide/later.h).  Of those that stand, what came before this
 * step is not told again; all are looked at once, to find what they wait for.
 */
static const char later[] =
    "alter table meeting add column chased_at integer not null default 0;"
    "alter table meeting add column lapsed integer not null default 0;"
    "alter table meeting add column reminded_at integer not null default 0;"
    "update meeting set reminded_at = changed_at where state = 'settled';"
    "insert into wake (meeting, at) select id, changed_at from meeting"
    " where state in ('offered', 'settled') on conflict (meeting) do nothing;";

/*
 * Who is to be forgotten as soon as the last mails to them, and about their meetings, are out.
 * `author`: a keyed digest of who wrote a mail, so that theirs are found.
 */
static const char leaving[] = "alter table mail add column author text not null default '';"
			      "create table leaving ("
			      " email text primary key collate nocase,"
			      " since integer not null"
			      ") strict, without rowid;";

/*
 * What was last read of the staff's own calendars.  `source` is a digest: an address can be a
 * secret.  `spans` are the busy times from `start_at` to `end_at`; `trouble` is why it could not be
 * read since.
 */
static const char calendars[] = "create table calendar ("
				" source text primary key,"
				" etag text not null,"
				" fetched_at integer not null,"
				" tried_at integer not null,"
				" told_at integer not null,"
				" start_at integer not null,"
				" end_at integer not null,"
				" lasting integer not null,"
				" trouble text not null,"
				" spans blob not null"
				") strict;";

const char *const schema_steps[] = { first, second, third, brakes, answers, pending, later, leaving,
	calendars };
const int schema_version = sizeof schema_steps / sizeof schema_steps[0];
