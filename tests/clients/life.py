"""One meeting's life between a running convened and Thunderbirds: theirs are all the answers.

What a button sends goes by Thunderbird's own SMTP through Postfix and Dovecot to convened, and
must be applied; what convened writes then is opened in each guest's Thunderbird.
"""

import contextlib
import json
import re

import tap
from convened import ALWAYS, Convened, Person, Trouble, days_ahead, say_date, wait_until
from specimens import ANSWERS, BUTTONS, CANCEL, DELETE, KNOWN, NEW, UPDATE, opening, read_by_icalendar, words

DAY, OTHER = days_ahead(9), days_ahead(10)
LEE = ALWAYS.replace("Nino Beridze", "Lee Tan").replace("nino@", "lee@")
LEE = LEE.replace("Mon-Sun 06:00-20:00", "Mon-Sun 09:00-12:00")
ACCEPT, TENTATIVE, DECLINE = ANSWERS


def at(day, hour, minute=0):
    return f"{day:%Y%m%d}T{hour:02}{minute:02}00Z"


class User:
    """Somebody who reads mail in Thunderbird."""

    def __init__(self, stage, address):
        self.stage, self.address = stage, address
        self.person = Person(stage.servers, address, address.split("@")[0].title())
        self.mail = self.bar = None
        stage.thunderbird.forget(address)

    def open(self, label, name, buttons=None, method=None):
        """The next mail that bears a calendar object, of that method where one is named."""
        self.mail = self.person.next_mail()
        while self.mail.ics is None or method not in (None, self.mail.ics.one("METHOD")):
            self.mail = self.person.next_mail()
        stage = self.stage
        self.bar = stage.thunderbird.open(self.mail.raw, self.address)
        text = self.mail.ics.text
        wrong = read_by_icalendar(text) or stage.thunderbird.parse([text])[0]
        if not tap.ok(self.bar["label"] == label and not wrong, f"{name}: {label[22:-1]}"):
            tap.note(f"{self.bar}\n{wrong}\n{text}")
        tap.ok(set(buttons or BUTTONS[label]) <= set(self.bar["buttons"]), f"{name}: with its buttons")
        tap.has(words(self.bar["text"]), opening(self.mail), f"{name}: our words are to be read")

    def press(self, button, partstat, name):
        """An answer, which convened must come to know of."""
        if button in self.bar["buttons"]:
            self.stage.thunderbird.press(button)
        self.stage.wait_for(self, partstat, name)

    def delete(self, name):
        if tap.ok(DELETE in self.bar["buttons"], f"{name}: with a button to delete it"):
            self.stage.thunderbird.press(DELETE)
        tap.same(self.events(), [], f"{name}: it goes from the calendar")

    def send(self, method, **change):
        self.stage.thunderbird.send(self.address, method, self.mail.ics.one("UID"), **change)

    def events(self):
        return self.stage.thunderbird.events(self.address)

    def has(self, start, partstat, name):
        """One event, no more, at that time."""
        found = [(event["start"], event["partstat"]) for event in self.events()]
        tap.same(found, [(start, partstat)], f"{name}: one event in the calendar, at its time")


class Stage:
    def __init__(self, thunderbird, servers, convened):
        self.thunderbird, self.servers, self.convened = thunderbird, servers, convened
        for name in ("ana", "bob", "cleo", "dee", "eve"):
            setattr(self, name, User(self, f"{name}@volunteers.test"))
        for name in ("nino", "lee"):
            setattr(self, name, User(self, f"{name}@example.org"))

    def meeting(self):
        shown = self.convened.ctl("show", "--json", "1")
        return json.loads(shown.stdout) if shown.returncode == 0 else {}

    def partstats(self):
        return {guest["email"]: guest["partstat"].lower() for guest in self.meeting().get("guests", [])}

    def wait_for(self, user, partstat, name):
        with contextlib.suppress(Trouble):  # the check below says what it is instead
            wait_until(lambda: self.partstats().get(user.address) == partstat, partstat)
        tap.same(self.partstats().get(user.address), partstat, f"{name}: convened knows")

    def is_told(self, what, *users):
        """An update for each, which they accept."""
        for user in users:
            name = f"{what}, to {user.address.split('@')[0]}"
            user.open(UPDATE, name)
            user.press(ACCEPT, "accepted", name)
            user.has(at(OTHER, 15), "ACCEPTED", name)


def everybody_is_invited(stage):
    stage.ana.person.write(
        "A talk with Nino", f"Hello, could I meet Nino on {say_date(DAY)} at 14:00 UTC for 30 minutes?\n\nAna",
        cc=[stage.bob.address, stage.cleo.address])  # fmt: skip
    for user, button, partstat in (
        (stage.ana, ACCEPT, "accepted"),
        (stage.nino, ACCEPT, "accepted"),
        (stage.bob, TENTATIVE, "tentative"),
        (stage.cleo, DECLINE, "declined"),
    ):
        name = f"the invitation to {user.address.split('@')[0]}"
        user.open(NEW, name)
        user.press(button, partstat, f"{name}, {partstat}")
        user.has(at(DAY, 14), partstat.upper(), name)
    told = stage.ana.person.next_mail()
    tap.has(told.text, "cleo@volunteers.test cannot come", "the writer hears of the no")


def proposals_that_cannot_be(stage):
    stage.ana.send("COUNTER", start=at(OTHER, 3), end=at(OTHER, 3, 30))
    name = "the writer's proposal at night"
    stage.ana.open(KNOWN, name)
    tap.same(stage.ana.mail.ics.one("METHOD"), "DECLINECOUNTER", f"{name} is declined")
    tap.ok(re.search(r"^ +1\. ", stage.ana.mail.text, re.M), f"{name}: other times are offered")
    stage.ana.has(at(DAY, 14), "ACCEPTED", name)

    stage.bob.send("COUNTER", start=at(OTHER, 16), end=at(OTHER, 16, 30))
    name = "a guest's proposal"
    stage.bob.open(KNOWN, name)
    tap.same(stage.bob.mail.ics.one("METHOD"), "DECLINECOUNTER", f"{name} is declined")
    stage.bob.has(at(DAY, 14), "TENTATIVE", name)


def a_proposal_that_fits(stage):
    stage.ana.send("COUNTER", start=at(OTHER, 15), end=at(OTHER, 15, 30))
    stage.is_told("another time", stage.ana, stage.nino, stage.bob, stage.cleo)


def asking_again(stage):
    stage.bob.send("REFRESH")
    name = "who asks again"
    stage.bob.open(UPDATE, name, ["imipUpdateButton"])  # a newer stamp, of what it knows
    stage.thunderbird.forget(stage.bob.address)
    bar = stage.thunderbird.open(stage.bob.mail.raw, stage.bob.address)
    tap.same((bar["label"], bar["found"]), (NEW, 0), f"{name}, having lost it, can answer")
    stage.bob.bar = bar
    stage.bob.press(ACCEPT, "accepted", name)
    stage.bob.has(at(OTHER, 15), "ACCEPTED", name)


def more_guests(stage):
    stage.ana.person.answer(stage.ana.mail, f"Please invite {stage.dee.address} too.")
    name = "who comes too"
    stage.dee.open(NEW, name)
    stage.dee.press(ACCEPT, "accepted", name)
    stage.is_told("one more guest", stage.ana, stage.nino, stage.bob, stage.cleo)


def sending_somebody(stage):
    stage.bob.send("REPLY", delegate=stage.eve.address)
    name = "who is sent"
    stage.eve.open(NEW, name)
    stage.wait_for(stage.bob, "delegated", "who sends somebody")
    stage.eve.press(ACCEPT, "accepted", name)
    stage.eve.has(at(OTHER, 15), "ACCEPTED", name)
    stage.is_told("somebody is sent", stage.ana, stage.nino, stage.cleo, stage.dee)


def another_host(stage):
    """Lee is there in the morning alone, so the meeting goes there first."""
    stage.ana.send("COUNTER", start=at(OTHER, 9, 30), end=at(OTHER, 10))
    stage.ana.open(UPDATE, "to the morning, to ana")
    stage.ana.press(ACCEPT, "accepted", "to the morning, to ana")
    stage.nino.open(UPDATE, "to the morning, to nino")
    if DECLINE in stage.nino.bar["buttons"]:
        stage.thunderbird.press(DECLINE)
    name = "the host who declines"
    stage.nino.open(CANCEL, name)
    stage.nino.delete(name)
    stage.lee.open(NEW, "the colleague")
    stage.lee.press(ACCEPT, "accepted", "the colleague")
    stage.lee.has(at(OTHER, 9, 30), "ACCEPTED", "the colleague")
    name = "another host, to ana"
    stage.ana.open(UPDATE, name)
    stage.ana.press(ACCEPT, "accepted", name)
    stage.ana.has(at(OTHER, 9, 30), "ACCEPTED", name)
    people = stage.ana.events()[0]["attendees"]
    tap.ok("mailto:lee@example.org" in people and "mailto:nino@example.org" not in people, f"{name}: the new one")


def called_off(stage):
    stage.ana.person.answer(stage.ana.mail, "I am so sorry, please cancel our meeting.")
    for user in (stage.ana, stage.lee, stage.cleo, stage.dee, stage.eve):
        name = f"called off, to {user.address.split('@')[0]}"
        user.open(CANCEL, name, method="CANCEL")  # some have not opened all that came before
        user.delete(name)


def check(thunderbird, servers):
    staff = {"nino.conf": ALWAYS, "lee.conf": LEE}
    with Convened(servers, staff=staff) as convened:
        stage = Stage(thunderbird, servers, convened)
        everybody_is_invited(stage)
        proposals_that_cannot_be(stage)
        a_proposal_that_fits(stage)
        asking_again(stage)
        more_guests(stage)
        sending_somebody(stage)
        another_host(stage)
        called_off(stage)
        tap.same(convened.stop(), 0, "it ends with 0 when told to")
