"""Two daemons on one mailbox, started at the same instant with empty stores: one of them goes on.

$PAIRS says how many times (20).  Every other time the mailbox is empty, so that they meet at its
first mail.
"""

import contextlib
import os
import time

import tap
from convened import MAILBOX, Trouble, wait_until
from rivals import BUSY, PATIENCE, Bench
from servers import Servers

PAIRS = int(os.environ.get("PAIRS", "20"))


def put(servers, folder, sender, text):
    """A mail that a rule of the mailbox sorts into a folder of its own."""
    raw = f"From: {sender}\r\nTo: {MAILBOX}\r\nSubject: Meeting\r\nMessage-ID: <{time.time_ns()}@x.test>\r\n\r\n{text}"
    imap = servers.imap(MAILBOX)
    imap.append(folder, None, None, raw.encode())
    imap.logout()


def make_folder(servers, folder, old_mail):
    imap = servers.imap(MAILBOX)
    imap.create(folder)
    imap.logout()
    if old_mail:
        put(servers, folder, "old@x.test", "Could we meet?\r\n")


def ended(convened):
    return convened.process.poll() is not None


def duel(bench, number):
    """The exit statuses of the two, None for the survivor, and how often a mail was answered."""
    folder = f"Pair{number}"
    make_folder(bench.servers, folder, old_mail=number % 2 == 0)
    pair = [bench.daemon(), bench.daemon()]
    for convened in pair:
        convened.change("folder", f'"{folder}"')
    for convened in pair:
        convened.start(ready=False)
    wait_until(lambda: all("ready" in c.log() or ended(c) for c in pair), "both to be ready", PATIENCE)
    text = bench.text()
    person = bench.writer()
    put(bench.servers, folder, person.address, text)
    with contextlib.suppress(Trouble):
        wait_until(lambda: any(map(ended, pair)), "one to end", PATIENCE)
    bench.servers.wait_for_mails(person.address, 1, PATIENCE)
    result = [c.process.poll() for c in pair]
    for convened in pair:
        convened.stop()
    return result, len(bench.servers.mails(person.address))


def pairs(bench):
    results = [duel(bench, i) for i in range(PAIRS)]
    statuses = [sorted(map(str, statuses)) for statuses, _ in results]
    tap.same([s for s in statuses if s != [str(BUSY), "None"]], [],
        f"of {PAIRS} pairs started at once one goes on, the other ends with 75")  # fmt: skip
    tap.same([count for _, count in results if count != 1], [], "and each mail was answered once")


def main():
    with Servers() as servers, Bench(servers) as bench:
        pairs(bench)


if __name__ == "__main__":
    main()
    tap.done()
