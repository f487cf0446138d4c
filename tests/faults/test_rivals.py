"""Two daemons on one mailbox, each with a store of its own: one of them ends and says why.

$PAIRS says how many are started at the same instant (20).
"""

import contextlib
import os
import shutil
import sqlite3
import time

import tap
from convened import ALWAYS, MAILBOX, Convened, Person, days_ahead, say_date, wait_until
from servers import Servers

PAIRS = int(os.environ.get("PAIRS", "20"))
BUSY = 75
SOON_SECONDS = 15
READY_SECONDS = 5
PATIENCE = 60
STAFF = {"nino.conf": ALWAYS}
VERDICTS = {"ConvenedAnswered", "ConvenedApplied", "ConvenedIgnored", "ConvenedReview", "ConvenedDuplicate"}


class Bench:
    """One mailbox, those who write to it, and any number of daemons."""

    def __init__(self, servers):
        self.servers = servers
        self.writers = []
        self.daemons = []

    def daemon(self, store_of=None):
        folder = self.servers.folder / f"convened{len(self.daemons)}"
        convened = Convened(self.servers, folder, staff=STAFF)
        if store_of is not None:
            copy_store(store_of.store, convened.store)
        self.daemons.append(convened)
        return convened

    def writer(self):
        i = len(self.writers)
        self.writers.append(Person(self.servers, f"w{i}@x{i}.test", f"Writer {i}"))
        return self.writers[i]

    def text(self):
        """A time for each, so that none is in the way of another."""
        i = len(self.writers)
        day = say_date(days_ahead(3 + i // 13))
        return f"Could we meet on {day} at {6 + i % 13}:00 UTC for 30 minutes?\n"

    def ask(self, convened, count=1):
        """Returns when convened, which runs alone, has marked them."""
        before = self.done()
        for _ in range(count):
            text = self.text()
            self.writer().write("Meeting", text)
        wait_until(lambda: self.done() == before + count, f"{count} marks\n{convened.log()}", PATIENCE)

    def done(self):
        return sum("ConvenedDone" in flags for flags in self.servers.flags(MAILBOX).values())

    def check_answers(self, what):
        for person in self.writers:
            self.servers.wait_for_mails(person.address, 1, PATIENCE)
        counts = {p.address: len(self.servers.mails(p.address)) for p in self.writers}
        wrong = {address: count for address, count in counts.items() if count != 1}
        tap.same(wrong, {}, f"{what}: each of {len(counts)} mails was answered, once")

    def stop(self):
        for convened in self.daemons:
            convened.stop()


def copy_store(source, target):
    """As one would copy it from a running daemon."""
    with contextlib.closing(sqlite3.connect(source)) as live:
        with contextlib.closing(sqlite3.connect(target)) as copy:
            live.backup(copy)


def await_end(convened):
    status = convened.process.wait(PATIENCE)
    convened.process = None
    return status


def check_refused(second, what):
    began = time.monotonic()
    second.start(ready=False)
    tap.same(await_end(second), BUSY, f"{what}: the second one ends with 75")
    seconds = time.monotonic() - began
    tap.ok(seconds < SOON_SECONDS, f"{what}: after {seconds:.1f} s")
    tap.has(second.log(), "works on this mailbox with a store of its own", f"{what}: it says why")


def check_restart(convened, what):
    convened.kill()
    began = time.monotonic()
    convened.start()
    seconds = time.monotonic() - began
    tap.ok(seconds < READY_SECONDS, f"{what}: ready again in {seconds:.1f} s")


def refused(bench):
    first = bench.daemon()
    first.start()
    bench.ask(first)
    check_refused(bench.daemon(), "while the first is idle")
    left = {word for flags in bench.servers.flags(MAILBOX).values() for word in flags}
    tap.same([word for word in left if word.startswith(("ConvenedAsk", "ConvenedHere"))], [],
        "question and answer are taken away again")  # fmt: skip
    check_refused(bench.daemon(store_of=first), "with a copy of its store")
    second = bench.daemon()
    for _ in range(40):
        text = bench.text()
        bench.writer().write("Meeting", text)
    check_refused(second, "while the first is busy")
    wait_until(lambda: bench.done() == 41, "all to be marked", PATIENCE)
    tap.same(first.process.poll(), None, "the first one goes on")
    bench.check_answers("beside others")
    check_restart(first, "killed after all that")
    return first


def same_store(first):
    second = Convened.__new__(Convened)
    second.__dict__ = dict(first.__dict__, process=None)
    second.start(ready=False)
    tap.same(await_end(second), BUSY, "on the same store: ends with 75")


def takeover(bench, first):
    """The first one and its store are lost.  What it has answered is left alone."""
    first.kill()
    shutil.rmtree(first.folder)
    heir = bench.daemon()
    heir.start(ready=False)
    began = time.monotonic()
    wait_until(lambda: "ready" in heir.log(), "the heir to be ready", PATIENCE)
    seconds = time.monotonic() - began
    tap.ok(15 < seconds < 40, f"the heir of a lost store goes on after {seconds:.0f} s")
    tap.has(heir.log(), "does not answer: it is gone", "and says so")
    bench.ask(heir, 3)
    bench.check_answers("after the takeover")
    check_restart(heir, "the heir, killed")
    return heir


def restored(bench, heir):
    """Put back from a backup, a store does not know of everything that was answered."""
    backup = heir.folder / "backup.db"
    copy_store(heir.store, backup)
    bench.ask(heir, 2)
    bench.check_answers("before the loss")
    heir.stop()
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(heir.store + suffix)
    shutil.copy(backup, heir.store)
    heir.start(ready=False)

    def for_a_person():
        flags = bench.servers.flags(MAILBOX).values()
        return [f for f in flags if "ConvenedReview" in f] if bench.done() == len(flags) else []

    wait_until(lambda: len(for_a_person()) == 2, f"two mails for a person\n{heir.log()}", PATIENCE)
    wait_until(lambda: all(f & VERDICTS == {"ConvenedReview"} and "\\Flagged" in f for f in for_a_person()),
        "no other verdict on them")  # fmt: skip
    tap.same(len(bench.servers.wait_for_mails("admin@example.org", 2)), 2,
        "after a backup: the operator hears of each mail that another store has answered")  # fmt: skip
    bench.check_answers("after a backup")
    heir.stop()


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
    with contextlib.suppress(Exception):
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
    with Servers() as servers:
        bench = Bench(servers)
        try:
            first = refused(bench)
            same_store(first)
            restored(bench, takeover(bench, first))
            pairs(bench)
        except BaseException:
            for convened in bench.daemons:
                print(f"# {convened.folder}\n" + "".join(f"#   {l}\n" for l in convened.log().splitlines()[-12:]))
            raise
        finally:
            bench.stop()


if __name__ == "__main__":
    main()
    tap.done()
