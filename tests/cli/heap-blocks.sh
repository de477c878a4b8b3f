#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010,SC2016,SC2034 # then is a word of memtool's, the $ are jq's
. "$(dirname "$0")/lib.sh"

# A call that is made several times, and those that act on each of its blocks.
! sanitized || skip_all "AddressSanitizer has an allocator of its own"

# Whether the blocks of one step, with so many bytes each, overlap.
apart='def apart($bytes): [.repeat.blocks[] | hex] | sort as $a | [range(1; $a | length) | $a[.] - $a[. - 1] >= $bytes] | all;'
jq_words="$jq_words$apart"

json malloc 100 --times 10000 --as a then free --on a --every 2 then malloc 200 --times 100
status_is 0 "ten thousand blocks, every second freed, a hundred others"
json_is '[.steps[] | .repeat | .calls, .returned] | join(" ")' '10000 10000 5000 5000 100 100' "each call was made"
json_is '[.steps[] | .repeat.blocks | if . then length else "null" end] | join(" ")' '10000 null 100' "each block is told"
json_is '[.steps[0].repeat.blocks, .steps[2].repeat.blocks] | add | length == (unique | length)' true "all addresses are distinct"
json_is '.steps[0] | apart(.data.usable / 10000)' true "no two of the first overlap by what is usable"
json_is '.steps[2] | apart(.data.usable / 100)' true "nor two of the others"
json_is '.steps[0].data | "\(.asked) \(.usable >= .asked) \(.overhead == .usable - .asked)"' '1000000 true true' \
	"bytes are those of all blocks together"
json_is '.steps[0] | .data.break_grown == ([.effect.mappings[] | select(.after.path == "[heap]") | .size] | add)' true \
	"the break grew by as much as [heap]"
json_is '.steps[0] | "\(.result.value == .repeat.blocks[-1]) \(.region.start == .repeat.blocks[-1]) \(.region.size)"' \
	'true true 100' "the result and the region are the last block's"
json_same '.steps[1] | .args.addr' '.steps[0].repeat.blocks[1]' "the second is the first of those freed"
where glibc json_is '.steps[2].data | "\(.origin) \(.reused)"' 'reserve 0' "blocks of twice the size do not fit into what was freed"
# Per block there are its chunk's bytes, what is usable and a word.
json mallopt mxfast --value 0 , malloc 2000 --times 1000 --as a , free --on a --every 2 , malloc 2000 --times 500
where glibc json_is '.steps[1].data.heap.in_use - .steps[2].data.heap.in_use == 500 * (.steps[1].data.usable / 1000 + 8)' true \
	"in use falls by the chunks that were freed"
where glibc json_is '.steps[2].data.heap.free - .steps[1].data.heap.free == 500 * (.steps[1].data.usable / 1000 + 8)' true \
	"and free rises by as much"
where glibc json_is '.steps[3].data | "\(.origin) \(.reused) \(.break_grown)"' 'reused 500 0' "as many of the same size fit in exactly"
where glibc json_is '(.steps[3].repeat.blocks | sort) == ([.steps[1].repeat.blocks[range(1; 1000; 2)]] | sort)' true \
	"they are the very blocks that were freed"
json_is '.steps[3].data.heap == .steps[1].data.heap' true "and the allocator is as it was"
run malloc 100 --times 10000 --as a then free --on a --every 2
out_has '^1  malloc(100) = 0x[0-9a-f]*   as a   10000 times$' "text tells how often"
out_has '^2  free(0x[0-9a-f]*)   on each of 5000 blocks$' "and on how many"
json malloc 100 --times 3 --as a , free --on a.2 , malloc 100
where glibc json_is '"\(final.result.value == .steps[0].repeat.blocks[1]) \(final.data.origin)"' 'true reused' "NAME.2 is the second"
json malloc 100 --times 3 --as a , poke 41 --addr a.1+8 , poke 42 --addr a.3.end-1 , peek 1 --addr a.1+8 , peek 1 --addr a.3.end-1
json_is '[.steps[].data.bytes // empty] | join(" ")' '41 42' "offsets count from the block that is named"
json_same '.steps[4].args.addr' '.steps[2].args.addr' "and from its end"
json malloc 100 --times 7 --as a , free --every 3
json_is 'final.repeat.returned' 2 "every third of seven is two"
json malloc 100 --times 7 , free --times 1
json_is 'final.repeat.returned' 7 "without a name the newest blocks are meant"
json malloc 10 --times 5 --as a , realloc 5000 --on a --as b , free --on b , free --on b.1 --expect SIGABRT
where glibc json_is '"\(.steps[1].repeat.returned) \(.steps[2].repeat.returned) \(.exit_status)"' '5 5 0' \
	"realloc of each makes as many, which can be freed"
json malloc 100 --as a , realloc 90 --times 3 , free --on a
json_is '"\(.steps[1].data.asked) \(.steps[1].data.origin) \(.exit_status)"' '90 same 0' "a block that is given three times is one"

# Other calls, several times.
json mmap 2p --times 5 --as m , touch write --on m , mprotect read --on m --every 2 , munmap --on m
json_is '[.steps[] | .repeat.returned] | join(" ")' '5 5 2 5' "mmap, touch, mprotect and munmap, several times"
json_is '[.steps[] | .effect.mappings | map(.size) | add // 0 | . / $page] | join(" ")' '10 0 4 10' "and so are their effects"
json_is '.steps[1] | faults' 10 "each page is one fault"
json sbrk 1p --times 4 , touch write
json_is '.steps[0] | "\(.repeat.blocks | length) \(changes)"' '4 added 4 - rw-p' "sbrk four times grows four pages"
json_is '.steps[0] | apart($page)' true "one after the other"
json brk +2p --times 3
json_is 'final | "\(.repeat.returned) \(changes)"' '3 added 2 - rw-p' "brk three times to the same address grows once"
json open /dev/null --times 3 , close , memfd 1p --times 3 --as f , mmap --fd f , touch write
json_is '[.steps[].result.value] | .[0:3] | tostring' '[5,0,7]' "of several files the last is meant"
json_is '.steps[0].repeat.blocks' null "files are no blocks"
json pagesize --times 1000000
json_is 'final.repeat | "\(.returned) \(.least_ns <= .most_ns)"' '1000000 true' "a million times"
json malloc 9 --times 1
json_is 'final.repeat' null "once is no repetition"

# Exactness.
json malloc 100 , malloc 100 --times 20 , free --addr NULL --times 1000 , malloc_trim 1G --times 10 , pagesize --times 1000
where glibc where pristine_heap json_is '[.steps[] | faults, (.effect.mappings | length)] | join(" ")' '1 1 0 0 0 0 0 0 0 0' \
	"a first malloc is one fault and one mapping, what follows in its page none"

# Where it fails.
json mmap 1p --as a --flags +fixed_noreplace --addr 0x10000000 --times 3 --expect EEXIST,ENOTSUP,EINVAL , touch write --on a , touch write --on a.1 , touch --on a.2
if [ "$(ask '.steps[0] | outcome')" = EEXIST ]; then
	json_is '.steps[0].repeat | "\(.calls) \(.returned)"' '3 1' "the first call that fails is the last"
	json_is '[.steps[1:][] | outcome] | join(" ")' 'ok ok skipped' "later steps act on what was made"
	json_is 'final.result.reason' 'mmap made only 1 of 3 blocks (step 1)' "what was not made is skipped, and why"
else
	skip "the first call that fails is the last" "there is no MAP_FIXED_NOREPLACE here"
fi
run munmap --addr +1 --times 4
out_has '^   failed after 0 ' "text tells after how many"
json malloc 0x7fffffffffffffff --times 3 --as a --expect ENOMEM , free --on a , touch --on a.2
json_is '[.steps[1:][] | .result.reason] | join("; ")' 'malloc failed with ENOMEM (step 1); malloc failed with ENOMEM (step 1)' \
	"of none that was made all are skipped"
run malloc 0x7fffffffffffffff --times 3 --stop , pagesize
out_has "2  pagesize  skipped: --stop ended the chain at step 1" "--stop ends the chain behind the call that failed"
json malloc 100 --times 20 --as a , free --on a.3 , free --on a --expect SIGABRT , malloc 1
where glibc json_is '.steps[2] | "\(outcome) \(.repeat.calls) \(.repeat.returned)"' 'SIGABRT:SI_TKILL 20 null' \
	"a death in the middle tells no number that nobody knows"
where glibc json_is 'final.result.reason' 'the subject died of SIGABRT in step 3 (free)' "and the rest is skipped"

# With what steps have.
json malloc 64K --times 2 --as a , touch write --on a.1 --length 4p --pages
json_is 'final.pages != null' true "--pages on a block"
json malloc 100 --times 3 --as a , free --on a --every 2 --dry-run
json_is '"\(.exit_status) \([.steps[].result.status] | unique[])"' '0 skipped' "a dry run performs nothing"
run malloc 100 --times 3 --as a , poke 41 --addr a.2+8 --dry-run
out_has '^2  poke(<a.2+8>, 41, 1)' "and names the block"

# Nothing is left behind by what was interrupted.
line="memtool touch --times 1000, of 1000 blocks, seven times; SIGINT"
rm -f out err
timeout --foreground 300 "$MEMTOOL" --json mmap 1p --times 1000 --as a , touch write --on a --times 1000 \
	, touch write --on a --times 1000 , touch write --on a --times 1000 , touch write --on a --times 1000 \
	, touch write --on a --times 1000 , touch write --on a --times 1000 , touch write --on a --times 1000 </dev/null >out 2>err &
job=$!
child=
has_child() {
	pid=$(children_of $job)
	[ -n "$pid" ] && child=$(children_of "$pid") && [ -n "$child" ]
}
await has_child
# It is at its calls once it has used processor time.
is_at_work() {
	[ "$(sed 's/.*) //' "/proc/$child/stat" | cut -d' ' -f12,13 | tr -d ' ')" -gt 9 ] 2>/dev/null
}
await is_at_work
kill -INT "$pid"
finish
status_is 130 "an interrupt while a call is made a million times"
json_is '"\(.error.kind) \(.steps | length)"' 'interrupted 8' "leaves the document whole"
await gone "$child"
ok "and no subject"

done_testing
