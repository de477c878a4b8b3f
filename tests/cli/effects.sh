#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# What a step's effect says beyond mappings and resident memory, each figure
# against a source of its own.
! sanitized || skip_all "AddressSanitizer has memory of its own"

# Below it lies all that a program has.
user_end=$("$MACHINE" user_end)

# A program that was just built is itself a dirty file.
sync "$MEMTOOL" 2>/dev/null || sync

# --- what is dirty --------------------------------------------------------------

jq_words="$jq_words"'
def delta($kind): .effect.memory[$kind].delta | pages;
def dirtied: delta("private_dirty") + delta("shared_dirty");
'
head -c $((8 * page)) /dev/zero >data
sync data 2>/dev/null || sync
json open data --flags rdwr , mmap --flags shared , touch read , touch write --length 3p , msync sync
if is_on_tmpfs data; then
	json_is 'final | dirtied' 0 "msync has nothing to write to on a tmpfs"
else
	json_is '[.steps[-3:][] | dirtied] | join(" ")' '0 3 -3' \
		"a write makes pages of a file dirty, a read does not, and msync cleans them"
	run open data --flags rdwr , mmap --flags shared , touch write --length 3p , msync sync
	out_has "resident +$((3 * page / 1024)) KiB file   dirty +$((3 * page / 1024)) KiB" \
		"text tells a write to a file from a read"
	out_has "dirty -$((3 * page / 1024)) KiB" "and what msync wrote back"
fi
run mmap 4p , touch write
out_lacks dirty "text does not repeat that anonymous memory is dirty"

# A second process that has the same pages.
timeout 60 "$MEMTOOL" open data --flags rdwr , mmap --flags shared , touch write \
	--hold 50 </dev/null >held 2>held.err &
job=$!
await grep -qs 'is held' held.err
json open data --flags rdwr , mmap --flags shared , touch write --length 5p
json_is 'final | "\(delta("private_dirty")) \(delta("shared_dirty"))"' '0 5' \
	"pages that another process has are shared"
kill "$job"
wait "$job" 2>/dev/null
job=
json open data --flags rdwr , mmap --flags shared , touch write --length 5p
json_is 'final | "\(delta("private_dirty")) \(delta("shared_dirty"))"' '5 0' \
	"and private when it is gone"

# --- what was used ------------------------------------------------------------

if needs "cold takes away that pages were used" "this kernel has no MADV_COLD" madvise cold; then
	json mmap 4p , madvise nohugepage --expect ok,EINVAL , touch write , madvise cold --length 3p
	json_is 'final.effect.memory.referenced | "\(.before | pages) \(.delta | pages)"' '4 -3' \
		"cold takes away that pages were used"
	run mmap 4p , madvise nohugepage --expect ok,EINVAL , touch write , madvise cold
	out_has "referenced -$((4 * page / 1024)) KiB" "text says so"
	out_lacks 'no visible effect' "and not that nothing was seen"
fi
json mlockall current
json_is 'final.effect.memory.referenced' null "of the whole process it is not told"

# --- what was replaced ----------------------------------------------------------

json mmap 1p --as a , mmap 1p --addr a --flags +fixed
json_is 'final | changes' 'replaced 1 rw-p rw-p' "a mapping that replaced an equal one is told"
json_is '.steps[0].region == final.region and final.effect.mappings[0].start == final.region.start' true \
	"where it lies"
run mmap 1p --as a , mmap 1p --addr a --flags +fixed
out_has "  rw-p  replaced  $((page / 1024)) KiB  anonymous" "text says so"
out_lacks 'no visible effect' "and not that nothing was seen"
json mmap 8p --as a , mmap 2p --addr a+3p --flags +fixed
json_is 'final | changes' 'replaced 2 rw-p rw-p' "a part of a mapping"
# shellcheck disable=SC2016 # $a is jq's
json_is '.steps[0].region.start as $a | final.effect.mappings[0].start | distance($a)' 3 "the part that was meant"
json mmap 8p --as a , mmap $((2 * page + 1)) --addr a+3p --flags +fixed
json_is 'final | changes' 'replaced 3 rw-p rw-p' "whole pages of it"
json mmap 8p --as a , munmap --addr a+4p --length 1p , mmap 8p --addr a --flags +fixed
json_is 'final | changes' 'replaced 4 rw-p rw-p, added 1 - rw-p, replaced 3 rw-p rw-p' \
	"what filled a hole was added, not replaced"
json mmap 4p --as a , mprotect r --length 2p , mmap 4p --addr a --flags +fixed
json_is 'final | changes' 'changed 2 r--p rw-p, replaced 2 rw-p rw-p' "what looks different changed"
json mmap 4p --as a , mmap 2p --as b , mremap 2p --on b --flags maymove,fixed --new-addr a+1p
json_is 'final | changes | [scan("replaced 2 rw-p rw-p|removed 2 rw-p -")] | sort | join(", ")' \
	'removed 2 rw-p -, replaced 2 rw-p rw-p' "mremap onto a mapping replaces it"
json mmap 4p --as a , mmap 2p --addr a+1p --flags +fixed_noreplace --expect EEXIST
json_is 'final | changes' '' "a call that failed replaced nothing"
json mmap 4p --as a , mmap 4p --addr a
json_is 'final | changes' 'added 4 - rw-p' "nor did a hint"

# --- the size of a file ---------------------------------------------------------

jq_words="$jq_words"'
def size: .effect.file_size | if . then "\(.before) \(.after) \(.delta)" else "none" end;
'
head -c 10000 /dev/zero >sized
was=$(stat -c %s sized)
json open sized --flags rdwr , ftruncate 70000 , close
is=$(stat -c %s sized)
json_is '.steps[0] | size' "$was $was 0" "a file that is opened stays as it is"
json_is '.steps[1] | size' "$was $is $((is - was))" "ftruncate makes it longer"
json_is 'final | size' none "close has no size to tell"
json open sized --flags wronly,trunc
json_is 'final | size' "$is $(stat -c %s sized) -$is" "open truncates it"
json open made --flags rdwr,creat
json_is 'final | size' "null $(stat -c %s made) null" "a file that is made had no size"
json open /dev/null
json_is 'final | size' none "nor has a device"
json memfd 3p , ftruncate 1p , ftruncate 1p
json_is '[.steps[] | size] | join("; ")' \
	"null $((3 * page)) null; $((3 * page)) $page -$((2 * page)); $page $page 0" "a memory file"
json open sized , ftruncate 5 --expect EINVAL , ftruncate 5 --fd 77 --expect EBADF
json_is '[.steps[] | size] | join("; ")' '0 0 0; 0 0 0; none' "a call that failed changed no size"
run memfd 2p , ftruncate 1p , ftruncate 1p , close
out_has "file size $((2 * page / 1024)) KiB -> $((page / 1024)) KiB" "text has both sizes"
is "$(grep -c 'no visible effect' out)" 1 "no effect is what leaves the size as it is, not what makes or closes a file"

# --- what is not looked at --------------------------------------------------------

run madvise willneed
out_has 'mappings and memory unchanged' "what is read ahead is not looked at"
out_lacks 'no visible effect' "so nothing is said of it"
if "$MEMTOOL" mlockall future >/dev/null 2>&1; then
	run mlockall future
	out_has 'mappings and memory unchanged' "nor is what later mappings will be"
else
	skip "nor is what later mappings will be" "mlockall is refused"
fi
run mmap 4p , madvise dontneed
out_has 'no visible effect' "what is dropped is"

# --- memtool's own memory -------------------------------------------------------

# shellcheck disable=SC2016 # the $ are jq's
{
own='final.effect | [.memory | to_entries[]
	| select(.value != null and .value.delta != 0) | .key
	| select(IN("size", "private_dirty", "shared_dirty") | not)],
	.faults.minor, (.memory | .private_dirty.delta + .shared_dirty.delta)'
seen='[.steps[].effect | select(.)] as $seen'
# What the steps say, added up, and what is seen from before the first to after
# the last.
adds_up="$seen"' | .total.memory | [to_entries[] | select(.value != null)
	| .key as $kind | .value.delta == ([$seen[].memory[$kind].delta] | add)] | all'
from_to="$seen"' | .total | .memory.resident.before == $seen[0].memory.resident.before
	and .memory.resident.after == $seen[-1].memory.resident.after
	and .faults.minor == ([$seen[].faults.minor] | add)'
}
for times in 1 200 257 1000; do
	json mmap 1p --times "$times" --prot none
	json_is "[$own] | tostring" '[[],0,0]' "$times calls that bring in nothing move no figure but the size"
done

# --- the whole chain ------------------------------------------------------------

for chain in 'mmap 4p , touch write , munmap' 'madvise dontneed' 'pagesize' \
	'malloc 100 --times 1000 , free , malloc 5M' 'mmap 8p , maps , mprotect r --length 2p , mlock'; do
	# shellcheck disable=SC2086
	json $chain
	json_is "$adds_up" true "$chain: the total is the sum of the steps"
	json_is "$from_to" true "$chain: from before the first to after the last"
done
json mmap 4p , touch write , munmap
json_is '.total.mappings' '[]' "what came and went is no change of the chain"
json mmap 4p , mprotect r
json_is '{effect: .total} | changes' 'added 4 - r--p' "what came and changed came as it is now"
json mmap 4p , munmap --addr NULL --length "$user_end" --expect SIGSEGV
json_is '.total' null "of a subject that died it is not known"
json --dry-run mmap 4p
json_is '.total' null "nor of one that did nothing"
json maps
json_is 'has("total")' false "a lone inspection has none"

run mmap 4p , touch write , munmap
out_has '^total   mappings and memory as before   page faults 4' "text says that nothing is left"
run mmap 2p , touch write , mmap 3p , touch write
out_has "total   address space +$((5 * page / 1024)) KiB   resident +$((5 * page / 1024)) KiB anonymous   page faults 5" \
	"and what several steps added up to"
run mmap 4p , touch write
out_lacks total "but not where each figure changed in one step"
run madvise dontneed
out_lacks total "nor where one step was typed"

# --- many rows --------------------------------------------------------------------

if "$MEMTOOL" mlockall current >/dev/null 2>&1; then
	json mmap 4p --as a , mlockall current
	folded=$(ask '[final.effect.mappings[]] | length')
	run mmap 4p --as a , mlockall current , munlockall
	is "$(grep -c ' mappings of memtool itself  +locked (lo)  ' out)" 1 "what memtool has itself is one row"
	is "$(grep -c '^   ~ ' out)" 4 "the chain's own memory is another, each time"
	[ "$folded" -gt 12 ]
	ok "a document has all of them"
	sed -n '/^2 /,/^3 /p' out | sed -n '2s/  *+.*//p' | grep -qx '   resident'
	ok "what they come to is said before them"
	json mmap 4p --as a , mlockall current
	json_is '[.steps[0].region.start as $a | final.effect.mappings[] | select(.before.vm_flags != null and .start != $a) | .size] | add > 0' true "row by row"
else
	skip "what memtool has itself is one row" "mlockall is refused"
fi
run mmap 4p , madvise dontdump --addr stack
out_lacks 'of memtool itself' "one mapping is told as it is"

# --- one unit within a line -------------------------------------------------------

run memfd 10000 , ftruncate 1M
out_has 'file size 10000 B -> 1048576 B' "both sizes have the unit of the smaller one"
run mmap 100000GB --expect ENOMEM
out_has 'asked 97656250000 KiB (90.9 TiB)' "a long number is rounded beside it"

done_testing
