"""Clocks that are wrong, that jump while the daemon runs, and that are set right again.

The calendar's clock of a process comes from a file (faketime); the clock that only runs on is left
alone.  Each case has its own daemon and servers; they run side by side, because after a jump the
daemon waits for a minute.
"""

import concurrent.futures
import sqlite3
import time

import hostile
import tap
from convened import ALWAYS, Convened, wait_until
from hostile import Fakes, request

YEAR = 365 * 86400
JUMPS = {"-1 y": -YEAR, "-1 h": -3600, "+1 h": 3600, "+1 d": 86400, "+1 y": YEAR}
LATER = b"451 4.3.0 Not now\r\n"
PAUSE = 60
RULES = [("offer", "1"), ("horizon", '"26w"'), ("hold", '"30m"'), ("chase", "false")]


class Case:
    """Checks are noted, and told by the main thread: .results has (holds, name)."""

    def __init__(self, fakes, name):
        self.fakes, self.name, self.results = fakes, name, []
        self.path = fakes.folder / "clock"
        self.set(0)
        self.convened = Convened(fakes, staff={"nino.conf": ALWAYS}, changes=RULES)
        environment = hostile.clock("+0")
        del environment["FAKETIME"]
        self.convened.start(FAKETIME_TIMESTAMP_FILE=str(self.path), FAKETIME_NO_CACHE="1", **environment)
        self.writers = []

    def set(self, shift):
        self.path.with_suffix(".new").write_text(f"{shift:+d}\n")
        self.path.with_suffix(".new").rename(self.path)

    def jump(self, shift):
        """Once the daemon has noticed; a mail wakes it."""
        before = self.convened.log().count("the clock was set")
        self.set(shift)
        name = self.write()
        wait_until(lambda: self.convened.log().count("the clock was set") > before, "the jump")
        return name

    def write(self):
        name = f"w{len(self.writers)}"
        self.writers.append(name)
        self.fakes.imap.arrive(request(name))
        return name

    def mails(self, name):
        return self.fakes.smtp.mails_for(f"{name}@volunteers.test")

    def answered(self, name, seconds=PAUSE + 40):
        what = f"{self.name}: the answer to {name}\n{self.convened.log()}"
        return wait_until(lambda: self.mails(name), what, seconds)

    def ask_store(self, sql):
        store = sqlite3.connect(f"file:{self.convened.store}?mode=ro", uri=True)
        try:
            return store.execute(sql).fetchall()
        finally:
            store.close()

    def ok(self, holds, what):
        self.results.append((bool(holds), f"{self.name}: {what}"))

    def end(self):
        several = [name for name in self.writers if len(self.mails(name)) != 1]
        self.ok(not several, f"each of {len(self.writers)} mails answered once {several or ''}")
        told = self.fakes.smtp.mails_for("admin@example.org")
        self.ok(not told, f"the operator is told of nothing {told or ''}")
        self.ok(self.convened.stop() == 0, "it ends with 0 when told to")
        return self.results


def undone(case, shift):
    """The clock jumps, and is set right before the minute is over."""
    case.answered(case.write())
    held = case.ask_store("select state from meeting")
    during = case.jump(shift)
    time.sleep(5)  # a wrong clock does its harm at once, or after this minute
    case.ok(not case.mails(during), "a mail that comes during the jump is not read yet")
    case.ok(case.ask_store("select state from meeting") == held, "what was offered stays offered")
    case.set(0)
    began = time.monotonic()
    case.answered(during)
    waited = time.monotonic() - began
    case.ok(waited < PAUSE / 2, f"set right, the clock is believed at once: {waited:.0f} s")
    case.answered(case.write())
    states = {state for (state,) in case.ask_store("select state from meeting")}
    case.ok(states == {held[0][0]}, f"afterwards all are as they would be: {states}")


def lasting(case, shift):
    """The clock jumps and stays so: after a minute it is believed."""
    case.answered(case.write())
    began = time.monotonic()
    during = case.jump(shift)
    case.answered(during)
    waited = time.monotonic() - began
    case.ok(PAUSE - 2 < waited < PAUSE + 20, f"mail is read again after {waited:.0f} s")
    case.answered(case.write())


def put_off(case, shift):
    """Messages wait for their next try when the clock is set."""
    case.fakes.smtp.fault = hostile.refusing(LATER)
    case.write()
    row = "select tries from queue where state = 'waiting' and tries > 0"
    wait_until(lambda: case.ask_store(row), "a message that is put off")
    case.fakes.smtp.fault = None
    case.set(shift)
    began = time.monotonic()
    case.answered("w0")
    case.ok(True, f"a message that was put off is sent {time.monotonic() - began:.0f} s later")


def given_up(case, shift):
    """A message that is refused for now, years after it was queued as it seems, is not given up."""
    case.fakes.smtp.fault = hostile.refusing(LATER)
    case.write()
    wait_until(lambda: case.ask_store("select 1 from queue where tries = 1"), "one try")
    case.set(shift)
    wait_until(lambda: case.ask_store("select 1 from queue where tries = 2 and state <> 'sending'"),
        "another", PAUSE + 40)  # fmt: skip
    states = case.ask_store("select state from queue where recipient like 'w0@%'")
    case.ok(states == [("waiting",)], f"refused again it goes on waiting: {states}")
    case.fakes.smtp.fault = None
    case.set(2 * shift)  # it is due at once
    case.answered("w0")


def stepping(case, _):
    """The clock goes here and there while mails come."""
    case.answered(case.write())
    for shift in (*JUMPS.values(), 86400, -3600):
        case.set(shift)
        case.write()
        time.sleep(1.5)  # the steps of the clock are the test's own
    case.set(0)
    for name in case.writers:
        case.answered(name, 2 * PAUSE + 40)


def start_wrong(case, shift):
    """Stopped and started again with another clock."""
    case.answered(case.write())
    case.convened.stop()
    case.set(shift)
    case.convened.start(FAKETIME_TIMESTAMP_FILE=str(case.path), FAKETIME_NO_CACHE="1",
        **{k: v for k, v in hostile.clock("+0").items() if k != "FAKETIME"})  # fmt: skip
    case.answered(case.write())


def run(test, name, shift):
    with Fakes() as fakes:
        case = Case(fakes, f"{test.__name__.replace('_', ' ')}, {name}")
        try:
            test(case, shift)
            return case.end()
        except BaseException as trouble:
            return case.results + [(False, f"{case.name}: {trouble!r}\n{case.convened.log()}")]
        finally:
            case.convened.stop()


def main():
    cases = [(test, name, shift) for test in (undone, lasting) for name, shift in JUMPS.items()]
    cases += [(put_off, name, JUMPS[name]) for name in ("-1 y", "-1 h", "+1 d")]
    cases += [(given_up, "+1 y", YEAR), (stepping, "all ways", 0)]
    cases += [(start_wrong, name, JUMPS[name]) for name in JUMPS if name != "+1 y"]
    with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
        for results in pool.map(lambda case: run(*case), cases):
            for holds, name in results:
                first, *rest = name.splitlines()
                if not tap.ok(holds, first):
                    tap.note("\n".join(rest))


if __name__ == "__main__":
    main()
    tap.done()
