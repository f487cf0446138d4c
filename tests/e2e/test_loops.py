"""Robots that look like people: each conversation with one ends by itself after three mails."""

import email.message

import tap
from convened import ALWAYS, MAILBOX, Convened, Person
from servers import Servers

MOST = 3


class Robot(Person):
    """Sends something for each mail that it gets, without a header that would tell."""

    def __init__(self, servers, name):
        super().__init__(servers, f"{name}@robots.test", name)
        self.sent = 0

    def begin(self):
        self.write("Your enquiry", "Could we meet for half an hour next week?\n")
        self.sent += 1

    def react(self, mail):
        raise NotImplementedError


class Echo(Robot):
    """All it got, as its own words."""

    def react(self, mail):
        self.write(f"Received: {mail.subject}", f"This is what we got from you:\n\n{mail.text}")


class ThreadEcho(Robot):
    def react(self, mail):
        self.answer(mail, mail.text, quote=False)


class Desk(Robot):
    """The same words with another subject each time, and no thread."""

    def react(self, mail):
        self.write(f"[Ticket {4711 + self.sent}] opened",
            "Your enquiry was received. Could we meet on Tuesday or Wednesday to talk about it?\n")  # fmt: skip


class ThreadDesk(Robot):
    """The same words, as an answer."""

    def react(self, mail):
        self.answer(mail, "Your message was received. We meet any day next week to talk about it.\n")


class Picky(Robot):
    """Never content."""

    words = ("None of these suits me.", "Sorry, that does not suit either.",
        "I cannot make any of these.", "No, none of them.")  # fmt: skip

    def react(self, mail):
        self.answer(mail, self.words[self.sent % len(self.words)])


def run(servers, convened, robot, handled):
    """How many mails it got until nothing came any more."""
    robot.begin()
    while True:
        handled += 1
        flags = convened.wait_for_marks(handled)
        if "ConvenedAnswered" not in flags[max(flags)]:
            return handled
        mail = robot.next_mail()
        if robot.sent > 2 * MOST:
            return handled
        robot.react(mail)
        robot.sent += 1


def bounce_without_headers(servers, mail):
    """What came back as some servers send it: no report, no null sender."""
    message = email.message.EmailMessage()
    message["From"] = "System Attendant <attendant@relay.test>"
    message["To"] = MAILBOX
    message["Subject"] = "Undeliverable: " + mail.subject
    message["Date"] = mail.header("Date")
    message["Message-ID"] = "<back@relay.test>"
    message.set_content("Your mail could not be delivered:\n\n" + mail.raw.decode())
    servers.deliver(message.as_bytes(), MAILBOX, sender="attendant@relay.test")


def main():
    with (
        Servers() as servers,
        Convened(servers, staff={"nino.conf": ALWAYS}, own_copies=False) as convened,
    ):
        handled = 0
        for kind in (Echo, ThreadEcho, Desk, ThreadDesk, Picky):
            robot = kind(servers, kind.__name__.lower())
            handled = run(servers, convened, robot, handled)
            count = len(robot.mails())
            most = MOST + (kind is Picky)  # who goes back and forth is told that a person will answer
            tap.ok(1 <= count <= most, f"{kind.__name__}: {count} mails, then silence")
        ana = Person(servers, "ana@volunteers.test", "Ana")
        ana.write("A meeting", "Could we talk next week about the map?\n")
        offer = ana.next_mail()
        bounce_without_headers(servers, offer)
        convened.wait_for_marks(handled + 2)
        tap.same(servers.mails("attendant@relay.test"), [], "a bounce without its headers: nothing")
    tap.done()


if __name__ == "__main__":
    main()
