"""Exact times, refusals, moves and calling off: what follows the first answer, or replaces it."""

import datetime

import tap
from convened import ALWAYS, MAILBOX, Convened, Person, days_ahead, say_date
from formalities import check_calendar, check_mail
from servers import Servers

DAY = days_ahead(9)


def starts(mail):
    return f"{mail.ics.moment('DTSTART'):%Y-%m-%d %H:%M}"


def exact_time_is_booked(servers):
    eva = Person(servers, "eva@volunteers.test", "Eva Novak")
    eva.write("Quick call", f"Hello, could we meet on {say_date(DAY)} at 10:00 UTC for 30 minutes?\n\nEva")
    invitation = eva.next_mail()
    check_mail(invitation, "the answer to an exact time")
    tap.ok(invitation.ics is not None, "an exact time that is free is booked at once")
    check_calendar(invitation, "that answer", "REQUEST", eva.address, MAILBOX, 0)
    tap.same(starts(invitation), f"{DAY} 10:00", "at that time")
    return eva, invitation


def taken_time_gets_others(servers):
    ivo = Person(servers, "ivo@volunteers.test", "Ivo Marin")
    ivo.write("Call", f"Could we meet on {say_date(DAY)} at 10:00 UTC for 30 minutes?\n\nIvo")
    instead = ivo.next_mail()
    check_mail(instead, "the answer to a taken time")
    tap.same(instead.ics, None, "a time that is taken is not booked twice")
    tap.has(instead.text, f"{DAY.day}", "near times are offered instead")
    return ivo, instead


def none_suits(ivo, instead):
    other = days_ahead(12)
    ivo.answer(instead, f"None of these work for me. How about {say_date(other)} in the afternoon?")
    again = ivo.next_mail()
    check_mail(again, "the answer to none of these")
    tap.same(again.ics, None, "a refusal with new wishes gets a new offer")
    tap.has(again.text, f"{other.day} {other:%B}", "within the new wishes")
    refused = [line for line in instead.text.splitlines() if line.strip()[:2] in ("1.", "2.", "3.")]
    tap.ok(not any(line in again.text for line in refused), "without the times that were refused")
    ivo.answer(again, "The first one works, thanks!")
    invitation = ivo.next_mail()
    tap.ok(invitation.ics is not None, "the first one in words is a pick")
    if invitation.ics:
        tap.same(invitation.ics.moment("DTSTART").date(), other, "on the new day")


def move(servers, eva, invitation):
    day = days_ahead(10)
    host = Person(servers, "nino@example.org", "Nino")
    host.read = len(host.mails())
    eva.answer(invitation, f"Sorry, can we move it to {say_date(day)} at 15:00 UTC?")
    moved = eva.next_mail()
    check_mail(moved, "the answer to a move")
    if not tap.ok(moved.ics is not None, "moving to a free time sends an update"):
        tap.note(moved.text)
        return invitation
    check_calendar(moved, "the update", "REQUEST", eva.address, MAILBOX, 1)
    tap.same(moved.ics.one("UID"), invitation.ics.one("UID"), "of the same event")
    tap.same(starts(moved), f"{day} 15:00", "at the new time")
    theirs = host.next_mail()
    while theirs.ics is None or theirs.ics.one("UID") != moved.ics.one("UID"):
        theirs = host.next_mail()
    check_calendar(theirs, "the host's update", "REQUEST", host.address, MAILBOX, 1)
    return moved


def call_off(servers, eva, invitation):
    host = Person(servers, "nino@example.org", "Nino")
    host.read = len(host.mails())
    eva.answer(invitation, "I am so sorry, please cancel our meeting.")
    cancel = eva.next_mail()
    check_mail(cancel, "the answer to calling off")
    if not tap.ok(cancel.ics is not None, "calling off sends a cancellation"):
        tap.note(cancel.text)
        return
    check_calendar(cancel, "the cancellation", "CANCEL", eva.address, MAILBOX, 2)
    tap.same(cancel.ics.one("UID"), invitation.ics.one("UID"), "of the same event")
    theirs = host.next_mail()
    check_calendar(theirs, "the host's", "CANCEL", host.address, MAILBOX, 2)


def ambiguity_is_shown(servers):
    day = days_ahead(30)
    noe = Person(servers, "noe@volunteers.test", "Noe Ito")
    # Both readings lie ahead only in some months, so the date is checked for in words alone.
    noe.write("Time?", "Could we meet on 3/4 at 10:00?\n\nNoe")
    offer = noe.next_mail()
    check_mail(offer, "the answer to 3/4")
    tap.same(offer.ics, None, "3/4 is never booked by a guess")
    tap.ok("3/4" in offer.text, "the answer says how 3/4 can be read")
    tap.note(f"written on {datetime.date.today()}, {day}")


def pick_by_words(servers):
    day = days_ahead(14)
    kim = Person(servers, "kim@volunteers.test", "Kim Park", datetime.timezone(datetime.timedelta(hours=9)))
    kim.write("Design help", "Could I talk to Nino about design? Any time that week from "
              f"{say_date(day)} to {say_date(days_ahead(18))} is fine.\n\nKim")  # fmt: skip
    offer = kim.next_mail()
    check_mail(offer, "an offer for a span of days")
    kim.answer(offer, "Option 2 please")
    invitation = kim.next_mail()
    tap.ok(invitation.ics is not None, "option 2 please is a pick")


def main():
    with Servers() as servers, Convened(servers, staff={"nino.conf": ALWAYS}) as convened:
        eva, invitation = exact_time_is_booked(servers)
        ivo, instead = taken_time_gets_others(servers)
        none_suits(ivo, instead)
        moved = move(servers, eva, invitation)
        call_off(servers, eva, moved)
        ambiguity_is_shown(servers)
        pick_by_words(servers)
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
