"""One mailbox, those who write to it, and any number of daemons, each with a store of its own."""

import contextlib
import sqlite3

import tap
from convened import ALWAYS, MAILBOX, Convened, Person, Trouble, days_ahead, say_date, wait_until

BUSY = 75
PATIENCE = 60
STAFF = {"nino.conf": ALWAYS}


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

    def mails(self, address):
        """Where Dovecot keeps them."""
        name, _, domain = address.partition("@")
        folder = self.servers.folder / "dovecot/mail" / domain / name
        return [path for sub in ("new", "cur") for path in folder.glob(f"{sub}/*")]

    def check_answers(self, what):
        def count():
            return {p.address: len(self.mails(p.address)) for p in self.writers}

        with contextlib.suppress(Trouble):
            wait_until(lambda: all(count().values()), "all answers", PATIENCE)
        counts = count()
        wrong = {address: count for address, count in counts.items() if count != 1}
        tap.same(wrong, {}, f"{what}: each of {len(counts)} mails was answered, once")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        for convened in self.daemons:
            convened.stop()
            if kind is not None:
                lines = convened.log().splitlines()[-12:]
                print("".join(f"# {line}\n" for line in [str(convened.folder), *lines]), flush=True)


def copy_store(source, target):
    """As one would copy it from a running daemon."""
    with contextlib.closing(sqlite3.connect(source)) as live:
        with contextlib.closing(sqlite3.connect(target)) as copy:
            live.backup(copy)


def missing_copies(convened):
    """How many of its messages have not come back to the mailbox yet."""
    with contextlib.closing(sqlite3.connect(f"file:{convened.store}?mode=ro", uri=True)) as store:
        return store.execute("select count(*) from queue where back_at = 0").fetchone()[0]
