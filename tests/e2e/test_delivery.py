"""Recipients that are refused, or only for now; and both ways of TLS."""

import sqlite3

import tap
from convened import ALWAYS, Convened, Mail, Person, wait_until
from servers import Servers

OPERATOR = "admin@example.org"
ASKS = "Could we meet for half an hour next week?\n"


def queue(convened, recipient):
    """(state, tries) of all that waits for that recipient, as the store has it."""
    store = sqlite3.connect(f"file:{convened.store}?mode=ro", uri=True)
    store.row_factory = sqlite3.Row
    rows = [dict(row) for row in store.execute("select * from queue where recipient = ?", [recipient])]
    store.close()
    return rows


def refused_for_good(servers, convened):
    """From is not where it came from, so that the address exists for us only as a refusal."""
    lost = Person(servers, "lost@refused.test", "Lost")
    lost.write("Meeting", ASKS)
    told = [Mail(raw) for _, raw in servers.wait_for_mails(OPERATOR, 1)]
    tap.same(len(told), 1, "the operator hears of a message that was refused")
    if told:
        tap.has(told[0].text, "550", "with the server's words")
    tap.same(len(queue(convened, lost.address)), 1, "it is tried once and no more")


def refused_for_now(servers, convened):
    busy = Person(servers, "busy@later.test", "Busy")
    busy.write("Meeting", ASKS)

    def tried():
        rows = queue(convened, busy.address)
        over = rows and rows[0]["tries"] == 1 and rows[0]["state"] != "sending"
        return rows if over else None

    first = wait_until(tried, "a first try")[0]
    ana = Person(servers, "ana@volunteers.test", "Ana")
    ana.write("Meeting", ASKS)
    tap.ok(ana.next_mail(), "meanwhile others get their mail")
    tap.ok(first["next_at"] > first["queued_at"], "what was refused for now waits for its next try")
    convened.stop()
    store = sqlite3.connect(convened.store)
    store.execute("update queue set next_at = 1 where recipient = ?", [busy.address])
    store.commit()
    store.close()
    convened.start()
    wait_until(lambda: queue(convened, busy.address)[0]["tries"] == 2, "a second try")
    tap.same(queue(convened, busy.address)[0]["bytes"], first["bytes"], "the same bytes again")
    tap.same(len(servers.mails(OPERATOR)), 1, "the operator is not bothered with it")


def no_trust(servers):
    """A server that cannot prove its name gets no password and the daemon goes on trying."""
    convened = Convened(servers, folder=servers.folder / "no-trust", staff={"nino.conf": ALWAYS})
    convened.change("ca_file", '""')
    before = servers.log().count("Login: ")
    convened.start()
    convened.wait_for_log("again in")
    tap.same(servers.log().count("Login: "), before, "no login at a server that is not trusted")
    tap.same(convened.process.poll(), None, "it goes on trying")
    tap.same(convened.stop(), 0, "and can be ended meanwhile")


def main():
    with Servers() as servers:
        with Convened(servers, staff={"nino.conf": ALWAYS}, tls="starttls") as convened:
            refused_for_good(servers, convened)
            refused_for_now(servers, convened)
            tap.same(convened.stop(), 0, "all that with STARTTLS")
        no_trust(servers)


if __name__ == "__main__":
    main()
    tap.done()
