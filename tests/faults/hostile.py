"""An IMAP and an SMTP server in memory that go wrong on demand, and what one asks of a daemon.

    fakes = Fakes(folder)
    with fakes, Convened(fakes, staff={"nino.conf": ALWAYS}) as convened:
        fakes.imap.arrive(mail)
        fakes.imap.fault = cut_at_line(7)

Both speak TLS from the start, with a certificate of a test authority, on ports of their own on
127.0.0.1; nothing leaves the process.  A fault is a function that is asked about everything a
server is about to say in a session: fault(session, bytes) gives the bytes to say instead, or
raises HangUp.  While there is none the servers behave, as far as convened can tell.
"""

import base64
import contextlib
import datetime
import email.utils
import os
import pathlib
import re
import socket
import ssl
import struct
import tempfile
import threading
import time

import certificates
from convened import BUILD, MAILBOX


class HangUp(Exception):
    """The server ends the connection; reset: rudely, with RST."""

    def __init__(self, reset=False):
        super().__init__()
        self.reset = reset


class Session:
    """One connection, from the server's side; what is said and heard in it is kept."""

    def __init__(self, server, plain):
        self.server = server
        self.peer = plain
        self.buffer = b""
        self.heard = b""
        self.said = b""
        self.size = 0  # of what was said, with that which is too much to keep
        self.lines = 0  # answers so far
        self.began = time.monotonic()
        self.ended = None

    def say(self, data):
        self.lines += 1
        if self.server.fault is not None:
            data = self.server.fault(self, data)
        self.send(data)

    def send(self, data):
        self.said += data
        self.size += len(data)
        self.peer.sendall(data)

    def hear(self):
        """One line without its end; raises HangUp where the other side is gone."""
        while b"\n" not in self.buffer:
            self.more()
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r")

    def more(self):
        data = self.peer.recv(65536)
        if not data:
            raise HangUp
        self.buffer += data
        self.heard += data

    def close(self, reset=False):
        if reset:
            self.peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.peer.close()


class Server:
    """Takes connections until close(), each in a thread."""

    def __init__(self, tls_folder, certificate="good"):
        self.fault = None
        self.sessions = []
        self.plain = False  # without TLS
        self.lock = threading.Condition()
        self.set_certificate(tls_folder, certificate)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def set_certificate(self, folder, name):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")

    def accept(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=[plain], daemon=True).start()

    def serve(self, plain):
        plain.settimeout(600)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session = Session(self, plain)
        with self.lock:
            self.sessions.append(session)
        reset = False
        try:
            if not self.plain:
                session.peer = self.context.wrap_socket(plain, server_side=True)
            self.talk(session)
        except HangUp as end:
            reset = end.reset
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            with contextlib.suppress(OSError):
                session.close(reset)
            session.ended = time.monotonic()

    def kick(self):
        """Ends all connections."""
        with self.lock:
            for session in self.sessions:
                with contextlib.suppress(OSError):
                    session.peer.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.listener.close()
        self.kick()


class Imap(Server):
    """One mailbox; the commands that convened uses, and no more."""

    def __init__(self, *arguments, **more):
        self.mails = {}  # uid: (raw bytes, arrival)
        self.marks = {}  # uid: set of keywords
        self.uid_next = 1
        self.validity = 1700000000
        super().__init__(*arguments, **more)

    def arrive(self, raw):
        with self.lock:
            uid = self.uid_next
            self.mails[uid] = (raw, time.time() + 1)
            self.marks[uid] = set()
            self.uid_next += 1
            self.lock.notify_all()
        return uid

    def talk(self, session):
        session.say(b"* OK IMAP4rev1 ready\r\n")
        session.exists = 0
        while True:
            line = session.hear()
            tag, _, rest = line.partition(b" ")
            words = rest.split()
            name = words[0].upper() if words else b""
            if name == b"UID":
                name += b" " + words[1].upper()
            method = getattr(self, "on_" + name.decode().lower().replace(" ", "_"), None)
            if method is None:
                session.say(tag + b" BAD what is " + name + b"?\r\n")
            else:
                method(session, tag, rest)
            if name == b"LOGOUT":
                raise HangUp

    def on_capability(self, session, tag, _):
        session.say(b"* CAPABILITY IMAP4rev1 IDLE\r\n")
        session.say(tag + b" OK done\r\n")

    def on_login(self, session, tag, _):
        session.say(tag + b" OK logged in\r\n")

    def on_noop(self, session, tag, _):
        self.tell_news(session)
        session.say(tag + b" OK done\r\n")

    def on_logout(self, session, tag, _):
        session.say(b"* BYE\r\n")
        session.say(tag + b" OK done\r\n")

    def on_select(self, session, tag, _):
        with self.lock:
            session.exists = len(self.mails)
            next_, validity = self.uid_next, self.validity
        session.say(b"* FLAGS (\\Seen \\Flagged)\r\n")
        session.say(b"* %d EXISTS\r\n" % session.exists)
        session.say(b"* OK [UIDVALIDITY %d] UIDs valid\r\n" % validity)
        session.say(b"* OK [UIDNEXT %d] next\r\n" % next_)
        session.say(b"* OK [PERMANENTFLAGS (\\Flagged \\*)] limited\r\n")
        session.say(tag + b" OK [READ-WRITE] selected\r\n")

    def on_uid_search(self, session, tag, rest):
        with self.lock:
            uids = sorted(self.mails)
        first = int((re.search(rb"(\d+):", rest) or [0, 1])[1])
        found = [uid for uid in uids if uid >= first] or uids[-1:]
        session.say(b"* SEARCH" + b"".join(b" %d" % uid for uid in found) + b"\r\n")
        session.say(tag + b" OK done\r\n")

    def on_uid_fetch(self, session, tag, rest):
        for uid in self.named(rest.split()[2]):
            raw, arrival = self.mails[uid]
            date = datetime.datetime.fromtimestamp(arrival, datetime.timezone.utc)
            parts = b'UID %d INTERNALDATE "%s" RFC822.SIZE %d' % (
                uid, date.strftime("%d-%b-%Y %H:%M:%S +0000").encode(), len(raw))  # fmt: skip
            number = sorted(self.mails).index(uid) + 1
            if b"FLAGS" in rest:
                parts = b"UID %d FLAGS (%s)" % (uid, " ".join(sorted(self.marks[uid])).encode())
            if b"BODY" in rest:
                session.say(b"* %d FETCH (%s BODY[] {%d}\r\n" % (number, parts, len(raw)))
                session.say(raw)
                session.say(b")\r\n")
            else:
                session.say(b"* %d FETCH (%s)\r\n" % (number, parts))
        session.say(tag + b" OK done\r\n")

    def forget(self, beginning):
        """Takes keywords off all mails."""
        with self.lock:
            for marks in self.marks.values():
                marks.difference_update({mark for mark in marks if mark.startswith(beginning)})

    def on_uid_store(self, session, tag, rest):
        keywords = re.search(rb"\(([^)]*)\)", rest)[1].decode().split()
        for uid in self.named(rest.split()[2]):
            if b" -FLAGS" in rest:
                self.marks[uid].difference_update(keywords)
            else:
                self.marks[uid].update(keywords)
        session.say(tag + b" OK done\r\n")

    def named(self, text):
        uids = set()
        for part in text.decode().split(","):
            first, _, last = part.partition(":")
            uids.update(range(int(first), int(last or first) + 1))
        return sorted(uids & set(self.mails))

    def tell_news(self, session):
        with self.lock:
            count = len(self.mails)
        if count != session.exists:
            session.exists = count
            session.say(b"* %d EXISTS\r\n" % count)

    def on_idle(self, session, tag, _):
        session.say(b"+ idling\r\n")
        session.peer.settimeout(0.1)
        while b"\n" not in session.buffer:
            self.tell_news(session)
            with contextlib.suppress(TimeoutError, ssl.SSLWantReadError):
                session.more()
        session.peer.settimeout(600)
        session.hear()  # DONE
        session.say(tag + b" OK done\r\n")

    def done(self):
        """The UIDs that bear the mark."""
        return {uid for uid, marks in self.marks.items() if "ConvenedDone" in marks}


class Smtp(Server):
    """Takes every mail: .offered has (recipient, bytes) of each, .taken of those it said 250 to."""

    def __init__(self, *arguments, **more):
        self.offered = []
        self.taken = []
        self.login = b""
        super().__init__(*arguments, **more)

    def talk(self, session):
        session.stage = "CONNECT"
        session.say(b"220 ready\r\n")
        while True:
            line = session.hear()
            name = line.split(b" ")[0].split(b":")[0].upper().decode()
            session.stage = name
            if name == "EHLO":
                session.say(b"250-localhost\r\n250-8BITMIME\r\n250 AUTH PLAIN\r\n")
            elif name == "AUTH":
                self.login = base64.b64decode(line.split()[-1])
                session.say(b"235 welcome\r\n")
            elif name == "MAIL":
                session.recipient = ""
                session.say(b"250 ok\r\n")
            elif name == "RCPT":
                # The first one: behind it comes the mailbox itself, for its copy.
                session.recipient = session.recipient or re.search(rb"<([^>]*)>", line)[1].decode()
                session.say(b"250 ok\r\n")
            elif name == "DATA":
                session.say(b"354 go on\r\n")
                self.take(session)
            elif name == "QUIT":
                session.say(b"221 bye\r\n")
                raise HangUp
            else:
                session.say(b"250 ok\r\n")

    def take(self, session):
        if not session.said.endswith(b"354 go on\r\n"):
            return  # a fault said something else: no data will come
        lines = []
        while (line := session.hear()) != b".":
            lines.append(line[1:] if line.startswith(b".") else line)
        raw = b"".join(line + b"\r\n" for line in lines)
        session.stage = "."
        with self.lock:
            self.offered.append((session.recipient, raw))
        session.say(b"250 taken\r\n")
        if session.said.endswith(b"250 taken\r\n"):
            with self.lock:
                self.taken.append((session.recipient, raw))

    def mails_for(self, address):
        with self.lock:
            return [raw for recipient, raw in self.taken if recipient == address]

    def offered_for(self, address):
        with self.lock:
            return [raw for recipient, raw in self.offered if recipient == address]


class Fakes:
    """Both servers, with the names that Convened asks for."""

    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="convened-", dir="/tmp")
        self.folder = pathlib.Path(self.temporary.name)
        self.host = "localhost"
        self.password = "volunteer"
        self.tls = self.folder / "tls"
        certificates.make(self.tls, self.host)
        self.ca_file = str(self.tls / "ca.pem")
        self.imap = Imap(self.tls)
        self.smtp = Smtp(self.tls)
        self.imaps_port = self.imap_port = self.imap.port
        self.smtps_port = self.submission_port = self.smtp.port

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.imap.close()
        self.smtp.close()
        self.temporary.cleanup()

    def log(self):
        return ""


def request(name, text="Could we meet for half an hour next week?", size=0):
    """A mail from NAME@volunteers.test as the server has it."""
    filler = "This line only makes the mail longer.\r\n" * (size // 39)
    return (
        f"Return-Path: <{name}@volunteers.test>\r\n"
        f"From: {name} <{name}@volunteers.test>\r\nTo: {MAILBOX}\r\nSubject: Meeting\r\n"
        f"Date: {email.utils.formatdate()}\r\n"
        f"Message-ID: {email.utils.make_msgid(domain='volunteers.test')}\r\n\r\n{text}\r\n{filler}"
    ).encode()


def message_id(raw):
    return re.search(rb"(?im)^Message-ID:\s*(<[^>]+>)", raw)[1].decode()


# Faults.


def cut_at_line(number, reset=False):
    """The session ends instead of its n-th answer."""

    def fault(session, data):
        if session.lines >= number:
            raise HangUp(reset)
        return data

    return fault


def cut_at_byte(number, reset=False):
    """The session ends after so many bytes."""

    def fault(session, data):
        room = number - len(session.said)
        if len(data) > room:
            session.send(data[: max(room, 0)])
            raise HangUp(reset)
        return data

    return fault


def dripping(seconds, beginning=None):
    """Slow-loris, for instead(): a line that comes byte by byte and never ends."""

    def say(session, data):
        session.send(data.rstrip(b"\r\n") if beginning is None else beginning)
        while True:
            time.sleep(seconds)
            session.send(b"x")

    return say


def silent(session, _):
    """For instead(): no answer, and no end of the connection that the other side could see."""
    while session.hear() is not None:
        pass


def endless(beginning=b"", piece=b"x" * 65536):
    """For instead(): more and more, until the other side has enough."""

    def say(session, _):
        session.send(beginning)
        while True:
            session.peer.sendall(piece)
            session.size += len(piece)

    return say


def instead(pattern, data, times=1):
    """Where an answer matches, that is said in its place; so many times, in all sessions."""
    left = [times]

    def fault(session, said):
        if left[0] > 0 and re.search(pattern, said):
            left[0] -= 1
            return data(session, said) if callable(data) else data
        return said

    return fault


def refusing(data):
    """An SMTP server that says this to every sender."""

    def fault(session, said):
        return data if session.stage == "MAIL" else said

    return fault


def at_stage(stage, data):
    """An SMTP server's answer to that command, once; None: it hangs up instead."""
    left = [1]

    def fault(session, said):
        if session.stage == stage and left[0] > 0:
            left[0] -= 1
            if data is None:
                raise HangUp
            return data
        return said

    return fault


def thorough():
    """Run by make faults, not by ./check."""
    return int(os.environ.get("MAILS", "60")) > 100


# What one asks of a process.


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def most_resident(pid):
    """The most memory it ever had, in MiB."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024


def sanitized():
    """With sanitizers a program's memory says nothing of its own."""
    return b"__asan_init" in (BUILD / "convened").read_bytes()


def spins(used, seconds):
    """More of the processor than that many seconds: sanitizers and a busy machine take their part."""
    return used > seconds * (5 if sanitized() else 1)


def clock(shift):
    """The environment of a process whose calendar is off by that much: "+6m", "-1y"."""
    library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME": shift,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0",
    }
