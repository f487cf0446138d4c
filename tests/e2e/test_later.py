"""What comes when nobody writes: a reminder; and whoever wants to be forgotten is."""

import datetime
import pathlib
import time

import tap
from convened import ALWAYS, Convened, Mail, Person, days_ahead, say_date, wait_until
from formalities import check_mail
from servers import Servers

DAY = days_ahead(9)
BEGIN = datetime.datetime.combine(DAY, datetime.time(10), datetime.timezone.utc)
LEAD = 30  # seconds until a reminder falls due, at least


def minutes_before():
    """So long before the meeting that it is due within a minute and a half."""
    return int((BEGIN.timestamp() - time.time() - LEAD) // 60)


def next_of(person, word, seconds=120):
    def look():
        return [mail for mail in person.mails() if word in mail.subject]

    return wait_until(look, f"a mail to {person.address} with {word!r} in its subject", seconds)


def reminded(servers):
    ana = Person(servers, "ana@volunteers.test", "Ana Silva")
    bo = Person(servers, "bo@volunteers.test", "Bo Li")
    nino = Person(servers, "nino@example.org", "Nino")
    text = f"Could we meet on {say_date(DAY)} at 10:00 UTC for 30 minutes?"
    ana.write("The newsletter", text, cc=[bo.address])
    invitation = ana.next_mail()
    tap.ok(invitation.ics is not None, "a meeting stands")
    for person in (ana, bo, nino):
        mails = next_of(person, "Reminder:")
        tap.same(len(mails), 1, f"{person.address} is reminded, once")
        check_mail(mails[0], f"the reminder to {person.address}")
        tap.same(mails[0].ics, None, "without a calendar object")
        tap.same(mails[0].header("Auto-Submitted"), "auto-generated", "it says it is automatic")
        tap.ok(mails[0].header("In-Reply-To"), "in the meeting's thread")
        tap.has(mails[0].text, "10:00", "with the time")
    return ana


def forgotten(convened, ana):
    ana.write("My data", "Please delete all my personal data.")
    question = next_of(ana, "Was it you?")[0]
    check_mail(question, "the question whether it was she")
    tap.ok("newsletter" not in question.text, "without a word of any meeting")
    ana.answer(question, "Yes.", quote=False)
    told = wait_until(
        lambda: [mail for mail in ana.mails() if "is being deleted" in mail.text], "the answer"
    )
    check_mail(told[0], "the answer to her yes")
    cancelled = next_of(ana, "Cancelled:")
    tap.ok(cancelled[0].ics is not None, "what stood is called off")

    def is_gone():
        listed = convened.ctl("list").stdout + convened.ctl("show", "1").stdout
        return "ana@" not in listed and "Silva" not in listed

    wait_until(is_gone, "her to be forgotten", 90)
    convened.stop()
    files = [path for path in pathlib.Path(convened.store).parent.glob("convened.db*") if path.is_file()]
    stored = b"".join(path.read_bytes() for path in files)
    tap.ok(b"ana@volunteers" not in stored and b"Silva" not in stored, "no byte tells of her")
    tap.ok(b"bo@volunteers" in stored, "others are there")


def main():
    with Servers() as servers:
        changes = [("reminders", f'[ "{minutes_before()}m" ]')]
        with Convened(servers, staff={"nino.conf": ALWAYS}, changes=changes) as convened:
            ana = reminded(servers)
            forgotten(convened, ana)
            tap.same(len([m for m in map(lambda r: Mail(r[1]), servers.mails("admin@example.org"))
                          if "forgotten" in m.text]), 1, "the operator hears of it")  # fmt: skip


if __name__ == "__main__":
    main()
    tap.done()
