"""Servers that drip (slow-loris) or fall silent: each operation ends in time, and all goes on.

Every case has its own daemon and servers; they run side by side, since each waits out a deadline.
"""

import concurrent.futures
import re
import socket
import threading
import time

import hostile
import tap
from convened import ALWAYS, TOP, Convened, wait_until
from hostile import Fakes, at_stage, dripping, instead, request, silent

OPERATION = 60  # seconds at most, for a small command
WATCHDOG = int(re.search(r"WatchdogSec=(\d+)", (TOP / "systemd/convened.service.in").read_text())[1])
SLACK = 8  # the machine is busy
PACES = (0.4, 2.9)

IMAP = {
    "the greeting": rb"^\* OK IMAP",
    "the answer to a search": rb"^\* SEARCH",
    "a literal": rb"BODY\[\] \{",
    "the answer to IDLE": rb"^\+ idl",
    "news within IDLE": rb"^\* 2 EXISTS",
}
SMTP = ("CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA")


class Case:
    def __init__(self, fakes, name):
        self.fakes, self.imap, self.smtp, self.name, self.results = fakes, fakes.imap, fakes.smtp, name, []
        self.convened = Convened(fakes, staff={"nino.conf": ALWAYS}, changes=[("offer", "1")])
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(fakes.folder / "notify"))
        self.gap = 0  # the longest between two signs of life
        threading.Thread(target=self.listen, daemon=True).start()
        self.convened.start(NOTIFY_SOCKET=str(fakes.folder / "notify"), WATCHDOG_USEC=f"{WATCHDOG}000000")

    def listen(self):
        heard = None
        while "STOPPING=1" not in (words := self.ear.recv(4096).decode()):
            if "WATCHDOG=1" in words:
                now = time.monotonic()
                self.gap = max(self.gap, now - (heard or now))
                heard = now

    def ok(self, holds, what):
        self.results.append((bool(holds), f"{self.name}: {what}"))

    def wait(self, look, what, seconds=2 * OPERATION):
        return wait_until(look, f"{what}\n{self.convened.log()}", seconds)

    def mails(self, name):
        return self.smtp.mails_for(f"{name}@volunteers.test")

    def end_of(self, session, bound):
        """Waits for it, and checks what it cost."""
        before = hostile.processor_seconds(self.convened.process.pid)
        self.wait(lambda: session.ended, "the end of the slow session")
        lasted = session.ended - session.began
        used = hostile.processor_seconds(self.convened.process.pid) - before
        self.ok(lasted <= bound + SLACK, f"over after {lasted:.0f} s")
        self.ok(not hostile.spins(used, 1), f"{used:.2f} s of the processor")

    def sessions_after(self, server, count):
        return self.wait(lambda: server.sessions[count:], "a connection")


def slow_imap(case, fault):
    """What waits to be sent goes out meanwhile."""
    released = threading.Event()
    case.smtp.fault = lambda _, said: (released.wait(OPERATION), said)[1]
    first = case.imap.arrive(request("before"))
    case.wait(lambda: first in case.imap.done(), "the mail before")
    before = len(case.imap.sessions)
    case.imap.kick()
    case.imap.fault = fault  # of the next session: it comes a second later
    session = case.sessions_after(case.imap, before)[0]
    second = case.imap.arrive(request("during"))
    released.set()
    case.wait(lambda: case.mails("before") or session.ended, "what waited to be sent")
    case.ok(case.mails("before"), "a message goes out while the mailbox is slow")
    case.end_of(session, OPERATION + 30)  # the part of it before the fault
    case.wait(lambda: second in case.imap.done() and case.mails("during"), "the mail after")
    case.ok(len(case.mails("before")) == len(case.mails("during")) == 1, "both answered once")


def slow_smtp(case, stage, say):
    """Mails are read and marked meanwhile."""
    case.smtp.fault = at_stage_once(stage, say)
    before = len(case.smtp.sessions)
    case.imap.arrive(request("first"))
    session = case.sessions_after(case.smtp, before)[0]
    case.wait(lambda: getattr(session, "stage", "") == stage, f"{stage}")
    second = case.imap.arrive(request("second"))
    case.wait(lambda: second in case.imap.done(), "the second mail", OPERATION / 2)
    case.ok(not session.ended, "mail is read and marked while the SMTP server is slow")
    case.end_of(session, OPERATION)
    case.wait(lambda: case.mails("second"), "the answer to the second")
    case.ok(len(case.mails("second")) == 1, "the second is answered with the next connection, once")


def at_stage_once(stage, say):
    left = [1]

    def fault(session, said):
        if session.stage == stage and left[0] > 0:
            left[0] -= 1
            return say(session, said)
        return said

    return fault


def run(name, test, *arguments):
    with Fakes() as fakes:
        case = Case(fakes, name)
        try:
            test(case, *arguments)
            case.ok(case.convened.stop() == 0, "it ends with 0 when told to")
            case.ok(case.gap < WATCHDOG, f"never silent to the watchdog for more than {case.gap:.0f} s")
        except BaseException as trouble:
            case.ok(False, f"{trouble}")
        finally:
            case.convened.stop()
        return case.results


def silent_after_done(session, data):
    """A router forgot the connection while it was quiet."""
    return silent(session, data) if session.heard.endswith(b"DONE\r\n") else data


def cases():
    for pace in PACES:
        for name, pattern in IMAP.items():
            yield f"{name}, a byte each {pace} s", slow_imap, instead(pattern, dripping(pace))
        for stage in SMTP:
            yield f"SMTP at {stage}, a byte each {pace} s", slow_smtp, stage, dripping(pace)
    for name, pattern in IMAP.items():
        yield f"silence for {name}", slow_imap, instead(pattern, silent)
    yield "silence after DONE", slow_imap, silent_after_done
    for stage in SMTP[:4]:
        yield f"SMTP: silence at {stage}", slow_smtp, stage, silent


def main():
    all_cases = list(cases())
    if not hostile.thorough():
        all_cases = all_cases[::2]  # each stage at one of the paces
    with concurrent.futures.ThreadPoolExecutor(len(all_cases)) as pool:
        for results in pool.map(lambda case: run(*case), all_cases):
            for holds, name in results:
                first, *rest = name.splitlines()
                if not tap.ok(holds, first):
                    tap.note("\n".join(rest))


if __name__ == "__main__":
    main()
    tap.done()
