"""The IMAP and SMTP modules, through the program `wire`, against Dovecot and Postfix; and against
servers with wrong certificates, which must not hear a single word from us."""

import os
import pathlib
import socket
import ssl
import subprocess
import threading
import time

import tap
from servers import Servers

BUILD = pathlib.Path(os.environ.get("BUILD", pathlib.Path(__file__).resolve().parents[2]))
MEET = "meet@example.org"
ANA = "ana@example.net"
HEADER = "From: ana@example.net\r\nTo: meet@example.org\r\nSubject: "


class Wire:
    """One connection, as a process that takes commands by line; ask() gives the answer."""

    def __init__(self, protocol, servers, port, tls, user=MEET, password=None, ca_file=None):
        self.process = subprocess.Popen(
            [BUILD / "tests/e2e/wire", protocol, servers.host, str(port), tls,
             ca_file or servers.ca_file, user, password or servers.password],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
        self.greeting = self.answer()

    def answer(self):
        return self.process.stdout.readline().rstrip("\n")

    def tell(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def ask(self, command):
        self.tell(command)
        return self.answer()

    def fetch(self, limit, *uids):
        """{uid: (size, received_at, bytes or None)}"""
        words = self.ask(f"fetch {limit} " + " ".join(map(str, uids))).split(" ")
        fours = [words[i : i + 4] for i in range(0, len(words), 4)]
        return {
            int(uid): (int(size), int(at), None if body == "-" else bytes.fromhex(body))
            for uid, size, at, body in fours
        }

    def close(self):
        """Its exit status: with sanitizers, 0 says that no memory was lost either."""
        self.process.stdin.close()
        status = self.process.wait(30)
        self.process.stdout.close()
        return status


def mail(subject, lines=1):
    return HEADER + subject + "\r\n\r\n" + "A line of text.\r\n" * lines


def test_imap(servers, name, port, tls):
    before = time.time()
    for count, lines in enumerate((1, 1, 2000, 1), 1):
        servers.deliver(mail(f"mail {count}", lines), "meet+tag@example.org", sender=ANA)
        servers.wait_for_mails(MEET, count)  # or they may overtake each other
    wire = Wire("imap", servers, port, tls)
    tap.same(wire.greeting, "connected idle", f"{name}: logs in, and Dovecot has IDLE")
    validity, uid_next, count = map(int, wire.ask("select INBOX").split())
    tap.ok(validity > 0, f"{name}: UIDVALIDITY")
    tap.same((uid_next, count), (5, 4), f"{name}: UIDNEXT and the number of mails")
    tap.same(wire.ask("uids 1"), "1 2 3 4", f"{name}: the UIDs")
    tap.same(wire.ask("uids 3"), "3 4", f"{name}: the UIDs from the third on")
    tap.same(wire.ask("uids 5"), "", f"{name}: none where there are no newer ones")

    stored = dict(servers.mails(MEET))
    got = wire.fetch(10000, 1, 2, 3, 4, 99)
    for uid in (1, 2, 4):
        tap.same(got[uid][2], stored[uid], f"{name}: mail {uid} as it is stored, byte for byte")
        tap.same(got[uid][0], len(stored[uid]), f"{name}: mail {uid}, its size")
        tap.ok(before - 2 < got[uid][1] < time.time() + 2, f"{name}: mail {uid}, its arrival")
    tap.same(got[3][::2], (len(stored[3]), None), f"{name}: too large a mail has a size only")
    tap.same(got[99], (0, 0, None), f"{name}: there is no mail 99")
    tap.same(servers.flags(MEET)[1], set(), f"{name}: fetching leaves \\Seen alone")

    tap.same(wire.ask("mark ConvenedDone 1 2 4"), "marked", f"{name}: a keyword")
    tap.same(wire.ask("mark \\Flagged 2"), "marked", f"{name}: a flag")
    flags = servers.flags(MEET)
    tap.same([flags[uid] for uid in (1, 2, 3, 4)],
        [{"ConvenedDone"}, {"ConvenedDone", "\\Flagged"}, set(), {"ConvenedDone"}],
        f"{name}: as the server has them")  # fmt: skip

    tap.same(wire.ask("wait 0"), "nothing", f"{name}: nothing is new")
    wire.tell("wait 30")
    servers.deliver(mail("five"), MEET, sender=ANA)
    began = time.monotonic()
    tap.same(wire.answer(), "changed", f"{name}: IDLE wakes at a new mail")
    tap.ok(time.monotonic() - began < 5, f"{name}: within five seconds")
    tap.same(wire.ask("uids 5"), "5", f"{name}: which is there")
    tap.same(wire.ask("wait 1"), "nothing", f"{name}: then nothing is new again")
    tap.same(wire.close(), 0, f"{name}: ends well")


def test_imap_refusals(servers):
    wire = Wire("imap", servers, servers.imaps_port, "implicit", password="wrong")
    tap.has(wire.greeting, "! config: ", "a wrong password is a matter of configuration")
    tap.has(wire.greeting, f"does not take the login of {MEET}", "and the error says so")
    tap.same(wire.close(), 0, "and ends well")
    odd = 'pä"s\\s{x}%'
    servers.add_user("odd@example.org", odd)
    wire = Wire("imap", servers, servers.imaps_port, "implicit", "odd@example.org", odd)
    tap.same(wire.greeting, "connected idle", "a password of odd characters")
    wire.close()
    wire = Wire("imap", servers, servers.imaps_port, "implicit")
    tap.has(wire.ask("select Nowhere"), "! config: ", "a folder that is not there")
    wire.close()
    wire = Wire("imap", servers, servers.imap_port, "implicit")
    tap.has(wire.greeting, "is the port for STARTTLS", "TLS on the port for STARTTLS")
    wire.close()
    wire = Wire("imap", servers, servers.lmtp_port, "starttls")
    tap.has(wire.greeting, "makes no sense", "a port that is not IMAP's")
    wire.close()


def test_hang_up(servers):
    """Dovecot throws our session out while it waits."""
    wire = Wire("imap", servers, servers.imaps_port, "implicit")
    wire.ask("select INBOX")
    wire.tell("wait 30")
    time.sleep(0.3)  # for IDLE to begin; if it has not, the answer is the same
    doveadm = ["doveadm", "-c", f"{servers.folder}/dovecot/dovecot.conf", "kick", MEET]
    subprocess.run(doveadm, check=True, stdout=subprocess.DEVNULL)
    tap.has(wire.answer(), "! retry: ", "thrown out in IDLE: connect again")
    tap.same(wire.close(), 0, "and ends well, without waiting for the dead")


def test_smtp(servers, name, port, tls):
    path = servers.folder / "mail"
    path.write_bytes((HEADER + name + "\r\n\r\n.\r\n..\r\nend\r\n").encode())
    wire = Wire("smtp", servers, port, tls)
    tap.same(wire.greeting, "connected", f"{name}: logs in")
    who = f"{name}@example.net"
    tap.same(wire.ask(f"send {MEET} {who} {path}"), "sent ", f"{name}: sends")
    tap.has(wire.ask(f"send {MEET} x@refused.test {path}"), "refused 550 5.1.1 ",
        f"{name}: a refused recipient")  # fmt: skip
    tap.has(wire.ask(f"send {MEET} x@later.test {path}"), "later 450 4.2.1 ",
        f"{name}: a recipient who is busy")  # fmt: skip
    tap.same(wire.ask("alive"), "alive", f"{name}: the connection lives on")
    tap.same(wire.ask(f"send {MEET} {who} {path}"), "sent ", f"{name}: and sends again")
    mails = servers.wait_for_mails(who, 2)
    tap.same(len(mails), 2, f"{name}: both arrived")
    body = mails[0][1].split(b"\r\n\r\n", 1)[1]
    tap.same(body, b".\r\n..\r\nend\r\n", f"{name}: with each dot it had")
    tap.has(wire.ask(f"send {MEET} x@dropped.test {path}"), "refused 521 ",
        f"{name}: a server that hangs up at the recipient")  # fmt: skip
    tap.same(wire.ask("alive"), "dead", f"{name}: is dead then")
    tap.has(wire.ask(f"send {MEET} {who} {path}"), "later ", f"{name}: and nothing can be sent")
    tap.same(wire.close(), 0, f"{name}: ends well")


def test_smtp_refusals(servers):
    wire = Wire("smtp", servers, servers.smtps_port, "implicit", password="wrong")
    tap.has(wire.greeting, "! config: ", "a wrong password is a matter of configuration")
    wire.close()
    wire = Wire("smtp", servers, servers.smtp_port, "starttls")
    tap.has(wire.greeting, "offers no way to log in", "the port of a mail exchanger")
    wire.close()


class Impostor:
    """A server with one of the wrong certificates; .heard is what came after the handshake."""

    def __init__(self, servers, certificate, starttls=None):
        self.heard = b""
        self.starttls = starttls
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls = servers.folder / "tls"
        self.context.load_cert_chain(tls / f"{certificate}.pem", tls / f"{certificate}.key")
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        plain, _ = self.listener.accept()
        plain.settimeout(20)
        try:
            if self.starttls:
                for say, hear in self.starttls:
                    plain.sendall(say)
                    if hear and hear not in plain.recv(1000):
                        self.heard += b"something out of turn"
            with self.context.wrap_socket(plain, server_side=True) as secure:
                secure.sendall(b"* OK ready\r\n")
                while data := secure.recv(1000):
                    self.heard += data
        except (OSError, ssl.SSLError):
            pass
        plain.close()

    def end(self):
        self.thread.join()
        self.listener.close()
        return self.heard


STARTTLS = {
    "imap": [
        (b"* OK ready\r\n", b"1 CAPABILITY\r\n"),
        (b"* CAPABILITY IMAP4rev1 STARTTLS\r\n1 OK done\r\n", b"2 STARTTLS\r\n"),
        (b"2 OK begin\r\n", None),
    ],
    "smtp": [
        (b"220 ready\r\n", b"EHLO"),
        (b"250-x\r\n250 STARTTLS\r\n", b"STARTTLS\r\n"),
        (b"220 begin\r\n", None),
    ],
}
SENTENCES = {
    "wrong-name": "is for another name (other.invalid)",
    "expired": "expired on",
    "self-signed": "is not from an authority trusted here",
    "untrusted": "is not from an authority trusted here",
}


def test_impostors(servers):
    for certificate, sentence in SENTENCES.items():
        for protocol in ("imap", "smtp"):
            for tls in ("implicit", "starttls"):
                name = f"{protocol}, {tls}, {certificate} certificate"
                talk = STARTTLS[protocol] if tls == "starttls" else None
                impostor = Impostor(servers, certificate, talk)
                wire = Wire(protocol, servers, impostor.port, tls)
                tap.has(wire.greeting, sentence, f"{name}: refused, and says why")
                tap.same(wire.close(), 0, f"{name}: ends well")
                tap.same(impostor.end(), b"", f"{name}: heard nothing from us")
    wire = Wire("imap", servers, servers.imaps_port, "implicit", ca_file="/nonexistent")
    tap.has(wire.greeting, "! config: ca_file /nonexistent", "a ca_file that is not there")
    wire.close()


def main():
    if os.geteuid() != 0:
        tap.skip_all("Postfix needs root")
    with Servers() as servers:
        test_imap(servers, "imaps", servers.imaps_port, "implicit")
    with Servers() as servers:
        test_imap(servers, "imap", servers.imap_port, "starttls")
        test_imap_refusals(servers)
        test_hang_up(servers)
        test_smtp(servers, "smtps", servers.smtps_port, "implicit")
        test_smtp(servers, "submission", servers.submission_port, "starttls")
        test_smtp_refusals(servers)
        test_impostors(servers)
    tap.done()


if __name__ == "__main__":
    main()
