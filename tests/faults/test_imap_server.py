"""An IMAP server that dies at every line and within literals, says too much, or nonsense.

After each fault the server is good again and the daemon must do its work: every mail answered,
once, and marked.  SIGHUP spares the wait before it connects again.  $SEED chooses the places.
"""

import os
import random

import hostile
import tap
from convened import ALWAYS, Convened, wait_until
from hostile import Fakes, cut_at_byte, cut_at_line, endless, instead, request

SEED = int(os.environ.get("SEED", "1"))
CUTS = 12  # within one mail
MEMORY_MIB = 64


class Bench:
    """One daemon and its servers, through many faults."""

    def __init__(self, fakes, convened):
        self.fakes, self.imap, self.convened = fakes, fakes.imap, convened
        self.writers = []

    def arrive(self, size=0):
        name = f"w{len(self.writers)}"
        self.writers.append(name)
        return self.imap.arrive(request(name, size=size))

    def undisturbed(self, size=0):
        """How many answers and bytes it takes the server, from the greeting on."""
        self.imap.kick()
        uid = self.arrive(size)
        self.convened.reload()
        wait_until(lambda: uid in self.imap.done(), "a mail to be marked")
        session = self.imap.sessions[-1]
        wait_until(lambda: b"IDLE" in session.heard[-20:], "IDLE")
        return session.lines, len(session.said)

    def suffer(self, fault, size=0):
        """A session with this fault and a mail to work on, then a good one.  The faulty session."""
        before = len(self.imap.sessions)
        self.imap.fault = fault
        self.imap.kick()
        uid = self.arrive(size)
        self.convened.reload()
        wait_until(lambda: len(self.imap.sessions) > before, "the next connection")
        session = self.imap.sessions[before]
        wait_until(lambda: session.ended or uid in self.imap.done(), "the fault to be over")
        self.imap.fault = None
        self.convened.reload()
        wait_until(lambda: uid in self.imap.done(), f"the mail after the fault\n{self.convened.log()}")
        return session

    def lives(self):
        return self.convened.process.poll() is None


def die_at_lines(bench):
    lines, _ = bench.undisturbed()
    for line in range(1, lines + 1):
        bench.suffer(cut_at_line(line, reset=line % 2 == 0))
    tap.ok(bench.lives(), f"dead at each of {lines} lines: all went on afterwards")


def die_in_literals(bench):
    chance = random.Random(SEED)
    _, total = bench.undisturbed(size=20000)
    for i in range(CUTS):
        place = chance.randrange(total - 20000, total - 200)
        bench.suffer(cut_at_byte(place, reset=i % 2 == 0), size=20000)
    tap.ok(bench.lives(), f"dead at {CUTS} places within a literal: all went on afterwards")


def too_much(bench):
    big = b"* 1 FETCH (UID 1 BODY[] {4000000000}\r\n"
    faults = {
        "a greeting without end": instead(rb"^\* OK IMAP", endless(b"* OK ")),
        "lines without end": instead(rb"^\* CAPABILITY", endless(b"", b"* OK hm\r\n" * 5000)),
        "a line without end among the mails": instead(rb"^\* SEARCH", endless(b"* SEARCH ")),
        "numbers without end": instead(rb"^\* SEARCH", endless(b"* SEARCH", b" 7" * 30000)),
        "brackets without end": instead(rb"^\* \d+ FETCH", endless(b"* 1 FETCH ", b"(" * 65536)),
        "a literal of 4 GB": instead(rb"BODY\[\] \{", endless(big)),
        "a literal in every answer": instead(rb"^\* FLAGS", endless(b"* OK {99999999}\r\n")),
        "four thousand million mails": instead(rb" EXISTS", b"* 4294967295 EXISTS\r\n"),
    }
    for name, fault in faults.items():
        before = hostile.processor_seconds(bench.convened.process.pid)
        session = bench.suffer(fault)
        used = hostile.processor_seconds(bench.convened.process.pid) - before
        tap.ok(bench.lives(), f"{name}: lives on")
        tap.ok(not hostile.spins(used, 5), f"{name}: {used:.1f} s of the processor")
        tap.note(f"{session.size} bytes were taken of it")


def nonsense(bench):
    faults = {
        "EXISTS before the + of IDLE": instead(rb"^\+ idl", b"* 3 EXISTS\r\n+ idling\r\n"),
        "EXISTS with the + of IDLE": instead(rb"^\+ idl", b"+ idling\r\n* 3 EXISTS\r\n"),
        "NO to IDLE": instead(rb"^\+ idl", lambda s, _: answer(s, b"NO not now")),
        "BAD to IDLE": instead(rb"^\+ idl", lambda s, _: answer(s, b"BAD what?")),
        "OK to IDLE": instead(rb"^\+ idl", lambda s, _: answer(s, b"OK done")),
        "BYE in IDLE": instead(rb"^\+ idl", b"+ idling\r\n* BYE going down\r\n"),
        "BYE for a greeting": instead(rb"^\* OK IMAP", b"* BYE too many\r\n"),
        "PREAUTH": instead(rb"^\* OK IMAP", b"* PREAUTH welcome\r\n"),
        "NO to the search": instead(rb"^\* SEARCH", lambda s, _: answer(s, b"NO busy")),
        "NO to the marking": instead(rb"OK done", lambda s, d: refuse_store(s, d), times=10),
        "an answer to nobody": instead(rb"^\* SEARCH", b"zzz9 OK done\r\n* SEARCH 1\r\n"),
        "bytes that mean nothing": instead(rb"^\* SEARCH", bytes(range(256)) + b"\r\n"),
        "a NUL": instead(rb"^\* FLAGS", b"\0* FLAGS (\\Seen)\0\r\n"),
        "an empty line": instead(rb"^\* FLAGS", b"\r\n\r\n"),
        "a negative literal": instead(rb"BODY\[\] \{", b"* 1 FETCH (UID 1 BODY[] {-5}\r\n"),
        "UIDs of other mails": instead(rb"^\* SEARCH", b"* SEARCH 0 4294967295 77777\r\n"),
        "a session closed while it is quiet": instead(rb"^\+ idl", hang_up),
    }
    for name, fault in faults.items():
        bench.suffer(fault)
        tap.ok(bench.lives(), f"{name}: goes on afterwards")


def answer(session, words):
    tag = session.heard.rstrip().rsplit(b"\n", 1)[-1].split()[0]
    return tag + b" " + words + b"\r\n"


def refuse_store(session, data):
    last = session.heard.rstrip().rsplit(b"\n", 1)[-1]
    return answer(session, b"NO read-only") if b" STORE " in last.upper() else data


def hang_up(session, data):
    session.send(data)
    raise hostile.HangUp


def check_answers(bench):
    counts = {}
    for name in bench.writers:
        mails = bench.fakes.smtp.mails_for(f"{name}@volunteers.test")
        counts[name] = len({hostile.message_id(raw) for raw in mails})
    wait_until(lambda: all(bench.fakes.smtp.mails_for(f"{n}@volunteers.test") for n in bench.writers),
        "all answers")  # fmt: skip
    wrong = {n: c for n, c in counts.items()
             if len(bench.fakes.smtp.mails_for(f"{n}@volunteers.test")) != 1}  # fmt: skip
    tap.same(wrong, {}, f"each of {len(bench.writers)} mails was answered, once")
    tap.same(set(bench.imap.mails) - bench.imap.done(), set(), "each bears the mark")


def check_memory(bench):
    most = hostile.most_resident(bench.convened.process.pid)
    if not hostile.sanitized():  # they take several times as much
        tap.ok(most <= MEMORY_MIB, f"never more than {most:.0f} MiB of memory")


def forgive_the_library(fakes):
    """libetpan 1.9.4 loses 24 bytes of an answer that has its results twice."""
    path = fakes.folder / "suppressions"
    path.write_text("leak:libetpan.so\n")
    os.environ["LSAN_OPTIONS"] = f"suppressions={path}:print_suppressions=0"


def main():
    staff = {"nino.conf": ALWAYS}
    rules = [("offer", "1"), ("horizon", '"26w"'), ("hold", '"1h"')]
    with Fakes() as fakes:
        forgive_the_library(fakes)
        with Convened(fakes, staff=staff, changes=rules) as convened:
            run(Bench(fakes, convened))


def run(bench):
    die_at_lines(bench)
    die_in_literals(bench)
    nonsense(bench)
    too_much(bench)
    check_answers(bench)
    check_memory(bench)
    tap.same(bench.convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
