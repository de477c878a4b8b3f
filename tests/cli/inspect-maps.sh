#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010 # then is a word of memtool's
# shellcheck disable=SC2016 # the $ are those of awk and jq
# shellcheck disable=SC2034 # as is for the functions of lib.sh
. "$(dirname "$0")/lib.sh"

# The inspection maps, held against /proc and pmap, read by somebody else while
# the process that is shown sleeps.

head -c $((3 * page)) /dev/zero >'a b  c'

# Kinds of every sort, and many mappings so that what is told fills a pipe.
set -- mmap 400p --as many
n=0
while [ "$n" -lt 400 ]; do
	set -- "$@" , mprotect none --on many --addr "+${n}p" --length 1p
	n=$((n + 2))
done
begin "$@" , brk +1M , mmap 8p --as a , touch write , mlock 4p --on a \
	, mmap --file 'a b  c' --flags shared , mmap --file 'a b  c' --offset 1p --length 1p --prot rx \
	, mmap 4p --flags shared,anonymous , touch write
maps=/proc/$child/maps
smaps=/proc/$child/smaps

# The lines of maps in the form of JSON: addresses without leading zeros, the
# offset in bytes.
lines_of_maps() {
	while read -r range perms offset device inode path; do
		# Without the zeros that the kernel puts before them.
		from=${range%-*}
		from=${from#"${from%%[!0]*}"}
		to=${range#*-}
		to=${to#"${to%%[!0]*}"}
		printf '0x%s 0x%s %s %s %s %s %s\n' "${from:-0}" "$to" "$perms" \
			"$((0x$offset))" "$device" "$inode" "$path"
	done <"$1"
}
rows='.maps.mappings[] | "\(.start) \(.end) \(.perms) \(.offset) \(.device) \(.inode) \(.path // "")"'

# Through a file: `begin` has "out" for itself.
begun=$line
same() { # SENTENCE: whether the files got and wanted are the same
	if cmp -s got wanted; then
		pass "$1"
	else
		flunk "$1" "$(diff wanted got | head -20)"
	fi
}
# The chain in the background writes to "out" at its end: here it is another.
mv out chain.out
mv err chain.err

lines_of_maps "$maps" >wanted
json maps "$child"
ask "$rows" >got
same "each mapping is told as maps has it"
json_is '.kind + " " + (.maps.pid | tostring)' "maps $child" "the document is of kind maps, and names the process"
json_is '.maps.totals.mappings' "$(wc -l <"$maps")" "the total is the number of lines"
json_is '.maps.totals.size == ([.maps.mappings[].size] | add)' true "the size is the sum of the sizes"
json_is '[.maps.mappings[] | .vm_flags, .memory] | unique | tostring' '[null]' "without --detail there are no figures"
json_is '[.maps.gaps, .maps.totals.memory] | tostring' '[null,null]' "and no gaps, and no sums"

# Text: the range, permissions and name of each line.
run maps "$child"
status_is 0 "the table is no failure"
sed 's/^\([^ ]*\) \(....\) [^ ]* [^ ]* [0-9]* */\1 \2 /; s/ $/ anonymous/' "$maps" >wanted
sed -n 's/^\([0-9a-f]*-[0-9a-f]*\)  *[0-9]* [KMGT]*i*B  \([-rwxsp]*\)  \(.*\)/\1 \2 \3/p' out |
	sed 's/ from [0-9]* [KMG]*i*B$//' >got
same "each line of maps is a row of the table"
out_has ' from [0-9]* [KMG]*i*B$' "a place in a file is told"
is "$(tail -n 1 out | sed 's/ mappings .*//')" "$(wc -l <"$maps")" "the last line has the number"
is "$(sed -n '2,/^$/p' out | grep -v ' /' | awk 'length > 80' | wc -l)" 0 "rows without a path fit 80 columns"

if command -v pmap >/dev/null; then
	pmap "$child" | sed -n 's/^\([0-9a-f]*\) *\([0-9]*\)K \(...\).*/\1 \2 \3/p' |
		sed 's/^0*//' >wanted
	ask '.maps.mappings[]' >/dev/null
	json maps "$child"
	ask '.maps.mappings[] | "\(.start[2:]) \(.size / 1024) \(.perms[:3])"' >got
	same "pmap lists the same"
else
	skip "pmap lists the same" "there is no pmap"
fi

# Figures.  Shares of shared pages move while others, such as this memtool,
# come and go.
json maps "$child" --detail
column() { # KEY: each figure of smaps in turn, in bytes
	awk -v key="$1:" '$1 == key { printf "%.0f\n", $2 * 1024 }' "$smaps"
}
for pair in resident:Rss anonymous:Anonymous swapped:Swap huge_anonymous:AnonHugePages \
	lazily_freed:LazyFree size:Size; do
	column "${pair#*:}" >wanted
	[ -s wanted ] || continue # an older kernel
	ask ".maps.mappings[].memory.${pair%:*}" >got
	same "--detail: ${pair%:*} is ${pair#*:} of smaps"
	json_is ".maps.totals.memory.${pair%:*}" "$(awk '{ sum += $1 } END { printf "%.0f", sum }' wanted)" \
		"and its total the sum"
done
json_is '.maps.totals.memory | .proportional > 0 and .proportional <= .resident' true "shares are no more than what is resident"
if [ -r "/proc/$child/smaps_rollup" ]; then
	json_is '.maps.totals.memory.resident' \
		"$(awk '$1 == "Rss:" { print $2 * 1024 }' "/proc/$child/smaps_rollup")" \
		"smaps_rollup has the same sum"
fi
sed -n 's/^VmFlags: *//p' "$smaps" | sed 's/ *$//' >wanted
ask '.maps.mappings[] | .vm_flags | join(" ")' >got
same "--detail: the flags are those of smaps"
json_is '[.maps.mappings[] | select(.kind == "anonymous") | select(.vm_flags | index("lo")) | .memory.locked] | add' \
	$((4 * page)) "what was locked is locked"

run maps "$child" --detail
awk '$1 == "Rss:" { rss = $2 } $1 == "Anonymous:" { anonymous = $2 }
	$1 == "Swap:" { swap = $2 } $1 == "KernelPageSize:" { size = $2 }
	$1 == "VmFlags:" { sub(/^VmFlags: */, ""); sub(/ *$/, ""); print rss, anonymous, swap, size, $0 }' \
	"$smaps" >wanted
awk '/^[0-9a-f]*-[0-9a-f]* / { figures = 1; next }
	figures { rss = $1; anonymous = $3; swap = $4; size = $6; figures = 0
		$1 = $2 = $3 = $4 = $5 = $6 = ""; sub(/^ */, ""); print rss, anonymous, swap, size, $0 }' out >got
same "the table has the figures, and the flags"
out_has '^rss .*   pss .*anonymous .*swap .*locked ' "and their sums"

# Kinds.
kinds() { # KINDS, and what awk selects of maps by the fields of a line
	awk "$2" "$maps" >seen
	lines_of_maps seen >wanted
	json maps "$child" --only "$1"
	ask "$rows" >got
	same "--only $1"
	json_is '.maps.totals.mappings' "$(wc -l <wanted)" "and the total is of them"
}
kinds heap '$6 == "[heap]"'
kinds stack '$6 == "[stack]"'
kinds heap,stack '$6 ~ /^\[(heap|stack)]$/'
kinds file '$5 != 0 && $0 !~ /\/dev\/zero \(deleted\)$/'
kinds anonymous 'NF == 5 || $6 ~ /^\[anon/ || /\/dev\/zero \(deleted\)$/'
kinds exec '$2 ~ /x/'
kinds writable '$2 ~ /w/'
kinds shared '$2 ~ /s/'
kinds 'stack|shared' '$2 ~ /s/ || $6 == "[stack]"'
awk '/^[0-9a-f]*-[0-9a-f]* / { head = $0 } $1 == "VmFlags:" && / lo( |$)/ { print head }' "$smaps" >locked
lines_of_maps locked >wanted
json maps "$child" --only locked
ask "$rows" >got
same "--only locked"
is "$(wc -l <got)" 1 "which is one here"

# An address.
stack=$(sed -n 's/ .*\[stack]$//p' "$maps")
for address in "0x${stack%-*}" "0x${stack#*-}-1" stack stack.end-1; do
	json maps "$child" --address "$address"
	json_is '[.maps.mappings[].path] | join(" ")' '[stack]' "--address $address is in the stack of the process"
done
run maps "$child" --address "0x${stack#*-}"
is "$status $(wc -l <err)" "1 1" "an address that is not mapped is a failure"
err_has "nothing is mapped at 0x${stack#*-}; .*0x${stack#*-}" "which says between which mappings it lies"
json maps "$child" --address NULL
json_is '.error.kind + " " + .error.message' \
	"inspection maps: nothing is mapped at 0x0; the first mapping begins at 0x$(sed 's/-.*//; q' "$maps" | sed 's/^0*//')" \
	"below the first mapping there is none"
json_is '[.maps.mappings, .maps.totals.mappings, .ok, .exit_status] | tostring' '[[],0,false,1]' \
	"the document is whole, and none of the mappings was the one"
run maps "$child" --address brk
is "$status" 1 "the break of another process is not to be had"
err_has 'heap.end' "what is near it is told"

# The picture.
run maps "$child" --picture
status_is 0 "a picture is no failure"
is "$(awk 'length > 80' out | wc -l)" 0 "it fits 80 columns"
for part in '-- user --' '\[stack\]' '\[heap\]' '\[vdso\]' 'memtool  program' 'libc[.-].*library' 'anonymous' 'not mapped'; do
	out_has "$part" "it shows $part"
done
if [ "$(uname -m)" = x86_64 ]; then
	out_has '-- kernel --' "it shows the part of the kernel"
	if grep -q '\[vsyscall\]' "$maps"; then
		is "$(grep -n 'vsyscall\|-- user' out | sed 's/:.*\(vsyscall\|user\).*/ \1/; s/.* //' | tr '\n' ' ')" \
			'vsyscall user ' "which [vsyscall] is in"
	fi
fi
# Each line begins below the one above it.
sed -n 's/^ *\([0-9a-f]*\) [|:+].*/\1/p' out >starts
awk '{ printf "%16s\n", $1 }' starts | tr ' ' 0 | sort -r >wanted
awk '{ printf "%16s\n", $1 }' starts | tr ' ' 0 >got
same "its addresses descend"
json maps "$child" --picture
json_is '.maps | [.mappings[], .gaps[] | select(.start | length < 18)]
	| sort_by(.start | hex) | .[0].start == "0x0" and
	([range(1; length) as $i | .[$i].start == .[$i - 1].end] | all)' true \
	"in JSON mappings and gaps are all there is, up to the last mapping"
json_is '.maps.gaps | map(.size > 0) | all' true "no gap is empty"
lines_of_maps "$maps" >wanted
ask "$rows" >got
same "the mappings are the same as without a picture"
run maps "$child" --picture --only stack
out_has 'not shown' "what was not asked for has no name in it"
out_lacks 'libc\.' "indeed"

# A reader that does not wait for the end.
line="memtool maps --detail --json | head"
{
	"$MEMTOOL" maps "$child" --detail --json 2>err
	echo "$?" >status
} | head -c 100 >out
is "$(cat status) $(cat err)" "141 " "a reader that closes early ends it by SIGPIPE, in silence"

# Its process ends while memtool waits for its reader to read on.
line="memtool maps --detail --json | a slow reader"
mkfifo slow
"$MEMTOOL" maps "$child" --detail --json >slow 2>err &
job2=$!
exec 8<slow
await asleep "$job2"
kill -KILL "$pid" "$child"
await gone "$child"
cat <&8 >out
exec 8<&-
wait "$job2"
status=$?
wait "$job" 2>/dev/null
job=
pid=
keep_document
is "$status $(ask '[.error.kind, .maps.totals, (.maps.mappings | length > 0)] | tostring')" \
	'1 ["inspection",null,true]' "a process that ends midway is told, in a whole document"
err_has "$child ended, or executed" "in a sentence"
line=$begun

# The subject, alone and as a step.
works "alone it shows memtool's own subject" maps
json maps
json_is '.subject.pid == .maps.pid' true "whose number is told"
json mmap 4M --as a , touch write --length 3p , maps --address a --detail , munmap , maps --address a
json_is '.steps[2].data.mappings | map(.size) | tostring' '[4194304]' "as a step it shows what a step before made"
json_is '.steps[2].data | .mappings[0].memory.resident | pages' 3 "and what was touched"
json_is '.steps[2].data.mappings[0].start == .steps[0].region.start' true "where it was made"
json_is '[.steps[2].result.status, .steps[2].effect] | tostring' '["ok",null]' "and has no effect"
json_is 'outcomes' 'ok ok ok ok EFAULT' "what was unmapped is not there"
json_is '.steps[4].result.reason | test("nothing is mapped")' true "with the reason"
json_is '.steps[2].args | [.pid, .detail, .picture, .only] | tostring' '[null,true,false,null]' "its options are its arguments"
if ! sanitized; then
	json mmap 4p , maps , maps --detail , touch write , maps --only writable --picture , touch write
	json_is '[.steps[3], .steps[5] | faults] | tostring' '[4,0]' "looking costs the subject nothing"
fi
json mmap 4p , maps , madvise dontdump , maps , madvise dodump
json_is '[.steps[2], .steps[4] | .effect.mappings[0].after.vm_flags | type] | tostring' '["array","array"]' \
	"and what a step behind it does to flags is seen"
run mmap 4M --as a , maps --address a
out_has '^   [0-9a-f]*-[0-9a-f]* *4 MiB  rw-p  anonymous$' "in a chain its rows are indented"
json brk +1M , maps --only heap
where pristine_heap json_is '.steps[1].data.mappings | length' 1 "the heap that brk made is one"
json mmap 1p , maps , --stop
status_is 2 "a step after the comma is missing, as anywhere"

run mmap 4M , touch write , maps --picture , maps --detail
is "$(grep -v '/' out | awk 'length > 80' | wc -l)" 0 "a picture in a chain fits 80 columns as well"

# A name may hold anything.
odd=$(printf 'od\377d\001\nname \303\244')
cp 'a b  c' "$odd"
run mmap --file "$odd" --as a , maps --address a
out_has 'od\\xffd\\x01\\012name ä$' "bytes that would harm a terminal are escaped"
json mmap --file "$odd" --as a , maps --address a --picture
json_is '.steps[-1].data.mappings[0].path' "$work/$(printf 'od\\xffd\001\\x5c012name ä')" \
	"in JSON those that are no UTF-8"
run mmap --file "$odd" --as a , maps --address a --picture
out_has '| od\\xffd\\x01\\012name ä  file  *12 KiB  rw-p ' "and in a picture, in its columns"
long=$(printf '%0200d' 0)
cp 'a b  c' "$long"
run mmap --file "$long" --as a , maps --address a
out_has "rw-p  $work/$long\$" "a row stays one line, however long its name is"

# Completion.
offers() { # WANTED WORD... PART
	wanted=$1
	shift
	run __complete "$@"
	is "$(paste -s -d ' ' out)" "$wanted" "completion of '$*'"
}
offers maps map
offers maps mmap then map
offers --picture maps --pic
offers heap maps --only hea
offers exec,stack mmap , maps --only exec,st
offers stack maps --address st
offers stack maps 1 --address st

if [ -r /sys/kernel/mm/transparent_hugepage/enabled ] &&
	! grep -q '\[never\]' /sys/kernel/mm/transparent_hugepage/enabled; then
	json mmap 16M --as a , madvise hugepage , touch write , maps --only huge --detail
	if [ "$(ask '.steps[2].effect.memory.huge_anonymous.delta // 0')" -gt 0 ]; then
		json_is '.steps[-1].data | .mappings | map(.memory.huge_anonymous > 0) | all and length > 0' true \
			"--only huge"
	else
		skip "--only huge" "no huge page was to be had"
	fi
	json mmap 16M , madvise hugepage , maps --only huge
	json_is '.steps[-1].data.mappings | length' 0 "advice alone makes nothing huge"
else
	skip "--only huge" "there are no transparent huge pages"
fi

# What cannot be seen.
cannot() { # SENTENCE WORDS ARGS...: a failure with these words, in all forms
	sentence=$1
	words=$2
	shift 2
	run maps "$@"
	if [ "$status" -ne 1 ] || [ -s out ] || ! one_line || ! grep -q -e "$words" err; then
		flunk "$sentence" "wanted exit status 1, and '$words' in one line"
		return
	fi
	json maps "$@"
	is "$status $(ask '[.kind, .maps.mappings, .maps.totals, .error.kind, .ok] | tostring')" \
		'1 ["maps",null,null,"inspection",false]' "$sentence"
}
# No number is that large (proc_sys_kernel(5), pid_max).
none=4194305
cannot "a process that does not exist" "there is no process $none" "$none"
ends ESRCH "the same as a step" mmap , maps "$none"
json maps "$none" --expect ESRCH
is "$status $(ask .ok)" '0 true' "it can be what was expected"
if grep -q '^Name:.*kthreadd' /proc/2/status 2>/dev/null; then
	cannot "a thread of the kernel" 'kernel thread' 2
	ends ESRCH "the same as a step" mmap , maps 2
else
	skip "a thread of the kernel" "none is to be seen here"
fi
# A shell would wait for its child: this one ends when that is no shell any more.
# shellcheck disable=SC2016 # the $ are that shell's
sh -c '(until grep -q sleep /proc/$$/comm; do sleep 0.02; done) & echo $! >zombie
	exec sleep 300' &
job=$!
pid=$job
await test -s zombie
is_zombie() { [ "$(state_of "$(cat zombie)")" = Z ]; }
if await is_zombie; then
	cannot "a zombie" "is a zombie: .* parent $job " "$(cat zombie)"
else
	skip "a zombie" "somebody has waited for it"
fi
kill "$job"
wait "$job" 2>/dev/null
job=
pid=
if [ "$(id -u)" = 0 ] && can_be_nobody; then
	as=$nobody
	cannot "another user's process" "no permission to read the memory of process $$" "$$"
	cannot "a place in it" "no permission" "$$" --address stack
	ends EACCES "the same as a step" mmap , maps "$$"
	works "one's own can be seen" maps
	as=
else
	skip "another user's process" "only root can be another user"
fi
if can_be_nobody && ! sanitized; then
	as_nobody limited "{ ulimit -u 1 2>/dev/null || ulimit -p 1; }" json maps
	is "$status $(ask '[.kind, .maps, .error.kind] | tostring')" '3 ["maps",null,"system"]' \
		"without a subject there is nothing to be seen"
else
	skip "without a subject there is nothing to be seen" "root has no such limit, and LeakSanitizer forks"
fi
json maps --address heap
where pristine_heap is "$status $(ask '[.maps, .error.message] | tostring')" \
	'1 [null,"maps: there is no mapping [heap] now"]' "a place that is not there"

# Lines that are wrong, and none that is performed.
refused() { # WORDS ARGS...
	words=$1
	shift
	run "$@"
	if [ "$status" -eq 2 ] && [ ! -s out ] && one_line && grep -qF -e "$words" err; then
		pass "$*: refused"
	else
		flunk "$*: refused" "wanted '$words' in one line, exit status 2"
	fi
}
refused "pid: '0' is not a process ID; 1 to 2147483647 is accepted" maps 0
refused "pid: '-1' is not a process ID" maps -1
refused "pid: 'init' is not a process ID" maps init
refused "pid: '2147483648' is not a process ID" maps 2147483648
refused "'1' is the pid, but --pid has already given it" maps 1 --pid 1
refused "'2' is one word too many" maps 1 2
refused "only: 'bogus' is not a valid kind of mapping" maps --only bogus
refused "did you mean 'heap'?" maps --only heep
refused "only: '0' is not a valid kind of mapping" maps --only 0
refused "only: '512' is not a valid kind of mapping" maps --only 512
refused "only: ''" maps --only ''
refused "address: '+1p' is relative to a region" maps --address +1p
refused "no earlier step is named 'a'" maps --address a
refused "unknown option '--on'" maps --on a
refused "unknown option '--as'" mmap , maps --as a
refused "--detail: given twice" maps --detail --detail

run -n maps --picture
is "$status $(sed -n 1p out)" '0 maps(picture)' "a dry run shows the call"
json -n maps
json_is '[.kind, .maps, .ok] | tostring' '["maps",null,null]' "and sees nothing"
json -n mmap , maps --detail
json_is '.steps[1].result.status' skipped "as a step, too"
run --quiet maps
is "$status $(cat out err)" '0 ' "--quiet is silent"
run --quiet maps "$none"
is "$status $(wc -l <out) $(wc -l <err)" '1 0 1' "but of what could not be seen"

done_testing
