"""An SMTP server that refuses, or hangs up, at every stage; and one that loses its last answer.

What is refused for now is tried again some minutes later; those pass at once, by giving the daemon
another clock (faketime).
"""

import re
import sqlite3

import hostile
import tap
from convened import ALWAYS, Convened, wait_until
from hostile import Fakes, at_stage, request

OPERATOR = "admin@example.org"
BEFORE = ("CONNECT", "EHLO", "AUTH")  # any message
WITHIN = ("MAIL", "RCPT", "DATA", ".")
LATER, NEVER = b"451 4.3.0 Not now\r\n", b"554 5.7.1 Not you\r\n"


class Bench:
    def __init__(self, fakes, convened):
        self.fakes, self.smtp, self.convened = fakes, fakes.smtp, convened

    def write(self, name, fault):
        """A request whose answer meets the fault; the address it is for."""
        self.smtp.kick()
        self.smtp.fault = fault
        self.fakes.imap.arrive(request(name))
        return f"{name}@volunteers.test"

    def row(self, address):
        """What the queue has for that address, or None."""
        store = sqlite3.connect(f"file:{self.convened.store}?mode=ro", uri=True)
        store.row_factory = sqlite3.Row
        found = store.execute("select * from queue where recipient = ?", [address]).fetchall()
        store.close()
        assert len(found) < 2
        return dict(found[0]) if found else None

    def tried(self, address):
        """The row once the first try is over."""

        def look():
            row = self.row(address)
            return row if row and row["tries"] > 0 and row["state"] != "sending" else None

        return wait_until(look, f"a try for {address}\n{self.convened.log()}")

    def arrives(self, address):
        return wait_until(lambda: self.smtp.mails_for(address), f"mail for {address}")


def before_any_message(bench):
    """The message is not at fault: it goes out with the next connection."""
    for stage in BEFORE:
        for what, data in (("4xx", LATER), ("5xx", NEVER), ("the end", None)):
            address = bench.write(f"{stage}-{what[0]}".lower(), at_stage(stage, data))
            tap.ok(bench.arrives(address), f"{what} at {stage}: sent with the next connection")
            wait_until(lambda: bench.row(address)["state"] == "sent", "the note of it")
            tap.same(bench.row(address)["tries"], 1, f"{what} at {stage}: that was its first try")


def refused_for_good(bench):
    for stage in WITHIN:
        address = bench.write(f"never-{WITHIN.index(stage)}", at_stage(stage, NEVER))
        tap.same(bench.tried(address)["state"], "failed", f"5xx at {stage}: given up")
        wait_until(lambda: told_of(bench, address), "the operator to be told")
        tap.same(len(told_of(bench, address)), 1, f"5xx at {stage}: the operator hears of it once")
        tap.has(told_of(bench, address)[0], b"554", f"5xx at {stage}: with the server's answer")
        tap.same(bench.smtp.mails_for(address), [], f"5xx at {stage}: nobody took it")


def told_of(bench, address):
    return [raw for raw in bench.smtp.mails_for(OPERATOR) if address.encode() in raw]


def refused_for_now(bench):
    """{address: the row}, to be tried again later."""
    rows = {}
    for stage in WITHIN:
        for what, data in (("4xx", LATER), ("the end", None)):
            if stage == "." and data is None:
                continue
            address = bench.write(f"later-{WITHIN.index(stage)}-{what[0]}", at_stage(stage, data))
            row = rows[address] = bench.tried(address)
            tap.same(row["state"], "waiting", f"{what} at {stage}: it waits")
            pause = row["next_at"] - row["done_at"]
            tap.same(pause, 300, f"{what} at {stage}: for five minutes")
    return rows


def lost_answer(bench):
    """The server has the mail, and we do not know."""
    address = bench.write("lost", at_stage(".", None))
    row = bench.tried(address)
    tap.same(row["state"], "uncertain", "no answer to the final dot: nobody knows")
    tap.same(len(bench.smtp.offered_for(address)), 1, "the server has it")
    return {address: row}


def minutes_later(bench, rows):
    bench.smtp.fault = None
    tap.same(bench.convened.stop(), 0, "it ends with 0 when told to")
    bench.convened.start(**hostile.clock("+6m"))
    for address, row in rows.items():
        mails = bench.arrives(address)
        tap.same(len(mails), 1, f"{address}: six minutes later it is sent, once")
        wait_until(lambda: bench.row(address)["state"] == "sent", "the note of it")
        tap.same(bench.row(address)["tries"], 2, f"{address}: with the second try")
        tap.same(bench.row(address)["bytes"], row["bytes"], f"{address}: unchanged")
        tap.same(set(bench.smtp.offered_for(address)), set(mails), f"{address}: the same each time")
    bench.arrives(OPERATOR)


def nonsense(bench):
    faults = {
        "no number": ("RCPT", b"hello\r\n"),
        "no code": ("MAIL", b"999 what\r\n"),
        "two answers at once": ("MAIL", b"250 ok\r\n250 ok\r\n"),
        "a line without end": ("EHLO", b"250-" + b"x" * 1000000 + b"\r\n250 AUTH PLAIN\r\n"),
        "lines without end": ("EHLO", b"250-x\r\n" * 100000 + b"250 AUTH PLAIN\r\n"),
        "NULs": ("EHLO", b"250-\0\0\0\r\n250 AUTH PLAIN\r\n"),
    }
    rows = {}
    for number, (name, (stage, data)) in enumerate(faults.items()):
        address = bench.write(f"nonsense-{number}", at_stage(stage, data))
        row = bench.tried(address)
        tap.ok(row["state"] in ("sent", "waiting"), f"{name}: {row['state']}, and it lives on")
        if row["state"] == "waiting":
            rows[address] = row
        else:
            tap.same(len(bench.smtp.mails_for(address)), 1, f"{name}: taken once")
    return rows


def one_text_each(bench):
    """Over all of the run: one Message-ID an address, the operator aside."""
    ids = {}
    for recipient, raw in bench.smtp.offered:
        ids.setdefault(recipient, set()).add(hostile.message_id(raw))
    several = {r: i for r, i in ids.items() if len(i) != 1 and r != OPERATOR}
    tap.same(several, {}, f"nobody of {len(ids)} hears two different things")
    headers = [re.findall(rb"(?im)^message-id:", raw) for _, raw in bench.smtp.offered]
    tap.ok(all(len(found) == 1 for found in headers), "each with one Message-ID")


def main():
    rules = [("offer", "1"), ("horizon", '"26w"')]
    with Fakes() as fakes, Convened(fakes, staff={"nino.conf": ALWAYS}, changes=rules) as convened:
        bench = Bench(fakes, convened)
        before_any_message(bench)
        refused_for_good(bench)
        rows = refused_for_now(bench)
        rows.update(lost_answer(bench))
        rows.update(nonsense(bench))
        minutes_later(bench, rows)
        one_text_each(bench)
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
