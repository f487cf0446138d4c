"""Who comes to a meeting that stands, and when: somebody is late, somebody else comes too."""

import tap
from convened import ALWAYS, MAILBOX, Convened, Person, days_ahead, say_date
from formalities import check_calendar, check_mail
from servers import Servers

DAY = days_ahead(9)
VOUCHED = ("Authentication-Results", "mx.example.org; dmarc=pass header.from=volunteers.test")


def late_is_told(eva, host, invitation):
    eva.answer(invitation, "I am running about 15 minutes late, sorry!")
    told = host.next_mail()
    check_mail(told, "the host's notice")
    tap.same(told.ics, None, "it is words only: the time stays")
    tap.has(told.text, "Eva Novak is running about 15 minutes late", "the host hears it with the minutes")
    check_mail(eva.next_mail(), "the answer to being late")


def late_in_german(eva, host, invitation):
    host.answer(invitation, "Ich verspäte mich leider um zehn Minuten.")
    told = eva.next_mail()
    tap.has(told.text, "10 minutes", "the other side hears it in its own language")
    host.next_mail()


def a_colleague_is_asked_for(eva, invitation):
    eva.answer(invitation, "Could my colleague join us, please?")
    question = eva.next_mail()
    check_mail(question, "the question whom")
    tap.same(question.ics, None, "without an address nobody is invited")
    tap.has(question.text, "mail address", "the address is asked for")
    return question


def a_colleague_comes(servers, eva, host, invitation, question):
    ivo = Person(servers, "ivo@volunteers.test", "Ivo")
    eva.answer(question, "ivo@volunteers.test")
    theirs = ivo.next_mail()
    check_mail(theirs, "the colleague's invitation")
    if not tap.ok(theirs.ics is not None, "the address alone is enough as an answer"):
        return
    check_calendar(theirs, "that invitation", "REQUEST", ivo.address, MAILBOX, 1)
    tap.same(theirs.ics.one("UID"), invitation.ics.one("UID"), "it is the same event")
    for person, name in ((eva, "the writer's update"), (host, "the host's update")):
        update = person.next_mail()
        check_calendar(update, name, "REQUEST", person.address, MAILBOX, 1)


def guests_bring_nobody(servers, eva, invitation):
    operator = Person(servers, "admin@example.org", "Operator")
    ivo = Person(servers, "ivo@volunteers.test", "Ivo")
    theirs = ivo.next_mail()
    ivo.answer(theirs, "Please also invite eve@evil.test to the meeting.")
    told = operator.next_mail()
    tap.has(told.text, "somebody else to come", "what a guest asks for goes to a person")
    tap.same(servers.mails("eve@evil.test"), [], "and nobody is invited")


def fresh_and_late(servers, eva, host):
    eva.write("Sorry", "I am running 20 minutes late for our meeting.", headers=[VOUCHED])
    told = host.next_mail()
    tap.has(told.text, "20 minutes", "in a fresh mail that is vouched for as well")


def main():
    with Servers() as servers, Convened(servers, staff={"nino.conf": ALWAYS}) as convened:
        eva = Person(servers, "eva@volunteers.test", "Eva Novak")
        host = Person(servers, "nino@example.org", "Nino Beridze")
        eva.write("Quick call", f"Hello, could we meet on {say_date(DAY)} at 10:00 UTC for 30 minutes?\n\nEva")
        invitation, theirs = eva.next_mail(), host.next_mail()
        late_is_told(eva, host, invitation)
        late_in_german(eva, host, theirs)
        question = a_colleague_is_asked_for(eva, invitation)
        a_colleague_comes(servers, eva, host, invitation, question)
        guests_bring_nobody(servers, eva, invitation)
        fresh_and_late(servers, eva, host)
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
