"""What is not answered: robots, lists, bounces, newsletters, old mail, the same mail twice."""

import email.message
import email.utils

import tap
from convened import ALWAYS, MAILBOX, Convened, Mail, Person, wait_until
from servers import Servers

OPERATOR = "admin@example.org"
ASKS = "Could we meet for half an hour next week?\n"

ROBOTS = {
    "vacation": [("Auto-Submitted", "auto-replied")],
    "list": [("List-Id", "Announcements <announce.lists.test>"), ("Precedence", "list")],
    "bulk": [("Precedence", "bulk")],
    "newsletter": [("List-Unsubscribe", "<https://news.test/leave>")],
    "no-reply": [("From", "Shop <no-reply@shop.test>")],
    "loop": [("X-Loop", MAILBOX)],
}


def bounce():
    """A report about a mail that we never wrote."""
    raw = (
        "From: Mail Delivery System <MAILER-DAEMON@relay.test>\r\nTo: " + MAILBOX + "\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        "Date: Mon, 02 Nov 2026 10:00:00 +0000\r\nMessage-ID: <b1@relay.test>\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\n\r\nThis is the mail system. Next week, maybe.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\n--b--\r\n"
    )
    return raw.encode()


def write_robots(servers):
    for name, headers in ROBOTS.items():
        robot = Person(servers, f"{name}@robots.test", "Robot")
        robot.write("A meeting?", ASKS, headers=headers)
    servers.deliver(bounce(), MAILBOX, sender="")
    return len(ROBOTS) + 1


def write_twice(servers, person):
    """The same mail by two ways: only the trace differs."""
    message = email.message.EmailMessage()
    message["From"] = f"{person.name} <{person.address}>"
    message["To"] = MAILBOX
    message["Subject"] = "Once only"
    message["Date"] = email.utils.format_datetime(email.utils.localtime())
    message["Message-ID"] = "<twice@volunteers.test>"
    message.set_content(ASKS)
    servers.deliver(message.as_bytes(), MAILBOX, sender=person.address)
    servers.deliver(b"Received: from elsewhere.test\r\n" + message.as_bytes(), MAILBOX,
                    sender=person.address)  # fmt: skip


def main():
    with Servers() as servers:
        old = Person(servers, "old@volunteers.test", "Olga")
        old.write("From before", ASKS)
        servers.wait_for_mails(MAILBOX, 1)
        with Convened(servers, staff={"nino.conf": ALWAYS}) as convened:
            count = write_robots(servers)
            twice = Person(servers, "tom@volunteers.test", "Tom")
            write_twice(servers, twice)
            strange = Person(servers, "sue@volunteers.test", "Sue")
            strange.write("A question", "What is your budget for translations in 2027?\n")
            last = Person(servers, "zoe@volunteers.test", "Zoe")
            last.write("A meeting", ASKS)
            flags = convened.wait_for_marks(count + 4)
            # Answers leave in the order in which they were decided upon: after this one, all did.
            last.next_mail()
            for name in ROBOTS:
                tap.same(servers.mails(f"{name}@robots.test"), [], f"{name}: no answer")
            tap.same(servers.mails("no-reply@shop.test"), [], "nothing goes to no-reply")
            tap.same(len(twice.mails()), 1, "the same mail twice gets one answer")
            tap.same(old.mails(), [], "mail from before the first start gets no answer")
            by_uid = [flags[uid] for uid in sorted(flags)]
            tap.ok("ConvenedDone" not in by_uid[0], "nor is it marked")
            told = [Mail(raw) for _, raw in servers.wait_for_mails(OPERATOR, 1)]
            subjects = [mail.subject + mail.text for mail in told]
            tap.ok(any("translations" in text or "sue@" in text for text in subjects),
                   "the operator hears of what only a person can answer")  # fmt: skip
            tap.note("\n".join(mail.subject for mail in told))
            review = [f for f in by_uid if "ConvenedReview" in f]
            tap.ok(all("\\Flagged" in f for f in review) and review, "such mails are flagged")
            wait_until(
                lambda: not any("\\Seen" in f for f in servers.flags(MAILBOX).values()),
                "copies of our own mails to be put away: nothing else may be marked as seen",
            )
            tap.ok(len(told) <= 2, "each once")
            tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
