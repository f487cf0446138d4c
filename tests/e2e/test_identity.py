"""Mails in somebody else's name: none of them changes a meeting, and who may still can."""

import email.utils
import sqlite3

import tap
from convened import ALWAYS, MAILBOX, Convened, Mail, Person, days_ahead, say_date, wait_until
from servers import Servers

OURS = "mx.example.org"  # mailbox.authserv_id of etc/convened.conf
DAY = days_ahead(9)
OTHER = days_ahead(10)
ANA, BO, NINO = "ana@volunteers.test", "bo@volunteers.test", "nino@example.org"
EVE = "eve@evil.test"
CANCEL = "Please cancel our meeting."
MOVE = f"Please move our meeting to {say_date(OTHER)} at 15:00 UTC."


def results(text, server=OURS):
    return f"Authentication-Results: {server}; {text}\r\n"


PASS = results("dmarc=pass header.from=volunteers.test")
FAIL = results("dmarc=fail header.from=volunteers.test")
EVIL = results(f"spf=pass smtp.mailfrom={EVE}; dkim=pass header.d=evil.test; dmarc=pass header.from=evil.test")


class Stage:
    """A meeting of Ana's with Nino, to which Bo comes; and the one who forges mails."""

    def __init__(self, servers, convened):
        self.servers, self.convened = servers, convened
        self.sent = 0
        self.ana = Person(servers, ANA, "Ana Lima")
        self.bo = Person(servers, BO, "Bo Chen")
        self.nino = Person(servers, NINO, "Nino")
        self.first_id = self.ana.write(
            "A talk", f"Hello, could we meet on {say_date(DAY)} at 10:00 UTC for 30 minutes?\n\nAna", cc=[BO]
        )
        self.invitation = self.ana.next_mail()
        self.bo.next_mail()  # Ana's own mail, in copy
        self.bos = self.bo.next_mail()
        self.ninos = self.nino.next_mail()
        self.uid = self.invitation.ics.one("UID")

    def rows(self, query, *values):
        with sqlite3.connect(f"file:{self.convened.store}?mode=ro", uri=True) as store:
            return store.execute(query, values).fetchall()

    def state(self):
        """All of the meeting that a mail could change."""
        return (
            self.rows("select id, uid, state, start_at, end_at, sequence, rounds from meeting order by id"),
            self.rows("select meeting, email, role, partstat, language from guest order by 1, position"),
            self.rows("select * from offer"),
            self.rows("select * from booking"),
        )

    def address(self, mail):
        return email.utils.parseaddr(mail.header("Reply-To") or mail.header("From"))[1]

    def forge(self, head, text, to=MAILBOX, kind="text/plain; charset=utf-8"):
        """Delivers a mail of Eve's with these headers, and waits until it was handled."""
        self.sent += 1
        message_id = f"forged.{self.sent}@evil.test"
        date = email.utils.format_datetime(email.utils.localtime())
        raw = (
            f"{head}To: {to}\r\nDate: {date}\r\nMessage-ID: <{message_id}>\r\n"
            f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n{text}\r\n"
        )
        self.servers.deliver(raw.encode(), [to], sender=EVE)
        wait_until(
            lambda: self.rows("select verdict from mail where message_id = ?", message_id),
            f"forged mail {self.sent} to be handled\n{raw}",
        )

    def calendar(self, method, attendee, more=""):
        return (
            f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//evil//EN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n"
            f"UID:{self.uid}\r\nSEQUENCE:9\r\nDTSTAMP:{OTHER:%Y%m%d}T000000Z\r\n"
            f"DTSTART:{OTHER:%Y%m%d}T150000Z\r\nDTEND:{OTHER:%Y%m%d}T153000Z\r\nSUMMARY:A talk\r\n"
            f"{more}ATTENDEE;{attendee}\r\nEND:VEVENT\r\nEND:VCALENDAR"
        )


def thread(mail_id):
    return f"In-Reply-To: {mail_id}\r\nReferences: {mail_id}\r\nSubject: Re: A talk\r\n"


def cases(s):
    """(what is tried, headers, text, more): each by somebody who may not."""
    known, fresh = thread(s.first_id), "Subject: Our meeting\r\n"
    as_ana, as_nino = f"From: Ana Lima <{ANA}>\r\n", f"From: Nino Beridze <{NINO}>\r\n"
    as_eve, bo_token = f"From: Eve <{EVE}>\r\n", s.address(s.bos)
    part = {"kind": "text/calendar; method={}; charset=utf-8"}

    def calendar(method, attendee, more=""):
        return s.calendar(method, attendee, more), {"kind": part["kind"].format(method)}

    yield "a fresh mail as Ana: call off", as_ana + fresh, CANCEL, {}
    yield "a fresh mail as Ana: move", as_ana + fresh, MOVE, {}
    yield "a fresh mail as Nino: call off", as_nino + fresh, CANCEL, {}
    yield "in the thread of Ana's own mail", as_ana + known, CANCEL, {}
    yield "the same, to another time", as_ana + known, MOVE, {}
    yield "refuted by DMARC", FAIL + as_ana + known, CANCEL, {}
    yield "refuted, with Ana's secret", FAIL + as_ana + thread(s.invitation.id), CANCEL, {
        "to": s.address(s.invitation)}  # fmt: skip
    yield "our server's name forged beside our server", EVIL + PASS + as_ana + known, CANCEL, {}
    yield "the same below, in quotes", EVIL + PASS.replace(OURS, f'"{OURS}"') + as_ana + known, CANCEL, {}
    yield "our server's name in a comment", (
        results("dmarc=pass header.from=volunteers.test", f"({OURS}) {OURS}") + as_ana + known), CANCEL, {}
    yield "another server's word", PASS.replace(OURS, "mx.evil.test") + as_ana + known, CANCEL, {}
    yield "no server's name at all", (
        "Authentication-Results: dmarc=pass header.from=volunteers.test\r\n" + as_ana + known), CANCEL, {}
    yield "a server's word on another domain", EVIL + as_ana + known, CANCEL, {}
    yield "two From, Ana's first", EVIL + as_ana + as_eve + known, CANCEL, {}
    yield "two From, Ana's last", EVIL + as_eve + as_ana + known, CANCEL, {}
    yield "two From, and DMARC passed for one", PASS + as_ana + as_eve + known, CANCEL, {}
    yield "two addresses in From", PASS + f"From: {ANA}, {EVE}\r\n" + known, CANCEL, {}
    yield "Ana in a comment", EVIL + f"From: ({ANA}) {EVE}\r\n" + known, CANCEL, {}
    yield "Ana behind a comment", PASS + f"From: {ANA}(@evil.test)\r\n" + known, CANCEL, {}
    yield "Ana in quotes", EVIL + f'From: "{ANA}" <{EVE}>\r\n' + known, CANCEL, {}
    yield "Ana encoded", EVIL + f"From: =?utf-8?q?=3C{ANA.replace('@', '=40')}=3E?= <{EVE}>\r\n" + known, CANCEL, {}
    yield "two in brackets", PASS + f"From: <{ANA}><{EVE}>\r\n" + known, CANCEL, {}
    yield "Reply-To is Ana's", EVIL + as_eve + f"Reply-To: {ANA}\r\n" + known, CANCEL, {}
    yield "Sender is Ana", EVIL + as_eve + f"Sender: {ANA}\r\n" + known, CANCEL, {}
    yield "Eve under her own name", EVIL + as_eve + known, CANCEL, {}
    yield "Eve answers Ana's invitation", EVIL + as_eve + thread(s.invitation.id), CANCEL, {}
    yield "Bo's secret under Ana's name", as_ana + fresh, CANCEL, {"to": bo_token}
    yield "Bo's secret under Nino's name", as_nino + thread(s.bos.id), MOVE, {"to": bo_token}
    yield "Bo under his own name", f"From: Bo <{BO}>\r\n" + thread(s.bos.id), CANCEL, {"to": bo_token}
    yield "a secret that is none", as_ana + fresh, CANCEL, {
        "to": MAILBOX.replace("@", "+aaaaaaaaaaaaaaaaaaaaaaaa@")}  # fmt: skip
    yield "a yes to a question that nobody put", as_ana + known, "Yes", {}
    text, more = calendar("CANCEL", f"PARTSTAT=DECLINED:mailto:{BO}", f"ORGANIZER:mailto:{EVE}\r\n")
    yield "CANCEL with an organizer of its own", EVIL + as_eve + fresh, text, more
    text, more = calendar("CANCEL", f"PARTSTAT=DECLINED:mailto:{ANA}", f"ORGANIZER:mailto:{MAILBOX}\r\n")
    yield "CANCEL in our name", as_ana + known, text, more
    text, more = calendar("REQUEST", f"RSVP=TRUE:mailto:{MAILBOX}", f"ORGANIZER:mailto:{MAILBOX}\r\n")
    yield "REQUEST for another time", as_ana + known, text, more
    text, more = calendar("REPLY", f"PARTSTAT=DECLINED:mailto:{BO}")
    yield "REPLY for Bo by Eve", EVIL + as_eve + fresh, text, more
    yield "REPLY for Bo in his name", f"From: Bo <{BO}>\r\n" + fresh, text, more
    yield "REPLY for Bo, refuted", FAIL + f"From: Bo <{BO}>\r\n" + thread(s.bos.id), text, more
    text, more = calendar("COUNTER", f"PARTSTAT=TENTATIVE:mailto:{ANA}")
    yield "COUNTER by Eve", EVIL + as_eve + fresh, text, more


def nothing_changes(s):
    changed = []
    before = s.state()
    count = 0
    for what, head, text, more in cases(s):
        s.forge(head, text, **more)
        count += 1
        if not tap.same(s.state(), before, f"nothing changes: {what}"):
            changed.append(what)
            before = s.state()
    tap.note(f"{count} forged mails, {len(changed)} changes")


def only_ana_was_asked(s):
    """What followed from all these mails, in the order in which it left."""
    questions = [kind for kind, in s.rows("select kind from queue where kind = 'confirm'")]
    tap.same(len(questions), 1, "one question a day, however many mails ask for it")
    question = s.ana.next_mail()
    tap.has(question.text, "in your name", "it goes to the address that is stored")
    tap.ok("yes" in question.text, "and says how to answer")
    tap.same(question.header("In-Reply-To") == "<forged.1@evil.test>", False, "not in the thread of the forged mail")
    eves = [Mail(raw) for _, raw in s.servers.mails(EVE)]
    tap.ok(all(str(DAY.day) not in mail.text and "Nino" not in mail.text for mail in eves),
           "Eve learns nothing of the meeting")  # fmt: skip
    return question


def same_words(s):
    """Not yours, and no such meeting: the same mails, the same words."""
    texts = []
    for subject, head in (("not yours", thread(s.first_id)), ("none", thread("<none@volunteers.test>"))):
        who = Person(s.servers, f"{subject.replace(' ', '-')}@strangers.test", "Max")
        s.forge(f"From: Max <{who.address}>\r\n" + head, CANCEL)
        texts.append((subject, who.next_mail()))
    bodies = [mail.text for _, mail in texts]
    tap.same(bodies[0], bodies[1], "not yours, and no such meeting: the same words")
    tap.same([mail.ics for _, mail in texts], [None, None], "and no invitation")


def who_may_still_can(s, question):
    before = s.state()
    s.ana.answer(question, "Yes", headers=[("From", "Ana Lima <ana@elsewhere.test>")])
    off = s.ana.next_mail()
    tap.ok(off.ics is not None, "a yes to the question does it, from wherever it comes")
    if off.ics:
        tap.same(off.ics.one("METHOD"), "CANCEL", "what was asked for")
    after = s.state()
    tap.ok(after[0] != before[0], "the meeting is off")
    s.ana.answer(question, "Yes")
    s.forge(f"From: Ana Lima <{ANA}>\r\n" + thread(question.id), "Yes", to=s.address(question))
    tap.same(s.state(), after, "a second yes does nothing")


def fresh_and_proven(s):
    """Without a thread, but vouched for: at once."""
    day = days_ahead(11)
    ida = Person(s.servers, "ida@volunteers.test", "Ida")
    ida.write("Call", f"Could we meet on {say_date(day)} at 11:00 UTC for 30 minutes?\n\nIda")
    first = ida.next_mail()
    s.forge(PASS + f"From: Ida <{ida.address}>\r\nSubject: Our meeting\r\n", CANCEL)
    off = ida.next_mail()
    tap.ok(off.ics is not None and off.ics.one("METHOD") == "CANCEL", "a fresh mail that is vouched for calls off")
    if off.ics:
        tap.same(off.ics.one("UID"), first.ics.one("UID"), "the writer's meeting")


def main():
    with Servers() as servers, Convened(servers, staff={"nino.conf": ALWAYS}) as convened:
        stage = Stage(servers, convened)
        nothing_changes(stage)
        question = only_ana_was_asked(stage)
        same_words(stage)
        who_may_still_can(stage, question)
        fresh_and_proven(stage)
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
