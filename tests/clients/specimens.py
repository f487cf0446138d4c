"""Each kind of mail that bears a calendar object, as the tests of src/compose make them.

Two parsers that are not ours read the objects, in every language; in some languages Thunderbird
opens the mails, and must offer what each is for.
"""

import os
import pathlib
import re
import subprocess

import icalendar
import tap
from convened import BUILD, TOP, Mail

LANGUAGES = sorted(
    path.stem for path in (TOP / "languages").glob("*.conf") if "\nsay:" in path.read_text()
)
OPENED = ["ar", "en", "ja"]  # from right to left; Latin letters; neither

NEW = "This message contains an invitation to an event."
UPDATE = "This message contains an update to an existing event."
CANCEL = "This message contains an event cancellation."
KNOWN = "This message contains an event that has already been processed."
ANSWERS = ["imipAcceptButton", "imipTentativeButton", "imipDeclineButton"]

# What its users see, one after the other, and what they press then.  A bar of an event that is
# known has a button for its details alone: Thunderbird shows refusals in that way too.
AMINA, BO, DEE, IVO, NINO = (
    "amina@example.net", "bo@example.net", "dee@example.net", "ivo@example.org", "nino@example.org")  # fmt: skip
ACCEPT, DELETE = "imipAcceptButton_AcceptDontSend", "imipDeleteButton"
STORY = (
    (AMINA, "invitation to the writer", NEW, ACCEPT),
    (AMINA, "refusal to the writer, with times", KNOWN, None),
    (AMINA, "cancellation", CANCEL, DELETE),
    (BO, "invitation to a guest", NEW, None),
    (BO, "invitation again", NEW, ACCEPT),
    (BO, "invitation again", KNOWN, None),
    (BO, "refusal to a guest", KNOWN, None),
    (BO, "update", UPDATE, ACCEPT),
    (BO, "update", KNOWN, None),
    (NINO, "invitation to the host", NEW, ACCEPT),
    (NINO, "refusal to the host", KNOWN, None),
    (DEE, "invitation to one who was sent", NEW, ACCEPT),
    (DEE, "update to one who was sent", UPDATE, ACCEPT),
    (DEE, "cancellation to one who was sent", CANCEL, DELETE),
    (IVO, "cancellation to a former host", CANCEL, DELETE),
)
BUTTONS = {NEW: ANSWERS, UPDATE: ANSWERS, CANCEL: [DELETE], KNOWN: ["imipDetailsButton"]}
SEQUENCES = {"invitation": 0, "update": 1}


def write(language, folder):
    """{kind: Mail}"""
    folder.mkdir(parents=True)
    done = subprocess.run(
        [BUILD / "tests/compose/specimen", "--calendars", language, folder],
        env=dict(os.environ, CONVENED_LANGUAGES=str(TOP / "languages"), TZ="UTC"),
        capture_output=True, text=True, timeout=60)  # fmt: skip
    if not tap.ok(done.returncode == 0, f"{language}: mails to look at"):
        tap.note(done.stdout + done.stderr)
    return {path.stem: Mail(path.read_bytes()) for path in sorted(folder.glob("*.eml"))}


def content(component):
    """Everything in it, as plain values that can be compared."""
    properties = sorted(
        (name, sorted(getattr(value, "params", {}).items()), value.to_ical())
        for name, value in component.property_items(recursive=False)
        if name not in ("BEGIN", "END")
    )
    return component.name, properties, [content(part) for part in component.subcomponents]


def read_by_icalendar(text):
    """What is wrong with it; "" for nothing."""
    try:
        calendar = icalendar.Calendar.from_ical(text)
        again = icalendar.Calendar.from_ical(calendar.to_ical())
    except (ValueError, KeyError, IndexError) as error:
        return f"{type(error).__name__}: {error}"
    if errors := [part.errors for part in calendar.walk() if part.errors]:
        return str(errors)
    if content(calendar) != content(again):
        return "it is not written as it was read"
    return ""


def parsers_take(thunderbird, mails):
    """All objects of one language."""
    texts = {kind: mail.ics.text for kind, mail in mails.items()}
    scripts = thunderbird.parse(list(texts.values()))
    return {
        kind: complaint
        for (kind, text), script in zip(texts.items(), scripts)
        if (complaint := "; ".join(filter(None, (read_by_icalendar(text), script))))
    }


def parsers_refuse(thunderbird, text):
    """They do say when something is wrong."""
    for name, harmed in (
        ("a time that is none", text.replace("DTSTART:20", "DTSTART:soon")),
        ("a line that is none", text.replace("SUMMARY:", "SUMMARY ")),
        ("an end that lacks", text.replace("END:VEVENT\r\n", "")),
    ):
        tap.ok(read_by_icalendar(harmed), f"icalendar does not take {name}")
        tap.ok(thunderbird.parse([harmed])[0], f"nor does ical.js: {name}")


def opening(mail):
    """How its text begins, as words() has it."""
    return words(mail.text.split("\n-- \n")[0])[:60]


def words(text):
    """Without what is laid out differently here and there: blanks, line ends, marks of direction."""
    return re.sub(r"[\s\u200e\u200f\u2066-\u2069]", "", text)


def open_all(thunderbird, language, mails):
    """The story above; each mail is opened at least once."""
    for user in {user for user, *_ in STORY}:
        thunderbird.forget(user)
    once = mails["invitation to the host"].ics
    thunderbird.keep(IVO, "\r\n".join(once.lines).replace(NINO, IVO) + "\r\n")
    for user, kind, label, button in STORY:
        bar = thunderbird.open(mails[kind].raw, user)
        name = f"{language}: {kind}: {label.split('contains ')[1][:-1]}"
        if not tap.ok(bar["label"] == label and set(BUTTONS[label]) <= set(bar["buttons"]), name):
            tap.note(bar)
        tap.ok("imipAcceptButton" not in bar["buttons"] or label in (NEW, UPDATE), f"{name}, no more than that")
        tap.has(words(bar["text"]), opening(mails[kind]), f"{name}: our words are to be read")
        tap.ok(not re.search(r"due date \w", bar["text"]), f"{name}: and no end that looks like the beginning")
        if button in bar["buttons"] or button == ACCEPT:
            thunderbird.press(button)
        events = thunderbird.events(user)
        if button == DELETE:
            tap.same(events, [], f"{name}: it goes from the calendar")
        elif button == ACCEPT:
            tap.same([event["sequence"] for event in events], [SEQUENCES.get(kind.split()[0])],
                     f"{name}: one event, of that version")  # fmt: skip
            tap.same(events[0]["partstat"] if events else "", "ACCEPTED", f"{name}: and accepted")
    tap.same({kind for _, kind, *_ in STORY}, set(mails), f"{language}: no kind is left out")


def check(thunderbird, folder):
    for language in LANGUAGES:
        mails = write(language, pathlib.Path(folder) / language)
        tap.same(parsers_take(thunderbird, mails), {}, f"{language}: icalendar and ical.js take all objects")
        if language in OPENED:
            open_all(thunderbird, language, mails)
    parsers_refuse(thunderbird, mails["update"].ics.text)
