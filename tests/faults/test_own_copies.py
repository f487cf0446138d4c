"""The reply to the final dot is lost: the copy in our own mailbox tells what became of the mail.

Between convened and a real Postfix stands a relay that passes on what both say, and loses the
reply, or the last line, when it is told to.
"""

import contextlib
import socket
import sqlite3
import ssl

import hostile
import tap
from convened import ALWAYS, MAILBOX, Convened, Mail, Person, wait_until
from hostile import HangUp
from servers import Servers

PASS, LOSE_REPLY, LOSE_DOT, HOLD_REPLY = "pass", "lose the reply", "lose the dot", "hold the reply"
ASKS = "Could we meet for half an hour next week?\n"


class Relay(hostile.Server):
    """To Postfix and back, line by line; .what is done to the next message, once."""

    def __init__(self, servers):
        self.servers = servers
        self.what = PASS
        self.held = []
        super().__init__(servers.folder / "tls")

    def talk(self, session):
        context = ssl.create_default_context(cafile=self.servers.ca_file)
        plain = socket.create_connection(("127.0.0.1", self.servers.smtps_port))
        above = context.wrap_socket(plain, server_hostname="localhost")
        with above, above.makefile("rb") as replies:
            session.send(reply(replies))
            while True:
                line = session.hear()
                above.sendall(line + b"\r\n")
                answer = reply(replies)
                session.send(answer)
                if answer.startswith(b"354"):
                    self.pass_mail(session, above, replies)

    def pass_mail(self, session, above, replies):
        while (line := session.hear()) != b".":
            above.sendall(line + b"\r\n")
        what, self.what = self.what, PASS
        if what == LOSE_DOT:
            raise HangUp
        above.sendall(b".\r\n")
        answer = reply(replies)
        if what == LOSE_REPLY:
            raise HangUp
        if what == HOLD_REPLY:
            self.held.append(answer)
            session.hear()  # until convened is gone
        session.send(answer)


def reply(lines):
    answer = b""
    while True:
        line = lines.readline()
        if not line:
            raise HangUp
        answer += line
        if line[3:4] != b"-":
            return answer


class Bench:
    def __init__(self, servers, relay, convened):
        self.servers, self.relay, self.convened = servers, relay, convened

    def ask(self, name, what):
        """A request whose answer the relay does that to."""
        self.relay.what = what
        person = Person(self.servers, f"{name}@volunteers.test", name)
        person.write("Meeting", ASKS)
        return person

    def row(self, person):
        store = sqlite3.connect(f"file:{self.convened.store}?mode=ro", uri=True)
        store.row_factory = sqlite3.Row
        query = "select * from queue where recipient = ?"
        found = store.execute(query, [person.address]).fetchone()
        store.close()
        return dict(found) if found else None

    def await_state(self, person, state):
        def look():
            row = self.row(person)
            return row if row and row["state"] == state else None

        return wait_until(look, f"{person.address} to be {state}\n{self.convened.log()}")

    def start_later(self, shift):
        with contextlib.suppress(Exception):
            self.convened.stop()
        self.convened.start(**hostile.clock(shift))


def taken_after_all(bench):
    person = bench.ask("taken", LOSE_REPLY)
    row = bench.await_state(person, "sent")
    tap.same(row["tries"], 1, "the reply is lost, the copy comes: sent, with one try")
    tap.ok(row["back_at"] > 0, "because of the copy")
    tap.same(len(person.mails()), 1, "the guest has it once")
    return person


def never_taken(bench):
    """The last line never reached the server: the same again, and once."""
    person = bench.ask("lost", LOSE_DOT)
    row = bench.await_state(person, "uncertain")
    tap.same(person.mails(), [], "the server has nothing")
    bench.start_later("+16m")
    after = bench.await_state(person, "sent")
    tap.same(after["tries"], 2, "no copy comes: it is sent again")
    tap.same(after["bytes"], row["bytes"], "the same bytes")
    tap.same(len(bench.servers.wait_for_mails(person.address, 1)), 1, "the guest has it once")


def killed_before_the_reply(bench):
    person = bench.ask("killed", HOLD_REPLY)
    wait_until(lambda: bench.relay.held, "the server's reply")
    bench.convened.kill()
    tap.same(bench.row(person)["state"], "sending", "killed while the reply was on its way")
    bench.convened.start()
    row = bench.await_state(person, "sent")
    tap.same(row["tries"], 1, "the next start finds the copy and does not send again")
    tap.same(len(person.mails()), 1, "the guest has it once")


def put_away(bench, count):
    """Where a person looks for what was sent, and nowhere else."""
    sent = wait_until(
        lambda: len(found := bench.servers.mails(MAILBOX, "Sent")) >= count and found,
        f"{count} copies in the folder for sent mail",
    )
    subjects = {Mail(raw).subject for _, raw in sent}
    tap.same(subjects, {"Re: Meeting"}, "the copies are in the folder for sent mail")
    flags = bench.servers.flags(MAILBOX, "Sent")
    tap.ok(all("\\Seen" in f for f in flags.values()), "as read")
    froms = {Mail(raw).header("From").split("@")[-1] for _, raw in bench.servers.mails(MAILBOX)}
    tap.same(froms, {"volunteers.test>"}, "in the mailbox lies what people wrote, and no more")
    listed = bench.convened.ctl("list", "--mails", "--json").stdout.splitlines()
    tap.same(len(listed), count, "and so says the list of mails")


def without_copies(bench):
    bench.convened.stop()
    bench.convened.without_copies()
    bench.convened.start()
    person = bench.ask("plain", LOSE_REPLY)
    row = bench.await_state(person, "uncertain")
    bench.start_later("+2m")
    after = bench.await_state(person, "sent")
    tap.same(after["tries"], 2, "without copies it goes out again")
    mails = [raw.partition(b"\r\n\r\n")[2] for _, raw in bench.servers.wait_for_mails(person.address, 2)]
    tap.same((len(mails), len(set(mails))), (2, 1), "twice, and the same")
    tap.same(after["bytes"], row["bytes"], "to the byte")


def main():
    with Servers() as servers, contextlib.closing(Relay(servers)) as relay:
        convened = Convened(servers, staff={"nino.conf": ALWAYS}, changes=[("offer", "1")])
        convened.change_account("smtp", relay.port, "implicit")
        with convened:
            bench = Bench(servers, relay, convened)
            taken_after_all(bench)
            killed_before_the_reply(bench)
            never_taken(bench)
            put_away(bench, 3)
            without_copies(bench)
            tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
