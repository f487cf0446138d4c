"""Killed at random moments while mails are worked through, and started again each time.

$MAILS says how many mails (60), $KILLS how many kills at least, spread over them, $SEED which moments.
"""

import collections
import contextlib
import datetime
import json
import os
import random
import re
import sqlite3
import threading
import time

import hostile
import tap
from convened import ALWAYS, MAILBOX, Convened, Mail, Person, Trouble, days_ahead, say_date, wait_until
from servers import Servers

MAILS = int(os.environ.get("MAILS", "60"))
KILLS = int(os.environ.get("KILLS", "0"))
SEED = int(os.environ.get("SEED", "1"))
READY_SECONDS = 5 * (4 if hostile.sanitized() else 1)

STAFF = {
    f"{name}.conf": ALWAYS.replace("Nino Beridze", f"{name.title()} Beridze").replace("nino@", f"{name}@")
    for name in ("nino", "lela", "goga")
}


def ask(person, i):
    """Each moment is asked for by several people: not all of them can have it."""
    day, hour = days_ahead(3 + i % 7), 9 + i // 7 % 2
    if i % 10 == 9:
        person.write("A question", "Where do I find your logo?\n")
    else:
        person.write("Meeting", f"Could we meet on {say_date(day)} at {hour}:00 UTC for 30 minutes?\n")


def write_all(people, pauses, times):
    for i, person in enumerate(people):
        while len(times) < KILLS * i // MAILS:
            time.sleep(0.05)
        ask(person, i)
        time.sleep(pauses.uniform(0, 0.3))


def kill_and_start(convened, chance, times):
    """At a random moment of its work; every third time while it is still getting ready."""
    time.sleep(chance.uniform(0, 0.8))
    convened.kill()
    while chance.random() < 0.33:
        convened.start(ready=False)
        time.sleep(chance.uniform(0, 0.3))
        convened.kill()
        times.append(0)
    began = time.monotonic()
    convened.start()
    times.append(time.monotonic() - began)


def states(convened):
    """What `convenectl list --mails` has, a row a mail."""
    listed = convened.ctl("list", "--mails", "--json", "-n", "100000")
    return [json.loads(line) for line in listed.stdout.splitlines()]


def waiting(convened):
    store = sqlite3.connect(f"file:{convened.store}?mode=ro", uri=True)
    try:
        return store.execute("select count(*) from queue where state <> 'sent'").fetchone()[0]
    finally:
        store.close()


def boxes(servers):
    """{address: [bytes of its mails]}, read where Dovecot keeps them."""
    found = collections.defaultdict(list)
    for path in (servers.folder / "dovecot/mail").glob("*/*/*/*"):
        if path.parent.name in ("new", "cur"):
            found[f"{path.parts[-3]}@{path.parts[-4]}"].append(path.read_bytes())
    return found


def await_delivery(servers, people):
    """Postfix has taken all; it may not have delivered all yet."""

    def all_there():
        found = boxes(servers)
        return all(found[person.address] for person in people)

    with contextlib.suppress(Trouble):
        wait_until(all_there, "the last answers")


def without_trace(raw):
    """What we sent: from the first header that no server on the way wrote."""
    head, _, body = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")
    fields = re.split(rb"\r?\n(?![ \t])", head)
    trace = (b"received:", b"return-path:", b"delivered-to:", b"x-original-to:")
    return b"\n".join(f for f in fields if not f.lower().startswith(trace)) + b"\n\n" + body


def check_answers(servers, people):
    """Nobody without an answer, nobody with two different ones."""
    found = boxes(servers)
    silent, several, changed, again = [], [], [], 0
    for person in people:
        mails = [without_trace(raw) for raw in found[person.address]]
        ids = {Mail(raw).id for raw in mails}
        if not ids:
            silent.append(person.address)
        if len(ids) > 1:
            several.append(person.address)
        if len(set(mails)) > len(ids):
            changed.append(person.address)
        again += len(mails) - len(ids)
    tap.same(silent, [], "every mail that asks has an answer")
    tap.same(several, [], "nobody hears two different things")
    tap.same(changed, [], "what came twice came with the same bytes")
    tap.note(f"{again} of {len(people)} answers arrived a second time, with the same Message-ID")


def check_states(servers, convened, count):
    rows = states(convened)
    tap.same(len(rows), count, "each mail is in the list, once")
    tap.same([row for row in rows if not row["outcome"]], [], "each with what became of it")
    tap.same({row["outcome"] for row in rows} - {"answered", "with-person"}, set(), "none dropped")
    flags = servers.flags(MAILBOX)
    unmarked = [uid for uid, f in flags.items() if "ConvenedDone" not in f]
    tap.same((len(flags), unmarked), (count, []), "each bears the keyword in the mailbox")
    review = sum("ConvenedReview" in f for f in flags.values())
    with_person = sum(row["outcome"] == "with-person" for row in rows)
    tap.same(review, with_person, "and the keyword for a person where one must read it")
    return rows


def check_operator(servers, rows):
    told = {Mail(raw).id for raw in boxes(servers)["admin@example.org"]}
    with_person = sum(row["outcome"] == "with-person" for row in rows)
    tap.same(len(told), with_person, "the operator hears of each of those once")


def check_bookings(convened):
    """By host: no two settled meetings at the same time."""
    listed = convened.ctl("list", "--json", "-n", "100000").stdout.splitlines()
    taken = collections.defaultdict(list)
    for meeting in map(json.loads, listed):
        if meeting["state"] == "settled":
            start, end = (datetime.datetime.fromisoformat(meeting[k]) for k in ("start", "end"))
            host = next(g["email"] for g in meeting["guests"] if g["role"] == "host")
            taken[host].append((start, end, meeting["id"]))
    twice = []
    for spans in taken.values():
        spans.sort()
        twice += [(a, b) for a, b in zip(spans, spans[1:]) if b[0] < a[1]]
    count = sum(map(len, taken.values()))
    tap.ok(count > min(MAILS, 14 * len(STAFF)) / 4, f"meetings were booked: {count}")
    tap.same(twice, [], "no time is booked twice")


def check_store(convened):
    store = sqlite3.connect(f"file:{convened.store}?mode=ro", uri=True)
    tap.same(store.execute("pragma integrity_check").fetchone()[0], "ok", "the store is sound")
    store.close()


def one_more_run(servers, convened):
    def sizes():
        return {address: len(mails) for address, mails in boxes(servers).items()}

    before = sizes()
    tap.same(convened.stop(), 0, "it ends with 0 when told to")
    convened.start()
    convened.stop()
    tap.same(sizes(), before, "one more run does nothing")


def main():
    chance = random.Random(SEED)
    times = []
    with Servers() as servers, Convened(servers, staff=STAFF) as convened:
        people = [Person(servers, f"p{i}@v{i}.test", f"Person {i}") for i in range(MAILS)]
        writer = threading.Thread(target=write_all, args=[people, random.Random(-SEED), times])
        writer.start()
        while writer.is_alive() or len(times) < 5:
            kill_and_start(convened, chance, times)
        writer.join()
        wait_until(lambda: len(states(convened)) >= MAILS and waiting(convened) == 0, "the end", 120)
        convened.wait_for_marks(MAILS)
        wait_until(lambda: len(servers.flags(MAILBOX)) == MAILS, "all copies to be put away", 300)
        asked = [person for i, person in enumerate(people) if i % 10 != 9]
        await_delivery(servers, asked)
        tap.ok(len(times) >= 5, f"killed {len(times)} times, seed {SEED}")
        tap.ok(max(times) <= READY_SECONDS, f"ready again after at most {max(times):.1f} s")
        check_answers(servers, asked)
        rows = check_states(servers, convened, MAILS)
        check_operator(servers, rows)
        check_bookings(convened)
        one_more_run(servers, convened)
        check_store(convened)


if __name__ == "__main__":
    main()
    tap.done()
