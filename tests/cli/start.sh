#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# A command that performs nothing starts no process.
command -v strace >/dev/null || skip_all "there is no strace"
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS
strace -o /dev/null true 2>/dev/null || skip_all "strace may not trace here"

# forks A...: how many processes memtool A... starts.
forks() {
	strace -f -o "$work/trace" -e trace=process "$MEMTOOL" "$@" \
		>/dev/null 2>&1 </dev/null
	grep -cE '(clone3?|v?fork)\(' "$work/trace"
}

# forks_are NUMBER A...
forks_are() {
	want=$1
	shift
	is "$(forks "$@")" "$want" "memtool $*: it starts $want processes"
}

forks_are 1 mmap 4p
forks_are 0 --version
forks_are 0 -h
forks_are 0 help mlock
forks_are 0 help nonsense
forks_are 0 zones
forks_are 0 zones --json
forks_are 0 explain ENOMEM
forks_are 0 fit --random 10
forks_are 0 nonsense 4
forks_are 0 "then"
forks_are 0
done_testing
