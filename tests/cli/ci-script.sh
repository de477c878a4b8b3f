#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# The script for CI in README: as it stands there, where all that it asks for is
# there, and where it is not.

mkdir bin
cp "$MEMTOOL" bin/memtool
chmod 755 bin/memtool
PATH=$work/bin:$PATH
export PATH

# An indented line, or an empty one, of README's section "In CI".
section() {
	awk '/^-+$/ { inside = (before == "In CI") } inside; { before = $0 }' "$SRCDIR/README"
}
section | awk '/^    #!/ { inside = 1 } /^[^ ]/ { inside = 0 } inside' | sed 's/^    //' >needs.sh
section | awk '/^    FAIL/ { inside = 1 } /^[^ ]/ { inside = 0 } inside' | sed 's/^    //' >shown
grep -q '^check ' needs.sh && grep -q '^FAIL' shown
ok "README has a script, and what it prints"

sentence="shellcheck has nothing to say about it"
if command -v shellcheck >/dev/null; then
	is "$(shellcheck needs.sh)" "" "$sentence"
else
	skip "$sentence" "shellcheck is not installed"
fi

needs_script() { # LIMIT COMMAND...: as an ordinary user
	line="(ulimit -l $1) needs.sh"
	limit=$1
	shift
	# shellcheck disable=SC2086,SC2016 # $nobody is several words; the shell has the $
	$user sh -c 'ulimit -l "$0" && exec "$@"' "$limit" "$@" sh "$work/needs.sh" </dev/null >out 2>err
	status=$?
}
user=
if [ "$(id -u)" = 0 ]; then
	can_be_nobody || skip_all "nobody cannot run memtool here"
	user=$nobody
fi

# --- what is missing is told, with its cause ------------------------------------

needs_script 64
status_is 1 "too low a limit on locked memory fails"
is "$(head -1 out)" "FAIL  lock 1 MiB" "it names what is missing"
out_has 'why  it would exceed the limit on locked memory (memlock-limit)' "and its cause"
out_has 'RLIMIT_MEMLOCK 64 KiB' "and the limit"
out_has 'not as asserted: locked=1M, got +0' "and what was asserted"
LC_ALL=C tr -cs 'A-Za-z' '\n' <bin/memtool | grep -E '.{3}' | tr '[:upper:]' '[:lower:]' | sort -u >vocabulary
{ cat vocabulary && tr -cs 'A-Za-z' '\n' <needs.sh; } | sort -u >words
is "$(awk -f "$SRCDIR/tests/shape.awk" words out shown)" "" "README shows what is printed"

# --- where all is there ---------------------------------------------------------

has_all() { # SENTENCE
	machine_has thp "$1" && machine_has pages_of_4k "$1" || return 1
	needs "$1" "this kernel has no guard pages" mmap 2p , madvise guard_install --length 1p || return 1
	# shellcheck disable=SC2086 # several words
	$user sh -c 'ulimit -l 1024' 2>/dev/null || {
		skip "$1" "the hard limit on locked memory is lower"
		return 1
	}
}
sentence="an ordinary user who has all sees three lines"
if has_all "$sentence"; then
	needs_script 1024
	is "$status $(paste -s -d , out)" "0 ok    lock 1 MiB,ok    huge pages,ok    guard pages" "$sentence"
	[ ! -s err ]
	ok "and nothing else"
	if [ -n "$user" ]; then
		user=
		needs_script 1024
		is "$status $(paste -s -d , out)" "0 ok    lock 1 MiB,ok    huge pages,ok    guard pages" \
			"root becomes one"
		needs_script 64
		is "$status $(head -1 out)" "1 FAIL  lock 1 MiB" "and does not lock by its privilege"
		user=$nobody
	fi
fi

# --- a container that lacks everything ------------------------------------------

sentence="a container without any of it is told of all three"
confine=$SRCDIR/tests/confine.py
"$confine" madvise EINVAL "$confine" mlock EPERM true 2>/dev/null
case $? in
0)
	cp "$confine" confine.py
	chmod 755 confine.py
	needs_script 64 "$work/confine.py" madvise EINVAL "$work/confine.py" mlock EPERM
	is "$status $(grep -c '^FAIL' out) $(grep -c '^ok' out)" "1 3 0" "$sentence"
	is "$(grep -c '^   why.*seccomp' out)" 3 "with the filter that refuses it"
	;;
*) skip "$sentence" "no filter of system calls here" ;;
esac

done_testing
