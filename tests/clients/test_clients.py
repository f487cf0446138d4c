"""Real calendar programs: Thunderbird shows our mails, and its answers do what they say.

One Thunderbird for all of it.  Ends with 77 where something is not installed.
"""

import importlib.util
import os
import shutil
import sys

import tap
import thunderbird

DEBIAN = "/usr/bin/python3"  # to which Debian's icalendar belongs, whatever python3 is here


def what_is_missing():
    if thunderbird.program() is None:
        return "Thunderbird is not installed (apt-get install --no-install-recommends thunderbird)"
    if not (shutil.which("dovecot") and shutil.which("postfix")):
        return "Dovecot or Postfix is not installed"
    if importlib.util.find_spec("icalendar") is None:
        return "icalendar is not installed (apt-get install python3-icalendar)"
    if os.geteuid() != 0:
        return "the servers need root: run this with sudo"
    return None


def main():
    import life
    import specimens
    from servers import Servers

    with Servers() as servers:
        with thunderbird.Thunderbird(servers.folder / "thunderbird", servers.smtp_port) as client:
            specimens.check(client, servers.folder / "specimens")
            life.check(client, servers)


def with_debian():
    """Starts anew with Debian's Python, once, where this one has no icalendar."""
    if importlib.util.find_spec("icalendar") is None and os.path.realpath(sys.executable) != os.path.realpath(DEBIAN):
        if os.path.exists(DEBIAN):
            os.execv(DEBIAN, [DEBIAN, *sys.argv])


if __name__ == "__main__":
    with_debian()
    if why := what_is_missing():
        print(f"1..0 # SKIP {why}")
        sys.exit(77)
    main()
    tap.done()
