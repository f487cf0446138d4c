"""Calendar programs answer: each in its own shape, and each answer does what its sender means."""

import base64
import datetime
import email.utils
import re
import sqlite3
import struct

import icalendar
import tap
from convened import ALWAYS, MAILBOX, Convened, Person, days_ahead, say_date, wait_until
from formalities import check_calendar, check_mail
from servers import Servers

DAY, OTHER = days_ahead(9), days_ahead(10)
UTC = datetime.timezone.utc
LEE = ALWAYS.replace("Nino Beridze", "Lee Tan").replace("nino@", "lee@")
LEE = LEE.replace("Mon-Sun 06:00-20:00", "Mon-Sun 09:00-12:00")

WINDOWS_ZONE = """\
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


class Answer:
    """What somebody's calendar is to say about an invitation; programs put it into their shapes."""

    ticks = 0

    def __init__(self, person, invitation, partstat="ACCEPTED", method="REPLY", start=None, more=""):
        Answer.ticks += 1
        self.person, self.invitation, self.more = person, invitation, more
        self.partstat, self.method = partstat, method
        self.ics = invitation.ics
        self.organizer = self.ics.one("ORGANIZER").split(":", 1)[1]
        self.start = start or self.ics.moment("DTSTART")
        self.end = self.start + (self.ics.moment("DTEND") - self.ics.moment("DTSTART"))
        self.stamp = datetime.datetime.now(UTC) + datetime.timedelta(seconds=Answer.ticks)

    def utc(self, moment):
        return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def send(self, body, headers="", thread=True, to=None):
        self.id = email.utils.make_msgid(domain="answers.test").strip("<>")
        head = (
            f"From: {self.person.name} <{self.person.address}>\nTo: {to or self.organizer}\n"
            f"Subject: Re: {self.invitation.subject}\nDate: {email.utils.format_datetime(datetime.datetime.now(UTC))}\n"
            f"Message-ID: <{self.id}>\nMIME-Version: 1.0\n{headers}"
        )
        if thread:
            head += f"In-Reply-To: {self.invitation.id}\n"
        raw = (head + body).replace("\n", "\r\n").encode()
        self.person.servers.deliver(raw, [to or self.organizer], sender=self.person.address)

    def event(self, lines):
        return "BEGIN:VEVENT\n" + "\n".join(line for line in lines if line) + "\nEND:VEVENT\n"


def wrapped(text):
    return base64.encodebytes(text.encode()).decode()


def google(a, send=True):
    """Everything copied, the organizer in lower case, an answer even inside a counter."""
    person = f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={a.partstat};CN={a.person.address};X-NUM-GUESTS=0:mailto:{a.person.address}"
    text = (
        f"BEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nVERSION:2.0\nCALSCALE:GREGORIAN\nMETHOD:{a.method}\n"
        + a.event([f"DTSTART:{a.utc(a.start)}", f"DTEND:{a.utc(a.end)}", f"DTSTAMP:{a.utc(a.stamp)}",
                   f"ORGANIZER;CN=Meetings:mailto:{a.organizer.lower()}", f"UID:{a.ics.one('UID')}", person,
                   f"SEQUENCE:{a.ics.one('SEQUENCE')}", "STATUS:CONFIRMED", "SUMMARY:A talk", a.more])
        + "END:VCALENDAR\n")  # fmt: skip
    a.send(
        'Content-Type: multipart/mixed; boundary="g"\n\n--g\nContent-Type: multipart/alternative; boundary="h"\n\n'
        f"--h\nContent-Type: text/plain; charset=UTF-8; format=flowed\nContent-Transfer-Encoding: base64\n\n{wrapped('Answered.')}\n"
        f"--h\nContent-Type: text/calendar; charset=UTF-8; method={a.method}\nContent-Transfer-Encoding: 7bit\n\n{text}\n--h--\n"
        f'--g\nContent-Type: application/ics; name="invite.ics"\nContent-Disposition: attachment; filename="invite.ics"\n'
        f"Content-Transfer-Encoding: base64\n\n{wrapped(text)}\n--g--\n",
        f"Sender: Google Calendar <calendar-notification@google.com>\nReply-To: {a.person.address}\nAuto-Submitted: auto-generated\n",
        thread=False)  # fmt: skip


def exchange(a):
    """No organizer, names of Windows, MAILTO in capitals, a localized summary."""
    berlin = datetime.timezone(datetime.timedelta(hours=1))
    local = lambda moment: f"{moment.astimezone(berlin):%Y%m%dT%H%M%S}"  # noqa: E731
    text = (
        "BEGIN:VCALENDAR\nMETHOD:" + a.method + "\nPRODID:Microsoft Exchange Server 2010\nVERSION:2.0\n" + WINDOWS_ZONE
        + a.event([f"ATTENDEE;PARTSTAT={a.partstat};CN={a.person.name}:MAILTO:{a.person.address}", "COMMENT;LANGUAGE=de-DE:\\n",
                   f"UID:{a.ics.one('UID')}", "SUMMARY;LANGUAGE=de-DE:Zugesagt: A talk",
                   f"DTSTART;TZID=W. Europe Standard Time:{local(a.start)}", f"DTEND;TZID=W. Europe Standard Time:{local(a.end)}",
                   "CLASS:PUBLIC", "PRIORITY:5", f"DTSTAMP:{a.utc(a.stamp)}", "TRANSP:OPAQUE", "STATUS:CONFIRMED",
                   f"SEQUENCE:{a.ics.one('SEQUENCE')}", "LOCATION;LANGUAGE=de-DE:", "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
                   "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", a.more])
        + "END:VCALENDAR\n")  # fmt: skip
    a.send(
        'Content-Type: multipart/alternative; boundary="x"\n\n--x\nContent-Type: text/plain; charset="iso-8859-1"\n\n\n'
        '--x\nContent-Type: text/html; charset="iso-8859-1"\n\n<html><body></body></html>\n'
        f'--x\nContent-Type: text/calendar; charset="utf-8"; method={a.method}\nContent-Transfer-Encoding: base64\n\n{wrapped(text)}\n--x--\n',
        "Thread-Topic: A talk\nX-MS-Exchange-Calendar-Originator-Id: x\n")  # fmt: skip


def outlook(a):
    """Outlook over IMAP: a bare attendee, an HTML description, a quoted zone."""
    text = (
        f"BEGIN:VCALENDAR\nPRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\nVERSION:2.0\nMETHOD:{a.method}\n"
        "X-MS-OLK-FORCEINSPECTOROPEN:TRUE\n"
        + a.event([f"ATTENDEE;PARTSTAT={a.partstat}:mailto:{a.person.address}", "CLASS:PUBLIC", f"CREATED:{a.utc(a.stamp)}",
                   "DESCRIPTION:\\n", f'DTEND;TZID="Greenwich Standard Time":{a.utc(a.end)[:-1]}', f"DTSTAMP:{a.utc(a.stamp)}",
                   f'DTSTART;TZID="Greenwich Standard Time":{a.utc(a.start)[:-1]}', "PRIORITY:5",
                   f"SEQUENCE:{a.ics.one('SEQUENCE')}", "SUMMARY;LANGUAGE=en-us:Accepted: A talk", "TRANSP:OPAQUE",
                   f"UID:{a.ics.one('UID')}", "X-ALT-DESC;FMTTYPE=text/html:<html></html>", a.more])
        + "END:VCALENDAR\n")  # fmt: skip
    a.send(
        'Content-Type: multipart/alternative; boundary="o"\n\n--o\nContent-Type: text/plain; charset="us-ascii"\n\n\n'
        f'--o\nContent-Type: text/calendar; method={a.method}; charset="utf-8"\nContent-Transfer-Encoding: 7bit\n\n{text}\n--o--\n'
    )


def apple(a):
    """No method parameter, an attachment in quoted-printable between two pages."""
    text = (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Apple Inc.//iCal 4.0//EN\nCALSCALE:GREGORIAN\nMETHOD:{a.method}\n"
        + a.event([f"UID:{a.ics.one('UID')}", f"DTSTAMP:{a.utc(a.stamp)}", f"DTSTART:{a.utc(a.start)}", f"DTEND:{a.utc(a.end)}",
                   f"ORGANIZER:mailto:{a.organizer}", f"SEQUENCE:{a.ics.one('SEQUENCE')}", "SUMMARY:A talk",
                   f"ATTENDEE;CN={a.person.name};CUTYPE=INDIVIDUAL;PARTSTAT={a.partstat}:mailto:{a.person.address}", a.more])
        + "END:VCALENDAR\n")  # fmt: skip
    coded = text.replace("=", "=3D").replace("\n", "=0D=0A=\n")
    a.send(
        'Content-Type: multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/plain; charset=us-ascii\n\nAnswered.\n'
        '--a\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html; charset=us-ascii\n\n<html></html>\n'
        "--b\nContent-Disposition: attachment; filename=iCal-1.ics\nContent-Type: text/calendar; x-unix-mode=0644; name=iCal-1.ics\n"
        f"Content-Transfer-Encoding: quoted-printable\n\n{coded}\n--b\nContent-Type: text/html\n\n<html></html>\n--b--\n--a--\n",
        thread=False)  # fmt: skip


def thunderbird(a):
    text = (
        f"BEGIN:VCALENDAR\nPRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN\nVERSION:2.0\nMETHOD:{a.method}\n"
        + a.event([f"CREATED:{a.utc(a.stamp)}", f"LAST-MODIFIED:{a.utc(a.stamp)}", f"DTSTAMP:{a.utc(a.stamp)}", f"UID:{a.ics.one('UID')}",
                   "SUMMARY:Grüße", f"ORGANIZER;CN=Meetings:mailto:{a.organizer}",
                   f"ATTENDEE;CN={a.person.name};PARTSTAT={a.partstat};ROLE=REQ-PARTICIPANT:mailto:{a.person.address}"
                   if "ATTENDEE" not in a.more else "", f"DTSTART:{a.utc(a.start)}", f"DTEND:{a.utc(a.end)}",
                   f"SEQUENCE:{a.ics.one('SEQUENCE')}", "TRANSP:OPAQUE", a.more])
        + "END:VCALENDAR\n")  # fmt: skip
    a.send(
        'Content-Type: multipart/mixed; boundary="t"\n\n--t\nContent-Type: multipart/alternative; boundary="u"\n\n'
        "--u\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\nAnswered.\n"
        f"--u\nContent-Type: text/calendar; method={a.method}; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n--u--\n"
        '--t\nContent-Type: application/ics; name="invite.ics"\nContent-Disposition: attachment; filename="invite.ics"\n'
        f"Content-Transfer-Encoding: 8bit\n\n{text}\n--t--\n")  # fmt: skip


def yahoo(a):
    """The zone behind the event, with a history; a role that is none; the state twice."""
    text = (
        f"BEGIN:VCALENDAR\nPRODID:-//Yahoo//Calendar//EN\nVERSION:2.0\nMETHOD:{a.method}\n"
        + a.event([f"DTSTART;TZID=Etc/GMT:{a.utc(a.start)[:-1]}", f"DTEND;TZID=Etc/GMT:{a.utc(a.end)[:-1]}", f"UID:{a.ics.one('UID')}",
                   "STATUS:CONFIRMED", "STATUS:CONFIRMED", f"DTSTAMP:{a.utc(a.stamp)}", f"SEQUENCE:{a.ics.one('SEQUENCE')}",
                   f'ORGANIZER;SCHEDULE-STATUS=1.1;SENT-BY="mailto:{a.organizer}":mailto:{a.organizer}',
                   f"ATTENDEE;PARTSTAT={a.partstat};CN={a.person.name};ROLE=REQ_PARTICIPANT;RSVP=TRUE:mailto:{a.person.address}", a.more])
        + "BEGIN:VTIMEZONE\nTZID:Etc/GMT\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0000\n"
        "RDATE:19700101T000000\nEND:STANDARD\nEND:VTIMEZONE\nEND:VCALENDAR\n")  # fmt: skip
    a.send(
        'Content-Type: multipart/mixed; boundary="y"\n\n--y\nContent-Type: multipart/alternative; boundary="z"\n\n'
        "--z\nContent-Type: text/plain; charset=UTF-8\n\nAnswered.\n"
        f"--z\nContent-Type: text/calendar; charset=UTF-8; method={a.method}\nContent-Transfer-Encoding: base64\n\n{wrapped(text)}\n--z--\n"
        f'--y\nContent-Type: application/ics; name="invite.ics"\nContent-Transfer-Encoding: base64\n\n{wrapped(text)}\n--y--\n'
    )


def zimbra(a):
    text = (
        f"BEGIN:VCALENDAR\nPRODID:Zimbra-Calendar-Provider\nVERSION:2.0\nMETHOD:{a.method}\n"
        + a.event([f"UID:{a.ics.one('UID')}", f"ATTENDEE;CN={a.person.name};ROLE=REQ-PARTICIPANT;PARTSTAT={a.partstat}:mailto:{a.person.address}",
                   f"ORGANIZER;CN=Meetings:mailto:{a.organizer}", f'DTSTART;TZID="GMT":{a.utc(a.start)[:-1]}',
                   f'DTEND;TZID="GMT":{a.utc(a.end)[:-1]}', "STATUS:CONFIRMED", f"SEQUENCE:{a.ics.one('SEQUENCE')}",
                   f"DTSTAMP:{a.utc(a.stamp)}", a.more])
        + "END:VCALENDAR\n")  # fmt: skip
    a.send(
        'Content-Type: multipart/alternative; boundary="q"\n\n--q\nContent-Type: text/plain; charset=utf-8\n\nYes.\n'
        "--q\nContent-Type: text/html; charset=utf-8\n\n<html><body>Yes.</body></html>\n"
        f'--q\nContent-Type: text/calendar; charset=utf-8; method={a.method}; name=meeting.ics\nContent-Transfer-Encoding: 7bit\n\n{text}\n--q--\n'
    )


def only_a_file(a):
    """application/ics and nothing else."""
    text = (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\nMETHOD:{a.method}\n"
        + a.event([f"UID:{a.ics.one('UID')}", f"DTSTAMP:{a.utc(a.stamp)}", f"ATTENDEE;PARTSTAT={a.partstat}:mailto:{a.person.address}",
                   f"ORGANIZER:mailto:{a.organizer}", f"DTSTART:{a.utc(a.start)}", f"DTEND:{a.utc(a.end)}"])
        + "END:VCALENDAR\n")  # fmt: skip
    a.send(
        'Content-Type: multipart/mixed; boundary="f"\n\n--f\nContent-Type: text/plain\n\nSee the file.\n'
        f'--f\nContent-Type: application/ics; name="reply.ics"\nContent-Transfer-Encoding: base64\n\n{wrapped(text)}\n--f--\n'
    )


def winmail(a):
    """Exchange's own envelope; the thread tells which meeting is meant."""
    name = b"IPM.Schedule.Meeting.Resp." + {"ACCEPTED": b"Pos", "DECLINED": b"Neg"}[a.partstat] + b"\0"
    tnef = struct.pack("<IHBII", 0x223E9F78, 1, 1, 0x00078008, len(name)) + name + b"\0\0"
    a.send(
        'Content-Type: multipart/mixed; boundary="w"\n\n--w\nContent-Type: text/plain\n\n\n'
        '--w\nContent-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n\n'
        f"{base64.encodebytes(tnef).decode()}\n--w--\n")  # fmt: skip


def forwarded(a):
    """Somebody's answer as an attached mail: it was said to somebody else."""
    a.send(
        'Content-Type: multipart/mixed; boundary="r"\n\n--r\nContent-Type: text/plain\n\nThanks!\n'
        "--r\nContent-Type: message/rfc822\n\nFrom: x@volunteers.test\nContent-Type: text/calendar; method=REPLY\n\n"
        "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REPLY\n"
        + a.event([f"UID:{a.ics.one('UID')}", f"ATTENDEE;PARTSTAT={a.partstat}:mailto:{a.person.address}"])
        + "END:VCALENDAR\n--r--\n")  # fmt: skip


class Stage:
    """A meeting of Ana's with Nino, to which a guest comes for each program."""

    def __init__(self, servers, convened, programs):
        self.servers, self.convened = servers, convened
        self.ana = Person(servers, "ana@volunteers.test", "Ana Lima")
        self.nino = Person(servers, "nino@example.org", "Nino")
        self.lee = Person(servers, "lee@example.org", "Lee")
        self.guests = {
            program.__name__: Person(servers, f"{program.__name__}@volunteers.test", program.__name__.title())
            for program in programs
        }
        self.ana.write(
            "A talk with Nino",
            f"Hello, could I meet Nino on {say_date(DAY)} at 10:00 UTC for 30 minutes?\n\nAna",
            cc=[guest.address for guest in self.guests.values()],
        )
        self.invitations = {"ana": self.ana.next_mail(), "nino": self.nino.next_mail()}
        for name, guest in self.guests.items():
            guest.next_mail()  # Ana's own mail, in copy
            self.invitations[name] = guest.next_mail()

    def rows(self, query, *values):
        with sqlite3.connect(f"file:{self.convened.store}?mode=ro", uri=True) as store:
            return store.execute(query, values).fetchall()

    def partstat(self, name):
        return self.rows("select partstat from guest where email like ? || '@%' and role <> 'former'", name)[0][0]

    def queued(self):
        return self.rows("select count(*) from queue where kind <> 'operator'")[0][0]

    def after(self, program, answer):
        """How many mails were queued for people when the program's answer was handled."""
        queued = self.queued()
        program(answer)
        wait_until(
            lambda: self.rows("select verdict from mail where message_id = ?", answer.id),
            f"an answer to be handled\n{self.convened.log()}",
        )
        return self.queued() - queued


def check_object(mail, name):
    """A parser that is not ours takes it."""
    if mail.ics is None:
        return
    event = icalendar.Calendar.from_ical(mail.ics.text).walk("VEVENT")[0]
    tap.ok(str(event["UID"]) and event["DTSTAMP"].dt.tzinfo is not None, f"{name}: another parser reads it")


def each_program_accepts(stage):
    for name, guest in stage.guests.items():
        invitation = stage.invitations[name]
        check_calendar(invitation, f"the invitation to {name}", "REQUEST", guest.address, MAILBOX, 0)
        check_object(invitation, f"the invitation to {name}")
        told = stage.after(globals()[name], Answer(guest, invitation))
        tap.same(stage.partstat(name), "accepted", f"{name}: its yes is noted")
        tap.same(told, 0, f"{name}: and nobody gets a mail for it")


def second_thoughts(stage):
    guest, invitation = stage.guests["exchange"], stage.invitations["exchange"]
    stage.nino.read = len(stage.nino.mails())
    stage.ana.read = len(stage.ana.mails())
    first = Answer(guest, invitation)
    told = stage.after(exchange, Answer(guest, invitation, "DECLINED"))
    tap.same(stage.partstat("exchange"), "declined", "a later no wins")
    tap.same(told, 2, "host and writer are told")
    tap.has(stage.nino.next_mail().text, "exchange@volunteers.test cannot come", "the host")
    tap.has(stage.ana.next_mail().text, "exchange@volunteers.test cannot come", "the writer")
    told = stage.after(exchange, first)
    tap.same((stage.partstat("exchange"), told), ("declined", 0), "an earlier yes that comes late changes nothing")


def what_is_not_obeyed(stage):
    before = stage.rows("select * from meeting"), stage.rows("select email, partstat, role from guest")
    ana = stage.ana, stage.invitations["ana"]
    for what, answer, program in (
        ("CANCEL", Answer(*ana, method="CANCEL"), yahoo),
        ("REQUEST", Answer(*ana, method="REQUEST", start=datetime.datetime(2031, 1, 1, tzinfo=UTC)), zimbra),
        ("an answer inside an attached mail", Answer(*ana, "DECLINED"), forwarded),
    ):
        told = stage.after(program, answer)
        after = stage.rows("select * from meeting"), stage.rows("select email, partstat, role from guest")
        same = [row[:2] + row[3:11] for row in before[0]] == [row[:2] + row[3:11] for row in after[0]]
        tap.ok(same and before[1] == after[1], f"{what} changes nothing")
        tap.same(told, 0, f"{what}: nobody hears of it")


def counters(stage):
    taken = datetime.datetime(OTHER.year, OTHER.month, OTHER.day, 3, tzinfo=UTC)
    stage.ana.read = len(stage.ana.mails())
    stage.after(google, Answer(stage.ana, stage.invitations["ana"], method="COUNTER", start=taken))
    refusal = stage.ana.next_mail()
    check_mail(refusal, "the answer to a proposal that cannot be")
    tap.ok(refusal.ics and refusal.ics.one("METHOD") == "DECLINECOUNTER", "it is declined")
    tap.ok(re.search(r"^ +1\. ", refusal.text, re.M), "and other times are offered")

    free = taken.replace(hour=15)
    guest = stage.guests["thunderbird"]
    guest.read = len(guest.mails())
    stage.after(exchange, Answer(stage.ana, stage.invitations["ana"], method="COUNTER", start=free))
    moved = stage.ana.next_mail()
    check_calendar(moved, "a proposal that fits", "REQUEST", stage.ana.address, MAILBOX, 1)
    tap.same(moved.ics.moment("DTSTART"), free, "moves the meeting")
    theirs = guest.next_mail()
    check_calendar(theirs, "to a guest", "REQUEST", guest.address, MAILBOX, 1)
    check_object(theirs, "the update")
    tap.same(theirs.ics.one("ORGANIZER"), stage.invitations["thunderbird"].ics.one("ORGANIZER"),
             "the organizer stays the same")  # fmt: skip
    tap.same(stage.partstat("google"), "needs-action", "who had agreed is asked again")
    stage.after(google, Answer(stage.guests["google"], stage.invitations["google"]))
    tap.same(stage.partstat("google"), "needs-action", "an answer to the earlier time is none to this one")
    return moved


def refresh(stage):
    guest = stage.guests["thunderbird"]
    guest.read = len(guest.mails())
    told = stage.after(thunderbird, Answer(guest, stage.invitations["thunderbird"], method="REFRESH"))
    tap.same(told, 1, "who asks again gets one mail")
    again = guest.next_mail()
    check_calendar(again, "the invitation again", "REQUEST", guest.address, MAILBOX, 1)


def delegation(stage):
    guest = stage.guests["thunderbird"]
    invitation = guest.mails()[-1]
    dee = Person(stage.servers, "dee@volunteers.test", "Dee")
    more = (f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{dee.address}":mailto:{guest.address}\n'
            f'ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM="mailto:{guest.address}":mailto:{dee.address}')  # fmt: skip
    stage.after(thunderbird, Answer(guest, invitation, more=more))
    mail = dee.next_mail()
    check_calendar(mail, "the invitation to who was sent", "REQUEST", dee.address, MAILBOX, 2)
    tap.same(stage.partstat("thunderbird"), "delegated", "who sends is marked")
    people = {value.lower() for _, value in mail.ics.all("ATTENDEE")}
    tap.same(people, {"mailto:dee@volunteers.test", "mailto:nino@example.org"}, "who was sent sees the host alone")
    tap.ok(b"ana@volunteers.test" not in mail.raw, "and no address of others")


def hand_over(stage, moved):
    """Lee is there in the morning alone, so the meeting goes there first."""
    morning = datetime.datetime(OTHER.year, OTHER.month, OTHER.day, 9, 30, tzinfo=UTC)
    stage.ana.read = len(stage.ana.mails())
    stage.after(zimbra, Answer(stage.ana, moved, method="COUNTER", start=morning))
    early = stage.ana.next_mail()
    tap.same(early.ics.moment("DTSTART"), morning, "moved to the morning")
    theirs = stage.nino.next_mail()
    while theirs.ics is None or theirs.ics.moment("DTSTART") != morning:
        theirs = stage.nino.next_mail()
    stage.after(outlook, Answer(stage.nino, theirs, "DECLINED"))
    off = stage.nino.next_mail()
    check_calendar(off, "the host who declines", "CANCEL", stage.nino.address, MAILBOX, int(early.ics.one("SEQUENCE")) + 1)
    tap.same(len(off.ics.all("ATTENDEE")), 1, "is named alone")
    check_object(off, "the cancellation")
    now = stage.ana.next_mail()
    tap.has(now.text, "Lee Tan", "the writer hears who takes over")
    tap.same(now.ics.moment("DTSTART"), morning, "at the same time")
    theirs = stage.lee.next_mail()
    tap.same(theirs.ics.one("UID"), off.ics.one("UID"), "the colleague gets the same event")
    return now


def writer_declines(stage, invitation):
    stage.ana.read = len(stage.ana.mails())
    stage.after(winmail, Answer(stage.ana, invitation, "DECLINED"))
    offer = stage.ana.next_mail()
    tap.ok(re.search(r"^ +1\. ", offer.text, re.M), "the writer's no, in winmail.dat, brings other times")
    tap.has(offer.text, "will be called off", "and says what becomes of the old one")
    stage.ana.answer(offer, "1 please")
    picked = stage.ana.next_mail()
    tap.ok(picked.ics and picked.ics.one("METHOD") == "REQUEST", "one of which can be picked")


def main():
    programs = (google, exchange, outlook, apple, thunderbird, yahoo, zimbra, only_a_file, winmail)
    with Servers() as servers, Convened(servers, staff={"nino.conf": ALWAYS, "lee.conf": LEE}) as convened:
        stage = Stage(servers, convened, programs)
        each_program_accepts(stage)
        second_thoughts(stage)
        what_is_not_obeyed(stage)
        moved = counters(stage)
        refresh(stage)
        delegation(stage)
        invitation = hand_over(stage, moved)
        writer_declines(stage, invitation)
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
