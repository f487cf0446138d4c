"""Thunderbird without a window: its users open mails, press the buttons, and it answers by SMTP.

    with Thunderbird(folder, smtp_port) as thunderbird:
        bar = thunderbird.open(raw, "ana@volunteers.test")
        thunderbird.press("imipAcceptButton")

Commands go through Marionette (JSON behind its length, on a port of 127.0.0.1) to functions of
thunderbird.js, which run with Thunderbird's own rights.  Each user has an identity and a calendar;
only that of who opens a mail is switched on.  Profile, home and temporary files are in the folder
that is handed in; it ends when we do, however that comes about.
"""

import ctypes
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

STARTING = 90  # seconds, on a machine that is busy
SECONDS = 30  # for one command
SCRIPT = pathlib.Path(__file__).with_name("thunderbird.js").read_text()

# Nothing that asks, looks for news or reports; all three buttons; no waiting before a mail goes.
PREFERENCES = {
    "app.donation.eoy.version.viewed": 999,
    "app.update.enabled": False,
    "calendar.itip.separateInvitationButtons": True,
    "calendar.timezone.local": "UTC",
    "calendar.timezone.useSystemTimezone": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.locale.requested": "en-US",
    "mail.instrumentation.postUrl": "",
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mail.winsearch.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "mailnews.start_page_override.mstone": "ignore",
    "marionette.port": 0,  # one that is free
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 0,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class ThunderbirdError(Exception):
    """It did not start, did not answer in time, or a script failed."""


def program():
    """Its path, or None.  Debian's own command is a script, which would stand between it and us."""
    return shutil.which("/usr/lib/thunderbird/thunderbird") or shutil.which("thunderbird")


def begin_child():
    """A group of its own, behind others for the processor, and killed where our process dies."""
    pr_set_pdeathsig = 1
    os.setsid()
    os.nice(5)
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)


class Thunderbird:
    def __init__(self, folder, smtp_port):
        self.folder = pathlib.Path(folder)
        self.smtp_port = smtp_port
        self.process = self.socket = None
        self.number = 0
        self.heard = b""

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def start(self):
        profile = self.folder / "profile"
        for name in ("", "profile", "home", "tmp", "run", "mails"):
            (self.folder / name).mkdir(mode=0o700)
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in PREFERENCES.items()]
        (profile / "user.js").write_text("".join(lines))
        environment = {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC", "MOZ_HEADLESS": "1",
            "HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp"),
            "XDG_RUNTIME_DIR": str(self.folder / "run"), "MOZ_CRASHREPORTER_DISABLE": "1",
        }  # fmt: skip
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                [program(), "--headless", "--no-remote", "--marionette", "--remote-allow-system-access",
                 "--profile", str(profile)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, env=environment,
                preexec_fn=begin_child)  # fmt: skip
        self.connect(self.wait_for_port(profile / "MarionetteActivePort"))
        self.ask("WebDriver:NewSession")
        self.ask("Marionette:SetContext", value="chrome")
        self.call("begin", self.smtp_port)

    def wait_for_port(self, path):
        deadline = time.monotonic() + STARTING
        while time.monotonic() < deadline and self.process.poll() is None:
            if path.exists() and path.read_text().strip():
                return int(path.read_text())
            time.sleep(0.05)
        raise ThunderbirdError(f"Thunderbird does not start\n{self.log()}")

    def connect(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=STARTING)
        self.receive()  # its greeting

    def end(self):
        if self.socket is not None:
            self.socket.close()
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        lines = (self.folder / "log").read_text(errors="replace").splitlines()
        return "\n".join([line for line in lines if "gtk_" not in line and line][-20:])

    def receive(self):
        while b":" not in self.heard:
            self.hear()
        length, self.heard = self.heard.split(b":", 1)
        while len(self.heard) < int(length):
            self.hear()
        message, self.heard = self.heard[: int(length)], self.heard[int(length) :]
        return json.loads(message)

    def hear(self):
        try:
            part = self.socket.recv(1 << 16)
        except OSError:
            part = b""
        if not part:
            raise ThunderbirdError(f"Thunderbird does not answer\n{self.log()}")
        self.heard += part

    def ask(self, command, **parameters):
        self.number += 1
        message = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, number, error, answer = self.receive()
        if error or number != self.number:
            raise ThunderbirdError(f"{command}: {error}")
        return answer

    def call(self, function, *arguments):
        """What a function of thunderbird.js gives back."""
        self.socket.settimeout(SECONDS + 10)
        return self.ask(
            "WebDriver:ExecuteScript", script=f"{SCRIPT}\nreturn {function}(...arguments);",
            args=list(arguments), sandbox="system", newSandbox=False, scriptTimeout=SECONDS * 1000)["value"]  # fmt: skip

    # What its users do.

    def open(self, raw, address):
        """Opens a mail, and leaves it open: {label, buttons, found, text}.

        label and buttons are those of the bar, "" and [] where it has none; found is how many
        events of the user's calendar it belongs to, text what is to be read.
        """
        path = self.folder / "mails" / f"{self.number}.eml"
        path.write_bytes(raw)
        return self.call("openMail", str(path), address)

    def press(self, button):
        """A button, or an entry of its menu, of the mail that is open; the calendar has changed then."""
        self.call("press", button)

    def send(self, address, method, uid, **change):
        """Something that there is no button for: of start, end, delegate."""
        self.call("send", address, method, uid, change)

    def events(self, address):
        """[{uid, start, sequence, partstat, attendees}] of a user's calendar."""
        return self.call("events", address)

    def keep(self, address, text):
        """Puts the event of a calendar object into a user's calendar."""
        self.call("keep", address, text)

    def forget(self, address):
        """Empties a user's calendar."""
        self.call("forget", address)

    def parse(self, texts):
        """What ical.js makes of calendar objects: "" for each that it reads and writes the same."""
        return self.call("parse", texts)
