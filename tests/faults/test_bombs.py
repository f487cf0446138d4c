"""Hostile mails, each followed by one of somebody who wants a meeting.

Each bomb goes to a person, who hears of it once; the mail behind it is answered; and the daemon
is no larger for it.
"""

import re
import sqlite3
import time

import hostile
import tap
from bombs import every_bomb
from convened import ALWAYS, MAILBOX, Convened, Mail, wait_until
from servers import Servers

SECONDS = 12  # for one mail, with the server's own half second: a child has ten at the most
MEMORY_MIB = 128

REQUEST = """\
From: Person {i} <p{i}@v{i}.test>\r
To: movementcomms@example.org\r
Subject: Meeting\r
Message-ID: <request.{i}@v{i}.test>\r
\r
Could we meet next week for 30 minutes?\r
"""


class Mailbox:
    """Mails put there as they are: no server on the way wraps or cuts a line."""

    def __init__(self, servers):
        self.servers = servers
        self.imap = servers.imap(MAILBOX)

    def put(self, raw):
        """Its UID."""
        _, said = self.imap.append("INBOX", None, None, raw)
        return int(re.search(rb"APPENDUID \d+ (\d+)", said[0])[1])

    def flags(self, uid):
        """Of others the server may tell in the same breath."""
        _, found = self.imap.uid("FETCH", str(uid), "(UID FLAGS)")
        heads = [head.decode() for head in found if head]
        return next((head for head in heads if re.search(rf"\bUID {uid}\b", head)), "")

    def wait_until_done(self, uid):
        wait_until(lambda: "ConvenedDone" in self.flags(uid), f"mail {uid} to be handled")


def stored(convened, uid):
    """(verdict, why)"""
    store = sqlite3.connect(f"file:{convened.store}?mode=ro", uri=True)
    try:
        return store.execute(
            "select verdict, why from mail join place on place.mail = mail.id where place.uid = ?",
            [uid],
        ).fetchone()
    finally:
        store.close()


def notices(servers):
    return [Mail(raw) for _, raw in servers.mails("admin@example.org")]


def suffer(mailbox, convened, i, name, raw, why):
    """One bomb and one request.  How long both took."""
    began = time.monotonic()
    uid = mailbox.put(raw)
    behind = mailbox.put(REQUEST.format(i=i).encode())
    mailbox.wait_until_done(uid)
    mailbox.wait_until_done(behind)
    seconds = time.monotonic() - began
    tap.has(mailbox.flags(uid), "ConvenedReview", f"{name}: is for a person")
    if why is not None:
        tap.has(stored(convened, uid)[1], why, f"{name}: with the reason")
    tap.ok(seconds < SECONDS, f"{name}: holds nobody up: {seconds:.1f} s")
    return seconds


def check_answers(servers, count):
    """One for each request; a bomb that was not read has no answer."""
    silent = [i for i in range(count) if len(servers.wait_for_mails(f"p{i}@v{i}.test", 1)) != 1]
    tap.same(silent, [], "each request behind a bomb has one answer")


def check_notices(servers, bombs):
    told = wait_until(lambda: len(found := notices(servers)) >= len(bombs) and found, "the notices")
    tap.same((len(told), len({mail.id for mail in told})), (len(bombs), len(bombs)), "the operator hears of each once")
    texts = "\n".join(mail.text.replace("\n", " ") for mail in told)
    missing = [name for name, (_, why) in bombs.items() if why is not None and why not in texts]
    tap.same(missing, [], "and reads why")


def check_memory(convened):
    most = hostile.most_resident(convened.process.pid)
    if not hostile.sanitized():
        tap.ok(most <= MEMORY_MIB, f"never more than {most:.0f} MiB of memory")


def main():
    bombs = every_bomb()
    with Servers() as servers, Convened(servers, staff={"nino.conf": ALWAYS}) as convened:
        mailbox = Mailbox(servers)
        first = convened.process.pid
        slowest = max(
            suffer(mailbox, convened, i, name, raw, why)
            for i, (name, (raw, why)) in enumerate(bombs.items())
        )
        tap.note(f"{len(bombs)} bombs, the slowest took {slowest:.1f} s with the mail behind it")
        tap.same(convened.process.poll(), None, f"the daemon lives, as process {first}")
        check_answers(servers, len(bombs))
        check_notices(servers, bombs)
        check_memory(convened)
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
