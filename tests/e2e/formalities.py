"""What must hold for every mail that convened sends, whatever it says."""

import re

import tap


def check_mail(mail, label):
    """One check; says all that is wrong."""
    wrong = list(faults(mail))
    tap.ok(not wrong, f"{label} is a sound mail")
    for fault in wrong:
        tap.note(fault)


def faults(mail):
    raw, message = mail.raw, mail.message
    head, _, body = raw.partition(b"\r\n\r\n")
    if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
        yield "a line does not end in CR LF"
    if any(len(line) > 998 for line in raw.split(b"\r\n")):
        yield "a line is longer than 998 octets"
    if any(byte > 126 for byte in raw):
        yield "it is not ASCII throughout"
    if any(len(line) > 78 for line in own_headers(head)):
        yield "a header line is longer than 78 octets"
    for part in message.walk():
        if part.defects:
            yield f"{part.get_content_type()}: {part.defects}"
    for name in ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Auto-Submitted"):
        if len(message.get_all(name, [])) != 1:
            yield f"{name} is there {len(message.get_all(name, []))} times"
    if not re.fullmatch(r"auto-(replied|generated)", mail.header("Auto-Submitted")):
        yield f"Auto-Submitted is {mail.header('Auto-Submitted')!r}"
    if not re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", mail.id):
        yield f"Message-ID is {mail.id!r}"
    if message["Bcc"]:
        yield "it has a Bcc"
    addresses = message["To"].addresses if message["To"] else ()
    if len(addresses) != 1:
        yield f"it goes to {len(addresses)} addresses"
    if message.is_multipart() and not mail.text.strip():
        yield "it has no plain text"
    if re.search(r"\{\d|\$\{|\bNULL\b|\(null\)", mail.text):
        yield "a placeholder was left in the text"


def own_headers(head):
    """The server's trace aside, which it writes as it likes."""
    unfolded = re.split(rb"\r\n(?![ \t])", head)
    trace = (b"received:", b"return-path:", b"delivered-to:", b"x-original-to:")
    for field in unfolded:
        if not field.lower().startswith(trace):
            yield from field.split(b"\r\n")


def check_calendar(mail, label, method, guest, organizer, sequence):
    """The object in a mail, line by line."""
    wrong = list(calendar_faults(mail, method, guest, organizer, sequence))
    tap.ok(not wrong, f"{label} holds a sound {method}")
    for fault in wrong:
        tap.note(fault)
    return mail.ics


def calendar_faults(mail, method, guest, organizer, sequence):
    parts = [p for p in mail.message.walk() if p.get_content_type() == "text/calendar"]
    if not parts:
        yield "there is no text/calendar"
        return
    part = parts[0]
    if str(part.get_param("method", "")).upper() != method:
        yield f"the part's method is {part.get_param('method')!r}"
    raw = part.get_payload(decode=True)
    if any(len(line) > 75 for line in raw.split(b"\r\n")):
        yield "a line is longer than 75 octets"
    if re.search(rb"(?<!\r)\n", raw):
        yield "a line does not end in CR LF"
    ics = mail.ics
    yield from wrong_nesting(ics.lines)
    expected = {"VERSION": "2.0", "METHOD": method, "SEQUENCE": str(sequence)}
    for name, value in expected.items():
        if ics.one(name) != value:
            yield f"{name} is {ics.one(name)!r}, not {value!r}"
    for name in ("PRODID", "UID", "DTSTAMP", "DTSTART", "SUMMARY", "ORGANIZER"):
        if event_count(ics, name) != 1 and not (name == "DTSTART" and ics.all("DTSTART")):
            yield f"{name} is there {event_count(ics, name)} times"
    if not re.fullmatch(r"\d{8}T\d{6}Z", ics.one("DTSTAMP") or ""):
        yield f"DTSTAMP is {ics.one('DTSTAMP')!r}"
    if guest.lower() not in [value.lower().removeprefix("mailto:") for _, value in ics.all("ATTENDEE")]:
        yield f"{guest} is not an ATTENDEE"
    if not (ics.one("ORGANIZER") or "").lower().startswith("mailto:" + organizer.split("@")[0]):
        yield f"ORGANIZER is {ics.one('ORGANIZER')!r}"
    if method == "CANCEL" and ics.one("STATUS") != "CANCELLED":
        yield f"STATUS is {ics.one('STATUS')!r}"
    if ics.moment("DTSTART") >= ics.moment("DTEND"):
        yield "it ends before it starts"


def event_count(ics, name):
    return len(ics.all(name))


def wrong_nesting(lines):
    stack = []
    for line in lines:
        if line.startswith("BEGIN:"):
            stack.append(line[6:])
        elif line.startswith("END:"):
            if not stack or stack.pop() != line[4:]:
                yield f"{line} ends nothing"
        elif not re.match(r"[A-Z0-9-]+[;:]", line):
            yield f"not a property: {line!r}"
    if stack or not lines or lines[0] != "BEGIN:VCALENDAR":
        yield "it is not one VCALENDAR"
