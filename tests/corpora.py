"""Reads other people's calendar answers and mails with convenectl explain, and compares.

usage: corpora.py CONVENECTL DIR

DIR/itip/INDEX.tsv names calendar objects and mails with what is peculiar about them, DIR/mail/INDEX.tsv
mails with their class.  Nothing of either is kept here: what an object says of itself (its method,
who answers, and how) is read from it by a second reader, twenty lines long and for sound objects
only, and where the index calls it odd the answer must not be certain.  Of the mails the robots must
be seen as robots; all of both must be read without an end.
"""
import base64
import csv
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BATCH = 60
ANSWERS = ("REPLY", "COUNTER", "REFRESH")
ROBOTS = ("bounce", "delay", "autoreply", "feedback")


def explain(convenectl, paths):
    """One finding for each file; None where nothing was printed for it."""
    found = []
    for i in range(0, len(paths), BATCH):
        some = [str(p) for p in paths[i:i + BATCH]]
        done = subprocess.run([convenectl, "explain", *some], capture_output=True, timeout=600)
        lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
        found += lines if len(lines) == len(some) else [None] * len(some)
        if done.returncode < 0:
            print("# convenectl ended by signal %d" % -done.returncode)
    return found


def index(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def as_mail(calendar):
    """The object as the only part of a mail, without a method parameter."""
    head = ("From: Ana <ana@example.net>\nTo: meet@example.org\nMessage-ID: <1@example.net>\n"
            "Date: Tue, 1 Dec 2026 09:15:00 +0000\nContent-Type: text/calendar; charset=utf-8\n"
            "Content-Transfer-Encoding: base64\n\n")
    return head.encode() + base64.encodebytes(calendar)


def said(calendar):
    """What a sound object says: method, and of its only event the attendees with their answers."""
    text = re.sub(r"\r?\n[ \t]", "", calendar.decode("utf-8", "replace"))
    events = re.findall(r"(?ims)^BEGIN:VEVENT\r?\n(.*?)^END:VEVENT", text)
    if len(re.findall(r"(?im)^BEGIN:VCALENDAR", text)) != 1 or len(events) != 1:
        return None
    method = re.search(r"(?im)^METHOD:[ \t]*([\w-]+)", text)
    people = []
    for line in re.findall(r"(?im)^ATTENDEE.*$", events[0]):
        head = line[:max(line.lower().rfind(":mailto:"), 0)]
        partstat = re.search(r'(?i);PARTSTAT="?([\w-]+)', head)
        address = re.search(r"(?i):mailto:\s*([^\s\";]+@[\w.-]+)\s*$", line)
        people.append((address.group(1) if address else "", partstat.group(1) if partstat else ""))
    return (method.group(1).upper() if method else ""), people


def is_odd(peculiar):
    """No answer in it may be acted upon without a person."""
    return bool(re.search(r"method param|several VCALENDAR|NO ATTENDEE|no UID|[2-9] components",
                          peculiar))


def compare(row, found, object_text):
    """What is wrong with the finding; "" for nothing."""
    if found is None:
        return "not read"
    if "error" in found:
        return "" if re.search("calendar|mail", found["error"]) else "error: " + found["error"]
    calendar = found.get("calendar")
    if calendar and calendar["certain"] and is_odd(row["peculiar"]):
        return "certain, though " + row["peculiar"]
    if "no calendar part" in row["peculiar"] and calendar:
        return "a calendar where there is none"
    if object_text is None or (sound := said(object_text)) is None:
        return ""
    method, people = sound
    if method not in ANSWERS:
        return "an answer that is none" if calendar and calendar["method"] in ANSWERS else ""
    if not calendar:
        return "no answer found" if found["kind"] != "auto" else ""
    if calendar["method"] != method:
        return "method %s, not %s" % (calendar["method"], method)
    if len(people) == 1:
        address, partstat = people[0]
        wanted = partstat.upper() if method == "REPLY" else ""
        if wanted in ("NEEDS-ACTION", "COMPLETED", "IN-PROCESS"):
            wanted = ""
        if address and calendar["attendee"].lower() != address.lower():
            return "answer of %s, not %s" % (calendar["attendee"], address)
        if calendar["partstat"] != wanted and re.fullmatch("ACCEPTED|DECLINED|TENTATIVE|DELEGATED|", wanted):
            return "answer %s, not %s" % (calendar["partstat"], wanted)
    elif calendar["certain"] and calendar["attendee"] not in [p[0] for p in people]:
        return "certain about nobody of several"
    return ""


def check_objects(convenectl, folder):
    rows = index(folder / "INDEX.tsv")
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        paths, texts = [], []
        for i, row in enumerate(rows):
            path = folder / row["path"]
            texts.append(None)
            if path.suffix != ".eml":
                texts[-1] = path.read_bytes()
                path = Path(scratch) / ("%d.eml" % i)
                path.write_bytes(as_mail(texts[-1]))
            paths.append(path)
        for row, found, text in zip(rows, explain(convenectl, paths), texts):
            if trouble := compare(row, found, text):
                print("# %s: %s" % (row["path"], trouble))
                wrong += 1
    print("calendar objects: %d read, %d wrong" % (len(rows), wrong))
    return wrong


def check_mails(convenectl, folder):
    rows = index(folder / "INDEX.tsv")
    found = explain(convenectl, [folder / row["path"] for row in rows])
    unread = [row["path"] for row, f in zip(rows, found) if f is None]
    for path in unread:
        print("# %s: not read" % path)
    for kind in sorted({row["expected_class"] for row in rows}):
        mine = [f for row, f in zip(rows, found) if row["expected_class"] == kind and f]
        robots = sum(f["kind"] == "auto" for f in mine)
        print("mails of class %s: %d, taken for a robot's %d" % (kind, len(mine), robots))
    print("mails: %d read, %d not" % (len(rows) - len(unread), len(unread)))
    return len(unread)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = Path(sys.argv[2])
    sys.exit(1 if check_objects(sys.argv[1], folder / "itip")
             + check_mails(sys.argv[1], folder / "mail") else 0)


main()
