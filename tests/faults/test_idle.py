"""How soon a mail is seen, whatever happens at IDLE; and what waiting costs.

Nothing helps the daemon here: no signal wakes it, and a mail is announced once, or never.
"""

import time

import hostile
import tap
from convened import ALWAYS, Convened, Person, wait_until
from hostile import Fakes, HangUp, instead, request
from servers import Servers

SEEN_SECONDS = 5
LOOK_SECONDS = 60  # so often it looks unasked
STAFF = {"nino.conf": ALWAYS}


def seconds_until_seen(convened, arrive):
    before = convened.log().count("convened: mail ")
    began = time.monotonic()
    arrive()
    wait_until(lambda: convened.log().count("convened: mail ") > before, "the mail", 2 * LOOK_SECONDS)
    return time.monotonic() - began


def with_dovecot():
    with Servers() as servers, Convened(servers, staff=STAFF) as convened:
        ana = Person(servers, "ana@volunteers.test", "Ana")
        waits = [seconds_until_seen(convened, lambda: ana.write("Logo", f"Where is your logo? {i}\n"))
            for i in range(15)]  # fmt: skip
        tap.ok(max(waits) <= SEEN_SECONDS, f"with Dovecot each of 15 mails is seen within {max(waits):.1f} s")
        seconds = 120 if hostile.thorough() else 20
        before = hostile.processor_seconds(convened.process.pid)
        time.sleep(seconds)  # that is what is measured
        used = hostile.processor_seconds(convened.process.pid) - before
        tap.ok(not hostile.spins(used, seconds / 200), f"waiting for {seconds} s takes {used:.2f} s of the processor")
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


def arriving(fakes, before=b"", after=b"", bye=False):
    """The mail comes while IDLE begins; the only word of it stands before or behind the +."""

    def say(session, _):
        fakes.imap.arrive(request("race"))
        session.exists = len(fakes.imap.mails)
        exists = b"* %d EXISTS\r\n" % session.exists
        if bye:
            session.send(b"* BYE going down\r\n")
            raise HangUp
        session.send(before.replace(b"EXISTS", exists))
        return b"+ idling\r\n" + after.replace(b"EXISTS", exists)

    return say


def refusing_idle(fakes, word):
    def say(session, _):
        fakes.imap.arrive(request("race"))
        tag = session.heard.rstrip().rsplit(b"\n", 1)[-1].split()[0]
        return tag + b" " + word + b" not now\r\n"

    return say


def ending_at_done(fakes):
    """The mail comes between DONE and its answer."""
    left = [1]

    def fault(session, said):
        if session.heard.endswith(b"DONE\r\n") and left[0]:
            left[0] = 0
            fakes.imap.arrive(request("race"))
            session.exists = len(fakes.imap.mails)
            return b"* %d EXISTS\r\n" % session.exists + said
        return said

    return fault


def races():
    at_plus = rb"^\+ idl"
    with Fakes() as fakes:
        with Convened(fakes, staff=STAFF) as convened:
            faults = {
                "EXISTS before the +": instead(at_plus, arriving(fakes, before=b"EXISTS")),
                "EXISTS in the packet of the +": instead(at_plus, arriving(fakes, after=b"EXISTS")),
                "EXISTS and RECENT and EXPUNGE": instead(at_plus,
                    arriving(fakes, before=b"EXISTS", after=b"* 1 RECENT\r\n* OK still here\r\n")),
                "BYE": instead(at_plus, arriving(fakes, bye=True)),
                "EXISTS between DONE and its answer": ending_at_done(fakes),
                "NO": instead(at_plus, refusing_idle(fakes, b"NO")),
                "BAD": instead(at_plus, refusing_idle(fakes, b"BAD")),
            }  # fmt: skip
            for name, fault in faults.items():
                race(fakes, convened, name, fault)
            tap.same(convened.stop(), 0, "it ends with 0 when told to")


def race(fakes, convened, name, fault):
    """A kick makes it begin IDLE anew; a mail before that ends one that goes on."""
    fakes.imap.fault = fault
    count, before = races_in(fakes), convened.log().count("connected to the mailbox")
    fakes.imap.kick()
    wait_until(lambda: convened.log().count("connected to the mailbox") > before, "the connection")
    if "DONE" in name:
        fakes.imap.arrive(request("first"))
    wait_until(lambda: races_in(fakes) > count, "the race")
    began = time.monotonic()
    wait_until(lambda: fakes.imap.done() == set(fakes.imap.mails), f"the mark\n{convened.log()}", 100)
    waited = time.monotonic() - began
    tap.ok(waited <= SEEN_SECONDS, f"{name}: a mail of that moment is seen and marked after {waited:.1f} s")


def races_in(fakes):
    return sum(b"race@" in raw for raw, _ in list(fakes.imap.mails.values()))


def unannounced():
    """A server that never tells of a new mail."""
    with Fakes() as fakes:
        fakes.imap.tell_news = lambda session: None
        with Convened(fakes, staff=STAFF) as convened:
            wait_until(lambda: b"IDLE" in fakes.imap.sessions[-1].heard, "IDLE")
            used = hostile.processor_seconds(convened.process.pid)
            waited = seconds_until_seen(convened, lambda: fakes.imap.arrive(request("quiet")))
            used = hostile.processor_seconds(convened.process.pid) - used
            tap.ok(waited <= LOOK_SECONDS + SEEN_SECONDS, f"a mail never announced is seen after {waited:.0f} s")
            tap.ok(not hostile.spins(used, 1), f"that took {used:.2f} s of the processor")
            tap.same(convened.stop(), 0, "it ends with 0 when told to")


def main():
    with_dovecot()
    races()
    unannounced()


if __name__ == "__main__":
    main()
    tap.done()
