#!/usr/bin/env python3
"""The inputs a fuzz target begins with: the mails, tables and sessions of our own tests.

    seeds.py TARGET FOLDER          adds a file for each
"""

import hashlib
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
TESTS = TOP / "tests"
STRING = r'"(?:\\.|[^"\\\n])*"'


def unescaped(literal):
    """The bytes of a C string, which this is the inside of."""
    simple = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "f": "\f", "v": "\v", "a": "\a", "b": "\b"}

    def replace(match):
        code = match[1]
        if code[0] == "x":
            return bytes([int(code[1:], 16) & 255]).decode("latin-1")
        if code.isdigit():
            return chr(int(code, 8) & 255)
        return simple.get(code, code)

    text = literal.encode().decode("latin-1")
    return re.sub(r"\\(x[0-9a-fA-F]+|[0-7]{1,3}|.)", replace, text).encode("latin-1")


def strings(*paths):
    """All that stands in quotes in these C files; neighbours are one string, macros filled in."""
    for path in paths:
        text = (TESTS / path).read_text().replace("\\\n", " ")
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        macros = {}
        for line in re.finditer(r"#define ([A-Z_]+)(?:\((\w+)\))?\s+(.*)", text):
            macros[line[1]] = (line[2], line[3])
        piece = rf"(?:{STRING}|\b[A-Z_]{{3,}}\b(?:\({STRING}\))?)"
        for run in re.finditer(rf"{piece}(?:\s+{piece})*", text):
            yield filled_in(run[0], macros)


def filled_in(text, macros):
    whole = b""
    for string, name, argument in re.findall(rf"({STRING})|\b([A-Z_]{{3,}})\b(?:\(({STRING})\))?", text):
        if string:
            whole += unescaped(string[1:-1])
        elif name in macros:
            parameter, body = macros[name]
            if parameter:
                body = re.sub(rf"\b{parameter}\b", lambda _: argument or '""', body)
            whole += filled_in(body, {other: macros[other] for other in macros if other != name})
    return whole


def mails():
    for path in sorted(TESTS.glob("*/mails/*.eml")):
        yield path.read_bytes()


def rows(*paths):
    """What stands before the arrow in tables of texts."""
    for path in paths:
        for line in (TESTS / path).read_text().splitlines():
            if line and not line.startswith("#"):
                yield line.split("==>")[0].strip().replace("\\n", "\n").encode()


def as_mail(words, subject=b"A meeting"):
    return (
        b"From: Ana Lima <ana@example.net>\r\nTo: meet@example.org\r\nCc: bo@example.net\r\n"
        b"Date: Tue, 1 Dec 2026 09:00:00 +0100\r\nMessage-ID: <1@example.net>\r\n"
        b"Subject: " + subject + b"\r\n\r\n" + words + b"\r\n"
    )


def trim_cases():
    for case in re.split(r"^=== .*\n", (TESTS / "inbox/trim.txt").read_text(), flags=re.M)[1:]:
        yield case.split("\n--- own")[0].encode() + b"\n"


def header():
    names = [b"From", b"Date", b"Content-Type", b"References", b"Subject"]
    yield from mails()
    for name in ("addresses", "encoded", "maildate", "parameter", "header"):
        for text in strings(f"inbox/{name}.c"):
            yield text
            for field in names:
                yield field + b": " + text + b"\n"


def decode():
    for text in strings("inbox/transfer.c", "inbox/charset.c", "inbox/encoded.c", "compose/message.c"):
        for line in (b"base64", b"quoted-printable utf-8", b"8bit koi8-r", b"8bit iso-2022-jp",
            b"base64 utf-16", b"7bit"):  # fmt: skip
            yield line + b"\n" + text
    for text in trim_cases():
        yield b"8bit utf-8\n" + text.replace(b"\n", b" \n")


def authres():
    yield from mails()
    for text in strings("inbox/authres.c"):
        yield text + b"From: Ana <ana@wiki.example>\nSubject: x\n\nHello\n"
    for text in strings("inbox/identity.c"):
        yield text + b"Subject: x\n\nHello\n"


def html():
    yield from strings("inbox/html.c")


def letter():
    yield from mails()
    yield from strings("inbox/letter.c", "inbox/screen.c")
    for text in strings("inbox/html.c"):
        yield b"From: a@example.net\nContent-Type: text/html; charset=utf-8\n\n" + text


def large():
    """What is too much of something."""
    n = 400_000
    yield b"From: " + b"(" * n + b")" * n + b" a@example.net\n\nx\n"
    yield b"From: " + b"a@example.net, " * (n // 10) + b"\n\nx\n"
    yield b"Subject: " + b"=?utf-8?q?x?= " * (n // 10) + b"\n\nx\n"
    yield b"Subject: x\n" + b" y\n" * n + b"\nx\n"
    yield b"A: b\n" * n + b"\nx\n"
    yield b"References: " + b"<1@x> " * (n // 4) + b"\n\nx\n"
    yield b"From: a@example.net\n\n" + b"> " * n + b"x\n"
    yield b"From: a@example.net\n\n" + b"> x\n\nOn 1 Dec Ana wrote:\n" * (n // 20)
    yield b"From: a@example.net\nContent-Type: text/html\n\n" + b"<div>" * n
    yield b"From: a@example.net\nContent-Type: text/html\n\n" + b"<blockquote>x" * (n // 8)
    yield b"From: a@example.net\nContent-Type: text/html\n\n" + b"&amp;<!--" * (n // 4)
    for each in (20, 100_000):
        nested = b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(each)
        )
        yield b"From: a@example.net\n" + nested[: 2 * n * 2]
    yield (b'From: a@example.net\nContent-Type: multipart/mixed; boundary="b"\n\n'
        + b"--b\n\nx\n" * (n // 4) + b"--b--\n")  # fmt: skip
    yield (b"From: a@example.net\nContent-Type: text/plain; " + b"x*0*=y; " * (n // 8)
        + b"\nContent-Transfer-Encoding: base64\n\n" + b"QUFB" * (n // 2))  # fmt: skip
    yield b"From: a@example.net\nContent-Type: text/plain; format=flowed\n\n" + b"x \n" * n


def trim():
    yield from trim_cases()
    for mail in mails():
        yield mail.replace(b"\r\n", b"\n").partition(b"\n\n")[2]


def opened():
    for mail in mails():
        yield b"\0" + mail
        yield b"\2" + b"\x08\0\0\xff" + b"\x50\0\0\1" + mail


def tables(folder):
    """A language's place among all, and each text of its table in that folder."""
    files = sorted((TESTS.parent / "languages").glob("*.conf"))
    codes = [file.stem for file in files if file.stem != "places"]
    for number, code in enumerate(codes):
        if (TESTS / "understand" / folder / f"{code}.txt").exists():
            for row in rows(f"understand/{folder}/{code}.txt"):
                yield number, row


def when():
    for folder in ("times", "wishes"):
        for number, row in tables(folder):
            yield bytes([number]) + row
    for row in rows("understand/places.txt"):
        yield b"\1" + row.partition(b" ")[2]


def calreply():
    for text in strings("understand/calreply.c", "understand/calobject.c"):
        if b":" in text:
            yield text
            yield text.replace(b"DTEND", b"X").replace(b"DTSTART", b"DTEND").replace(b"X;", b"DTSTART;")
            yield text + b"\f" + text.replace(b"ACCEPTED", b"DECLINED")
    for mail in mails():
        if b"BEGIN:VCALENDAR" in mail:
            yield mail[mail.index(b"BEGIN:VCALENDAR") :]


def mail():
    yield from mails()
    for _, row in tables("intents"):
        where, _, words = row.partition(b" ")
        yield as_mail(words, b"Re: A meeting" if where != b"new" else b"A meeting")
    for _, row in tables("wishes"):
        yield as_mail(row)


def compose():
    hostile = [b"A\r\nBcc: evil@example.com", b"<script>alert(1)</script>", b'A "quoted" name; x:',
        b"https://evil.example.com/ won", "გიორგი მაისურაძე".encode(), "أمينة محمد".encode(),
        b"x" * 300, b"END:VEVENT\r\nBEGIN:VEVENT", b"=?utf-8?q?x?=", b"{0} {1} '{'"]  # fmt: skip
    for text in hostile:
        fields = [text, b"ana@example.net", text, b"1@example.net", b"2@example.net", text,
            text, b"bo@example.net", text, text]  # fmt: skip
        for choice in range(128):
            yield b"\0".join(fields) + bytes([choice])
        yield b"\0".join([text] * 10) + b"\x0c"


LOGIN = (b"* OK ready\r\n1 OK x\r\n* CAPABILITY IMAP4rev1 IDLE\r\n1 OK done\r\n2 OK in\r\n"
    b"* CAPABILITY IMAP4rev1 IDLE\r\n3 OK done\r\n* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n"
    b"4 OK done\r\n")  # fmt: skip


def said(script):
    """The server's part of a scripted session (tests/script.h), as tests/fuzz/replay.h has it."""
    out, again = b"", False
    for line in script.split(b"\n"):
        step, _, words = line.strip().partition(b" ")
        if step in (b">", b">-"):
            out += (b"\3" if again else b"") + words + (b"\r\n" if step == b">" else b"")
        elif step == b"~":
            out += b"\1"
        elif step == b"reset":
            out += b"\2"
        elif step == b"endless":
            out += b"x" * 18000
        again = step == b">"
    return out


def imap():
    """With the questions that each session answers in its first line, as imap.c wants them."""
    asked = {b"UID SEARCH": b"u", b"UID FETCH": b"f", b"UID STORE": b"m", b"UID MOVE": b"p", b"LIST": b"p",
        b"UID EXPUNGE": b"p", b"IDLE": b"w",
        b"NOOP": b"w", b"STARTTLS": b"s"}  # fmt: skip
    for script in strings("inbox/imap.c"):
        if b"> " not in script:
            continue
        questions = b""
        for line in script.split(b"\n"):
            for words, letter in asked.items():
                if line.startswith(b"< ") and words in line and not questions.endswith(letter):
                    questions += letter
        yield questions[:6] + b"\n" + said(script)
        yield questions[:6] + b"\n" + LOGIN + said(script)
    yield (b"ufmw\n" + LOGIN + b"* SEARCH 10\r\n5 OK done\r\n"
        b'* 1 FETCH (UID 10 RFC822.SIZE 3 INTERNALDATE " 1-Dec-2026 08:00:00 +0000")\r\n'
        b"6 OK done\r\n* 1 FETCH (UID 10 BODY[] {3}\r\nabc)\r\n7 OK done\r\n8 OK done\r\n"
        b"+ idling\r\n* 2 EXISTS\r\n9 OK done\r\n")  # fmt: skip


def smtp():
    hello = b"220 ready\r\n250-localhost\r\n250-AUTH PLAIN\r\n250 SIZE 1000000\r\n235 in\r\n"
    for script in strings("outbox/smtp.c"):
        if b"> " in script:
            yield (b"s" if b"STARTTLS" in script else b"i") + b"\n" + said(script)
    mail = b"250 ok\r\n250 ok\r\n354 go\r\n"
    for dot in (b"250 taken", b"451 later", b"554 no", b"421 gone", b"\1", b"\2", b"250-more"):
        yield b"i\n" + hello + mail + dot + b"\r\n250 alive\r\n" + mail + b"250 taken\r\n221 bye\r\n"


def config():
    samples = [path.read_bytes() for path in sorted(TOP.glob("etc/**/*.conf"))]
    yield from samples
    person = (TOP / "etc/staff.d/nino.conf").read_bytes()
    for line in (TESTS / "daemon/mistakes.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            change = line.split("|")[1].strip().encode()
            yield person + change + b"\n"
            yield change + b"\n"
    for kind in ("insights", "office-hours"):
        text = (TOP / f"etc/gatherings.d/{kind}.conf").read_bytes()
        for old, new in ((b"minimum = ", b"minimum = 9"), (b"example.org", b"example.com"),
            (b"2026", b"2028"), (b"between", b"betwen")):  # fmt: skip
            yield text.replace(old, new)
    for text in strings("daemon/config.c"):
        if b" = " in text:
            yield text


def lang():
    head = b'code = "xx";\n'
    for key in (b"hear", b"say", b"parts", b"places", b"dates", b"clock", b"code"):
        for value in (b'( "a", "b" )', b'[ "a" ]', b'"a"', b"7", b"{ a = 1; }", b"( { } )", b"( ( ) )",
            b'{ order = [ "dmy", "mdy", "ymd", "dmy" ]; }', b"{ n42 = 7; o3 = [ 7 ]; n99999 = 1; }",
            b'{ nonsense = "x"; more = [ "y" ]; morning = "09:00-12:00"; }',
            b'( { zone = "Europe/Nowhere"; names = [ "x" ]; } )',
            b'( { zone = "Europe/Kyiv"; names = "x"; } )'):  # fmt: skip
            yield head + key + b" = " + value + b";\n"
    for path in [*TOP.glob("languages/en.conf"), *TESTS.glob("*/languages/*.conf")]:
        yield path.read_bytes()
    for text in strings("understand/lang.c"):
        if b" = " in text:
            yield text
            yield b'code = "xx";\n' + text


def main(name, folder):
    for seed in globals()[name]():
        if seed:
            path = pathlib.Path(folder) / hashlib.sha1(seed).hexdigest()
            if not path.exists():
                path.write_bytes(seed)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
