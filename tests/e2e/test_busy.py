"""Own calendars: what stands there is not offered; one that cannot be read counts as busy."""

import datetime
import sqlite3

import tap
from calendars import Radicale, Website
from convened import ALWAYS, Convened, Mail, Person, wait_until
from servers import Servers

OPERATOR = "admin@example.org"
OWNER = "nino@example.org"
SECRET = "calendar's password"
TODAY = datetime.datetime.now(datetime.timezone.utc).date()
ASKS = "Could we meet for half an hour in the next three weeks?\n"


def day(n):
    return TODAY + datetime.timedelta(days=n)


def ics(date, hour, minute=0):
    return f"{date:%Y%m%d}T{hour:02}{minute:02}00"


def series(free, *more):
    """Every day from morning to night, but for those days that are free; then other lines."""
    lines = ["BEGIN:VEVENT", "UID:series", "DTSTAMP:20261101T000000Z", "SUMMARY:Secret work",
        f"DTSTART;TZID=Europe/Berlin:{ics(day(-40), 0)}", "DURATION:P1D", "RRULE:FREQ=DAILY"]  # fmt: skip
    for date in free:
        lines.append(f"EXDATE;TZID=Europe/Berlin:{ics(date, 0)}")
    return calendar("\r\n".join([*lines, "END:VEVENT", *more]))


def calendar(events):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events + "\r\nEND:VCALENDAR\r\n")


def staff(url, passwords):
    return ALWAYS + f'busy = [ "{url}" ];\nbusy_credential = "{passwords}";\n'


class Desk:
    """A daemon whose one member of staff has a calendar somewhere."""

    def __init__(self, servers, folder, url):
        self.servers = servers
        self.folder = folder
        self.people = 0
        self.passwords = folder / "calendar-passwords"
        self.set_password(SECRET)
        self.convened = Convened(servers, staff={"nino.conf": staff(url, self.passwords)})
        with open(self.convened.conf, "a", encoding="utf-8") as file:
            file.write('calendars: { private_addresses = true; keep = "0m"; };\n')

    def set_password(self, password):
        self.passwords.write_text(f"elsewhere.test nino wrong\nlocalhost nino {password}\n")

    def sql(self, statement, *values):
        with sqlite3.connect(self.convened.store, timeout=30) as store:
            return store.execute(statement, values).fetchall()

    def move(self, url):
        count = self.convened.log().count("read again")
        self.convened.write_staff("nino.conf", staff(url, self.passwords))
        self.convened.reload()
        wait_until(lambda: self.convened.log().count("read again") > count, "another reading")

    def forget(self):
        """As if what is known of the calendar were of yesterday."""
        self.sql("update calendar set tried_at = 1, fetched_at = 1")

    def offers(self):
        """What somebody new is offered now."""
        self.people += 1
        name = f"guest{self.people}"
        guest = Person(self.servers, f"{name}@{name}.test", name.title())
        guest.write(f"Meeting {self.people}", ASKS)
        guest.next_mail()
        rows = self.sql(
            "select o.start_at, o.end_at from offer o join guest g on g.meeting = o.meeting"
            " where g.email = ? and o.state = 'open' order by 1", guest.address)  # fmt: skip
        utc = datetime.timezone.utc
        return [tuple(datetime.datetime.fromtimestamp(at, utc) for at in row) for row in rows]

    def dates(self):
        return {start.date() for start, _ in self.offers()}

    def about_calendars(self, address):
        """The operator hears of guests without a time as well."""
        mails = [Mail(raw) for _, raw in self.servers.mails(address)]
        return [mail for mail in mails if "cannot be read" in " ".join(mail.text.split())]

    def told(self, address, count):
        return wait_until(
            lambda: len(found := self.about_calendars(address)) >= count and found,
            f"{count} mails to {address}")  # fmt: skip


def within(offers, *dates):
    return {start.date() for start, _ in offers} <= set(dates)


def try_radicale(desk, radicale):
    first, second, third = day(5), day(9), day(12)
    # Else the look at the start, still under way, would be taken for one at what follows.
    wait_until(lambda: desk.sql("select 1 from calendar where tried_at > 0"), "the first look")
    radicale.put("series.ics", series([first]))
    desk.forget()
    offers = desk.offers()
    tap.ok(offers and within(offers, first), "only the day that a series leaves out is offered")
    slots = desk.convened.ctl("slots", "--from", str(second), "--to", str(second))
    tap.has(slots.stdout, "  busy", "convenectl slots: busy on another day")
    tap.ok("Secret work" not in slots.stdout, "and not with what")

    radicale.put("series.ics", series([second]))
    desk.forget()
    offers = desk.offers()
    tap.ok(offers and within(offers, second), "another day once the series was changed")

    override = ["BEGIN:VEVENT", "UID:series", "DTSTAMP:20261101T000000Z",
        f"RECURRENCE-ID;TZID=Europe/Berlin:{ics(third, 0)}",
        f"DTSTART;TZID=Europe/Berlin:{ics(third, 0)}", "DURATION:PT12H", "END:VEVENT"]  # fmt: skip
    radicale.put("series.ics", series([], *override))
    desk.forget()
    offers = desk.offers()
    tap.ok(offers and all(start.date() == third and start.hour >= 10 for start, _ in offers),
        "the free half of a day on which one of the series is shorter")  # fmt: skip

    radicale.put("day.ics", calendar(
        f"BEGIN:VEVENT\r\nUID:day\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;VALUE=DATE:{third:%Y%m%d}\r\n"
        "END:VEVENT"))  # fmt: skip
    desk.forget()
    tap.same(desk.offers(), [], "nothing is offered when that day is taken as a whole")
    radicale.delete("day.ics")
    desk.forget()
    tap.ok(desk.offers(), "until it is free again")


def try_passwords(desk, told):
    desk.set_password("wrong")
    desk.forget()
    tap.same(desk.offers(), [], "wrong password: nothing is offered")
    mails = desk.told(OWNER, told + 1)
    tap.has(mails[-1].text, "localhost", "the owner hears, and of which server")
    tap.has(mails[-1].text, "401", "and why")
    tap.same(len(desk.told(OPERATOR, told + 1)), told + 1, "the operator hears")
    check = desk.convened.ctl("check")
    tap.has(check.stdout, "the calendar cannot be read (localhost)", "convenectl check says so")
    slots = desk.convened.ctl("slots", "--from", str(day(5)), "--to", str(day(5)))
    tap.has(slots.stdout, "  unreadable", "and so does convenectl slots")
    desk.forget()
    tap.same(desk.offers(), [], "still nothing")
    tap.same(tuple(len(desk.about_calendars(who)) for who in (OWNER, OPERATOR)), (told + 1, told + 1),
        "both hear once")  # fmt: skip
    desk.set_password(SECRET)
    desk.forget()
    tap.ok(desk.offers(), "the right password: offered again")
    return told + 1


def fail(desk, name, break_it, mend_it, told, part):
    break_it()
    desk.forget()
    tap.same(desk.offers(), [], f"{name}: nothing is offered")
    mails = desk.told(OWNER, told + 1)
    tap.has(mails[-1].text, part, f"{name}: the owner hears why")
    tap.same(len(desk.told(OPERATOR, told + 1)), told + 1, f"{name}: the operator hears once")
    mend_it()
    desk.forget()
    tap.ok(desk.offers(), f"{name}: offered again when that is over")
    return told + 1


def try_website(desk, site, told):
    free = [day(6), day(7), day(8)]
    site.calendar = series(free)
    desk.move(site.url)
    offers = desk.offers()
    tap.ok(offers and within(offers, *free), "a plain calendar over https")
    desk.sql("update calendar set tried_at = 1")
    tap.ok(within(desk.offers(), *free), "asked for again, and the same")
    tap.ok(site.asked[-1][1] is not None, "with the ETag of what is known")

    def behave(how):
        def change():
            site.behaviour = how

        return change

    def serve(certificate):
        def change():
            site.stop()
            site.start(certificate)

        return change

    told = fail(desk, "server down", site.stop, site.start, told, "cannot be reached")
    for certificate in ("wrong-name", "expired", "untrusted"):
        told = fail(desk, f"{certificate} certificate", serve(certificate), serve("good"), told,
            "certificate is not to be trusted")  # fmt: skip
    for how, part in (
        ("html", "this is no calendar"),
        ("endless", "larger than 8 MB"),
        ("cut", "cut off"),
        ("away", "leads to another one"),
        ("slow", "takes longer than 10 seconds"),
    ):
        told = fail(desk, how, behave(how), behave("good"), told, part)
    log = desk.convened.log()
    tap.ok("secret-9f2c" not in log and SECRET not in log, "the log holds neither address nor password")
    tap.ok(all("secret-9f2c" not in mail.text for mail in desk.told(OPERATOR, told)), "nor does any mail")


def main():
    with Servers() as servers, Radicale(servers.folder, "nino", SECRET) as radicale:
        desk = Desk(servers, servers.folder, radicale.url)
        with desk.convened, Website(servers.folder) as site:
            try_radicale(desk, radicale)
            told = try_passwords(desk, 0)
            try_website(desk, site, told)
            tap.same(desk.convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
