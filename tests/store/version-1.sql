-- A store as version 1 wrote it, with one settled meeting and one mail to be sent.  Never edited: it
-- stands for the files that are out there.
create table fact (
 name text primary key,
 value text not null
) strict, without rowid;
create table meeting (
 id integer primary key autoincrement,
 uid text not null,
 state text not null,
 with_person integer not null,
 topic text not null,
 duration integer not null,
 language text not null,
 start_at integer not null,
 end_at integer not null,
 sequence integer not null,
 stamped_at integer not null,
 revision integer not null,
 rounds integer not null,
 subject text not null,
 last_id text not null,
 created_at integer not null,
 changed_at integer not null
) strict;
create unique index meeting_uid on meeting (uid) where uid <> '';
create table guest (
 meeting integer not null references meeting on delete cascade,
 position integer not null,
 email text not null collate nocase,
 name text not null,
 role text not null,
 partstat text not null,
 language text not null,
 zone text not null,
 token text not null,
 primary key (meeting, position)
) strict, without rowid;
create unique index guest_token on guest (token) where token <> '';
create table offer (
 meeting integer not null references meeting on delete cascade,
 position integer not null,
 round integer not null,
 number integer not null,
 start_at integer not null,
 end_at integer not null,
 host text not null collate nocase,
 state text not null,
 held_until integer not null,
 primary key (meeting, position)
) strict, without rowid;
create index offer_held on offer (held_until) where state = 'open';
create table refused (
 meeting integer not null references meeting on delete cascade,
 start_at integer not null,
 end_at integer not null,
 primary key (meeting, start_at)
) strict, without rowid;
create table wished (
 meeting integer not null references meeting on delete cascade,
 start_at integer not null,
 end_at integer not null,
 primary key (meeting, start_at)
) strict, without rowid;
create table reference (
 meeting integer not null references meeting on delete cascade,
 position integer not null,
 message_id text not null,
 primary key (meeting, position)
) strict, without rowid;
create table booking (
 host text not null collate nocase,
 start_at integer not null,
 end_at integer not null,
 meeting integer not null references meeting on delete cascade,
 primary key (host, start_at),
 check (start_at < end_at)
) strict, without rowid;
create index booking_meeting on booking (meeting);
create index booking_end on booking (end_at);
create trigger booking_once before insert on booking begin
 select raise(abort, 'double booking') where new.start_at <
  (select end_at from booking where host = new.host and start_at < new.end_at
   order by start_at desc limit 1);
 end;
create trigger booking_fixed before update on booking begin
 select raise(abort, 'a booking is removed and made anew, never changed');
 end;
create table wake (
 meeting integer primary key references meeting on delete cascade,
 at integer not null
) strict;
create index wake_at on wake (at);
create table note (
 id integer primary key,
 meeting integer not null references meeting on delete cascade,
 at integer not null,
 line text not null
) strict;
create index note_meeting on note (meeting);
create table mail (
 id integer primary key autoincrement,
 digest text not null unique,
 content_key text not null,
 message_id text not null,
 received_at integer not null,
 handled_at integer not null,
 verdict text not null,
 meeting integer references meeting on delete set null,
 why text not null
) strict;
create unique index mail_content on mail (content_key)
 where content_key <> '' and verdict <> 'duplicate';
create index mail_message_id on mail (message_id);
create index mail_meeting on mail (meeting);
create table place (
 uid_validity integer not null,
 uid integer not null,
 mail integer not null references mail on delete cascade,
 marked integer not null,
 primary key (uid_validity, uid)
) strict, without rowid;
create index place_mail on place (mail);
create index place_unmarked on place (uid_validity, mail) where marked = 0;
create table person (
 email text primary key collate nocase,
 language text not null,
 zone text not null,
 changed_at integer not null
) strict, without rowid;
create table queue (
 id integer primary key autoincrement,
 meeting integer references meeting on delete set null,
 recipient text not null,
 sender text not null,
 message_id text not null unique,
 kind text not null,
 state text not null,
 tries integer not null,
 queued_at integer not null,
 next_at integer not null,
 done_at integer not null,
 answer text not null,
 digest text not null,
 bytes blob not null
) strict;
create index queue_due on queue (next_at) where state in ('waiting', 'uncertain');
create index queue_sending on queue (id) where state = 'sending';
create index queue_open on queue (id) where state <> 'sent';
create index queue_meeting on queue (meeting);

insert into fact values ('key', '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');
insert into meeting values (3, 'uid@example.org', 'settled', 0, 'the spring campaign', 30, 'en',
    1804500000, 1804501800, 0, 1800000123, 2, 1, 'A talk', 'hers@example.com', 1800000000, 1800000200);
insert into guest values (3, 0, 'ann@example.com', 'Ann', 'writer', 'accepted', 'en', '+05:30', 'abc');
insert into guest values (3, 1, 'nino@example.org', 'Nino', 'host', 'needs-action', '', 'UTC', 'def');
insert into offer values (3, 0, 1, 1, 1804500000, 1804501800, 'nino@example.org', 'taken', 1800100000);
insert into refused values (3, 1804600000, 1804601800);
insert into wished values (3, 1804700000, 1804701800);
insert into reference values (3, 0, 'hers@example.com');
insert into booking values ('nino@example.org', 1804500000, 1804501800, 3);
insert into wake values (3, 1804400000);
insert into note values (1, 3, 1800000000, 'offer writer');
insert into mail values (1, 'd1', 'k1', 'hers@example.com', 1800000000, 1800000100, 'answered', 3, '');
insert into place values (1, 1, 1, 1);
insert into person values ('ann@example.com', 'en', '+05:30', 1800000100);
insert into queue values (1, 3, 'ann@example.com', '', 'ours@example.org', 'invite', 'waiting', 0,
    1800000200, 1800000200, 0, '', '65f9a95dbdef997c9083008142e6f4d97fac10471f769cbcb0c909aacaffd1ce', x'5375626a6563743a2068656c6c6f0d0a');
pragma application_id = 1131834980;
pragma user_version = 1;
