#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010,SC2016,SC2034 # then is a word of memtool's, the $ are jq's
. "$(dirname "$0")/lib.sh"

# The program break, moved by hand between the allocator's own moves.
! sanitized || skip_all "AddressSanitizer has an allocator of its own"
unset MALLOC_TOP_PAD_ MALLOC_MMAP_THRESHOLD_ GLIBC_TUNABLES
machine_has glibc || skip_all "what is expected is glibc's"

# outside NUMBER: no block of the steps after it reaches into what it made.
# shellcheck disable=SC2016 # the $ are jq's
jq_words="$jq_words"'
def outside($n): (.steps[$n].region | [.start, .end] | map(hex)) as [$from, $to]
	| [.steps[$n + 1:][] | select(.data.usable? and .result.value) | (.repeat.blocks // [.result.value])[]
		| hex | . >= $to or . + 100 <= $from] | length > 0 and all;'

json malloc 100 then brk +1M then touch write then malloc 200K --times 3 then malloc 100K --times 10 then malloc 100 --times 1000
status_is 0 "malloc goes on above a break that was raised by hand"
json_is 'outside(1)' true "and no block lies in what was raised"
json_is '.steps[4].data | (.origin | IN("heap-grown", "mixed")) and .break_grown > 0' true "the heap grows behind it"
json malloc 100 then sbrk 1M then touch write then malloc 100K --times 10
json_is '"\(.exit_status) \(outside(1))"' '0 true' "sbrk is the same"
json sbrk 64K then touch write then malloc 100 --times 100 then malloc 100K --times 3
json_is '"\(.exit_status) \(outside(0))"' '0 true' "and so it is where the break comes first"
json brk +64K --as a then poke 41 --on a then malloc 5000 --times 30 --as b then touch write --on b then peek 1 --on a then free --on b then peek 1 --on a
json_is '[.steps[].data.bytes // empty] | join(" ")' '41 41' "what lies there stays, whatever the allocator does"
json malloc 100K --times 5 --as a then brk +4K then free --on a then malloc_trim
json_is '"\(.exit_status) \(final.data.break_grown)"' '0 0' "the allocator does not trim what is not its own"

# Below what is live.
json malloc 100 --as a then brk -100K then poke 41 --on a then malloc 10
json_is '.steps[:3] | map(outcome) | join(" ")' 'ok ok ok' "a break that was lowered leaves what lies below it"
json malloc 100K --as a then brk -64K then touch write --on a
json_is 'final | "\(outcome) \(.data.touched < .data.pages)"' 'SIGSEGV:SEGV_MAPERR true' "what lay above it is gone: a fault, at its place"
json_is '.steps[1].data | (.break_before | hex) - (.break_after | hex)' 65536 "as far as it was lowered"
json malloc 100 then brk -64K then malloc 100K then malloc 10
json_is 'final.result.status | IN("ok", "signal", "skipped")' true "what the allocator makes of it is its result"
json_is '[.steps[2:][].data.heap.in_use?] | unique | tostring' '[null]' "and its figures are not asked"
json malloc 100K --times 9 --as a then sbrk -512K then free --on a then malloc 100
json_is '[.steps[2:][] | .result.status] | map(IN("ok", "signal", "skipped")) | all' true "nor do many live blocks hang it"
json_is '.steps[2] | outcome | test("^SIG")' true "free of what is gone is a signal"

# Where it cannot grow.
limited 'ulimit -d 16384' json malloc 100 , mallopt mmap_threshold --value 32M , mallopt mmap_max --value 0 , brk +64M --expect ENOMEM , malloc 8M , malloc 32M --expect ENOMEM , malloc 100
json_is '"\(.exit_status) \(outcomes)"' '0 ok ok ok ENOMEM ok ENOMEM ok' "beyond RLIMIT_DATA neither brk nor malloc moves it"
json_is '.steps[3].data | .break_before == .break_after' true "and it stays where it was"
# A mapping in the way, right behind the heap.
set -- malloc 100 , mmap 1p --addr heap.end --flags +fixed_noreplace --prot none
if needs "a mapping in the way of the heap" "there is no MAP_FIXED_NOREPLACE here" "$@"; then
	json "$@" , brk +1M --expect ENOMEM , malloc 100K --times 20 --as a , touch write --on a , free --on a
	json_is '"\(.exit_status) \(.steps[2] | outcome)"' '0 ENOMEM' "a mapping is in the way of the break"
	json_is '.steps[3].data | "\(.break_grown) \(.mappings_grown >= 1900000) \(.origin | IN("mixed", "new-mapping"))"' '0 true true' \
		"malloc goes on with mappings"
	json "$@" , malloc 200K
	json_is 'final.data | "\(.origin) \(.break_grown)"' 'own-mapping 0' "a large block has its own as ever"
	json "$@" , malloc 120K , malloc 100K
	json_is 'final.data | "\(.origin) \(.break_grown) \(.mappings_grown)"' 'new-mapping 0 1048576' \
		"a smaller one gets a mapping for more than itself"
fi

done_testing
