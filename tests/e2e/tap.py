"""Checks that print the Test Anything Protocol, the Python side of tests/tap.h.

A test program calls these and ends with done(), which exits.  A failed check says what it saw;
the program goes on.
"""

import sys

count = 0
failed = 0


def ok(holds, name):
    """Returns whether the check held."""
    global count, failed
    count += 1
    failed += not holds
    print(f"{'ok' if holds else 'not ok'} {count} - {name}", flush=True)
    return bool(holds)


def same(got, want, name):
    held = ok(got == want, name)
    if not held:
        note(f"got  {got!r}")
        note(f"want {want!r}")
    return held


def has(text, part, name):
    held = ok(part in text, name)
    if not held:
        note(f"{part!r} is not in")
        note(str(text))
    return held


def note(text):
    text = str(text)
    if len(text) > 4000:
        text = f"{text[:4000]} ... ({len(text)} characters)"
    for line in text.splitlines():
        print(f"# {line}", flush=True)


def skip_all(why):
    """The whole program has nothing to test here."""
    print(f"1..0 # SKIP {why}")
    sys.exit(0)


def done():
    print(f"1..{count}")
    sys.exit(1 if failed else 0)
