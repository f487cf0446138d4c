"""Postfix's smtp-sink for an SMTP server: it refuses, hangs up or is slow at each command.

It speaks no TLS, and takes logins with a wrong code; a relay in front of it mends that.  What it took it writes to files.
"""

import re
import select
import socket
import sqlite3
import subprocess

import tap
from convened import ALWAYS, Convened, wait_until
from hostile import Fakes, HangUp, Server, request
from servers import free_ports

BEFORE = ("CONNECT", "EHLO")
STAGES = (*BEFORE, "MAIL", "RCPT", "DATA", ".", "QUIT")
HOW = {"-f": "5xx", "-r": "4xx", "-q": "the end", "-Q": "421 and the end"}
OPERATOR = "admin@example.org"


class Relay(Server):
    """TLS in front of a server on the port `to`."""

    to = None

    def talk(self, session):
        try:
            below = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            raise HangUp from None
        try:
            while True:
                ready = [session.peer] if session.peer.pending() else \
                    select.select([session.peer, below], [], [], 60)[0]  # fmt: skip
                if below in ready:
                    data = below.recv(65536)
                    if not data:
                        raise HangUp
                    session.send(data)
                elif session.peer in ready:
                    session.more()
                    if session.buffer.startswith(b"AUTH"):  # to which it says 250 instead
                        session.send(b"235 welcome\r\n")
                    else:
                        below.sendall(session.buffer)
                    session.buffer = b""
        finally:
            below.close()


class Sink:
    """smtp-sink with these options; .folder gets what it takes."""

    def __init__(self, bench, *options):
        (port,) = free_ports(1)
        bench.folder.mkdir(exist_ok=True)
        bench.folder.chmod(0o777)
        bench.fakes.folder.chmod(0o755)
        bench.count += 1
        self.process = subprocess.Popen(["smtp-sink", "-u", "nobody", "-d", f"{bench.folder}/{bench.count}.",
            *options, f"inet:127.0.0.1:{port}", "10"])  # fmt: skip
        wait_until(lambda: listens(port), "smtp-sink")
        bench.relay.to = port
        bench.relay.kick()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def listens(port):
    table = open("/proc/net/tcp").read()
    return f"0100007F:{port:04X} 00000000:0000 0A" in table


class Bench:
    def __init__(self, fakes, convened):
        self.fakes, self.convened, self.relay = fakes, convened, fakes.smtp
        self.folder = fakes.folder / "sink"
        self.count = 0
        self.writers = []

    def write(self):
        name = f"s{len(self.writers)}"
        self.writers.append(f"{name}@volunteers.test")
        uid = self.fakes.imap.arrive(request(name))
        wait_until(lambda: uid in self.fakes.imap.done(), f"the mail\n{self.convened.log()}")
        return self.writers[-1]

    def row(self, address):
        store = sqlite3.connect(f"file:{self.convened.store}?mode=ro", uri=True)
        try:
            return store.execute("select state, tries from queue where recipient = ?", [address]).fetchone()
        finally:
            store.close()

    def tried(self, address):
        def look():
            row = self.row(address)
            return row if row and row[1] > 0 and row[0] != "sending" else None

        return wait_until(look, f"a try for {address}\n{self.convened.log()}", 60)

    def taken(self):
        """{address: [bytes]} of all that a sink has taken to the end."""
        found = {}
        for path in self.folder.iterdir():
            head, _, rest = path.read_bytes().partition(b"\nX-Rcpt-Args:")
            address = re.search(rb"<([^>]*)>", rest)
            if address:
                body = rest.partition(b"\n")[2]
                body = body[body.find(b"\n\n") :] if body.startswith(b"X-") else body
                found.setdefault(address[1].decode(), []).append(b"\n".join(
                    line for line in body.split(b"\n") if not line.startswith((b"Received:", b"\t"))))
        return found


def expected(stage, option):
    if stage == "QUIT":
        return "sent"
    if stage == "." and option == "-q":
        return "uncertain"
    return "failed" if option == "-f" else "waiting"


def each_fault(bench):
    for stage in STAGES:
        for option, what in HOW.items():
            with Sink(bench, option, stage):
                errors = bench.convened.log().count("sending:")
                address = bench.write()
                if stage in BEFORE:
                    wait_until(lambda: bench.convened.log().count("sending:") > errors or
                        bench.relay.sessions[-1].ended, "a word of it", 70)  # fmt: skip
                    row = bench.row(address)
                    tap.same(row, ("waiting", 0), f"{what} at {stage}: it waits, untried")
                    with Sink(bench):
                        wait_until(lambda: bench.row(address) == ("sent", 1), "it to be sent", 70)
                else:
                    row = bench.tried(address)
                    tap.same(row, (expected(stage, option), 1), f"{what} at {stage}: {row[0]}")


def slow(bench):
    """A slow answer to the final dot, a slow reader, and a 550 in the middle of the text."""
    for option, state in (("-w", "sent"), ("-H", "sent"), ("-A", "failed")):
        with Sink(bench, option, "3"):
            tap.same(bench.tried(bench.write())[0], state, f"smtp-sink {option} 3: {state}")


def later(bench):
    """A good server, and what was put off is due."""
    tap.same(bench.convened.stop(), 0, "it ends with 0 when told to")
    store = sqlite3.connect(bench.convened.store)
    store.execute("update queue set next_at = 1 where state in ('waiting', 'uncertain')")
    store.commit()
    failed = {a for (a,) in store.execute("select recipient from queue where state = 'failed'")}
    store.close()
    with Sink(bench):
        bench.convened.start()
        states = lambda: {bench.row(a)[0] for a in bench.writers if a not in failed}
        wait_until(lambda: states() == {"sent"}, f"all to be sent\n{bench.convened.log()}", 60)
    tap.same(len(failed - {OPERATOR}), 5, "five messages were refused for good")
    tap.ok(OPERATOR in bench.taken(), "the operator is told")
    tap.ok(True, f"a good server: the others of {len(bench.writers)} are sent")


def one_text_each(bench):
    taken = bench.taken()
    lost = [a for a in bench.writers if bench.row(a)[0] == "sent" and a not in taken]
    tap.same(lost, [], "what counts as sent was taken")
    several = {a: len(set(mails)) for a, mails in taken.items() if len(set(mails)) != 1 and a != OPERATOR}
    tap.same(several, {}, f"nobody of {len(taken)} has two different texts")
    tap.note(f"{sum(len(m) - 1 for a, m in taken.items() if a != OPERATOR)} arrived a second time")


def main():
    with Fakes() as fakes:
        fakes.smtp.close()
        fakes.smtp = Relay(fakes.tls)
        fakes.smtps_port = fakes.submission_port = fakes.smtp.port
        staff, rules = {"nino.conf": ALWAYS}, [("offer", "1"), ("horizon", '"26w"')]
        with Convened(fakes, staff=staff, changes=rules) as convened:
            bench = Bench(fakes, convened)
            each_fault(bench)
            slow(bench)
            later(bench)
            one_text_each(bench)
            tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
