"""Who learns what: every person, subject and remark has a word of its own, and none strays.

Two people ask for the same time, one of them with a guest; one picks, moves and calls off; one is
passed on to a person.  Then the log and all mails are searched for words that are not theirs.  In
the end one of them is forgotten.
"""

import email.header
import pathlib

import tap
from convened import ALWAYS, MAILBOX, Convened, Mail, Person, days_ahead, say_date
from servers import Servers

OPERATOR = "admin@example.org"
HOST = "nino@example.org"
DAY = days_ahead(9)

# word: whom it may reach.  Names and topics go to those who meet; remarks go nowhere.
ANA = ["aardvarka", "aardvarkova"]
ANAS_SUBJECT = "zebrawood"
ANAS_REMARK = "periwinkle"
BO = ["numbatim", "numbatson"]
BOS_SUBJECT = "sandalwood"
BOS_REMARK = "marigold"
GUEST = ["quokkana"]
ROOM_OF_NINO = "mongoose"  # what takes Nino's time that day
EVE = ["wombatina"]
EVES_SUBJECT = "ebonywood"


def write_all(servers, convened):
    ana = Person(servers, "aardvarka@volunteers.test", "Aardvarka Aardvarkova")
    bo = Person(servers, "numbatim@volunteers.test", "Numbatim Numbatson")
    eve = Person(servers, "wombatina@volunteers.test", "Wombatina")
    when = f"on {say_date(DAY)} at 10:00 UTC for 30 minutes"
    ana.write(f"About {ANAS_SUBJECT}", f"Could we meet {when}? My {ANAS_REMARK} waits.",
              cc=["quokkana@volunteers.test"])  # fmt: skip
    invitation = ana.next_mail()
    tap.ok(invitation.ics is not None, "one has the time")
    bo.write(f"About {BOS_SUBJECT}", f"Could we meet {when}? My {BOS_REMARK} waits.")
    instead = bo.next_mail()
    tap.ok(instead.ics is None, "the other one is offered times near to it")
    bo.answer(instead, "The first one, please.")
    bo.next_mail()
    eve.write(f"About {EVES_SUBJECT}", "What is your budget for translations in 2027?")
    eve.write(f"{EVES_SUBJECT} once more", f"Could we meet {when}?")
    eve.next_mail()
    ana.answer(invitation, f"Sorry, can we move it to {say_date(days_ahead(10))} at 15:00 UTC?")
    ana.next_mail()
    bo.answer(instead, "I am so sorry, please cancel our meeting.")
    bo.next_mail()
    convened.wait_for_marks(7)
    return ana, bo, eve


def decoded(mail):
    """All that can be read in it, the headers as well."""
    headers = " ".join(
        str(email.header.make_header(email.header.decode_header(value)))
        for value in mail.message.values()
    )
    parts = [
        part.get_content() for part in mail.message.walk() if part.get_content_maintype() == "text"
    ]
    return (headers + " ".join(parts)).lower()


def check_mails(servers, address, foreign):
    mails = [Mail(raw) for _, raw in servers.mails(address)]
    texts = [decoded(mail) for mail in mails if MAILBOX.split("@")[0] in mail.header("From")]
    tap.ok(texts, f"{address} has mails of ours")
    found = sorted({word for word in foreign for text in texts if word in text})
    tap.same(found, [], f"{address} learns nothing of others")


def check_log(convened, words):
    log = convened.log().lower()
    tap.same([word for word in words if word in log], [], "the log tells of nobody and nothing")


def check_forgotten(convened, bo):
    refused = convened.ctl("forget", "aardvarka@volunteers.test")
    tap.same(refused.returncode, 1, "with Ana stands a meeting")
    tap.has(refused.stderr, "--cancel", "and it says what to do")
    dry = convened.ctl("forget", "--dry-run", bo.address)
    tap.has(dry.stdout, "would be erased", "a dry run tells what would go")
    done = convened.ctl("forget", bo.address)
    tap.same(done.returncode, 0, "beside the daemon that runs")
    tap.has(done.stdout, "erased:", "it says what was erased")
    tap.note(done.stdout)
    convened.stop()
    files = [path for path in pathlib.Path(convened.store).parent.glob("convened.db*") if path.is_file()]
    stored = b"".join(path.read_bytes().lower() for path in files)
    left = [word for word in [*BO, BOS_SUBJECT, BOS_REMARK] if word.encode() in stored]
    tap.same(left, [], "no byte of the store tells of them")
    tap.ok(ANA[0].encode() in stored, "others are there")


def main():
    staff = {"nino.conf": ALWAYS + 'away = [ "2030-01-01" ]; # mongoose\n'}
    with Servers() as servers:
        with Convened(servers, staff=staff) as convened:
            _, bo, _ = write_all(servers, convened)
            ana_only = [ANAS_REMARK]
            all_words = [*ANA, ANAS_SUBJECT, *ana_only, *BO, BOS_SUBJECT, BOS_REMARK, *GUEST, *EVE,
                         EVES_SUBJECT, ROOM_OF_NINO]  # fmt: skip
            mine = {
                "aardvarka@volunteers.test": [*ANA, ANAS_SUBJECT, *ana_only, *GUEST],
                "quokkana@volunteers.test": [*ANA, ANAS_SUBJECT, *GUEST],
                "numbatim@volunteers.test": [*BO, BOS_SUBJECT, BOS_REMARK],
                "wombatina@volunteers.test": [*EVE, EVES_SUBJECT],
                HOST: [*ANA, ANAS_SUBJECT, *BO, BOS_SUBJECT, *GUEST],
                OPERATOR: [*EVE, EVES_SUBJECT],
            }
            for address, own in mine.items():
                check_mails(servers, address, [word for word in all_words if word not in own])
            check_log(convened, [*all_words, "volunteers.test"])
            check_forgotten(convened, bo)


if __name__ == "__main__":
    main()
    tap.done()
