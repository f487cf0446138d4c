#!/bin/sh
# Each folder of src/ may include only what stands to its left in the flow, and itself.  Prints TAP.
srcdir=${srcdir:-.}
cd "$srcdir/src" || exit 99

allowed() {
    case $1 in
    base)       echo "base" ;;
    inbox)      echo "base inbox" ;;
    understand) echo "base inbox understand" ;;
    calendars)  echo "base inbox understand calendars" ;;
    decide)     echo "base inbox understand calendars decide" ;;
    compose)    echo "base inbox understand calendars decide compose" ;;
    outbox)     echo "base inbox outbox" ;;
    store)      echo "base inbox understand calendars decide compose store" ;;
    daemon)     echo "base inbox understand calendars decide compose outbox store daemon" ;;
    ctl)        echo "base inbox understand calendars decide compose outbox store daemon ctl" ;;
    esac
}

# name, condition's exit status, what to show when it failed
n=0
result() {
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        echo "$2" | sed 's/^/# /'
    fi
}

for dir in */; do
    dir=${dir%/}
    may=$(allowed "$dir")
    if [ -z "$may" ]; then
        result "src/$dir is a known folder" "src/$dir has no place in the flow: add it to tests/layers.sh"
        continue
    fi
    pattern=$(echo "$may" | tr ' ' '|')
    wrong=$(grep -n '^#include "' "$dir"/*.c "$dir"/*.h 2>/dev/null | grep -Ev "\"($pattern)/[a-z0-9_]+\\.h\"" |
        grep -v '"config\.h"')
    result "src/$dir includes only: $may" "$wrong"
done

# Deciding reads no clock, no file, no environment.
wrong=$(grep -nE '\b(time|clock_gettime|gettimeofday|fopen|open|getenv|rand|random|printf|log_line)\(' decide/*.c)
result "src/decide has no clock, input or output" "$wrong"

# A library's types stay inside the files that call it.
wrong=$(grep -nE '#include <(libetpan|libpsl|libical|libconfig|sqlite3|unicode|libxml|gnutls|jansson|systemd)' */*.h)
result "no library's header in a header of ours" "$wrong"

# Includes name the folder, so that each line shows its layer.
wrong=$(grep -nE '^#include "[^/]+\.h"' */*.c */*.h | grep -v '"config\.h"')
result "includes start at src/" "$wrong"

echo "1..$n"
