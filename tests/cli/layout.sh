#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010 # then is a word of memtool's
# shellcheck disable=SC2016 # the $ are those of awk and jq
# shellcheck disable=SC2034 # as is for the functions of lib.sh
. "$(dirname "$0")/lib.sh"

# The inspection layout, held against /proc, and what it measures of the
# randomness of addresses against processes that were started without any.

# --- bad input ----------------------------------------------------------------

refused() { # WORD SENTENCE ARGS...
	word=$1
	sentence=$2
	shift 2
	run "$@"
	if [ "$status" -eq 2 ] && one_line && grep -q -e "$word" err && [ ! -s out ]; then
		pass "$sentence"
	else
		flunk "$sentence" "wanted exit status 2 and a line with $word"
	fi
}
refused "'1'" "one process tells nothing of randomness" layout --aslr 1
refused "'0'" "and none does neither" layout --aslr 0
refused 10000 "too many are refused" layout --aslr 10001
refused 'aslr' "a number is wanted" layout --aslr many
refused "'0'" "no process has the number 0" layout 0

# --- the machine --------------------------------------------------------------

works "the layout is shown" layout
end=$("$MACHINE" user_end)
run layout
[ "$(awk 'length > 80' out | wc -l)" -eq 0 ]
ok "the text fits 80 columns"
json layout
json_is .layout.machine "$(uname -m)" "the machine is that of uname"
sizes=$(sed -n 's/^address sizes[[:space:]]*: \([0-9]*\) bits physical, \([0-9]*\) bits virtual/\1 \2/p' /proc/cpuinfo | head -n 1)
json_is '.layout.address_bits | "\(.physical) \(.virtual)"' "${sizes:-null null}" "the processor's address sizes are those of cpuinfo"
json_is '.layout.classical_32_bit | "\(.user.last) \(.kernel.first) \(.user.size) \(.kernel.size)"' '0xbfffffff 0xc0000000 3221225472 1073741824' "the classical layout has 3 GiB and 1 GiB"
json_is '.layout.user.size == (.layout.user.last | hex) - (.layout.user.first | hex) + 1' true "the size is that of the range"
json_is '.layout.settings | "\(.randomize_va_space) \(.mmap_min_addr)"' "$(cat /proc/sys/kernel/randomize_va_space) $(cat /proc/sys/vm/mmap_min_addr)" "settings are those of /proc/sys"
json_is '.layout.settings.addr_no_randomize' false "memtool itself is randomized"
json_is .layout.aslr null "nothing is measured unasked"
if [ "$(uname -m)" = x86_64 ]; then
	levels=4
	[ "$((end))" -lt $((1 << 48)) ] || levels=5
	json_is .layout.paging_levels $levels "page tables have the levels of cpuinfo's flags"
	wanted='48 0x7fffffffefff 0xffff800000000000 null'
	[ $levels -eq 4 ] || wanted='57 0xffffffffffefff 0xff00000000000000 0x7ffffffff000'
	json_is '.layout | "\(.address_bits.used) \(.user.last) \(.kernel.first) \(.hinted.first)"' "$wanted" "the halves are those that so many levels give"
	json_is '[.layout.kernel_areas[] | select(.name | IN("direct map", "vmalloc", "vmemmap", "kernel text")) | .name] | join(" ")' 'direct map vmalloc vmemmap kernel text' "the documented areas of the kernel are told, in their order"
	run layout
	out_has 'documented by Linux, not measured' "it is said that these are not measured"
	out_has '^ffff888000000000 | direct map' "they stand in the picture" || :
fi

# What the kernel says of the end, without memtool: it is found, not assumed.
json layout
json_is '.layout.user.first' 0x0 "programs have addresses from 0 on"
json_is '.layout.user.last' "$(printf '0x%x' $((end - 1)))" "up to the last that the kernel maps for them"
json_is '.layout.process_user | tojson' "$(ask '.layout.user | tojson')" "the process has all of them, being of memtool's kind"
json_is '.layout.kernel == null or (.layout.kernel.first | hex) > (.layout.user.last | hex)' true "the kernel's lie above"
json_is '.layout.hinted == null or .layout.hinted.last == .layout.user.last' true "what mmap gives only when asked lies at the end"
json_is '.layout.address_bits.used | . == null or . >= 32' true "an address has as many bits as that needs"
run layout
out_has "^ *$(printf '%x' "$end") +-- user" "the programs' part of the picture ends there"
run maps --picture
out_has "^ *$(printf '%x' "$end") +-- user" "in the picture of maps, too"
json layout
# The last address that a program may have, by a mapping of its own choice.
last=$(ask .layout.user.last)
json mmap 1p --addr "$last-$((page - 1))" --flags private,anonymous,fixed_noreplace
case $(ask 'final | outcome') in
ok | EEXIST) true ;;
*) false ;;
esac
ok "the last page of programs can be mapped"
json mmap 1p --addr "$last+1" --flags private,anonymous,fixed_noreplace
json_is 'final | outcome' ENOMEM "the one behind it cannot"

# --- a process ----------------------------------------------------------------

# ends_of NAME: start of the first and end of the last such mapping of maps.
ends_of() {
	awk -v name="$1" '$6 == name {
		split($1, at, "-"); if (!start) start = at[1]; end = at[2]; n++
	} END {
		sub(/^0+/, "", start); sub(/^0+/, "", end)
		if (n) print "0x" start " 0x" end " " n; else print "null null 0"
	}' "/proc/$child/maps"
}
begin brk +1M , mmap 4p , touch write
mv out chain.out
mv err chain.err
json layout "$child"
for name in heap stack vdso vsyscall; do
	json_is ".layout.parts[] | select(.name == \"$name\") | \"\\(.start) \\(.end) \\(.mappings)\"" "$(ends_of "[$name]")" "$name is where maps has it"
done
exe=$(ends_of "$MEMTOOL")
json_is '.layout.parts[] | select(.name == "exe") | .start' "${exe%% *}" "the program begins where maps has it"
json_is '[.layout.parts[].mappings] | add' "$(wc -l <"/proc/$child/maps")" "each mapping is of one part"
# The .bss has no name, and stands behind the program; all else below the
# stack was placed by mmap.
lowest=$(awk '{ split($1, at, "-") } $6 == "[heap]" { heap = at[2]; next }
	heap && $6 !~ /^\[v/ { sub(/^0+/, "", at[1]); print "0x" at[1]; exit }' "/proc/$child/maps")
if sanitized; then
	skip "what mmap placed begins behind the heap" "AddressSanitizer maps below the program"
else
	json_is '.layout.parts[] | select(.name == "mmap") | .start' "$lowest" "what mmap placed begins behind the heap"
fi
json_is '.layout.pid' "$child" "the process is named"
go_on
json layout 999999999
status_is 1 "a process that is not there has no layout"
json_is '.layout.parts' null "its parts are unknown"
json_is '.layout.user.last' "$last" "the machine's are told all the same"
json mmap 4p then layout
json_is 'final | "\(.command) \(outcome) \(.data.user.last)"' "layout ok $last" "it is a step of a chain"

# --- the picture --------------------------------------------------------------

run layout
grep -E '^ *[0-9a-f]+ [+|:]' out | awk '{ print $1 }' >edges
[ "$(wc -l <edges)" -gt 8 ]
ok "there is a picture"
# Each line begins where the one below it ends: they go down, to 0.
while read -r edge; do printf '%16s\n' "$edge"; done <edges | tr ' ' 0 >sorted
LC_ALL=C sort -r -c sorted
ok "it goes from the highest address down"
is "$(tail -n 1 edges)" 0 "to the lowest"
out_has '| stack .*KiB' "the stack is in it"
# A mapping below the program hides no part of the picture.
if sanitized; then
	skip "what was mapped far below is drawn there" "a sanitizer maps there, too"
else
	run mmap 4p --addr 0x20000 --flags private,anonymous,fixed_noreplace then layout
	out_has '^ *20000 | mmap .*16 KiB' "what was mapped far below is drawn there"
	out_has '| exe  program' "and the program above it"
fi

# --- measured -----------------------------------------------------------------

area() { # NAME FILTER
	printf '.layout.aslr.areas[] | select(.name == "%s") | %s' "$1" "$2"
}
measures() { # WHO
	json layout --aslr 200
	status_is 0 "$1: the randomness of addresses is measured"
	json_is .layout.aslr.processes 200 "$1: over so many processes"
	json_is '[.layout.aslr.areas[] | .distinct <= 200 and (.equal_pairs == 0) == (.distinct == 200 or .distinct == null)] | all' true "$1: equal ones are those that are not distinct"
	json_is '[.layout.aslr.areas[] | select(.lowest) | (.lowest | hex) <= (.highest | hex)] | all' true "$1: the range is one"
}
# An estimate over 200 processes may miss by a bit.
about() { # NAME BITS SENTENCE
	json_is "$(area "$1" "(.page_bits_by_range - $2) | . >= -1 and . <= 1")" true "$3"
}
random=$(cat /proc/sys/kernel/randomize_va_space)
if [ "$random" = 2 ] && ! sanitized; then
	measures "$(id -un)"
	bits=$(ask '.layout.settings.mmap_rnd_bits')
	if [ "$(ask '.layout.settings.mmap_rnd_bits_from')" = sysctl ]; then
		is "$bits" "$(cat /proc/sys/vm/mmap_rnd_bits)" "the configured bits are those of /proc/sys"
		for name in exe mmap library; do
			about $name "$bits" "$name has the bits that are configured"
		done
	else
		skip "the configured bits are reached" "mmap_rnd_bits may not be read"
	fi
	if [ "$(uname -m)" = x86_64 ]; then
		about stack 22 "the stack has 22 bits of pages"
		json_is "$(area stack '.step')" 16 "it is moved within a page, too, by 16 bytes"
	fi
	json_is "$(area mmap '.step % 4096')" 0 "mappings are whole pages apart"
	run layout --aslr 20
	[ "$(awk 'length > 80' out | wc -l)" -eq 0 ]
	ok "the table fits 80 columns"
	# The same without memtool: a shell's own maps.
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
		awk '/\[stack\]/ { split($1, at, "-"); print at[2] }' /proc/self/maps
	done | sort -u | wc -l >distinct
	json layout --aslr 12
	json_is "$(area stack .distinct)" "$(cat distinct)" "as many stacks are distinct as of other programs"
else
	skip "the randomness of addresses is measured" "this system does not randomize all, or the program is sanitized"
fi
if [ "$(id -u)" = 0 ] && can_be_nobody; then
	as=$nobody
	measures nobody
	json_is '.layout.settings.mmap_rnd_bits_from | . == "default" or . == "sysctl" or . == null' true "nobody: it is said where the configured bits come from"
	if [ "$(stat -c %a /proc/sys/vm/mmap_rnd_bits 2>/dev/null)" = 600 ] && [ "$(uname -m)" = x86_64 ]; then
		json_is '.layout.settings | "\(.mmap_rnd_bits) \(.mmap_rnd_bits_from)"' '28 default' "nobody: the default is named as such"
		run layout
		out_has "kernel's default" "nobody: in text, too"
	fi
	as=
fi

if setarch -R true 2>/dev/null && ! sanitized; then
	as='setarch -R'
	json layout --aslr 10
	json_is '.layout.settings.addr_no_randomize' true "a process that is not randomized is known as one"
	json_is '[.layout.aslr.areas[] | select(.lowest) | "\(.distinct) \(.bits_varied) \(.bits_by_range) \(.bits_by_birthday) \(.equal_pairs)"] | unique | join(", ")' '1 0 0 0 45' "nor are those that it starts"
	run layout
	out_has ADDR_NO_RANDOMIZE "the text says so, too"
	as=
else
	skip "a process that is not randomized is known as one" "setarch -R is refused"
fi

# --- limits -------------------------------------------------------------------

if can_limit_memory "memory is bounded"; then
	limited 'ulimit -v 60000' json layout --aslr 50
	status_is 0 "memory is bounded"
fi
python=${MEMTOOL_PYTHON:-/usr/bin/python3}
# The first execve is confine.py's own.
if ! sanitized && "$python" "$here/../confine.py" ptrace EPERM true >/dev/null 2>&1; then
	as="$python $here/../confine.py ptrace EPERM"
	run layout --aslr 3
	status_is 0 "it needs no ptrace"
	as=
fi
# When it is interrupted nothing of it stays.
LEFT_OF="layout.$$" "$MEMTOOL" --json layout --aslr 10000 >out 2>err </dev/null &
pid=$!
# With a child it has long made sure that it will be told of signals.
at_work() {
	[ -n "$(children_of $pid)" ]
}
await at_work
ok "it is at work"
await catches_term $pid
kill -TERM $pid
wait $pid
status=$?
pid=
status_is 143 "it can be interrupted"
keep_document
json_is '.layout.aslr' null "the document is whole"
! grep -qs "LEFT_OF=layout.$$" /proc/[0-9]*/environ
ok "nothing outlives it"
done_testing
