#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010 # then is a word of memtool's
. "$(dirname "$0")/lib.sh"

# An inspection has seen all that it shows before it prints a line of it: a
# child that is forked while it prints would have a copy of half an object.
command -v python3 >/dev/null || skip_all "there is no python3"
command -v strace >/dev/null || skip_all "there is no strace"
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS
strace -o /dev/null true 2>/dev/null || skip_all "strace may not trace here"

# Names with a "?" are calls that some machines do not have.
calls='?open,openat,?readlink,?readlinkat,?fork,?vfork,clone,?clone3,ptrace'
strace -o /dev/null -e "trace=$calls,write" true 2>/dev/null ||
	skip_all "this strace does not know all of these calls"

# On a terminal each line is written when it ends.
on_terminal() { # COMMAND...
	python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' "$@" </dev/null
}

# looks_first BEGINS ARGS...: from the first write that contains BEGINS on,
# nothing is opened, and no process is made.
looks_first() {
	begins=$1
	shift
	line="strace memtool $*"
	rm -f trace
	on_terminal strace -o trace -s 200 -e "trace=$calls,write" \
		"$MEMTOOL" "$@" >out 2>err
	status=$?
	writes=$(grep -cF -e 'write(1, ' trace)
	late=$(BEGINS=$begins awk '
		/^write\(1, / && index($0, ENVIRON["BEGINS"]) { begun = 1 }
		begun && /^[a-z]/ && !/^write/' trace)
	if [ "$writes" -lt 2 ] || ! grep -qF -e "$begins" trace; then
		flunk "$* looks first" "it has not written line by line"
	else
		is "$late" '' "$* looks first"
	fi
}

looks_first 'write(1, ' layout --aslr 3
looks_first 'write(1, ' translate stack
looks_first 'write(1, ' translate 0x1000
looks_first 'write(1, ' translate 1234:5678 --mode real
looks_first 'write(1, ' zones 2M
looks_first 'write(1, ' kmalloc 64 --demonstrate
looks_first 'write(1, ' vmalloc --demonstrate
looks_first 'write(1, ' fit --random 100
looks_first 'write(1, ' explain ENOMEM mlock
looks_first 'write(1, ' maps
run segments
if [ "$status" -eq 0 ]; then
	looks_first 'write(1, ' segments --demonstrate
else
	skip "segments --demonstrate looks first" "$(cat err)"
fi
looks_first '2  layout' mmap 4p then layout --aslr 2
looks_first '2  translate' mmap 4p then translate

done_testing
