"""Two daemons on one mailbox, each with a store of its own: one of them ends and says why."""

import contextlib
import os
import shutil
import time

import tap
from convened import MAILBOX, Convened, wait_until
from rivals import BUSY, PATIENCE, Bench, copy_store, missing_copies
from servers import Servers

SOON_SECONDS = 20  # before its question has run out
READY_SECONDS = 5
VERDICTS = {"ConvenedAnswered", "ConvenedApplied", "ConvenedIgnored", "ConvenedReview", "ConvenedDuplicate"}


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


def await_copies(convened):
    """Of all that went out; one that comes later is of a store that nobody knows any more."""
    wait_until(lambda: missing_copies(convened) == 0, "copies of all that went out", PATIENCE)


def restored(bench, heir):
    """Put back from a backup, a store does not know of everything that was answered."""
    backup = heir.folder / "backup.db"
    copy_store(heir.store, backup)
    bench.ask(heir, 2)
    bench.check_answers("before the loss")
    await_copies(heir)
    heir.stop()
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(heir.store + suffix)
    shutil.copy(backup, heir.store)
    heir.start(ready=False)

    def for_a_person():
        flags = bench.servers.flags(MAILBOX).values()
        return [f for f in flags if {"ConvenedReview", "ConvenedDone"} <= f]

    wait_until(lambda: len(for_a_person()) == 2, f"two mails for a person\n{heir.log()}", PATIENCE)
    wait_until(lambda: all(f & VERDICTS == {"ConvenedReview"} and "\\Flagged" in f for f in for_a_person()),
        "no other verdict on them")  # fmt: skip
    tap.same(len(bench.servers.wait_for_mails("admin@example.org", 2)), 2,
        "after a backup: the operator hears of each mail that another store has answered")  # fmt: skip
    bench.check_answers("after a backup")
    heir.stop()


def main():
    with Servers() as servers, Bench(servers) as bench:
        first = refused(bench)
        same_store(first)
        restored(bench, takeover(bench, first))


if __name__ == "__main__":
    main()
    tap.done()
