"""Request, offer, pick, invitation: the whole of it, as every party sees it."""

import datetime
import re

import tap
from convened import ALWAYS, MAILBOX, Convened, Person
from formalities import check_calendar, check_mail
from servers import Servers

BRAZIL = datetime.timezone(datetime.timedelta(hours=-3))


def offered(offer):
    """The offers by their numbers: the line with the time, and that with the zones below it."""
    found = re.findall(r"(?m)^\s*(\d)\.\s+(.*\n.*)$", offer.text)
    return {int(number): lines for number, lines in found}


def check_offer(ana, first_id, offer):
    check_mail(offer, "the offer")
    tap.same(offer.header("In-Reply-To"), first_id, "the offer answers the request")
    tap.has(offer.header("References"), first_id, "the offer is in the request's thread")
    tap.same(offer.subject, "Re: A chat about our newsletter", "the offer keeps the subject")
    tap.has(offer.header("From"), MAILBOX, "the offer comes from the mailbox")
    tap.same(len(offered(offer)), 3, "three times are offered")
    tap.has(offer.text, "Nino", "the offer says with whom")
    tap.has(offer.text, "UTC", "the offer says UTC as well")
    html = offer.part("text/html") or ""
    tap.has(html, "mailto:", "the offer has links that pre-fill the answer")
    tap.ok(offer.header("Auto-Submitted") == "auto-replied", "the offer says it is automatic")
    tap.has(offer.header("To"), ana.address, "the offer goes to the writer")
    tap.same(offer.message["Cc"], None, "nobody else is told of the offer")


def check_invitation(ana, bo, offer, pick_id, invitation):
    check_mail(invitation, "the invitation")
    ics = check_calendar(invitation, "the invitation", "REQUEST", ana.address, MAILBOX, 0)
    tap.same(invitation.header("In-Reply-To"), pick_id, "the invitation answers the pick")
    length = ics.moment("DTEND") - ics.moment("DTSTART")
    tap.same(length, datetime.timedelta(minutes=30), "the invitation is as long as was asked")
    line = offered(offer)[2]
    start = ics.moment("DTSTART")
    tap.has(line, f"{start.astimezone(BRAZIL).day}", "it is on the day that was picked")
    tap.has(line, f"{start:%H:%M}–", "it is at the time that was picked")
    kinds = [part.get_content_type() for part in invitation.message.walk()]
    tap.ok("text/plain" in kinds and "text/html" in kinds, "it has words and HTML")
    others = bo.next_mail()
    check_mail(others, "the copied guest's invitation")
    theirs = check_calendar(others, "the copied guest's mail", "REQUEST", bo.address, MAILBOX, 0)
    tap.same(theirs.one("UID"), ics.one("UID"), "all invitations are to one event")
    tap.ok(others.id != invitation.id, "each has a Message-ID of its own")
    host = Person(ana.servers, "nino@example.org", "Nino").next_mail()
    check_mail(host, "the host's invitation")
    theirs = check_calendar(host, "the host's mail", "REQUEST", "nino@example.org", MAILBOX, 0)
    tap.same(theirs.one("UID"), ics.one("UID"), "the host's too")
    tap.ok("wishlist-secret" not in host.text + others.text, "nobody gets the writer's words")


def check_convenectl(convened, start):
    listing = convened.ctl("list")
    tap.same(listing.returncode, 0, "convenectl list works beside the daemon")
    tap.has(listing.stdout, "settled", "it lists the meeting as settled")
    story = convened.ctl("show", "1")
    tap.same(story.returncode, 0, "convenectl show works beside the daemon")
    tap.has(story.stdout, "invite", "it tells of the invitations")
    check = convened.ctl("check")
    tap.same(check.returncode, 0, "convenectl check finds nothing wrong")
    tap.note(check.stderr)
    day = start.date()
    slots = convened.ctl("slots", "--from", f"{day}", "--to", f"{day + datetime.timedelta(days=1)}")
    tap.same(slots.returncode, 0, "convenectl slots works beside the daemon")
    tap.has(slots.stdout, "booked", "it says why that time is not free")


def main():
    with Servers() as servers, Convened(servers, staff={"nino.conf": ALWAYS}) as convened:
        ana = Person(servers, "ana@volunteers.test", "Ana Lima", BRAZIL)
        bo = Person(servers, "bo@volunteers.test", "Bo Chen")
        first_id = ana.write(
            "A chat about our newsletter",
            "Hi,\n\nCould we talk for half an hour, any morning next week? (wishlist-secret)\n\nAna\n",
            cc=[bo.address],
        )
        bo.next_mail()  # what Ana wrote
        offer = ana.next_mail()
        check_offer(ana, first_id, offer)
        pick_id = ana.answer(offer, "2")
        invitation = ana.next_mail()
        check_invitation(ana, bo, offer, pick_id, invitation)
        check_convenectl(convened, invitation.ics.moment("DTSTART"))
        ana.answer(invitation, "Great, looking forward to it!", quote=True)
        convened.wait_for_marks(3)
        if not tap.same(len(ana.mails()), 2, "a friendly word gets no answer"):
            tap.note(ana.mails()[-1].text)
            tap.note(convened.log())
        tap.same(convened.stop(), 0, "it ends with 0 when told to")
        tap.ok("Sanitizer" not in convened.log(), "without a fault")
        private = [w for w in (ana.address, "newsletter", "wishlist", bo.address) if w in convened.log()]
        tap.same(private, [], "nothing personal is in the log")


if __name__ == "__main__":
    main()
    tap.done()
