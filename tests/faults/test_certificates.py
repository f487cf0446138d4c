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


def check_silence(fakes, kind, name):
    server = fakes.imap if kind == "imap" else fakes.smtp
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
        check_silence(fakes, "imap", certificate)
        check_silence(fakes, "smtp", certificate)
    for server in (fakes.imap, fakes.smtp):
        server.set_certificate(fakes.tls, "good")


def imap_without_tls(fakes, convened):
    """STARTTLS is taken out of what the server says, or the login is said to be done."""
    preauth = instead(rb"^\* OK IMAP", b"* PREAUTH welcome\r\n", times=99)
    for name, fault in {"logged in before TLS": preauth, "no STARTTLS": None}.items():
        fakes.imap.fault = fault
        fakes.imap.kick()
        fakes.imap.sessions.clear()
        convened.reload()
        wait_until(lambda: any(s.ended for s in fakes.imap.sessions), "it to be tried")
        check_silence(fakes, "imap", name)


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
            convened.change_account("imap", fakes.imap_port, "starttls")
            fakes.imap.plain = True
            fakes.imap.sessions.clear()
            convened.start(ready=False)
            wait_until(lambda: fakes.imap.sessions, "the first try")
            imap_without_tls(fakes, convened)
            convened.stop()
            # Nothing is sent before the mailbox was seen once.
            convened.change_account("imap", fakes.imap_port, "implicit")
            convened.change_account("smtp", fakes.smtp.port, "starttls")
            fakes.imap.plain = False
            fakes.smtp.sessions.clear()
            convened.start()
            wait_until(lambda: fakes.smtp.sessions, "SMTP to be tried")
            check_silence(fakes, "smtp", "no STARTTLS")
            tap.same(fakes.smtp.mails_for("cleo@volunteers.test"), [], "nothing was sent in the open")
            tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
