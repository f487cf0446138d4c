#!/bin/sh
# convenectl slots with the sample configuration, at a fixed time.  Prints TAP.
srcdir=${srcdir:-.}
builddir=${builddir:-.}
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

slots() {
    "$builddir/convenectl" slots -c "$srcdir/etc/convened.conf" "$@" 2>&1
}

# Nino works in Tbilisi, four hours ahead of UTC, and is away from the 24th on.
same "free times and gaps, in the person's zone and in UTC" "$(slots --staff nino@example.org \
    --now 2026-12-21T07:00:00Z --from 2026-12-23 --to 2026-12-24)" \
"Nino Beridze <nino@example.org>: meetings of 30 minutes
  Asia/Tbilisi                                 UTC
  Wed 2026-12-23 00:00 - 09:00                 Tue 2026-12-22 20:00 - Wed 2026-12-23 05:00  hours
  Wed 2026-12-23 09:00 - 12:30                 Wed 2026-12-23 05:00 - 08:30                 free
  Wed 2026-12-23 12:30 - 14:00                 Wed 2026-12-23 08:30 - 10:00                 hours
  Wed 2026-12-23 14:00 - 18:00                 Wed 2026-12-23 10:00 - 14:00                 free
  Wed 2026-12-23 18:00 - Thu 2026-12-24 00:00  Wed 2026-12-23 14:00 - 20:00                 hours
  Thu 2026-12-24 00:00 - Fri 2026-12-25 00:00  Wed 2026-12-23 20:00 - Thu 2026-12-24 20:00  away"

same "as JSON, with a longer meeting and the notice in between" \
    "$(slots --staff NINO@example.org --now 2026-12-22T06:00:00Z --from '2026-12-23 09:00' \
        --to 2026-12-23T10:00:00Z --duration 3h --json)" \
    '{"staff":"nino@example.org","name":"Nino Beridze","time_zone":"Asia/Tbilisi","duration_minutes":180,"stretches":[{"start":"2026-12-23T09:00:00+04:00","end":"2026-12-23T10:00:00+04:00","free":false,"reason":"notice","meeting":null},{"start":"2026-12-23T10:00:00+04:00","end":"2026-12-23T12:30:00+04:00","free":false,"reason":"short","meeting":null},{"start":"2026-12-23T12:30:00+04:00","end":"2026-12-23T14:00:00+04:00","free":false,"reason":"hours","meeting":null}]}'

same "everybody, when nobody is named" "$(slots --now 2026-12-21T07:00:00Z --json | wc -l)" 2
same "somebody unknown" "$(slots --staff nobody@example.org; echo $?)" \
"convenectl slots: nobody@example.org: nobody in the staff has this address
1"
same "no time" "$(slots --from soon; echo $?)" \
"convenectl slots: soon: no time such as 2026-12-01 or \"2026-12-01 10:00\"
2"
same "no length" "$(slots --duration long; echo $?)" \
"convenectl slots: long: no length such as 30m or 1h
2"
same "the wrong way round" "$(slots --from 2026-12-02 --to 2026-12-01; echo $?)" \
"convenectl slots: 2026-12-01: must be after --from, and within 400 days of it
2"
echo "1..$n"
