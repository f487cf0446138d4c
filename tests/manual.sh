#!/bin/sh
# The man pages: nothing for mandoc to complain about, no command or option missing.  Prints TAP.
srcdir=${srcdir:-.}
builddir=${builddir:-.}
n=0

# name, what to show when it failed
result() {
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        echo "$2" | sed 's/^/# /'
    fi
}

# Our own pages refer to each other before they are installed.
ours='Xr (convened 8|convenectl 1|convened\.conf 5)'

for page in "$srcdir"/doc/*.[1-8]; do
    name=${page##*/}
    if command -v mandoc >/dev/null; then
        wrong=$(mandoc -Tlint "$page" 2>&1 | grep -Ev "referenced manual not found: $ours( |\$)")
    else
        wrong="mandoc is missing: apt-get install mandoc"
    fi
    result "$name has no mistakes" "$wrong"
done

page=$srcdir/doc/convenectl.1

# The part of the page on one command.
section() {
    sed -n "/^\\.Ss $1\$/,/^\\.S[sh] /p" "$page"
}

# Options that mean the same for all commands are told once, before the first of them.
common=$(sed -n '/^\.Sh DESCRIPTION$/,/^\.Ss /p' "$page")

commands=$("$builddir/convenectl" --help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
result "convenectl has commands" "$([ -n "$commands" ] || echo none)"
for command in $commands; do
    text=$(section "$command")
    result "convenectl.1 tells of $command" "$([ -n "$text" ] || echo ".Ss $command is missing")"
    missing=$("$builddir/convenectl" "$command" --help | grep -Eo -e '(^|[ [])--?[a-z][a-z-]*' |
        sed 's/^[ []//' | sort -u | while read -r option; do
        printf '%s\n%s\n' "$common" "$text" | grep -Eq -e "^\\.It (.*)?Fl ${option#-}( |\$)" ||
            echo "$option is missing"
    done)
    result "convenectl.1 tells of all options of $command" "$missing"
done


# What the page promises is there.
missing=$(sed -n '/^\.Sh DESCRIPTION$/,/^\.Sh FILES$/s/^\.Ss //p' "$page" | while read -r told; do
    echo "$commands" | grep -qx "$told" || echo "there is no command $told"
done)
result "convenectl.1 tells of no other commands" "$missing"

echo "1..$n"
