"""A daemon that hangs, and who keeps it: as systemd would do, with what the unit file says.

The keeper listens to the daemon's notifications, ends it with SIGABRT after so much silence, and
with SIGKILL where that does not help, and starts it again unless it ended with a status that the
unit file has in RestartPreventExitStatus.
"""

import contextlib
import os
import pathlib
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time

import hostile
import tap
from convened import ALWAYS, BUILD, TOP, Convened, wait_until
from hostile import Fakes, request

UNIT = (TOP / "systemd/convened.service.in").read_text()
SILENCE = 3  # seconds; the unit file's would take too long
STAFF = {"nino.conf": ALWAYS}
FOREVER = 3600 * 10**6  # microseconds


def unit(key):
    return re.search(rf"(?m)^{key}=(.*)$", UNIT)[1]


class Keeper:
    """Keeps one Convened; .ends has how each process ended, .told what each process said."""

    def __init__(self, convened, silence=SILENCE, **environment):
        self.convened, self.silence = convened, silence
        self.environment = environment
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(convened.folder / "notify"))
        self.ear.settimeout(0.1)
        self.ends, self.told = [], []
        self.over = False
        self.thread = threading.Thread(target=self.keep, daemon=True)
        self.thread.start()
        wait_until(lambda: "READY=1" in self.told, f"READY\n{convened.log()}")

    def keep(self):
        never = {int(number) for number in unit("RestartPreventExitStatus").split()}
        while not self.over:
            self.convened.start(
                ready=False,
                NOTIFY_SOCKET=str(self.convened.folder / "notify"),
                WATCHDOG_USEC=str(self.silence * 10**6),
                **self.environment,
            )
            self.watch(self.convened.process)
            if self.ends[-1] in never:
                return

    def watch(self, process):
        heard = None  # the watchdog begins when it is ready
        while process.poll() is None:
            with contextlib.suppress(TimeoutError):
                words = self.ear.recv(4096).decode().split("\n")
                self.told += words
                if "READY=1" in words or (heard is not None and "WATCHDOG=1" in words):
                    heard = time.monotonic()
            if heard is not None and time.monotonic() - heard > self.silence:
                self.abort(process)
        self.ends.append(process.returncode)

    @staticmethod
    def abort(process):
        process.send_signal(signal.SIGABRT)
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def ended(self, count, what):
        wait_until(lambda: len(self.ends) >= count, f"{what}\n{self.convened.log()}", 60)
        return self.ends[count - 1]

    def stop(self):
        self.over = True
        process = self.convened.process
        process.send_signal(signal.SIGTERM)
        self.thread.join()
        self.convened.process = None
        return self.ends[-1]


def answered_once(fakes, names, seconds=60):
    def mails(name):
        return fakes.smtp.mails_for(f"{name}@volunteers.test")

    wait_until(lambda: all(mails(name) for name in names), f"answers to {names}", seconds)
    return [name for name in names if len(mails(name)) != 1]


def stopped_process(fakes):
    convened = Convened(fakes, fakes.folder / "stopped", staff=STAFF)
    keeper = Keeper(convened)
    fakes.imap.arrive(request("before"))
    answered_once(fakes, ["before"])
    os.kill(convened.process.pid, signal.SIGSTOP)
    fakes.imap.arrive(request("while"))
    keeper.ended(1, "an end of the stopped process")
    tap.ok(True, "a process that is stopped (SIGSTOP) is ended and started again")
    tap.same(answered_once(fakes, ["before", "while"]), [], "and the mails are answered once")
    tap.same(keeper.stop(), 0, "it ends with 0 when told to")


def locked_store(fakes):
    convened = Convened(fakes, fakes.folder / "locked", staff=STAFF)
    keeper = Keeper(convened)
    store = sqlite3.connect(convened.store, isolation_level=None)
    store.execute("begin exclusive")
    fakes.imap.arrive(request("locked"))
    keeper.ended(1, "an end of the hanging process")
    tap.ok(True, "a loop that hangs in the store is ended")
    second = keeper.ended(2, "an end of the process that cannot open the store")
    tap.same(second, 71, "started while the store is locked it ends with 71: start it again")
    tap.has(convened.log(), "locked", "and says why")
    store.execute("rollback")
    store.close()
    tap.same(answered_once(fakes, ["locked"]), [], "with the store free again all is done, once")
    tap.same(keeper.stop(), 0, "it ends with 0 when told to")


def hanging_sender(fakes):
    """Its clocks run 60 times as fast: a round of the sender may last a quarter of an hour."""
    convened = Convened(fakes, fakes.folder / "sender", staff=STAFF)
    environment = hostile.clock("+0 x60")
    for name in ("FAKETIME_DONT_FAKE_MONOTONIC", "DONT_FAKE_MONOTONIC"):
        del environment[name]
    keeper = Keeper(convened, silence=600, **environment)
    tasks = pathlib.Path(f"/proc/{convened.process.pid}/task")
    sender = next(int(t.name) for t in tasks.iterdir() if int(t.name) != convened.process.pid)
    trace = subprocess.Popen(["strace", "-qq", "-o", "/dev/null", "-p", str(sender), "-e",
        f"inject=fdatasync,connect:delay_enter={FOREVER}"], stderr=subprocess.DEVNULL)  # fmt: skip
    wait_until(lambda: traced(sender), "strace")
    fakes.imap.arrive(request("stuck"))
    wait_until(lambda: fakes.imap.done(), "the mail to be marked")
    time.sleep(3)  # three of its minutes
    count = keeper.told.count("WATCHDOG=1")
    time.sleep(3)
    tap.ok(keeper.told.count("WATCHDOG=1") > count, "a sender at work for some minutes is no hang")
    wait_until(lambda: quiet(keeper), f"silence\n{convened.log()}", 40)
    tap.ok(True, "the sender hangs: after a quarter of an hour the loop keeps silent about it")
    convened.process.send_signal(signal.SIGKILL)
    trace.kill()
    trace.wait()
    keeper.ended(1, "the end")
    tap.same(answered_once(fakes, ["stuck"]), [], "started again, it sends what waits, once")
    keeper.stop()


def quiet(keeper):
    """Nothing for two seconds, which are two minutes to it: twice as long as it ever sleeps."""
    count = len(keeper.told)
    time.sleep(2)
    return len(keeper.told) == count


def traced(thread):
    return "TracerPid:\t0\n" not in pathlib.Path(f"/proc/{thread}/status").read_text()


def unit_file(fakes):
    tap.same(unit("Type"), "notify", "the unit waits until it is ready")
    tap.same(unit("Restart"), "always", "it is started again")
    tap.same(unit("RestartPreventExitStatus"), "64 75 78", "but not where somebody has to mend it")
    folder = fakes.folder / "unit"
    folder.mkdir()
    path = folder / "convened.service"
    path.write_text(UNIT.replace("@sbindir@", str(BUILD)).replace("@sysconfdir@", "/etc"))
    verify = subprocess.run(["systemd-analyze", "verify", "--man=no", path], capture_output=True, text=True)
    about_it = [line for line in verify.stderr.splitlines() if "convened" in line]
    tap.same((verify.returncode, about_it), (0, []), "systemd-analyze verify has nothing to say")
    score = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=15", path],
        capture_output=True, text=True)  # fmt: skip
    tap.same(score.returncode, 0, "systemd-analyze security: exposure at most 1.5")
    tap.note(score.stdout.strip().splitlines()[-1])


def main():
    for test in (unit_file, stopped_process, locked_store, hanging_sender):
        with Fakes() as fakes:
            test(fakes)


if __name__ == "__main__":
    main()
    tap.done()
