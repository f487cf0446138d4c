"""A private Dovecot and Postfix on loopback, for the end-to-end tests, the bench and the demo.

    from servers import Servers

    with Servers() as servers:                  # or Servers("/some/folder")
        servers.deliver(raw_mail, "meet@example.org", sender="ana@example.net")
        for uid, raw in servers.mails("ana@example.net"):
            ...

Nothing of the system's own mail configuration is read or changed.  The servers listen on
127.0.0.1 only, on high ports that were free; everything they write is below `folder`.  With no
folder given, one is made below /tmp and removed by stop().

  * Every address of every domain has a mailbox, made at its first mail, and "ana+tag@example.net"
    is delivered to ana.  Nothing can leave the machine.  Four domains are there to go wrong:
    `refused.test` (550 to RCPT), `later.test` (450 to RCPT), `bounce.test` (accepted, then a
    bounce is mailed to the sender) and `dropped.test` (the server hangs up at RCPT).
  * Login names are whole addresses.  Every address has the password `servers.password`;
    add_user() gives one another password instead.
  * TLS certificates are for `servers.host` ("localhost"), by an own authority: `servers.ca_file`.

Attributes: host, ca_file, password, folder; imap_port (STARTTLS), imaps_port, submission_port
(STARTTLS, AUTH), smtps_port (AUTH), smtp_port (plain, without AUTH, as a mail exchanger would be),
lmtp_port.

stop() ends what start() started, as does the end of the process that called start(), however it
ends.  With keep=True they live on, until stop() is called by a Servers of the same folder:

    python3 servers.py start FOLDER             # prints the attributes, one NAME=VALUE a line
    python3 servers.py stop FOLDER

Needs root (Postfix does), and Debian's packages dovecot-imapd, dovecot-lmtpd, postfix and openssl.
"""

import ctypes
import imaplib
import json
import os
import pathlib
import random
import select
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import time

import certificates

POSTFIX_PROGRAMS = "/usr/lib/postfix/sbin"
PORTS = ("imap_port", "imaps_port", "lmtp_port", "smtp_port", "submission_port", "smtps_port")

DOVECOT_CONF = """\
base_dir = {folder}/dovecot/run
state_dir = {folder}/dovecot/state
log_path = {folder}/dovecot/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/tls/good.pem
ssl_key = <{folder}/tls/good.key
auth_mechanisms = plain login scram-sha-256
auth_username_format = %Lu
auth_failure_delay = 0
recipient_delimiter = +
first_valid_uid = 8
mail_uid = mail
mail_gid = mail
mail_home = {folder}/dovecot/home/%d/%n
mail_location = maildir:{folder}/dovecot/mail/%d/%n
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/dovecot/users
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
}}
service auth {{
  unix_listener auth-client {{
    mode = 0666
  }}
}}
service anvil {{
  chroot =
}}
"""

MAIN_CF = """\
compatibility_level = 3.6
config_directory = {folder}/postfix/etc
queue_directory = {folder}/postfix/queue
data_directory = {folder}/postfix/data
meta_directory = {folder}/postfix/etc
daemon_directory = {programs}
shlib_directory = /usr/lib/postfix
maillog_file = {folder}/postfix/log
maillog_file_prefixes = {folder}
myhostname = localhost
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
alias_maps =
alias_database =
recipient_delimiter = +
default_transport = error:5.1.2 no outbound mail
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:{lmtp_port}
transport_maps = inline:{{ {{ bounce.test = bouncing: }} }}
smtpd_recipient_restrictions = check_recipient_access inline:{{
  {{ refused.test = 550 5.1.1 No such person here }}
  {{ later.test = 450 4.2.1 Mailbox busy }}
  {{ dropped.test = 521 5.3.2 Going away }} }}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_tls_cert_file = {folder}/tls/good.pem
smtpd_tls_key_file = {folder}/tls/good.key
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/dovecot/run/auth-client
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
smtpd_client_recipient_rate_limit = 0
smtpd_client_auth_rate_limit = 0
smtpd_error_sleep_time = 0
message_size_limit = 104857600
virtual_mailbox_limit = 0
mailbox_size_limit = 0
"""

MASTER_CF = """\
127.0.0.1:{smtp_port} inet n - n - - smtpd
  -o smtpd_relay_restrictions=permit_auth_destination,reject
127.0.0.1:{submission_port} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
127.0.0.1:{smtps_port} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
bouncing unix - n n - - pipe user=nobody argv=/bin/sh -c {{ echo No such person here; exit 67 }}
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class ServersError(Exception):
    """They did not start; the text ends with what their logs say."""


class Servers:
    def __init__(self, folder=None, keep=False):
        self.temporary = folder is None
        if self.temporary:
            folder = tempfile.mkdtemp(prefix="convened-", dir="/tmp")
        self.folder = pathlib.Path(folder).resolve()
        self.keep = keep
        self.host = "localhost"
        self.password = "volunteer"
        self.ca_file = str(self.folder / "tls/ca.pem")
        self.passwords = {}
        self.guard = None
        settings = self.folder / "settings.json"
        if settings.exists():
            vars(self).update(json.loads(settings.read_text()))

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Returns when both take connections."""
        if os.geteuid() != 0:
            raise ServersError("the servers need root: run this with sudo")
        self.prepare()
        how = ["keep"] * self.keep + ["temporary"] * self.temporary
        command = [sys.executable, __file__, "guard", self.folder, *how]
        with open(self.folder / "output", "ab") as output:
            self.guard = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=output,  # never a pipe: the daemons would keep it open
                stderr=output,
                cwd="/",
                start_new_session=True,  # ^C is for the tests, which then call stop()
            )
        for name in PORTS:
            self.wait_for_port(getattr(self, name))

    def stop(self):
        """Ends both and waits for it; harmless where they do not run."""
        if self.guard is not None:
            self.guard.stdin.close()
            self.guard.terminate()
            self.guard.wait()
            self.guard = None
        else:
            self.stop_kept()
        if self.temporary:  # the guard has done it, where there was one
            shutil.rmtree(self.folder, ignore_errors=True)

    def add_user(self, address, password):
        """Gives one address a password of its own.  May be called while the servers run."""
        self.passwords[address] = password
        lines = [f"{name}:{{PLAIN}}{word}::::::\n" for name, word in self.passwords.items()]
        path = self.folder / "dovecot/users"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines))

    def deliver(self, raw, to, sender=""):
        """Hands one mail (bytes or str) to the mail exchanger, as a stranger's server would."""
        if isinstance(raw, str):
            raw = raw.encode()
        recipients = [to] if isinstance(to, str) else list(to)
        with smtplib.SMTP(self.host, self.smtp_port, local_hostname="localhost") as smtp:
            smtp.sendmail(sender, recipients, raw)

    def imap(self, address, folder="INBOX"):
        """A logged-in imaplib connection with the folder selected; close it by logout()."""
        context = ssl.create_default_context(cafile=self.ca_file)
        imap = imaplib.IMAP4_SSL(self.host, self.imaps_port, ssl_context=context)
        imap.login(address, self.password)
        imap.select(folder)
        return imap

    def mails(self, address, folder="INBOX"):
        """[(uid, raw bytes)] of a mailbox, oldest first; \\Seen is left alone."""
        imap = self.imap(address, folder)
        try:
            _, found = imap.uid("SEARCH", "ALL")
            uids = found[0].split()
            if not uids:
                return []
            _, parts = imap.uid("FETCH", b",".join(uids).decode(), "(UID BODY.PEEK[])")
            answers = [part for part in parts if isinstance(part, tuple)]
            return [(number_after(head, b"UID"), raw) for head, raw in answers]
        finally:
            imap.logout()

    def flags(self, address, folder="INBOX"):
        """{uid: set of flags and keywords, as str}"""
        imap = self.imap(address, folder)
        try:
            _, parts = imap.uid("FETCH", "1:*", "(UID FLAGS)")
            heads = [part for part in parts if part and b"UID" in part]  # others were volunteered
            return {
                number_after(head, b"UID"): {flag.decode() for flag in imaplib.ParseFlags(head)}
                for head in heads
            }
        finally:
            imap.logout()

    def wait_for_mails(self, address, count, seconds=20):
        """The mailbox's mails as soon as there are so many, or what there is in the end."""
        deadline = time.monotonic() + seconds
        while True:
            mails = self.mails(address)
            if len(mails) >= count or time.monotonic() > deadline:
                return mails
            time.sleep(0.05)

    def log(self):
        """What both wrote to their logs."""
        paths = [self.folder / "dovecot/log", self.folder / "postfix/log"]
        return "".join(path.read_text(errors="replace") for path in paths if path.exists())

    # What follows is for start() and stop().

    def prepare(self):
        for name, port in zip(PORTS, free_ports(len(PORTS))):
            setattr(self, name, port)
        for name in ("dovecot/home", "dovecot/mail", "postfix/etc", "postfix/queue", "tls"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        if not os.path.exists(self.ca_file):
            certificates.make(self.folder / "tls", self.host)
        for name in ("dovecot/home", "dovecot/mail"):
            shutil.chown(self.folder / name, "mail", "mail")
        (self.folder / "postfix/data").mkdir(exist_ok=True)
        shutil.chown(self.folder / "postfix/data", "postfix")
        with open(self.folder / "dovecot/users", "a"):
            pass
        values = dict(vars(self), programs=POSTFIX_PROGRAMS)
        self.write("dovecot/dovecot.conf", DOVECOT_CONF.format(**values))
        self.write("postfix/etc/main.cf", MAIN_CF.format(**values))
        self.write("postfix/etc/master.cf", MASTER_CF.format(**values))
        for name in ("postfix-files", "dynamicmaps.cf"):
            shutil.copy(f"/etc/postfix/{name}", self.folder / "postfix/etc")
            (self.folder / f"postfix/etc/{name}.d").mkdir(exist_ok=True)
        settings = {name: getattr(self, name) for name in PORTS + ("passwords",)}
        self.write("settings.json", json.dumps(settings))
        check = ["postfix", "-c", f"{self.folder}/postfix/etc", "check"]
        subprocess.run(check, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def wait_for_port(self, port):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.guard.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                return
            except OSError:
                time.sleep(0.02)
        output = (self.folder / "output").read_text(errors="replace")
        raise ServersError(f"nothing listens on port {port}\n{output}{self.log()[-3000:]}")

    def stop_kept(self):
        """Ends servers that another process started with keep=True."""
        pid_file = self.folder / "guard.pid"
        try:
            pid = int(pid_file.read_text())
            words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return
        if b"guard" in words and str(self.folder).encode() in words:
            os.kill(pid, signal.SIGTERM)
            while pid_file.exists() and os.path.exists(f"/proc/{pid}"):
                time.sleep(0.02)


def free_ports(count):
    """Below the range that the kernel gives to outgoing connections."""
    held = []
    while len(held) < count:
        listener = socket.socket()
        try:
            listener.bind(("127.0.0.1", random.randrange(20000, 32000)))
            held.append(listener)
        except OSError:
            listener.close()
    ports = [listener.getsockname()[1] for listener in held]
    for listener in held:
        listener.close()
    return ports


def number_after(head, name):
    words = head.replace(b"(", b" ").replace(b")", b" ").split()
    return int(words[words.index(name) + 1])


def guard(folder, how):
    """Runs both servers until told to stop, or until the process that holds our input has ended.

    A process of its own, because it must outlive a test that is killed, and because it adopts
    every process of the two servers: when it has no children left, nothing is left.
    """
    pr_set_child_subreaper = 36
    ctypes.CDLL(None).prctl(pr_set_child_subreaper, 1, 0, 0, 0)
    told, tell = os.pipe()
    signal.signal(signal.SIGTERM, lambda *_: os.write(tell, b"x"))
    pid_file = pathlib.Path(folder, "guard.pid")
    pid_file.write_text(str(os.getpid()))
    servers = [
        subprocess.Popen(["dovecot", "-F", "-c", f"{folder}/dovecot/dovecot.conf"]),
        subprocess.Popen([f"{POSTFIX_PROGRAMS}/master", "-c", f"{folder}/postfix/etc", "-s"]),
    ]
    inputs = [told] if "keep" in how else [told, sys.stdin.fileno()]
    while not select.select(inputs, [], [], 0.5)[0] and all(pid_lives(s.pid) for s in servers):
        pass
    end_children(10, signal.SIGTERM, lambda: [server.pid for server in servers])
    end_children(10, signal.SIGKILL, child_pids)
    pid_file.unlink()
    if "temporary" in how:
        shutil.rmtree(folder, ignore_errors=True)


def end_children(seconds, number, pids):
    """Says it again now and then: a server that is just starting does not listen yet."""
    deadline = time.monotonic() + seconds
    say_at = 0
    while child_pids() and time.monotonic() < deadline:
        if time.monotonic() > say_at:
            say_at = time.monotonic() + 0.5
            for pid in set(pids()) & set(child_pids()):
                os.kill(pid, number)
        pid_lives(-1)
        time.sleep(0.01)


def child_pids():
    return [int(pid) for pid in pathlib.Path("/proc/self/task", str(os.getpid()), "children")
        .read_text().split()]  # fmt: skip


def pid_lives(pid):
    """Also collects what has ended, so that no zombie stays."""
    try:
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


def main(arguments):
    if arguments[:1] == ["guard"]:
        guard(arguments[1], arguments[2:])
        return
    if len(arguments) != 2 or arguments[0] not in ("start", "stop"):
        sys.exit("usage: servers.py start FOLDER | servers.py stop FOLDER")
    servers = Servers(arguments[1], keep=True)
    if arguments[0] == "stop":
        servers.stop()
        return
    try:
        servers.start()
    except BaseException:
        servers.stop()
        raise
    for name in ("host", "ca_file", "password") + PORTS:
        print(f"{name}={getattr(servers, name)}")


if __name__ == "__main__":
    main(sys.argv[1:])
