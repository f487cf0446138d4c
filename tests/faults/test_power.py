"""The power fails: all that was not synchronised is lost.

What is durable is copied whenever the daemon synchronises a file (durable.c).  Before a server hears
a word of a message, the message and that it is being sent must be in that copy; before a mail is
marked, what became of it.  Then the power fails at random moments, and the daemon goes on with no
more than the copy.  $SEED says which moments.
"""

import contextlib
import fcntl
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time

import hostile
import tap
from convened import ALWAYS, TOP, Convened, wait_until
from hostile import Fakes, request

SEED = int(os.environ.get("SEED", "1"))
LOSSES = 60 if hostile.thorough() else 12
FILES = ("convened.db", "convened.db-wal")


class Disk:
    """What a power loss would leave of a store."""

    def __init__(self, fakes, store):
        self.library = fakes.folder / "durable.so"
        source = TOP / "tests/faults/durable.c"
        subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-o", self.library, source, "-ldl"], check=True)
        self.store = store
        self.folder = fakes.folder / "durable"
        self.folder.mkdir()

    def environment(self):
        return {
            "LD_PRELOAD": str(self.library),
            "DURABLE_OF": str(self.store),
            "DURABLE_TO": str(self.folder),
            "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0",
        }

    @contextlib.contextmanager
    def image(self):
        """A folder with the durable files of this moment."""
        with tempfile.TemporaryDirectory(dir="/tmp", prefix="convened-") as to:
            with open(self.folder / "lock", "a+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                for name in FILES:
                    if (self.folder / name).exists():
                        shutil.copy(self.folder / name, to)
            yield to

    def ask(self, sql, *values):
        """What a daemon would find after a loss of power now; None: the store does not open."""
        with self.image() as folder:
            store = sqlite3.connect(f"{folder}/convened.db")
            try:
                if store.execute("pragma integrity_check").fetchone()[0] != "ok":
                    return None
                return store.execute(sql, values).fetchall()
            except sqlite3.DatabaseError as error:
                tap.note(error)
                return None
            finally:
                store.close()

    def lose_power(self):
        """The daemon is gone already: its files are as they are durable."""
        with self.image() as folder:
            for name in (*FILES, "convened.db-shm"):
                (self.store / name).unlink(missing_ok=True)
            for name in FILES:
                if os.path.exists(f"{folder}/{name}"):
                    shutil.copy(f"{folder}/{name}", self.store)


class Watch:
    """Looks at the durable store whenever a server is told something."""

    def __init__(self, fakes, disk):
        self.disk, self.fakes = disk, fakes
        self.early, self.sent, self.marked = [], 0, 0
        fakes.smtp.fault = self.smtp
        store = fakes.imap.on_uid_store
        fakes.imap.on_uid_store = lambda *arguments: (self.imap(arguments[2]), store(*arguments))

    def smtp(self, session, said):
        if session.stage == "RCPT":
            rows = self.disk.ask("select state from queue where recipient = ?", session.recipient)
            self.sent += 1
            if not rows or ("sending",) not in rows:
                self.early.append((session.recipient, rows))
        return said

    def imap(self, rest):
        """A claim says nothing of what became of a mail; the other marks do."""
        if not any(mark in rest for mark in (b"ConvenedDone", b"ConvenedReview", b"Flagged")):
            return
        for uid in self.fakes.imap.named(rest.split()[2]):
            self.marked += 1
            if not self.disk.ask("select 1 from place where uid = ?", uid):
                self.early.append(("mark", uid))


def lose_power(convened, disk, chance):
    time.sleep(chance.uniform(0, 0.6))
    convened.kill()
    disk.lose_power()
    convened.start(**disk.environment())


def main():
    chance = random.Random(SEED)
    with Fakes() as fakes:
        convened = Convened(fakes, staff={"nino.conf": ALWAYS}, changes=[("offer", "1"), ("horizon", '"26w"')])
        disk = Disk(fakes, convened.folder / "store")
        watch = Watch(fakes, disk)
        convened.start(**disk.environment())
        names = []
        for i in range(LOSSES):
            for _ in range(chance.randrange(1, 4)):
                names.append(f"w{len(names)}")
                fakes.imap.arrive(request(names[-1]))
            lose_power(convened, disk, chance)

        def mails(name):
            return fakes.smtp.offered_for(f"{name}@volunteers.test")

        wait_until(lambda: all(fakes.smtp.mails_for(f"{n}@volunteers.test") for n in names),
            f"all answers\n{convened.log()}", 100)  # fmt: skip
        wait_until(lambda: fakes.imap.done() == set(fakes.imap.mails), "all marks")
        tap.ok(True, f"the power failed {LOSSES} times: each of {len(names)} mails is answered and marked")
        several = [name for name in names if len(set(mails(name))) != 1]
        tap.same(several, [], "nobody hears two different things")
        again = sum(len(mails(name)) - 1 for name in names)
        tap.note(f"{again} messages were offered to the server again, with the same bytes")
        tap.ok(watch.sent >= len(names) and watch.marked >= len(names), "all was looked at")
        tap.same(watch.early, [],
            f"each of {watch.sent} messages and {watch.marked} marks was durable before")  # fmt: skip
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
