#!/usr/bin/env python3
"""Measures convened beside what libetpan alone can do, through the same servers in the same run.

    make bench                  # 500 requests
    make bench N=2000

Three things are measured, and a table printed; nothing is asserted:

  * A backlog: N requests that came while the daemon was stopped (SIGSTOP), from N people; how
    many are answered a second, beside libetpan fetching N mails and submitting N answers.
  * Single requests to an idle daemon, one after the other, and a steady stream of them: the time
    from a request's arrival in the mailbox to the submission of its answer.  Dovecot tells of a
    new mail after half a second; that is in it.
  * Resident memory, idle and at its most.

Arrivals are taken from the names of the files in Dovecot's maildirs, in microseconds; submissions
are the answer's arrival less the delay that Postfix noted for it, to a hundredth of a second.
"""

import email.utils
import os
import pathlib
import re
import signal
import smtplib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from convened import ALWAYS, BUILD, MAILBOX, Convened  # noqa: E402
from servers import Servers  # noqa: E402

PATIENCE = 15  # seconds without an answer
SINGLE = 20
STEADY = 200
STEADY_PER_SECOND = 20
TEXTS = (
    "Could we talk next week?  Tuesday or Wednesday afternoon would be best.",
    "Can we meet in two weeks, any day but Monday, between 10:00 and 15:00 UTC?",
    "Could we meet on Thursday or Friday next week, at 11:00 or 14:30?",
    "Hello,\n\nCould we talk for 45 minutes next week?  I am in Nairobi.\n\nThanks!",
)
STAFF = {
    f"host{number}.conf": ALWAYS.replace("Nino Beridze", f"Host {number}").replace(
        "nino@", f"host{number}@"
    )
    for number in range(8)
}


# More than anybody gets in an hour.
LIMITS = "address_a_day = 1000000; domain_an_hour = 1000000; all_an_hour = 1000000;"


class Crowd:
    """Everybody who writes, each from an address of bench.test."""

    def __init__(self, servers):
        self.servers = servers
        self.maildirs = servers.folder / "dovecot/mail"
        self.smtp = smtplib.SMTP(servers.host, servers.smtp_port, local_hostname="localhost")

    def write(self, name, to=MAILBOX):
        sender = f"{name}@bench.test"
        text = TEXTS[sum(name.encode()) % len(TEXTS)]
        raw = (
            f"From: {name.capitalize()} <{sender}>\nTo: {to}\nSubject: A meeting ({name})\n"
            f"Date: {email.utils.formatdate()}\nMessage-ID: {email.utils.make_msgid(name)}\n"
            f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
        )
        try:
            self.smtp.sendmail(sender, [to], raw)
        except smtplib.SMTPServerDisconnected:  # it was silent for too long
            self.smtp.connect(self.servers.host, self.servers.smtp_port)
            self.smtp.sendmail(sender, [to], raw)

    def files(self, address):
        user, domain = address.split("@")
        folder = self.maildirs / domain / user
        return [path for sub in ("new", "cur") for path in folder.glob(f"{sub}/*")]

    def answers(self, names):
        """{name: the answer's file} of those who have one."""
        files = {name: self.files(f"{name}@bench.test") for name in names}
        return {name: found[0] for name, found in files.items() if found}

    def wait_for_answers(self, names):
        """Until all are there, or none has come for a while."""
        found = {}
        came_at = time.monotonic()
        while len(found) < len(names) and time.monotonic() < came_at + PATIENCE:
            time.sleep(0.1 if len(names) > 1 else 0.005)
            missing = [name for name in names if name not in found]
            if more := self.answers(missing):
                found.update(more)
                came_at = time.monotonic()
        return found

    def requests_at(self):
        """{name: when the request arrived}"""
        arrivals = {}
        for path in self.files(MAILBOX):
            match = re.search(rb"^Subject: A meeting \((\w+)\)", path.read_bytes(), re.M)
            if match:
                arrivals[match[1].decode()] = arrived_at(path)
        return arrivals

    def submitted_at(self, answers):
        """{name: when the answer was submitted}"""
        log = (self.servers.folder / "postfix/log").read_text()
        found = re.findall(r"to=<(\w+)@bench.test>.*? delay=([0-9.]+)", log)
        delays = {name: float(delay) for name, delay in found}
        return {name: arrived_at(path) - delays.get(name, 0) for name, path in answers.items()}


def arrived_at(path):
    """Dovecot names a file by the moment at which it was stored: seconds.MmicrosecondsP..."""
    second, microsecond = re.match(r"(\d+)\.M(\d+)P", path.name).groups()
    return int(second) + int(microsecond) / 1e6


def memory(process, name):
    """VmRSS or VmHWM in megabytes."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024


def measure_backlog(crowd, convened, count):
    """(answered, seconds)"""
    names = [f"backlog{number}" for number in range(count)]
    convened.process.send_signal(signal.SIGSTOP)
    before = len(crowd.files(MAILBOX))
    for name in names:
        crowd.write(name)
    while len(crowd.files(MAILBOX)) < before + count:
        time.sleep(0.05)
    began = time.time()
    convened.process.send_signal(signal.SIGCONT)
    answers = crowd.wait_for_answers(names)
    submitted = crowd.submitted_at(answers)
    return len(answers), max(submitted.values(), default=began) - began


def measure_single(crowd):
    names = [f"single{number}" for number in range(SINGLE)]
    for name in names:
        crowd.write(name)
        crowd.wait_for_answers([name])
    return delays(crowd, names)


def measure_steady(crowd):
    names = [f"steady{number}" for number in range(STEADY)]
    began = time.monotonic()
    for number, name in enumerate(names):
        time.sleep(max(0, began + number / STEADY_PER_SECOND - time.monotonic()))
        crowd.write(name)
    crowd.wait_for_answers(names)
    return delays(crowd, names)


def delays(crowd, names):
    requested = crowd.requests_at()
    submitted = crowd.submitted_at(crowd.answers(names))
    return sorted(submitted[name] - requested[name] for name in submitted)


def measure_ceiling(crowd, count):
    """(seconds of fetching, seconds of submitting), with an answer of convened's as the mail."""
    servers = crowd.servers
    for number in range(count):
        crowd.write(f"backlog{number}", to="ceiling@example.org")
    while len(crowd.files("ceiling@example.org")) < count:
        time.sleep(0.05)
    stored = crowd.answers(["single0"])["single0"].read_bytes()
    answer = servers.folder / "answer"
    answer.write_bytes(re.sub(rb"(?s)\A.*?(?=^From: )", b"", stored, count=1, flags=re.M))
    done = subprocess.run(
        [BUILD / "tests/bench/ceiling", servers.host, str(servers.imaps_port),
         str(servers.smtps_port), "ceiling@example.org", servers.password, str(count), answer],
        stdout=subprocess.PIPE, text=True, check=True)  # fmt: skip
    return [float(word) for word in done.stdout.split()]


def note(text):
    print(text, file=sys.stderr, flush=True)


def row(name, count, seconds):
    rate = count / seconds if seconds > 0 else 0
    print(f"{name:<42}{count:>7}{seconds:>9.2f}{rate:>10.1f}")
    return rate


def percentiles(name, values):
    if not values:
        print(f"{name:<42}{0:>7}")
        return
    picks = [values[min(len(values) - 1, len(values) * p // 100)] for p in (50, 90, 99)]
    print(f"{name:<42}{len(values):>7}" + "".join(f"{pick:>9.3f}" for pick in picks))


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    if os.geteuid() != 0:
        sys.exit("bench: Postfix needs root: run this with sudo")
    with Servers() as servers, Convened(servers, staff=STAFF, limits=LIMITS) as convened:
        crowd = Crowd(servers)
        note(f"convened of {BUILD}, {count} requests; this takes a minute or two")
        idle = memory(convened.process, "VmRSS")
        single = measure_single(crowd)
        note("single requests: done")
        steady = measure_steady(crowd)
        note("a steady stream: done")
        answered, seconds = measure_backlog(crowd, convened, count)
        most = memory(convened.process, "VmHWM")
        note("a backlog: done")
        fetching, submitting = measure_ceiling(crowd, count)
    print(f"\n{'':<42}{'mails':>7}{'seconds':>9}{'mails/s':>10}")
    row("libetpan alone, fetching", count, fetching)
    row("libetpan alone, submitting", count, submitting)
    ceiling = row("libetpan alone, one after the other", count, fetching + submitting)
    rate = row("convened, answering a backlog", answered, seconds)
    print(f"{'  of what libetpan alone can do':<42}{100 * rate / ceiling:>25.0f}%")
    if answered < count:
        print(f"  {count - answered} had no answer")
    print(f"\n{'request to answer, in seconds':<42}{'mails':>7}{'50%':>9}{'90%':>9}{'99%':>9}")
    percentiles("to an idle daemon", single)
    percentiles(f"{STEADY_PER_SECOND} a second", steady)
    print(f"\n{'resident memory, in megabytes':<42}{'idle':>16}{'most':>9}")
    print(f"{'':<42}{idle:>16.1f}{most:>9.1f}")


if __name__ == "__main__":
    main()
