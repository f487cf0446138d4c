#!/usr/bin/env python3
"""How fast texts are understood: one processor's seconds, beside Python's json module on the same lines.

    understand.py CONVENECTL        what `make bench` runs

The expressions are those of tests/understand/times, in each language, the mails those of
tests/understand/mails.  What a language costs to load is measured apart, and taken off.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
TEXTS = 40_000
SHORT = 60  # characters
MAILS = 8_000


def expressions(path):
    for line in path.read_text().splitlines():
        text, arrow, _ = line.partition("==>")
        if arrow and not line.startswith("#") and len(text.strip()) < SHORT:
            yield text.strip()


def run(command, lines=""):
    """The processor's seconds that it took, its children's too, and its largest size in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, input=lines.encode(), stdout=subprocess.DEVNULL, check=True,
        env=dict(os.environ, CONVENED_LANGUAGES=str(TOP / "languages")))  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return used, after.ru_maxrss / 1024


def parsed(lines):
    """The reference: so long it takes Python to read the lines as JSON."""
    began = time.process_time()
    for line in lines.splitlines():
        json.loads(line)
    return time.process_time() - began


def as_rows(language, texts):
    texts = (texts * (TEXTS // len(texts) + 1))[:TEXTS]
    row = {"lang": language, "now": "2026-03-12T09:00:00+01:00"}
    return "\n".join(json.dumps(dict(row, id=i, text=text)) for i, text in enumerate(texts))


def main(convenectl):
    load, size = min(run([convenectl, "when", "--batch"]) for _ in range(3))
    print(f"all languages are loaded in {load:.2f} s, {size:.0f} MB at most")
    print(f"{'':10}{'a second':>12}{'beside json.loads()':>22}")
    for path in sorted((TOP / "tests/understand/times").glob("*.txt")):
        rows = as_rows(path.stem, list(expressions(path)))
        used = min(run([convenectl, "when", "--batch"], rows)[0] for _ in range(2)) - load
        print(f"{path.stem:10}{TEXTS / used:12,.0f}{parsed(rows) / used:22.3f}")
    mails = sorted((TOP / "tests/understand/mails").glob("*.eml"))
    many = (mails * (MAILS // len(mails) + 1))[:MAILS]
    used = run([convenectl, "explain", *many])[0] - load
    print(f"{'mails':10}{MAILS / used:12,.0f}")


if __name__ == "__main__":
    main(sys.argv[1])
