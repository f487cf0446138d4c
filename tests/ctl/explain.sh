#!/bin/sh
# convenectl explain on mails of our own: the line it prints, its errors and its exit.  Prints TAP.
srcdir=${srcdir:-.}
builddir=${builddir:-.}
mails=$srcdir/tests/understand/mails
n=0

# name, what came, what should have come
same() {
    n=$((n + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        { echo "got:"; echo "$2"; echo "want:"; echo "$3"; } | sed 's/^/# /'
    fi
}

explain() {
    "$builddir/convenectl" explain "$@" 2>&1
}

# The line without its evidence, which is for people.
brief() {
    sed 's/,"evidence":.*}]/,.../'
}

same "all there is to know of a mail, on one line" "$(explain "$mails/en-exact-time.eml" | brief)" \
'{"language":"en","kind":"request","duration_minutes":30,"time_zone":"-03:00","time_zone_source":"date-header","windows":[["2026-12-01T15:00:00-03:00","2026-12-01T15:30:00-03:00"]],"excluded":[],"attendees":[],"topic":"the photo contest","ambiguous":false,"aside":"","proof":"none",...}'

same "each of its words' meaning" "$(explain "$mails/en-exact-time.eml" | grep -o '"text":"Tuesday 1 December at 3pm","means":"[^"]*"')" \
'"text":"Tuesday 1 December at 3pm","means":"Tue 2026-12-01 15:00"'

same "no time named: windows are null" "$(explain "$mails/en-plain-request.eml" | grep -o '"windows":[a-z]*')" \
    '"windows":null'

same "without a configuration the first recipient is ours, Cc are guests" \
    "$(explain "$mails/en-text-guests-cc.eml" | grep -o '"attendees":[^]]*]')" \
    '"attendees":["radu@example.ro","ioana@example.md"]'

conf=$(mktemp -d) && trap 'rm -rf "$conf"' EXIT
mkdir "$conf/staff.d" "$conf/gatherings.d"
cp "$srcdir"/etc/convened.conf "$conf" && cp "$srcdir"/etc/staff.d/nino.conf "$conf/staff.d"
proof() { # of a mail from ana@wiki.example that bears these headers
    printf '%s\nFrom: Ana <ana@wiki.example>\nSubject: A meeting?\n\nCould we meet?\n' "$1" |
        explain -c "$conf/convened.conf" - | grep -o '"proof":"[a-z]*"'
}
same "who vouches for the writer" \
    "$(proof 'Authentication-Results: mx.example.org; dmarc=pass header.from=wiki.example'
       proof 'Authentication-Results: mx.example.org; dmarc=fail header.from=wiki.example'
       proof 'Authentication-Results: mx.evil.example; dmarc=pass header.from=wiki.example')" \
'"proof":"domain"
"proof":"refuted"
"proof":"none"'

same "files in order, standard input among them" \
    "$(explain "$mails/en-pick-bare.eml" - "$mails/en-cancel-please.eml" <"$mails/en-auto-ooo.eml" |
        grep -o '"kind":"[a-z]*"' | tr '\n' ' ')" \
    '"kind":"pick" "kind":"auto" "kind":"cancel" '

same "another time than the mail's" \
    "$(explain --now 2027-02-01T09:00:00+01:00 "$mails/en-phone-typed.eml" |
        grep -o '"windows":[^]]*]' | cut -c13-23)" '"2027-02-02'

same "a file that is not there, and others all the same" \
    "$(explain "$mails/none.eml" "$mails/en-pick-bare.eml" | cut -d, -f1,2 | sed "s#$mails/##"
       explain "$mails/none.eml" >/dev/null; echo $?)" \
'none.eml: No such file or directory, give the path of a mail
{"language":"en","kind":"other"
{"language":"en","kind":"pick"
1'

same "its error, on its line" "$(explain "$mails/none.eml" | grep -o '"error":"[^"]*"')" \
    '"error":"No such file or directory, give the path of a mail"'

same "no file" "$(explain >/dev/null; echo $?)" 2
same "a time that is none" "$(explain --now tomorrow x.eml; echo $?)" \
'convenectl explain: tomorrow is no time such as 2026-12-01T10:00:00+01:00
2'

echo "1..$n"
