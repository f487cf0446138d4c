#!/usr/bin/env python3
"""What ./demo shows: a volunteer writes to the mailbox, and a meeting comes of it.

    demo.py play BUILD [--keep]
    demo.py send FILE | answer TEXT | read [ADDRESS] | stop       after --keep
"""

import email
import email.policy
import email.utils
import json
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import textwrap
import zoneinfo

if sys.argv[1:2] == ["play"]:
    os.environ["BUILD"] = str(pathlib.Path(sys.argv[2]).resolve())

import convened
from servers import Servers

KEPT = convened.TOP / "build/demo/kept.json"
YOU = "you@volunteers.test"
WIDTH = 92

REQUEST = """\
Hello,

I look after our community's newsletter and would like to talk with somebody
about its design. Could we meet for half an hour some morning next week?
I live in São Paulo. Bo, in copy, would like to join.

Ana
--
Ana Lima
+55 11 5555 0123
"""


def rule(title):
    print(f"\n── {title} ".ljust(WIDTH, "─"), flush=True)


def show(mail, sides=True):
    """The headers a reader cares about, then the text."""
    for name in ("From", "To", "Cc", "Subject", "Date"):
        if mail.header(name):
            print(f"{name + ':':<9}{mail.header(name)}")
    print()
    for line in mail.text.rstrip().splitlines():
        print(f"  {line}")
    parts = [part.get_content_type() for part in mail.message.walk() if not part.is_multipart()]
    if sides and len(parts) > 1:
        print(f"\n  ({', '.join(parts)})")


def play(keep):
    folder = None
    if keep:
        folder = tempfile.mkdtemp(prefix="convened-demo-", dir="/tmp")
    servers = Servers(folder, keep=keep)
    daemon = None
    print("Starting a private Dovecot and Postfix on 127.0.0.1 ...", flush=True)
    try:
        servers.start()
        daemon = convened.Convened(servers)
        print("Starting convened with the configuration of etc/ ...", flush=True)
        daemon.start(detached=keep)
        converse(servers, daemon)
    except BaseException as trouble:
        if daemon is not None:
            daemon.stop()
        if isinstance(trouble, convened.Trouble):
            print(daemon.log() if daemon is not None else "", servers.log()[-3000:])
        servers.stop()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if keep:
        KEPT.write_text(json.dumps({"folder": folder, "pid": daemon.process.pid}))
        say_how(servers, daemon)
        return
    daemon.stop()
    servers.stop()
    rule("All servers are stopped, nothing is left running")


def converse(servers, daemon):
    zone = zoneinfo.ZoneInfo("America/Sao_Paulo")
    ana = convened.Person(servers, "ana@volunteers.test", "Ana Lima", zone)
    bo = convened.Person(servers, "bo@volunteers.test", "Bo Chen")
    ana.write("A word about our newsletter?", REQUEST, cc=[bo.address])

    rule("1. A volunteer writes to the mailbox")
    show(sent_mail(servers, bo), sides=False)
    offer = ana.next_mail()
    rule("2. convened answers with times")
    show(offer)

    rule("3. The volunteer picks one")
    ana.answer(offer, "The second one, please. Thank you!", quote=False)
    print("Subject: Re: " + offer.subject.removeprefix("Re: "))
    print("\n  The second one, please. Thank you!")
    invitation = ana.next_mail()
    rule("4. The volunteer gets the invitation")
    show(invitation)
    rule("   its calendar part, as Thunderbird, Outlook or Google Calendar reads it")
    for line in invitation.part("text/calendar").splitlines():
        print(f"  {line}")

    rule("5. The guest in copy gets one of their own")
    bo.read = 1  # what Ana wrote
    show(bo.next_mail())

    rule("6. So does the member of staff")
    show(staff_mail(servers, invitation))

    rule("What convenectl list says")
    print(textwrap.indent(daemon.ctl("list").stdout.rstrip(), "  "))


def sent_mail(servers, copied):
    """What was written, as it arrived with somebody in copy."""
    servers.wait_for_mails(copied.address, 1, convened.PATIENCE)
    return copied.mails()[0]


def staff_mail(servers, invitation):
    """Whoever of the staff it is: the one whose mailbox has a mail."""

    def look():
        for path in (convened.TOP / "etc/staff.d").glob("*.conf"):
            address = path.read_text().split("email", 1)[1].split('"')[1]
            mails = servers.mails(address)
            if mails:
                return convened.Mail(mails[-1][1])
        return None

    return convened.wait_until(look, "a mail to somebody of the staff")


def say_how(servers, daemon):
    rule("It is still running; write to it yourself")
    print(f"""\
Any address is yours; {YOU} is the one that these commands use.

cat >my-mail <<'END'
From: You <{YOU}>
To: {convened.MAILBOX}
Subject: A meeting

Hello, do you have half an hour next Tuesday afternoon? I am in Nairobi.
END
./demo --send my-mail         # sends it: mail headers, an empty line, the text
./demo --read                 # shows what {YOU} got
./demo --answer "1, please"   # answers the last of these
./demo --read ADDRESS         # shows another mailbox, such as nino@example.org
./demo --stop                 # ends it all

With a mail program of your own, on this machine:
IMAP  {servers.host}:{servers.imaps_port}, TLS; user: any address, password: {servers.password}
SMTP  {servers.host}:{servers.smtp_port}, no TLS, no password
CA    {servers.ca_file}

{convened.BUILD}/convenectl list -c {daemon.conf}
tail -f {daemon.folder}/log""")


def kept_servers():
    if not KEPT.exists():
        sys.exit("Nothing is running: ./demo --keep first.")
    return Servers(json.loads(KEPT.read_text())["folder"], keep=True)


def send(path):
    raw = sys.stdin.buffer.read() if path == "-" else pathlib.Path(path).read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if not message["From"]:
        message["From"] = f"You <{YOU}>"
    if not message["To"]:
        message["To"] = convened.MAILBOX
    if not message["Date"]:
        message["Date"] = email.utils.localtime()
    if not message["Message-ID"]:
        message["Message-ID"] = email.utils.make_msgid(domain="volunteers.test")
    fields = [str(message.get(name, "")) for name in ("To", "Cc")]
    recipients = [address for _, address in email.utils.getaddresses(fields) if address]
    sender = email.utils.parseaddr(str(message["From"]))[1]
    kept_servers().deliver(message.as_bytes(), to=recipients, sender=sender)
    print(f"Sent from {sender} to {', '.join(recipients)}.")


def answer(text):
    servers = kept_servers()
    mails = servers.mails(YOU)
    if not mails:
        sys.exit(f"{YOU} has no mail to answer.")
    convened.Person(servers, YOU, "You").answer(convened.Mail(mails[-1][1]), text)
    print("Sent.")


def read(address=YOU):
    mails = kept_servers().mails(address)
    for uid, raw in mails:
        rule(f"{address}, mail {uid} of {len(mails)}")
        show(convened.Mail(raw))
    if not mails:
        print(f"No mail for {address} so far.")


def stop():
    servers = kept_servers()
    kept = json.loads(KEPT.read_text())
    command = pathlib.Path(f"/proc/{kept['pid']}/cmdline")
    if command.exists() and kept["folder"].encode() in command.read_bytes():
        os.kill(kept["pid"], signal.SIGTERM)
        convened.wait_until(lambda: not command.exists() or not command.read_bytes(), "its end")
    servers.stop()
    shutil.rmtree(kept["folder"], ignore_errors=True)
    KEPT.unlink()
    print("Stopped.")


def main(what, *rest):
    if what == "play":
        play("--keep" in rest)
    elif what == "send":
        send(*rest)
    elif what == "answer":
        answer(*rest)
    elif what == "read":
        read(*rest)
    elif what == "stop":
        stop()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except convened.Trouble as trouble:
        sys.exit(f"The demo failed: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
