"""Those who read foreign mail are stopped and killed from outside while mails flow.

A mail whose reader is harmed goes to a person; without a warden convened ends, to be started
again, and no mail is lost or answered twice.
"""

import os
import pathlib
import re
import resource
import signal
import threading

import tap
from bombs import mail
from convened import ALWAYS, MAILBOX, TOP, Convened, wait_until
from servers import Servers
from test_bombs import REQUEST, Mailbox, notices, stored

END_AGAIN = 71


def child_of(pid):
    """The one there is, or None."""
    try:
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return None
    return int(children[0]) if children else None


def warden_of(convened):
    return wait_until(lambda: child_of(convened.process.pid), "the warden")


class Scene:
    def __init__(self, servers, convened):
        self.servers = servers
        self.convened = convened
        self.mailbox = Mailbox(servers)
        self.asked = 0
        self.harmed = 0

    def ask(self):
        self.asked += 1
        return self.mailbox.put(REQUEST.format(i=self.asked).encode())

    def answered(self):
        self.servers.wait_for_mails(f"p{self.asked}@v{self.asked}.test", 1)

    def start_again(self):
        tap.same(self.convened.process.wait(60), END_AGAIN, "convened ends, to be started again")
        self.convened.process = None
        self.convened.start()


class SendToReader(threading.Thread):
    """Sends the next process that reads a mail a signal, as soon as there is one."""

    def __init__(self, warden, number):
        super().__init__()
        self.warden, self.number = warden, number
        self.start()

    def run(self):
        while (child := child_of(self.warden)) is None:
            pass
        self.child = child
        os.kill(child, self.number)


def is_alive(pid):
    """Not even as one whose status nobody has asked for."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def slow_mail(scene):
    """One that is read for a while, so that it can be interrupted."""
    scene.harmed += 1
    part = b"--b\r\nContent-Type: text/html\r\n\r\n" + b"<div>a" * 6000 + b"\r\n"
    return mail(f"interrupted {scene.harmed}", part * 198, "multipart/mixed; boundary=b")


def reader_gets(scene, number, why):
    thread = SendToReader(warden_of(scene.convened), number)
    uid = scene.mailbox.put(slow_mail(scene))
    scene.ask()
    scene.mailbox.wait_until_done(uid)
    thread.join()
    name = signal.Signals(number).name
    tap.same(stored(scene.convened, uid), ("with-person", why), f"a reader that gets {name}")
    tap.has(scene.mailbox.flags(uid), "ConvenedReview", f"{name}: its mail is for a person")
    scene.answered()


def no_process(scene):
    """The warden may open nothing more: it is not the mail's fault."""
    warden = warden_of(scene.convened)
    before = resource.prlimit(warden, resource.RLIMIT_NOFILE)
    resource.prlimit(warden, resource.RLIMIT_NOFILE, (0, before[1]))
    scene.ask()
    scene.convened.wait_for_log("no process could be had for reading a mail")
    resource.prlimit(warden, resource.RLIMIT_NOFILE, before)
    scene.answered()
    tap.same(scene.convened.process.poll(), None, "without a process a mail waits")


def warden_is_killed(scene):
    os.kill(warden_of(scene.convened), signal.SIGKILL)
    scene.ask()
    scene.start_again()
    scene.answered()


def warden_is_killed_at_work(scene):
    """Its child goes as well, and the mail is read anew."""
    warden = warden_of(scene.convened)
    thread = SendToReader(warden, 0)
    uid = scene.mailbox.put(slow_mail(scene))
    thread.join()
    os.kill(warden, signal.SIGKILL)
    scene.ask()
    scene.start_again()
    scene.mailbox.wait_until_done(uid)
    tap.ok(not is_alive(thread.child), "its child is gone as well")
    tap.has(scene.mailbox.flags(uid), "ConvenedReview", "the mail at hand is not lost")
    scene.answered()


def warden_is_stopped(scene):
    """It says nothing, which is noticed."""
    os.kill(warden_of(scene.convened), signal.SIGSTOP)
    scene.ask()
    scene.start_again()
    scene.answered()


def unit_starts_it_again():
    """systemd does with that status what is needed."""
    unit = (TOP / "systemd/convened.service.in").read_text()
    tap.has(unit, "\nRestart=always\n", "systemd starts it again")
    never = re.search(r"^RestartPreventExitStatus=(.*)$", unit, re.M)[1].split()
    tap.ok(str(END_AGAIN) not in never, "after that status as well")
    tap.has(unit, "\nOOMPolicy=continue\n", "and leaves it alone when a reader ran out of memory")


def check_all(scene):
    silent = [
        i
        for i in range(1, scene.asked + 1)
        if len(scene.servers.mails(f"p{i}@v{i}.test")) != 1
    ]
    tap.same(silent, [], "each request has one answer")
    told = wait_until(lambda: len(found := notices(scene.servers)) >= scene.harmed and found, "notices")
    tap.same(len(told), scene.harmed, "the operator hears of each harmed mail once")
    flags = scene.servers.flags(MAILBOX)
    open_mails = [uid for uid, f in flags.items() if "ConvenedDone" not in f]
    tap.same((len(flags), open_mails), (scene.asked + scene.harmed, []), "no mail is left over")


def main():
    # A copy of its own mail is read as well, and would be harmed in the place of what is meant.
    with (
        Servers() as servers,
        Convened(servers, staff={"nino.conf": ALWAYS}, own_copies=False) as convened,
    ):
        scene = Scene(servers, convened)
        reader_gets(scene, signal.SIGKILL, "the process that read it died")
        reader_gets(scene, signal.SIGSTOP, "the process that read it took too long")
        no_process(scene)
        warden_is_killed(scene)
        warden_is_killed_at_work(scene)
        warden_is_stopped(scene)
        unit_starts_it_again()
        check_all(scene)
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
