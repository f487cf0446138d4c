"""System calls that fail (strace), with Dovecot and Postfix; and a disk that is full.

One call of one kind fails once, or from then on, while mails come in.  The daemon may end, but not
as if somebody had to mend something; started again, all is as it should be.  $SEED says which.
"""

import ctypes
import os
import pathlib
import random
import sqlite3
import subprocess
import time

import hostile
import tap
from convened import ALWAYS, MAILBOX, Convened, Mail, Person, wait_until
from hostile import Fakes, request
from servers import Servers

SEED = int(os.environ.get("SEED", "1"))
RUNS = 40 if hostile.thorough() else 6
CALLS = (
    "openat", "read", "write", "pwrite64", "pread64", "fdatasync", "connect", "sendto", "recvfrom",
    "fcntl", "mmap", "poll", "socket", "clone", "ftruncate", "newfstatat",
)  # fmt: skip
ERRORS = ("EIO", "ENOSPC", "ENOMEM", "EINTR", "ECONNRESET", "EMFILE")
MEND = (64, 78)  # somebody must; none of these faults is of that kind
QUIET = {"ASAN_OPTIONS": "detect_leaks=0"}  # it cannot work where strace does


def inject(convened, what):
    pid = convened.process.pid
    trace = subprocess.Popen(["strace", "-f", "-qq", "-o", "/dev/null", "-p", str(pid), "-e", f"inject={what}"],
        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    status = pathlib.Path(f"/proc/{pid}/status")
    wait_until(lambda: "TracerPid:\t0\n" not in status.read_text(), "strace")
    return trace


def answers(person):
    return {Mail(raw).id for _, raw in person.servers.mails(person.address)}


def sound(convened):
    store = sqlite3.connect(f"file:{convened.store}?mode=ro", uri=True)
    try:
        return store.execute("pragma integrity_check").fetchone()[0] == "ok"
    finally:
        store.close()


def due_at_once(convened):
    """What was put off for some minutes."""
    store = sqlite3.connect(convened.store, timeout=20)
    store.execute("update queue set next_at = 1 where state = 'waiting'")
    store.commit()
    store.close()


def suffer(servers, convened, what, people):
    """What the daemon ended with, or None."""
    trace = inject(convened, what)
    for person in people:
        person.write("Meeting", "Could we meet for half an hour next week?\n")
    began = time.monotonic()
    while convened.process.poll() is None and time.monotonic() - began < 4:
        time.sleep(0.1)  # it fails, or has worked
    trace.terminate()
    trace.wait()
    ended = convened.process.poll()
    if ended is None:
        convened.kill()
    due_at_once(convened)
    convened.start(**QUIET)
    return ended


def failing_calls():
    chance = random.Random(SEED)
    wrong, ends, everybody = [], {}, []
    with Servers() as servers, Convened(servers, staff={"nino.conf": ALWAYS}) as convened:
        convened.stop()
        convened.start(**QUIET)
        for run in range(RUNS):
            call, error = chance.choice(CALLS), chance.choice(ERRORS)
            what = f"{call}:error={error}:when={chance.randrange(1, 12)}{chance.choice(['', '', '+'])}"
            people = [Person(servers, f"p{i}@r{run}.test", f"Person {i}") for i in range(2)]
            everybody += people
            ended = suffer(servers, convened, what, people)
            ends[ended] = ends.get(ended, 0) + 1
            if ended in MEND:
                wrong.append(f"{what}: ended with {ended}")
            wait_until(lambda: all(map(answers, people)), f"answers after {what}\n{convened.log()}", 90)
        tap.ok(True, f"{RUNS} times a system call failed, seed {SEED}: all mails were answered")
        tap.same(wrong, [], "never did it end as if somebody had to mend something")
        several = [person.address for person in everybody if len(answers(person)) != 1]
        tap.same(several, [], f"none of {len(everybody)} people hears two different things")
        convened.wait_for_marks(len(everybody))
        tap.ok(sound(convened), "all are marked, and the store is sound")
        tap.note(f"ended with: {ends}")
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


def small_disk(folder, megabytes):
    """False: this machine lets nobody mount."""
    new_namespace, private_recursive = 0x20000, 0x44000
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(new_namespace) != 0 or libc.mount(None, b"/", None, private_recursive, None) != 0:
        return False
    options = f"size={megabytes}m,mode=0700".encode()
    return libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, options) == 0


def full_disk():
    with Fakes() as fakes:
        convened = Convened(fakes, staff={"nino.conf": ALWAYS}, changes=[("horizon", '"26w"'), ("offer", "1")])
        store = convened.folder / "store"
        if not small_disk(store, 8):
            tap.note("no mount here: a full disk is tested by RLIMIT_FSIZE alone (test_store)")
            return
        convened.start()
        fakes.imap.arrive(request("before"))
        wait_until(lambda: fakes.smtp.mails_for("before@volunteers.test"), "an answer")
        with open(store / "filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass
        uids = {fakes.imap.arrive(request(f"full{i}", size=30000)) for i in range(20)}
        wait_until(lambda: "full" in convened.log(), f"a word of it\n{convened.log()}")
        time.sleep(3)  # it tries and fails, tries and fails
        used = hostile.processor_seconds(convened.process.pid)
        time.sleep(5)
        used = hostile.processor_seconds(convened.process.pid) - used
        tap.ok(used < 1, f"it does not spin: {used:.2f} s of the processor in 5 s")
        tap.same(convened.process.poll(), None, "with the disk full it lives on")
        rows = handled(convened)
        tap.ok(fakes.imap.done() <= rows, "and marks nothing that is not stored")
        (store / "filler").unlink()
        began = time.monotonic()
        wait_until(lambda: fakes.imap.done() >= uids, f"the marks\n{convened.log()}", 80)
        tap.ok(time.monotonic() - began <= 60, f"with room again it goes on after {time.monotonic() - began:.0f} s")
        names = [f"full{i}@volunteers.test" for i in range(20)]
        wait_until(lambda: all(map(fakes.smtp.mails_for, names)), "all answers")
        tap.same([n for n in names if len(fakes.smtp.mails_for(n)) != 1], [], "all are answered once")
        tap.same(convened.stop(), 0, "it ends with 0 when told to")
        ctypes.CDLL(None).umount2(str(store).encode(), 2)


def handled(convened):
    store = sqlite3.connect(f"file:{convened.store}?mode=ro", uri=True)
    try:
        return {uid for (uid,) in store.execute("select uid from place")}
    finally:
        store.close()


def main():
    failing_calls()
    full_disk()  # last: it changes what this process sees of the disks


if __name__ == "__main__":
    main()
    tap.done()
