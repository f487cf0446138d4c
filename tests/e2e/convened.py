"""A convened against private servers, and the people who write to it.

    with Servers() as servers, Convened(servers) as convened:
        ana = Person(servers, "ana@volunteers.test", "Ana Silva")
        ana.write("A meeting?", "Could we talk next week?")
        offer = ana.next_mail()

Convened takes the sample configuration of etc/ and changes only what a machine of one's own needs:
servers, password, authorities, the store's place; and what a test asks for.  $BUILD is where the
programs were built.  Nobody sleeps here: whoever waits, waits for a mail, a mark or a line in the
log, and gives up after a while.
"""

import datetime
import email
import email.message
import email.policy
import email.utils
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import zoneinfo

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("BUILD", TOP / "build/check"))
MAILBOX = "movementcomms@example.org"
PATIENCE = 40  # seconds, for whatever is waited for; sanitizers and a busy machine are slow

# Somebody who has time on every day of the year, for tests that must work on all of them.
ALWAYS = """\
name = "Nino Beridze";
email = "nino@example.org";
time_zone = "UTC";
languages = [ "en" ];
topics = [ "press", "design" ];
hours = [ "Mon-Sun 06:00-20:00" ];
minimum_notice = "2h";
"""


class Trouble(Exception):
    """Something that was waited for did not come."""


def wait_until(look, what, seconds=PATIENCE):
    """What look() gives, as soon as that is something."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise Trouble(f"in vain: {what}")
        time.sleep(0.05)
    return found


class Convened:
    def __init__(
        self, servers, folder=None, changes=(), staff=None, password=None, tls="implicit", own_copies=True,
        limits="",
    ):  # fmt: skip
        """changes: (key, value as written in the file); staff: {file name: text} instead of etc's;
        limits: what stands in that section."""
        self.servers = servers
        self.folder = pathlib.Path(folder or servers.folder / "convened")
        self.process = None
        self.write_configuration(changes, staff, password or servers.password, tls)
        if not own_copies:
            self.without_copies()
        if limits:
            self.write_limits(limits)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, *_):
        self.stop()
        if kind is not None:
            print("".join(f"# {line}\n" for line in self.log().splitlines()[-60:]), flush=True)

    def write_configuration(self, changes, staff, password, tls):
        if self.folder.exists():
            shutil.rmtree(self.folder)
        shutil.copytree(TOP / "etc", self.folder)
        (self.folder / "store").mkdir(mode=0o700)
        (self.folder / "password").write_text(password + "\n")
        (self.folder / "password").chmod(0o600)
        servers = self.servers
        implicit = tls == "implicit"
        for kind, port in (
            ("imap", servers.imaps_port if implicit else servers.imap_port),
            ("smtp", servers.smtps_port if implicit else servers.submission_port),
        ):
            self.change_account(kind, port, tls)
        self.change("credential", f'"{self.folder}/password"')
        self.change("ca_file", f'"{servers.ca_file}"')
        self.change("path", f'"{self.folder}/store/convened.db"')
        for key, value in changes:
            self.change(key, value)
        for name in staff or ():
            self.write_staff(name, staff[name])
        if staff:
            for path in (self.folder / "staff.d").glob("*.conf"):
                if path.name not in staff:
                    path.unlink()
            for path in (self.folder / "gatherings.d").glob("*.conf"):
                path.unlink()  # their hosts may be gone

    def write_staff(self, name, text):
        (self.folder / "staff.d" / name).write_text(text)

    def change(self, key, value):
        """Sets one key of convened.conf, wherever it stands."""
        path = self.folder / "convened.conf"
        pattern = re.compile(rf'(?m)(\b{key}\s*=\s*)("[^"]*"|\[[^\]]*\]|[^;\s]+)(;)')
        text, count = pattern.subn(lambda match: match[1] + value + match[3], path.read_text())
        if count != 1:
            raise Trouble(f"{key} stands {count} times in etc/convened.conf")
        path.write_text(text)

    def without_copies(self):
        path = self.folder / "convened.conf"
        path.write_text(path.read_text().replace("mailbox: {", "mailbox: { own_copies = false;"))

    def write_limits(self, limits):
        with open(self.folder / "convened.conf", "a", encoding="utf-8") as file:
            file.write(f"limits: {{ {limits} }};\n")

    def change_account(self, kind, port, tls):
        path = self.folder / "convened.conf"
        account = (
            f'{kind}: {{ host = "{self.servers.host}"; port = {port}; tls = "{tls}"; '
            f'user = "{MAILBOX}"; ' + ('folder = "INBOX"; ' if kind == "imap" else "") + "};"
        )
        text, count = re.subn(rf"{kind}\s*:\s*\{{[^}}]*\}};?", lambda _: account, path.read_text())
        if count != 1:
            raise Trouble(f"{kind} stands {count} times in etc/convened.conf")
        path.write_text(text)

    @property
    def conf(self):
        return str(self.folder / "convened.conf")

    @property
    def store(self):
        return str(self.folder / "store/convened.db")

    def start(self, ready=True, detached=False, **environment):
        """Returns when it says that it is ready.  detached: it outlives this program."""
        ready_before = self.log().count("ready")
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [BUILD / "convened", "-c", self.conf],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(program_environment(), **environment),
                start_new_session=detached,
            )
        if ready:
            wait_until(
                lambda: self.log().count("ready") > ready_before or self.process.poll() is not None,
                "convened to be ready",
            )
            if self.process.poll() is not None:
                raise Trouble(f"convened ended with {self.process.returncode}\n{self.log()}")

    def stop(self):
        """Its exit status; None where it did not run."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self.process = None

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def log(self):
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def wait_for_log(self, text):
        wait_until(lambda: text in self.log(), f"the log to say {text!r}")

    def ctl(self, *arguments):
        """The finished process of convenectl, with its output as text."""
        return subprocess.run(
            [BUILD / "convenectl", arguments[0], "-c", self.conf, *arguments[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            env=program_environment(),
        )

    def wait_for_marks(self, count):
        """{uid: flags} once so many mails of the mailbox bear the mark of being handled."""

        def look():
            flags = self.servers.flags(MAILBOX)
            done = {uid: f for uid, f in flags.items() if "ConvenedDone" in f}
            return flags if len(done) >= count else None

        return wait_until(look, f"{count} marked mails\n{self.log()}")


def program_environment():
    """The tree's own language files, and an end at the first fault a sanitizer finds."""
    return dict(
        os.environ,
        CONVENED_LANGUAGES=str(TOP / "languages"),
        ASAN_OPTIONS="detect_leaks=1:abort_on_error=0",
        UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1",
    )


class Mail:
    """A mail as it arrived: the message, and the parts one asks for most."""

    def __init__(self, raw):
        self.raw = raw
        self.message = email.message_from_bytes(raw, policy=email.policy.default)

    def header(self, name):
        return str(self.message.get(name, ""))

    @property
    def id(self):
        return self.header("Message-ID").strip()

    @property
    def subject(self):
        return self.header("Subject")

    def part(self, kind):
        """The text of the first part of that type, or None."""
        for part in self.message.walk():
            if part.get_content_type() == kind:
                content = part.get_content()
                return content if isinstance(content, str) else content.decode()
        return None

    @property
    def text(self):
        return self.part("text/plain") or ""

    @property
    def ics(self):
        part = self.part("text/calendar")
        return Calendar(part) if part is not None else None


class Calendar:
    """An iCalendar object as lines, unfolded."""

    def __init__(self, text):
        self.text = text
        self.lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()

    def all(self, name):
        """[(parameters as text, value)] of every property of that name."""
        found = [re.match(rf"{name}((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", l) for l in self.lines]
        return [(match[1], match[2]) for match in found if match]

    def one(self, name):
        values = self.all(name)
        return values[0][1] if values else None

    def moment(self, name):
        """A DTSTART or DTEND as UTC."""
        parameters, value = self.all(name)[0]
        zone = re.search(r"TZID=\"?([^;:\"]+)", parameters)
        moment = datetime.datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
        zone = zoneinfo.ZoneInfo(zone[1]) if zone else datetime.timezone.utc
        return moment.replace(tzinfo=zone).astimezone(datetime.timezone.utc)


class Person:
    def __init__(self, servers, address, name, zone=datetime.timezone.utc):
        self.servers = servers
        self.address = address
        self.name = name
        self.zone = zone
        self.read = 0  # how many mails of the mailbox were looked at

    def write(self, subject, text, answer_to=None, cc=(), headers=(), to=MAILBOX, quote=False):
        """Sends one mail and returns its Message-ID."""
        message = email.message.EmailMessage()
        message["From"] = email.utils.formataddr((self.name, self.address))
        message["To"] = to
        if cc:
            message["Cc"] = ", ".join(cc)
        message["Subject"] = subject
        message["Date"] = email.utils.format_datetime(datetime.datetime.now(self.zone))
        message["Message-ID"] = email.utils.make_msgid(domain=self.address.split("@")[1])
        if answer_to is not None:
            message["In-Reply-To"] = answer_to.id
            message["References"] = f"{answer_to.header('References')} {answer_to.id}".strip()
        for name, value in headers:
            del message[name]
            message[name] = value
        if quote:
            quoted = "".join(f"> {line}\n" for line in answer_to.text.splitlines())
            text = f"{text}\n\nOn {answer_to.header('Date')}, {answer_to.header('From')} wrote:\n{quoted}"
        message.set_content(text)
        self.servers.deliver(message.as_bytes(), to=[to, *cc], sender=self.address)
        return message["Message-ID"]

    def answer(self, mail, text, quote=True, **more):
        """Replies as mail programs do: to Reply-To, with Re:, the thread and a quote."""
        reply_to = mail.header("Reply-To") or mail.header("From")
        to = email.utils.parseaddr(reply_to)[1]
        subject = mail.subject if mail.subject.startswith("Re:") else f"Re: {mail.subject}"
        return self.write(subject, text, answer_to=mail, to=to, quote=quote, **more)

    def mails(self):
        return [Mail(raw) for _, raw in self.servers.mails(self.address)]

    def next_mail(self):
        """The next one that was not looked at yet, once it is there."""
        mails = [Mail(raw) for _, raw in
                 self.servers.wait_for_mails(self.address, self.read + 1, PATIENCE)]  # fmt: skip
        if len(mails) <= self.read:
            raise Trouble(f"no mail for {self.address}\n{self.servers.folder}")
        self.read += 1
        return mails[self.read - 1]


def days_ahead(days):
    """A day from now on, in UTC; weekdays are of no concern to ALWAYS."""
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).date()


def say_date(day):
    """ "1 December 2026", which nobody can take for another day."""
    return f"{day.day} {day:%B} {day.year}"
