"""Everything that matters once more with Cyrus: marks, IDLE, a kill, another UIDVALIDITY."""

import re
import time

import hostile
import tap
from convened import ALWAYS, MAILBOX, Convened, Mail, wait_until
from cyrus import Cyrus
from hostile import request

SEEN_SECONDS = 5


class Bench:
    def __init__(self, cyrus, convened):
        self.cyrus, self.convened, self.smtp = cyrus, convened, cyrus.smtp

    def write(self, name, *arguments):
        raw = request(name, *arguments)
        self.cyrus.deliver(raw, MAILBOX, f"{name}@volunteers.test")
        return raw

    def mails(self, name):
        return self.smtp.mails_for(f"{name}@volunteers.test")

    def answer(self, name, count=1):
        wait_until(lambda: len(self.mails(name)) >= count,
            f"an answer to {name}\n{self.convened.log()}\n{self.cyrus.output()}")  # fmt: skip
        return Mail(self.mails(name)[-1])

    def done(self):
        return {u for u, f in self.cyrus.flags(MAILBOX).items() if "ConvenedDone" in f}


def conversation(bench):
    bench.write("ana")
    offer = bench.answer("ana")
    tap.ok(re.search(r"(?m)^\W*1\b", offer.text), "a request is answered with times")
    reply = hostile.request("ana", "1").replace(b"Subject: Meeting",
        f"Subject: Re: {offer.subject}\r\nIn-Reply-To: {offer.id}\r\nReferences: {offer.id}".encode(), 1)
    bench.cyrus.deliver(reply, MAILBOX, "ana@volunteers.test")
    invitation = bench.answer("ana", 2)
    tap.ok(invitation.ics and invitation.ics.one("METHOD") == "REQUEST", "a pick with an invitation")
    wait_until(lambda: len(bench.done()) == 2, "both marks")
    tap.ok(True, "both bear the keyword ConvenedDone")
    flags = bench.cyrus.flags(MAILBOX)
    tap.ok(not any("\\Seen" in f for f in flags.values()), "and none is set to read")


def review(bench):
    bench.write("lia", "Where do I find your logo?")

    def flagged():
        # ConvenedDone comes last.
        return [f for f in bench.cyrus.flags(MAILBOX).values() if {"ConvenedReview", "ConvenedDone"} <= set(f)]

    found = wait_until(flagged, "a mail for a person")
    tap.same(len(found), 1, "a mail for a person bears ConvenedReview")
    tap.ok("\\Flagged" in found[0], "and \\Flagged")


def by_idle(bench):
    tap.ok("no IDLE" not in bench.convened.log(), "Cyrus has IDLE")
    longest = 0
    for i in range(10):
        began = time.monotonic()
        bench.write(f"idle{i}")
        wait_until(lambda: bench.mails(f"idle{i}"), f"an answer\n{bench.convened.log()}")
        longest = max(longest, time.monotonic() - began)
    tap.ok(longest <= SEEN_SECONDS, f"each of ten mails is answered within {longest:.1f} s")


def twice(bench):
    raw = bench.write("twin")
    bench.cyrus.deliver(raw, MAILBOX, "twin@volunteers.test")
    bench.answer("twin")
    bench.write("after")
    bench.answer("after")
    tap.same(len(bench.mails("twin")), 1, "one Message-ID delivered twice is answered once")


def killed(bench):
    for i in range(6):
        bench.write(f"kill{i}")
        time.sleep(0.15 * i)  # another moment of its work each time
        bench.convened.kill()
        bench.convened.start()
    # Cut off in the middle of sending, it waits a minute for the copy before it sends again.
    wait_until(lambda: all(bench.mails(f"kill{i}") for i in range(6)), "answers", 120)
    wrong = [i for i in range(6) if len({hostile.message_id(r) for r in bench.mails(f"kill{i}")}) != 1]
    tap.same(wrong, [], "killed six times: every mail is answered, with one text")


def server_restarts(bench):
    bench.cyrus.halt()
    wait_until(lambda: "again in" in bench.convened.log(), "the loss to be noticed")
    bench.cyrus.start()
    bench.write("restart")
    bench.answer("restart")
    tap.ok(True, "Cyrus ends and starts again: the mail after it is answered")


def numbered_anew(bench):
    """The mailbox is made anew, with the same mails."""
    wait_until(lambda: bench.done() == set(bench.cyrus.flags(MAILBOX)), "all marks")
    imap = bench.cyrus.login(MAILBOX)
    imap.select("INBOX")
    _, parts = imap.uid("FETCH", "1:*", "(INTERNALDATE BODY.PEEK[])")
    kept = [(re.search(rb'INTERNALDATE ("[^"]+")', head)[1].decode(), raw)
            for head, raw in (part for part in parts if isinstance(part, tuple))]  # fmt: skip
    imap.logout()
    before = {name: len(mails) for name, mails in boxes(bench).items()}
    bench.convened.stop()
    admin = bench.cyrus.login("admin")
    mailbox = f"user/{MAILBOX}"
    tap.same(admin.setacl(mailbox, "admin", "lrswipkxtecdan")[0], "OK", "the mailbox")
    tap.same(admin.delete(mailbox)[0], "OK", "is deleted")
    admin.logout()
    imap = bench.cyrus.login(MAILBOX)
    for date, raw in kept:
        imap.append("INBOX", None, date, raw)
    imap.logout()
    bench.convened.start()
    bench.write("new")
    bench.answer("new")
    tap.has(bench.convened.log(), "numbered the mailbox anew", "another UIDVALIDITY is noticed")
    after = {name: len(mails) for name, mails in boxes(bench).items()}
    after.pop("new@volunteers.test")
    tap.same(after, before, f"{len(kept)} known mails get no second answer, the new one gets one")
    wait_until(lambda: bench.done() == set(bench.cyrus.flags(MAILBOX)), f"marks\n{bench.convened.log()}")
    tap.ok(True, "and all bear the keyword again")


def boxes(bench):
    found = {}
    for recipient, raw in bench.smtp.taken:
        found.setdefault(recipient, []).append(raw)
    return found


def main():
    with Cyrus() as cyrus, Convened(cyrus, staff={"nino.conf": ALWAYS}) as convened:
        bench = Bench(cyrus, convened)
        started = int(time.time())
        wait_until(lambda: time.time() >= started + 1, "the second after the start: mail of that one is old")
        for test in (conversation, review, by_idle, twice, killed, server_restarts, numbered_anew):
            test(bench)
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
