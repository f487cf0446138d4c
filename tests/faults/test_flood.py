"""Thousands of mails within a minute or two: the one request among them is answered all the same.

$MAILS says how many thousands make the flood: 1,000 where it is 60, 10,000 where it is more.
"""

import os
import subprocess
import time

import hostile
import tap
from convened import ALWAYS, MAILBOX, Convened, Mail, Person, wait_until
from servers import Servers

COUNT = 10_000 if int(os.environ.get("MAILS", "60")) > 60 else 1_000
SECONDS = 120  # until the answer is there, once the request is
MEMORY_MIB = 128
NOTICES = 101  # limits.operator_an_hour, and one that says so


def flood(servers, count, sender):
    """With smtp-source, which Postfix brings along."""
    subprocess.run(["smtp-source", "-c", "-s", "4", "-m", str(count), "-l", "600", "-f", sender,
        "-t", MAILBOX, "-S", "Offers of the week", f"inet:127.0.0.1:{servers.smtp_port}"],
        check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # fmt: skip


def main():
    with Servers() as servers, Convened(servers, staff={"nino.conf": ALWAYS}) as convened:
        flood(servers, COUNT // 2, "bomb@flood.test")
        ana = Person(servers, "ana@volunteers.test", "Ana")
        ana.write("A meeting", "Could we talk next week about the map?\n")
        asked_at = time.monotonic()
        flood(servers, COUNT - COUNT // 2, "bomb@other.test")
        answer = wait_until(ana.mails, "the answer", SECONDS)[0]
        tap.ok(time.monotonic() - asked_at < SECONDS,
            f"the request among {COUNT:,} is answered after {time.monotonic() - asked_at:.0f} s")  # fmt: skip
        tap.has(answer.text, "1.", "with times")
        wait_until(lambda: len([f for f in servers.flags(MAILBOX).values() if "ConvenedDone" in f])
            > COUNT, "all to be handled", 600)  # fmt: skip
        tap.same(servers.mails("bomb@flood.test"), [], "the flood gets no answer")
        notices = [Mail(raw) for _, raw in servers.mails("admin@example.org")]
        tap.ok(len(notices) <= NOTICES, f"the operator gets {len(notices)} notices, and no more")
        most = hostile.most_resident(convened.process.pid)
        if not hostile.sanitized():
            tap.ok(most <= MEMORY_MIB, f"never more than {most:.0f} MiB of memory")
        tap.same(convened.stop(), 0, "it ends with 0 when told to")
    tap.done()


if __name__ == "__main__":
    main()
