"""SIGHUP: new people at once, a broken file costs nothing but itself, the operator hears once."""

import tap
from convened import ALWAYS, Convened, Mail, Person, wait_until
from servers import Servers

OPERATOR = "admin@example.org"
BROKEN = ALWAYS.replace("Mon-Sun 06:00-20:00", "Mon-Sun 20:00-06:00x")
AMELIE = ALWAYS.replace("Nino Beridze", "Amélie Diallo").replace("nino@", "amelie@")


def reload(convened, count):
    convened.reload()
    wait_until(lambda: convened.log().count("read again") >= count, "another reading")


def main():
    with Servers() as servers, Convened(servers, staff={"nino.conf": ALWAYS}) as convened:
        convened.write_staff("nino.conf", BROKEN)
        reload(convened, 1)
        told = servers.wait_for_mails(OPERATOR, 1)
        tap.same(len(told), 1, "the operator hears of a broken file")
        if told:
            tap.has(Mail(told[0][1]).text, "nino.conf:", "and which it is, and where")
        ana = Person(servers, "ana@volunteers.test", "Ana")
        ana.write("Meeting", "Could we meet for half an hour next week?\n")
        tap.has(ana.next_mail().text, "Nino", "that person's last good version stays in force")
        reload(convened, 2)
        convened.write_staff("amelie.conf", AMELIE)
        reload(convened, 3)
        eva = Person(servers, "eva@volunteers.test", "Eva")
        eva.write("Meeting", "Could I meet Amélie for half an hour next week?\n")
        tap.has(eva.next_mail().text, "Amélie", "somebody new takes meetings at once")
        tap.same(len(servers.mails(OPERATOR)), 1, "the operator hears of each mistake once")
        tap.has(convened.ctl("check").stdout + convened.ctl("check").stderr, "nino.conf:",
                "convenectl check names the mistake")  # fmt: skip
        tap.same(convened.stop(), 0, "it ends with 0 when told to")


if __name__ == "__main__":
    main()
    tap.done()
