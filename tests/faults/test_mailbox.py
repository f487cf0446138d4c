"""The same mail once, whatever happens to the mailbox while the daemon works in it.

Another client copies, moves, expunges and sets flags; mails come twice, by another way, or under
a Message-ID that another one has; the server numbers all of them anew.  $MAILS says how many mails
(60), $SEED what the client does.
"""

import collections
import contextlib
import email.message
import email.utils
import os
import random
import smtplib
import threading

import tap
from convened import ALWAYS, MAILBOX, Convened, Mail, Trouble, days_ahead, say_date, wait_until
from servers import Servers

MAILS = int(os.environ.get("MAILS", "60"))
SEED = int(os.environ.get("SEED", "1"))
PATIENCE = 90
STAFF = {"nino.conf": ALWAYS}
VERDICTS = {"ConvenedAnswered", "ConvenedApplied", "ConvenedIgnored", "ConvenedReview", "ConvenedDuplicate"}


def request(i, message_id=None):
    """Everybody asks for a time of their own."""
    mail = email.message.EmailMessage()
    mail["From"] = f"w{i}@x{i}.test"
    mail["To"] = MAILBOX
    mail["Subject"] = "Meeting"
    mail["Date"] = email.utils.localtime()
    mail["Message-ID"] = message_id or f"<m{i}@x{i}.test>"
    day = say_date(days_ahead(3 + i // 13))
    mail.set_content(f"Could we meet on {day} at {6 + i % 13}:00 UTC for 30 minutes?\n")
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


class Box:
    """The mailbox, as somebody sees it who knows who should be answered."""

    def __init__(self, servers, convened):
        self.servers, self.convened = servers, convened
        self.expected = {}  # address: its mail is answered once, or (expunged unread) perhaps

    def arrive(self, count):
        first = len(self.expected)
        for i in range(first, first + count):
            self.deliver(request(i), i)

    def deliver(self, raw, i):
        self.expected[f"w{i}@x{i}.test"] = True
        self.servers.deliver(raw, MAILBOX, sender=f"w{i}@x{i}.test")

    def redeliver(self, raw):
        """The last server on the way did not hear our 250: the same mail with another trace."""
        with smtplib.LMTP(self.servers.host, self.servers.lmtp_port) as lmtp:
            lmtp.sendmail("again@relay.test", [MAILBOX], b"Received: by another way\r\n" + raw)

    def append(self, raw):
        with_client(self.servers, lambda imap: imap.append("INBOX", None, None, raw))

    def answers(self, address):
        """Their Message-IDs, read where Dovecot keeps the mails."""
        name, _, domain = address.partition("@")
        folder = self.servers.folder / "dovecot/mail" / domain / name
        return {Mail(path.read_bytes()).id for sub in ("new", "cur") for path in folder.glob(f"{sub}/*")}

    def settled(self):
        """Are all mails that are there marked?"""
        flags = self.servers.flags(MAILBOX)
        return flags if flags and all("ConvenedDone" in f for f in flags.values()) else None

    def check(self, what):
        sure = [address for address, certain in self.expected.items() if certain]
        with contextlib.suppress(Trouble):
            wait_until(lambda: all(map(self.answers, sure)), "all answers", PATIENCE)
        flags = wait_until(self.settled, f"marks: {what}\n{self.convened.log()[-3000:]}", PATIENCE)
        wrong = {uid: f for uid, f in flags.items() if len(f & VERDICTS) != 1}
        tap.same(wrong, {}, f"{what}: each of {len(flags)} mails bears one keyword for its state")
        half = {uid: f for uid, f in flags.items() if ("ConvenedReview" in f) > ("\\Flagged" in f)}
        tap.same(half, {}, f"{what}: what a person must see is flagged")
        silent = [address for address in sure if not self.answers(address)]
        twice = [address for address in self.expected if len(self.answers(address)) > 1]
        tap.same((silent, twice), ([], []), f"{what}: each of {len(sure)} was answered, once")


def with_client(servers, what):
    imap = servers.imap(MAILBOX)
    try:
        return what(imap)
    finally:
        imap.logout()


class Client(threading.Thread):
    """Somebody who tidies up the mailbox while convened works in it."""

    def __init__(self, box, seed):
        super().__init__(daemon=True)
        self.box, self.chance, self.over = box, random.Random(seed), threading.Event()
        self.done = collections.Counter()

    def run(self):
        with_client(self.box.servers, self.tidy)

    def tidy(self, imap):
        imap.create("Elsewhere")
        while not self.over.wait(self.chance.uniform(0, 0.1)):
            imap.noop()
            uids = imap.uid("SEARCH", "ALL")[1][0].split()
            if not uids:
                continue
            action = self.chance.choice((self.copy, self.flag, self.move_away_and_back, self.expunge))
            if action(imap, self.chance.choice(uids).decode()):
                self.done[action.__name__] += 1

    def copy(self, imap, uid):
        return self.chance.random() < 0.3 and imap.uid("COPY", uid, "INBOX")

    def flag(self, imap, uid):
        return imap.uid("STORE", uid, self.chance.choice("+-") + "FLAGS", self.chance.choice((r"(\Seen)", r"(\Answered)", "(Work)")))  # fmt: skip

    def move_away_and_back(self, imap, uid):
        imap.uid("MOVE", uid, "Elsewhere")
        imap.select("Elsewhere")
        for each in imap.uid("SEARCH", "ALL")[1][0].split():
            imap.uid("MOVE", each.decode(), "INBOX")
        imap.select("INBOX")
        return True

    def expunge(self, imap, uid):
        """Seldom.  Whoever wrote it may not get an answer: nobody can read it any more."""
        if self.chance.random() > 0.15:
            return False
        _, parts = imap.uid("FETCH", uid, "(BODY.PEEK[HEADER.FIELDS (FROM)])")
        heads = [part[1] for part in parts if isinstance(part, tuple)]
        if heads:
            sender = heads[0].decode().partition(":")[2].strip()
            if sender in self.box.expected:
                self.box.expected[sender] = False
            imap.uid("STORE", uid, "+FLAGS", r"(\Deleted)")
            imap.uid("EXPUNGE", uid)
        return bool(heads)


def beside_a_client(box):
    client = Client(box, SEED)
    client.start()
    box.arrive(MAILS)
    wait_until(box.settled, "marks beside the client", PATIENCE)
    client.over.set()
    client.join(PATIENCE)
    box.check("beside a client")
    lost = sum(not sure for sure in box.expected.values())
    tap.note(f"the client did {dict(client.done)}; {lost} mails were expunged, read or not")


def known_and_new(box):
    """What is the same mail, and what only looks like it."""
    i = len(box.expected)
    first = request(i)
    box.deliver(first, i)
    wait_until(box.settled, "the first of them", PATIENCE)
    box.redeliver(first)
    box.append(first)
    box.append(first)
    box.deliver(request(i + 1, message_id=f"<m{i}@x{i}.test>"), i + 1)
    box.check("the same again, and another one under its Message-ID")
    listed = box.convened.ctl("list", "--mails", "-n", "3").stdout
    tap.has(listed, "duplicate", "the second delivery is a duplicate")


def number_anew(box):
    """UIDVALIDITY is lost with this file; Dovecot makes another one."""
    for path in (box.servers.folder / "dovecot/mail").glob("example.org/*/dovecot*"):
        if path.parent.name == MAILBOX.split("@")[0] and path.name in ("dovecot-uidlist", "dovecot-uidvalidity") \
                or path.name.startswith(("dovecot.index", "dovecot-uidvalidity.")):  # fmt: skip
            path.unlink()


def validity(servers):
    return with_client(servers, lambda imap: imap.response("UIDVALIDITY")[1][0])


def numbered_anew(box, what):
    before = validity(box.servers)
    if what == "stopped":
        box.convened.stop()
        number_anew(box)
        box.convened.start()
    else:
        number_anew(box)
    box.arrive(5)
    wait_until(lambda: validity(box.servers) != before, "another UIDVALIDITY")
    box.check(f"numbered anew, {what}")


def too_large(box):
    """Unread for its size: for a person, who hears of it once, also when numbers change."""
    raw = request(len(box.expected)) + b"filling\r\n" * (9 << 20 >> 3)
    box.servers.deliver(raw, MAILBOX, sender="large@x.test")
    wait_until(lambda: box.servers.mails("admin@example.org"), "the operator to hear of it", PATIENCE)
    numbered_anew(box, "with a large mail")
    told = box.servers.mails("admin@example.org")
    tap.same(len(told), 1, "the operator hears of a mail too large to be read once")


def main():
    rules = [("horizon", '"26w"')]
    with Servers() as servers, Convened(servers, staff=STAFF, changes=rules) as convened:
        box = Box(servers, convened)
        beside_a_client(box)
        known_and_new(box)
        numbered_anew(box, "running")
        numbered_anew(box, "stopped")
        too_large(box)
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
