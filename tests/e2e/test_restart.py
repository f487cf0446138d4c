"""Ends that nobody ordered, a second daemon, a large old mailbox, servers that come and go."""

import os
import pathlib
import shutil
import sqlite3
import subprocess
import time

import tap
from convened import ALWAYS, BUILD, MAILBOX, Convened, Person, program_environment, wait_until
from servers import Servers

ASKS = "Could we meet for half an hour next week?\n"


def maildir(servers):
    name, domain = MAILBOX.split("@")
    return pathlib.Path(servers.folder, "dovecot/mail", domain, name)


def fill_mailbox(servers, count):
    """Old mail, put where Dovecot looks for it."""
    folder = maildir(servers)
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    month_ago = time.time() - 30 * 86400
    for i in range(count):
        path = folder / f"cur/{1700000000 + i}.M{i}P1.old:2,S"
        path.write_text(f"From: o{i}@old.test\nTo: {MAILBOX}\nSubject: Old {i}\n\n{ASKS}")
        os.utime(path, (month_ago, month_ago))
    for path in (folder.parent, folder, *folder.rglob("*")):
        shutil.chown(path, "mail", "mail")


def killed_in_the_middle(servers, convened):
    """The request comes while it is dead, and it dies again right after taking it up."""
    ana = Person(servers, "ana@volunteers.test", "Ana Lima")
    convened.kill()
    ana.write("Meeting", ASKS)
    began = time.monotonic()
    convened.start()
    tap.ok(time.monotonic() - began < 15, "after SIGKILL it is ready again soon")
    convened.wait_for_log("answered")
    convened.kill()
    convened.start()
    offer = ana.next_mail()
    tap.has(offer.text, "Nino", "a mail from while it was dead is answered")
    ana.answer(offer, "1")
    convened.wait_for_marks(2)
    convened.kill()
    convened.start()
    invitation = ana.next_mail()
    tap.ok(invitation.ics is not None, "killed again, the conversation goes on")
    ids = [mail.id for mail in ana.mails()]
    tap.same(len(set(ids)), 2, "nobody hears two different things")
    return ana


def second_daemon(convened):
    second = Convened.__new__(Convened)
    second.__dict__.update(convened.__dict__, process=None)
    second.start(ready=False)
    status = second.process.wait(20)
    tap.same(status, 75, "a second daemon on the same store ends at once")
    tap.has(convened.log(), f"process {convened.process.pid}", "and says whose store it is")


def numbered_anew(servers, convened, ana):
    """Without its list of UIDs Dovecot numbers a mailbox from 1 again, with another UIDVALIDITY."""
    convened.stop()
    for path in maildir(servers).glob("dovecot*"):
        path.unlink()
    zoe = Person(servers, "zoe@volunteers.test", "Zoe")
    zoe.write("Meeting", ASKS)
    convened.start()
    tap.has(zoe.next_mail().text, "Nino", "after a change of UIDVALIDITY new mail is answered")
    tap.has(convened.log(), "numbered the mailbox anew", "the change is noted")
    tap.same(len(ana.mails()), 2, "what was answered is not answered again")
    tap.same(convened.log().count("offer to writer"), 2, "and old mail still is not")


def dry_run(convened):
    """Beside the running daemon."""
    before = convened.log()
    said = subprocess.run(
        [BUILD / "convened", "-n", "-c", convened.conf],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        env=program_environment(),
    )  # fmt: skip
    tap.same(said.returncode, 0, "a dry run works beside the daemon")
    tap.ok("would be" not in said.stderr, "and finds nothing new")
    tap.note(said.stderr)
    tap.same(convened.log(), before, "nor does it disturb")


def store_is_sound(convened):
    store = sqlite3.connect(f"file:{convened.store}?mode=ro", uri=True)
    tap.same(store.execute("pragma integrity_check").fetchone()[0], "ok", "the store is sound")
    store.close()


def bad_starts(servers):
    convened = Convened(servers, folder=servers.folder / "bad", changes=[("hold", '"soon"')])
    convened.start(ready=False)
    tap.same(convened.process.wait(20), 78, "a wrong configuration ends it with 78")
    tap.has(convened.log(), "convened.conf:", "and it says where")
    convened.process = None
    convened = Convened(servers, folder=servers.folder / "damaged")
    pathlib.Path(convened.store).write_bytes(b"this is no store at all, " * 400)
    convened.start(ready=False)
    tap.same(convened.process.wait(20), 78, "a damaged store ends it with 78")
    tap.ok(convened.log().strip() != "", "and it says so")
    convened.process = None


def main():
    with Servers() as servers:
        fill_mailbox(servers, 3000)
        with Convened(servers, staff={"nino.conf": ALWAYS}) as convened:
            ana = killed_in_the_middle(servers, convened)
            second_daemon(convened)
            dry_run(convened)
            store_is_sound(convened)
            done = [f for f in servers.flags(MAILBOX).values() if "ConvenedDone" in f]
            tap.same(len(done), 2, "of a large old mailbox nothing was touched")
            numbered_anew(servers, convened, ana)
            wait_until(lambda: convened.process.poll() is None, "it still runs")
            tap.same(convened.stop(), 0, "it ends with 0 when told to")
        bad_starts(servers)


if __name__ == "__main__":
    main()
    tap.done()
