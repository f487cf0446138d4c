"""A full disk, a damaged store, two daemons, a loop that hangs: nothing is lost, nothing is sent
that may be wrong."""

import os
import pathlib
import random
import resource
import shutil
import socket
import sqlite3
import threading
import time

import hostile
import tap
from convened import ALWAYS, Convened, wait_until
from hostile import Fakes, request

SEED = int(os.environ.get("SEED", "1"))
STAFF = {"nino.conf": ALWAYS}
BROKEN, BUSY = 78, 75


def limit_files(convened, size):
    """No file of that process grows beyond this: as on a full disk, writing fails."""
    resource.prlimit(convened.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def full_disk(fakes):
    convened = Convened(fakes, fakes.folder / "full", staff=STAFF)
    convened.start()
    fakes.imap.arrive(request("first"))
    wait_until(lambda: fakes.smtp.mails_for("first@volunteers.test"), "an answer")
    limit_files(convened, os.path.getsize(convened.store + "-wal") + 1)
    uids = [fakes.imap.arrive(request(f"full{i}")) for i in range(10)]
    time.sleep(3)  # it tries and fails, tries and fails
    tap.same(convened.process.poll(), None, "with the disk full it lives on")
    tap.ok(not fakes.imap.done() & set(uids[3:]), "and marks nothing that is not stored")
    limit_files(convened, resource.RLIM_INFINITY)
    began = time.monotonic()
    wait_until(lambda: fakes.imap.done() >= set(uids), f"the marks\n{convened.log()}", 60)
    tap.ok(True, f"with room again it goes on after {time.monotonic() - began:.0f} s")
    wait_until(lambda: all(fakes.smtp.mails_for(f"full{i}@volunteers.test") for i in range(10)), "all")
    several = [i for i in range(10) if len(fakes.smtp.mails_for(f"full{i}@volunteers.test")) != 1]
    tap.same(several, [], "every mail of that time is answered, once")
    tap.same(convened.stop(), 0, "it ends with 0 when told to")


def damage(path, chance, how):
    data = bytearray(path.read_bytes())
    if how == "cut off":
        data = data[: chance.randrange(1, len(data))]
    else:
        for _ in range(20):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def damaged_store(fakes):
    """Messages wait in it; none that is not as it was written may go out."""
    chance = random.Random(SEED)
    fakes.smtp.fault = hostile.refusing(b"451 4.3.0 Later\r\n")
    convened = Convened(fakes, fakes.folder / "sound", staff=STAFF)
    convened.start()
    for i in range(8):
        fakes.imap.arrive(request(f"d{i}"))
    wait_until(lambda: queued(convened) == 8, "eight messages that wait")
    convened.stop()
    fakes.smtp.fault = None
    right = written(convened)
    endings = []
    for i in range(int(os.environ.get("DAMAGES", "12"))):
        endings.append(start_damaged(fakes, convened, chance, "cut off" if i % 3 == 0 else "flipped"))
    tap.note(f"ended with: {endings}")
    tap.ok(set(endings) <= {BROKEN, "runs"}, f"{len(endings)} damaged stores: 78, or none was hurt")
    tap.ok(endings.count(BROKEN) >= len(endings) / 2, f"{endings.count(BROKEN)} of them 78")
    wrong = [mail for mail in fakes.smtp.offered if mail not in right]
    tap.same(wrong, [], "no message went out that is not what was written")


def queued(convened):
    store = sqlite3.connect(f"file:{convened.store}?mode=ro", uri=True)
    try:
        return store.execute("select count(*) from queue").fetchone()[0]
    finally:
        store.close()


def written(convened):
    """{(recipient, bytes)} of all that waits."""
    store = sqlite3.connect(f"file:{convened.store}?mode=ro", uri=True)
    try:
        return set(store.execute("select recipient, bytes from queue").fetchall())
    finally:
        store.close()


def start_damaged(fakes, sound, chance, how):
    copy = Convened(fakes, fakes.folder / "damaged", staff=STAFF)
    shutil.copy(sound.store, copy.store)
    store = sqlite3.connect(copy.store)
    store.execute("update queue set next_at = 1")
    store.commit()
    store.close()
    damage(pathlib.Path(copy.store), chance, how)
    fakes.imap.forget("ConvenedBy-")  # of those before: each would be asked, twenty seconds long
    copy.start(ready=False)
    wait_until(lambda: copy.process.poll() is not None or "ready" in copy.log(), "a start or an end")
    time.sleep(0.5)
    ended = copy.process.poll()
    if ended is None:
        ended = copy.stop()
        return "runs" if ended == 0 else ended
    if "store" not in copy.log():
        tap.note(copy.log())
        return "silent"
    return ended


def two_daemons(fakes):
    convened = Convened(fakes, fakes.folder / "two", staff=STAFF)
    convened.start()
    second = Convened.__new__(Convened)
    second.__dict__.update(convened.__dict__, process=None)
    ends = []
    for _ in range(5):
        began = time.monotonic()
        second.start(ready=False)
        ends.append((second.process.wait(20), time.monotonic() - began))
    tap.same({status for status, _ in ends}, {BUSY}, "a second daemon on the store ends with 75")
    tap.ok(max(seconds for _, seconds in ends) < 2, f"after {max(s for _, s in ends):.1f} s at most")
    tap.has(convened.log(), f"process {convened.process.pid}", "it says whose store it is")
    convened.kill()
    second.start()
    tap.ok(True, "when the first is killed the second can start at once")
    second.stop()


def watchdog(fakes):
    """What systemd would hear: READY once, WATCHDOG as long as the loop turns."""
    path = fakes.folder / "notify"
    told = []
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.bind(str(path))
    threading.Thread(target=listen, args=[ear, told], daemon=True).start()
    convened = Convened(fakes, fakes.folder / "watched", staff=STAFF)
    convened.start(NOTIFY_SOCKET=str(path), WATCHDOG_USEC="2000000")
    wait_until(lambda: "WATCHDOG=1" in told, "a sign of life")
    tap.same(told.count("READY=1"), 1, "it says that it is ready")
    count = told.count("WATCHDOG=1")
    wait_until(lambda: told.count("WATCHDOG=1") >= count + 2, "more signs of life", 5)
    tap.ok(True, "it tells again and again that it lives")
    store = sqlite3.connect(convened.store, isolation_level=None)
    store.execute("begin exclusive")  # the loop cannot write: it hangs in the store
    fakes.imap.arrive(request("hung"))
    time.sleep(2)
    count = told.count("WATCHDOG=1")
    time.sleep(4)
    tap.same(told.count("WATCHDOG=1"), count, "while the loop hangs it says nothing")
    store.execute("rollback")
    store.close()
    wait_until(lambda: told.count("WATCHDOG=1") > count, "a sign of life after that")
    wait_until(lambda: fakes.smtp.mails_for("hung@volunteers.test"), "the answer after that")
    tap.ok(True, "when it turns again it says so, and the mail is answered")
    tap.same(convened.stop(), 0, "it ends with 0 when told to")
    tap.ok("STOPPING=1" in told, "and says that it ends")


def listen(ear, told):
    while True:
        told.extend(ear.recv(4096).decode().splitlines())


def main():
    for test in (two_daemons, watchdog, full_disk, damaged_store):
        with Fakes() as fakes:
            test(fakes)


if __name__ == "__main__":
    main()
    tap.done()
