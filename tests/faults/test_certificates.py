"""Servers that cannot prove who they are: the daemon sends them no credential, goes on trying, and
works as soon as they can."""

import base64

import tap
from convened import ALWAYS, MAILBOX, Convened, wait_until
from hostile import Fakes, instead, request

SENTENCES = {
    "wrong-name": "is for another name (other.invalid)",
    "expired": "expired on",
    "self-signed": "is not from an authority trusted here",
    "untrusted": "is not from an authority trusted here",
}


def secrets(fakes):
    """The password, and all that PLAIN makes of it."""
    plain = f"\0{MAILBOX}\0{fakes.password}".encode()
    return fakes.password.encode(), base64.b64encode(plain), b"LOGIN", b"AUTHENTICATE", b"AUTH PLAIN"


def heard(server):
    return b"".join(session.heard for session in server.sessions)


def check_silence(fakes, name):
    for kind, server in (("imap", fakes.imap), ("smtp", fakes.smtp)):
        tap.ok(server.sessions, f"{name}: {kind} was connected to")
        told = [secret for secret in secrets(fakes) if secret in heard(server)]
        tap.same(told, [], f"{name}: {kind} heard no credential")
        server.sessions.clear()


def with_certificates(fakes, convened):
    for certificate, sentence in SENTENCES.items():
        before = convened.log().count(sentence)
        for server in (fakes.imap, fakes.smtp):
            server.set_certificate(fakes.tls, certificate)
            server.kick()
            server.sessions.clear()
        convened.reload()
        wait_until(lambda: fakes.imap.sessions and fakes.smtp.sessions, "both to be tried")
        wait_until(lambda: convened.log().count(sentence) > before, f"the log to say {sentence}")
        check_silence(fakes, certificate)
    for server in (fakes.imap, fakes.smtp):
        server.set_certificate(fakes.tls, "good")


def without_tls(fakes, convened):
    """STARTTLS is taken out of what the server says, or the login is said to be done."""
    injected = {
        "logged in before TLS": (
            instead(rb"^\* OK IMAP", b"* PREAUTH welcome\r\n", times=99),
            None,
        ),
        "STARTTLS is not offered": (None, None),
    }
    for name, (fakes.imap.fault, fakes.smtp.fault) in injected.items():
        for server in (fakes.imap, fakes.smtp):
            server.kick()
            server.sessions.clear()
        convened.reload()
        wait_until(lambda: len(fakes.imap.sessions) > 1 and fakes.smtp.sessions, "both to be tried")
        check_silence(fakes, name)


def main():
    staff = {"nino.conf": ALWAYS}
    with Fakes() as fakes:
        with Convened(fakes, staff=staff) as convened:
            fakes.smtp.set_certificate(fakes.tls, "untrusted")
            fakes.imap.arrive(request("ana"))
            wait_until(lambda: fakes.smtp.sessions, "a first try")
            with_certificates(fakes, convened)
            convened.reload()
            wait_until(lambda: fakes.smtp.mails_for("ana@volunteers.test"), "the answer")
            fakes.imap.arrive(request("bo"))
            wait_until(lambda: fakes.smtp.mails_for("bo@volunteers.test"), "the next answer")
            tap.ok(True, "with good certificates it works at once")
            tap.same(convened.stop(), 0, "it ends with 0 when told to")
        with Convened(fakes, fakes.folder / "starttls", staff=staff) as convened:
            convened.stop()  # with a message that waits
            fakes.smtp.plain = True
            convened.start()
            fakes.imap.arrive(request("cleo"))
            wait_until(lambda: len(fakes.imap.done()) == 3, "a message to send")
            convened.stop()
            for kind, port in (("imap", fakes.imap_port), ("smtp", fakes.smtp.port)):
                convened.change_account(kind, port, "starttls")
            fakes.imap.plain = True
            convened.start()
            without_tls(fakes, convened)
            tap.same(fakes.smtp.mails_for("cleo@volunteers.test"), [], "nothing was sent in the open")
            tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
