"""Reads mails from files with Python's email package and says what a reader would find in them.

One mail a file; what is printed for each: its headers decoded, then the tree of its parts with
their parameters and, for text, the decoded lines.
"""
import email
import email.policy
import sys
from email.header import decode_header, make_header
from email.utils import getaddresses


def show_part(part, depth):
    lead = "  " * depth
    words = [part.get_content_type()]
    words += ["%s=%s" % (k, v) for k, v in (part.get_params() or [])[1:] if k != "boundary"]
    if part.get_content_disposition():
        words.append("disposition=%s:%s" % (part.get_content_disposition(), part.get_filename()))
    print(lead + " ".join(words))
    if part.is_multipart():
        for sub in part.iter_parts():
            show_part(sub, depth + 1)
    else:
        content = part.get_content()
        if isinstance(content, bytes):
            content = content.decode("utf-8")
        for line in content.splitlines():
            print((lead + "| " + line).rstrip())


for name in sys.argv[1:]:
    with open(name, "rb") as f:
        mail = email.message_from_binary_file(f, policy=email.policy.default)
    for key, value in mail.items():
        if key not in ("Content-Type", "MIME-Version"):
            print("%s: %s" % (key, value))
    for key in ("From", "To", "Reply-To"):
        # The parser of the new policy puts a blank between two encoded words of a name.
        for name, address in getaddresses([v for k, v in mail.raw_items() if k == key]):
            print("%s is [%s] [%s]" % (key, make_header(decode_header(name)), address))
    defects = mail.defects + [d for p in mail.walk() for d in p.defects]
    print("defects: %s" % (", ".join(type(d).__name__ for d in defects) or "none"))
    show_part(mail, 0)
