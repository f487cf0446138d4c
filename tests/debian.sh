# What ./demo and ./check have in common; sourced by both, from the top of the tree.  POSIX sh.

# To build it, to test it, and the servers of the end-to-end tests and the demo.
packages="
    autoconf automake gcc libc6-dev make pkgconf
    libetpan-dev libical-dev libconfig-dev libsqlite3-dev libicu-dev libxml2-dev libsystemd-dev
    libgnutls28-dev libjansson-dev libseccomp-dev
    libexttextcat-dev libexttextcat-data libpsl-dev libcurl4-gnutls-dev
    libsasl2-modules tzdata ca-certificates
    mandoc python3 python3-icalendar openssl faketime strace systemd
    dovecot-imapd dovecot-lmtpd postfix radicale
    libxapian30 libpq5 libwrap0 libldap-2.5-0 libkrb5-3 libpcre3"
# The last line: libraries of Cyrus, which is fetched and unpacked by tests/faults/cyrus.py.

say() {
    printf '%s\n' "$*"
}

die() {
    say "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -n "$@"
    else
        die "This needs root, or sudo: $*"
    fi
}

# quietly LOG WHAT COMMAND...: its output goes to the log, and is shown where it fails.
quietly() {
    quiet_log=$1
    say "$2"
    shift 2
    if ! "$@" >"$quiet_log" 2>&1 </dev/null; then
        tail -n 60 "$quiet_log" >&2
        die "That failed; all of it is in $quiet_log"
    fi
}

installed() {
    dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

policy=/usr/sbin/policy-rc.d
policy_is_ours=

remove_policy() {
    if [ -n "$policy_is_ours" ]; then
        as_root rm -f "$policy"
        policy_is_ours=
    fi
}

# Debian starts what it installs, unless this file says no.
forbid_services() {
    [ -e "$policy" ] && return
    policy_is_ours=yes
    printf '#!/bin/sh\nexit 101\n' | as_root sh -c "cat >$policy && chmod 755 $policy"
}

# Neither now nor at the next start of the machine: the servers are only for private use.
disable_services() {
    disable=systemctl
    command -v systemctl >/dev/null || disable=deb-systemd-helper # Debian's way without systemd
    for unit in "$@"; do
        as_root "$disable" disable "$unit" >/dev/null 2>&1 || :
    done
}

install_missing() {
    command -v apt-get >/dev/null ||
        die "This is for Debian 12.  Elsewhere install what README.md names, then use make."
    missing=
    for package in $packages; do
        installed "$package" || missing="$missing $package"
    done
    [ -z "$missing" ] && return

    say "To be installed from Debian (apt-get):$missing" | fold -s -w 90
    new_servers=
    case $missing in *dovecot*) new_servers="dovecot.service dovecot.socket" ;; esac
    case $missing in *radicale*) new_servers="$new_servers radicale.service" ;; esac
    case $missing in *postfix*)
        new_servers="$new_servers postfix.service"
        echo "postfix postfix/main_mailer_type select No configuration" |
            as_root debconf-set-selections
        ;;
    esac
    [ -n "$new_servers" ] && say "Dovecot and Postfix will not run as services of this machine."

    forbid_services
    quietly "$logs/apt-update.log" "Fetching the package lists ..." \
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update
    # shellcheck disable=SC2086 # a list of words
    quietly "$logs/apt-install.log" "Installing ..." \
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
        install $missing
    remove_policy
    # shellcheck disable=SC2086
    disable_services $new_servers
}

# What one test alone needs: where it cannot be had, that test says so and is skipped.
install_wanted() { # PACKAGE
    installed "$1" && return
    wanted_log=$logs/apt-$1.log
    say "Installing $1 from Debian ..."
    for words in "-q -y --no-install-recommends install $1" "-q update" "-q -y --no-install-recommends install $1"; do
        # shellcheck disable=SC2086 # a list of words
        as_root env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get $words >>"$wanted_log" 2>&1 </dev/null
        installed "$1" && return
    done
    say "It cannot be had; see $wanted_log"
}

newer() {
    [ -n "$(find "$1" -newer "$2")" ]
}

# build FOLDER CONFIGURE-OPTIONS...: out of tree; quick where little has changed.
build() {
    build_dir=$1
    shift
    mkdir -p "$build_dir"
    if [ ! -e configure ] || newer configure.ac configure || newer Makefile.am Makefile.in; then
        quietly "$logs/bootstrap.log" "Making configure ..." ./bootstrap
    fi
    if [ ! -e "$build_dir/Makefile" ] || newer configure "$build_dir/config.status"; then
        quietly "$logs/configure.log" "Configuring in $build_dir ..." \
            sh -c 'cd "$1" && shift && exec "$@"' - "$build_dir" "$PWD/configure" "$@"
    fi
    quietly "$logs/make.log" "Building in $build_dir ..." make -C "$build_dir" -j"$(nproc)"
}

started_in=$PWD
cd "$(dirname "$0")" || exit 1
top=$PWD
logs=$top/build/logs
mkdir -p "$logs"
export PYTHONDONTWRITEBYTECODE=1
trap remove_policy EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
