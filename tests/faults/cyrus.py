"""A private Cyrus IMAP server: stricter than Dovecot, and it suppresses duplicate deliveries.

Its packages cannot be installed beside Dovecot's, so they are fetched from Debian and unpacked, once
a build folder.  SMTP is that of hostile.py.  Any password is right; a mailbox comes into being with
the first mail or login.
"""

import imaplib
import os
import re
import shutil
import smtplib
import socket
import ssl
import subprocess

from convened import BUILD, wait_until
from hostile import Fakes
from servers import free_ports

IMAPD_CONF = """\
configdirectory: {lib}
partition-default: {folder}/spool
defaultpartition: default
cyrus_user: mail
admins: admin
servername: localhost
virtdomains: userid
defaultdomain: localhost
unixhierarchysep: yes
autocreate_quota: 0
autocreate_post: yes
sasl_pwcheck_method: alwaystrue
sasl_mech_list: PLAIN
allowplaintext: no
tls_server_cert: {folder}/good.pem
tls_server_key: {folder}/good.key
duplicatesuppression: yes
lmtp_downcase_rcpt: yes
"""

CYRUS_CONF = """\
START {{
  recover cmd="{programs}/ctl_cyrusdb -C {folder}/imapd.conf -r"
}}
SERVICES {{
  imaps cmd="{programs}/imapd -C {folder}/imapd.conf -s" listen="127.0.0.1:{imaps_port}" prefork=0
  lmtp cmd="{programs}/lmtpd -C {folder}/imapd.conf -a" listen="127.0.0.1:{lmtp_port}" prefork=0
}}
DAEMON {{
  idled cmd="{programs}/idled -C {folder}/imapd.conf"
}}
EVENTS {{
}}
"""


def unpacked():
    """The folder of the unpacked packages."""
    root = BUILD.resolve() / "cyrus"
    if not (root / "usr/lib/cyrus/bin/imapd").exists():
        fetched = root / "packages"
        fetched.mkdir(parents=True, exist_ok=True)
        names = ["cyrus-imapd", "cyrus-common"]
        subprocess.run(["apt-get", "-q", "download", *names], cwd=fetched, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)  # fmt: skip
        for package in sorted(fetched.glob("*.deb"), reverse=True):  # imapd last: it is looked for
            subprocess.run(["dpkg", "-x", package, root], check=True)
    return root


class Cyrus(Fakes):
    def __enter__(self):
        root = unpacked()
        self.cyrus = self.folder / "cyrus"
        self.lib = self.cyrus / "lib"
        self.programs = self.cyrus / "bin"
        self.folder.chmod(0o755)
        for name in ("lib/db", "lib/socket", "lib/proc", "lib/log", "lib/msg", "spool"):
            (self.cyrus / name).mkdir(parents=True, exist_ok=True)
        # A user of its own must reach the programs, wherever the build folder is.
        shutil.copytree(root / "usr/lib/cyrus/bin", self.programs)
        shutil.copytree(next((root / "usr/lib").glob("*-linux-gnu")), self.cyrus / "libraries",
            symlinks=True)  # fmt: skip
        for name in ("good.pem", "good.key"):
            shutil.copy(self.tls / name, self.cyrus)
        self.imaps_port, self.lmtp_port = free_ports(2)
        self.imap_port = self.imaps_port
        values = {"folder": self.cyrus, "lib": self.lib, "programs": self.programs,
            "imaps_port": self.imaps_port, "lmtp_port": self.lmtp_port}  # fmt: skip
        (self.cyrus / "imapd.conf").write_text(IMAPD_CONF.format(**values))
        (self.cyrus / "cyrus.conf").write_text(CYRUS_CONF.format(**values))
        subprocess.run(["chown", "-R", "mail:mail", self.cyrus], check=True)
        self.start()
        return self

    def start(self):
        with open(self.folder / "cyrus.log", "ab") as output:
            self.master = subprocess.Popen(
                [self.programs / "master", "-C", self.cyrus / "imapd.conf", "-M",
                    self.cyrus / "cyrus.conf", "-p", self.cyrus / "master.pid", "-D"],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                env=dict(os.environ, LD_LIBRARY_PATH=str(self.cyrus / "libraries")),
            )  # fmt: skip
        for port in (self.imaps_port, self.lmtp_port):
            wait_until(lambda: self.listens(port), f"port {port}\n{self.output()}")

    def listens(self, port):
        if self.master.poll() is not None:
            raise RuntimeError(f"Cyrus ended with {self.master.returncode}\n{self.output()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            return False
        return True

    def output(self):
        return (self.folder / "cyrus.log").read_text(errors="replace")

    def halt(self):
        """All of its processes: they are a session of their own."""
        os.killpg(self.master.pid, 15)
        self.master.wait()

    def __exit__(self, *arguments):
        self.halt()
        super().__exit__(*arguments)

    def deliver(self, raw, to, sender=""):
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as lmtp:
            lmtp.sendmail(sender, [to], raw)

    def login(self, address):
        context = ssl.create_default_context(cafile=self.ca_file)
        imap = imaplib.IMAP4_SSL(self.host, self.imaps_port, ssl_context=context)
        imap.login(address, self.password)
        return imap

    def flags(self, address):
        """{uid: set of flags and keywords}"""
        imap = self.login(address)
        try:
            imap.select("INBOX")
            _, parts = imap.uid("FETCH", "1:*", "(UID FLAGS)")
        finally:
            imap.logout()
        heads = [part for part in parts if part and b"UID" in part]
        return {int(re.search(rb"UID (\d+)", head)[1]):
            {flag.decode() for flag in imaplib.ParseFlags(head)} for head in heads}  # fmt: skip
