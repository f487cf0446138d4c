"""Mails made to keep their reader busy, or to break it: every_bomb() names each.

A bomb is (raw bytes, why): what the store and the operator are told of it; None where it is read
to its end and only makes no sense.
"""

TEXT = "text/plain; charset=utf-8"


def mail(name, body=b"", kind=TEXT, headers=b""):
    """The bomb's mail around what is in it."""
    head = (
        f"From: Mallory <mallory@hostile.test>\r\nTo: movementcomms@example.org\r\n"
        f"Subject: {name}\r\nMessage-ID: <{name.replace(' ', '.')}@hostile.test>\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n"
    ).encode()
    return head + headers + b"\r\n" + body


def calendar(name, lines):
    event = (
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:bomb\r\n"
        b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:mallory@hostile.test\r\n"
        + lines
        + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return mail(name, event, "text/calendar; method=REPLY; charset=utf-8")


def nested_multiparts(name, count):
    levels = (
        f"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n".encode()
        for i in range(count)
    )
    return mail(name, b"--outer\r\n" + b"".join(levels), "multipart/mixed; boundary=outer")


def html(name, body):
    return mail(name, body, "text/html; charset=utf-8")


def mime_bombs():
    yield "nested multiparts", nested_multiparts, (30000,), "parts nested more than 20 deep"
    yield "nested mails", mail, (b"Content-Type: message/rfc822\r\n\r\n" * 30000,
        "message/rfc822"), None  # fmt: skip
    yield "many parts", mail, (b"--b\r\n\r\none\r\n" * 100000, "multipart/mixed; boundary=b"), \
        "more than 200 parts"  # fmt: skip
    yield "many parts of HTML", mail, (
        (b"--b\r\nContent-Type: text/html\r\n\r\n" + b"<div>a" * 6000 + b"\r\n") * 198,
        "multipart/mixed; boundary=b"), None  # fmt: skip
    yield "nested elements", html, (b"<div>" * 1000000,), None
    yield "nested quotes of HTML", html, (b"<blockquote>" * 250 + b"a<br>" * 50000,), None
    yield "combining marks", mail, (("a" + "\u0301\u0323" * 60000).encode(),), \
        "the process that read it took too long"  # fmt: skip
    yield "empty lines", mail, (b"\r\n" * 3000000,), None
    yield "large", mail, (b"x" * 70 + b"\r\n" * 5000000,), "too large to be read"


def header_bombs():
    for name in ("From", "To"):
        line = name.encode() + b": " + b"(" * 1000000 + b"\r\n"
        yield f"parentheses in {name}", mail, (b"", TEXT, line), "a header of "
        line = name.encode() + b": " + b"(" * 900 + b"\r\n"
        yield f"few parentheses in {name}", mail, (b"", TEXT, line), "parentheses nested more than"
    yield "long header line", mail, (b"", TEXT, b"X: " + b"x" * 7500000 + b"\r\n"), "a header of "
    yield "longer header line", mail, (b"", TEXT, b"X: " + b"x" * 10000000 + b"\r\n"), "too large"
    yield "header line", mail, (b"", TEXT, b"X: " + b"x" * 100000 + b"\r\n"), "a header line of"
    yield "many header lines", mail, (b"", TEXT, b"X: y\r\n" * 1001), "header lines, more than 1000"
    yield "many people", mail, (b"", TEXT, b"Cc: " + b"a@example.com, " * 201 + b"\r\n"), \
        "201 addresses in one header line"  # fmt: skip


def calendar_bombs():
    rule = b"RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n"
    date = b"EXDATE:20261209T140000Z\r\n"
    yield "rule for each second", calendar, (rule,), "a calendar with a rule not to be followed"
    yield "rule without end", calendar, (b"RRULE:FREQ=DAILY;COUNT=1000000000\r\n",), "a calendar with a rule"
    yield "nested components", calendar, (b"BEGIN:VEVENT\r\n" * 100000,), "a calendar of "
    yield "few nested components", calendar, (b"BEGIN:VEVENT\r\n" * 1000,), "nested more than 4 deep"
    yield "long calendar line", calendar, (b"COMMENT:" + b"x" * 7500000 + b"\r\n",), "a calendar of "
    yield "calendar line", calendar, (b"COMMENT:" + b"x" * 100000 + b"\r\n",), "a calendar with a line"
    yield "many dates", calendar, (date * 20000,), "a calendar of "
    yield "dates", calendar, (date * 5000,), "a calendar with 5000 single dates"
    yield "many parameters", calendar, ((b"ATTENDEE" + b";X=1" * 7000 + b":mailto:a@b.test\r\n") * 8,), None
    yield "impossible dates", calendar, (b"DTSTART:20269999T999999Z\r\nDTSTAMP:20261399T000000Z\r\n",), None


def every_bomb():
    """{name: (raw, why)}"""
    bombs = {}
    for kind in (mime_bombs, header_bombs, calendar_bombs):
        for name, make, arguments, why in kind():
            bombs[name] = (make(name, *arguments), why)
    return bombs
