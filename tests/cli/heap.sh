#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010,SC2016,SC2034 # then is a word of memtool's, the $ are jq's
. "$(dirname "$0")/lib.sh"

# One block, whichever call gives it: what is told of it, and where it is.
! sanitized || skip_all "AddressSanitizer has an allocator of its own"
unset GLIBC_TUNABLES MALLOC_PERTURB_ MALLOC_MMAP_THRESHOLD_ MALLOC_TOP_PAD_ MALLOC_TRIM_THRESHOLD_ MALLOC_MMAP_MAX_

json malloc 100
json_is 'final | "\(.call) \(.args.size) \(.region.size) \(.data.asked)"' 'malloc(100) 100 100 100' \
	"malloc is a call, and its block a region"
json_is 'final | .region.start == .result.value' true "that begins at its result"
json_is 'final.data | .usable >= 100 and .overhead == .usable - .asked' true "it has as many bytes or more"
where glibc where pristine_heap json_is 'final.data | "\(.aligned) \(.zero) \(.origin) \(.reused)"' 'null null heap-grown 0' \
	"the first makes the heap"
where glibc where pristine_heap json_is 'final | .data.break_grown == ([.effect.mappings[] | select(.after.path == "[heap]") | .size] | add)' true \
	"the break grew by the heap that came"
where glibc where pristine_heap json_is 'final.data | .heap.in_use + .heap.free == .break_grown' true "in use and free are the whole heap"
where glibc json_is 'final.data.mappings_grown' 0 "and nothing else grew"
run malloc 100
out_has '^malloc(100) = 0x[0-9a-f]*' "text has the call"
where glibc where pristine_heap out_has 'asked 100 B, usable [0-9]* B, the heap grew for it' "and what it gave"
where glibc out_has '^   \(libc.so.6\|memtool.*\): in use [0-9]* B, free [0-9]* B' "and the allocator's figures"

works "a block can be written to its end" malloc 100 , touch write , touch write --addr end-1
works "each call that gives a block is a step" malloc 9 , calloc 9 , realloc 99 , reallocarray 9 --nmemb 3 \
	, memalign 9 , posix_memalign 9 , aligned_alloc 64 , free
works "each alone has what it needs" realloc 200
works "free alone has a block" free
works "free(NULL) does nothing" free --addr NULL
json free --addr NULL
json_is 'final | "\(changes) \(.steps)"' ' null' "and has no effect"

# calloc: what it asks is the product.
json calloc 100 --nmemb 7
json_is 'final | "\(.call) \(.data.asked) \(.region.size) \(.data.zero)"' 'calloc(7, 100) 700 700 true' \
	"calloc asks for the product, and is seen to be zero"
json calloc 100
json_is 'final.call' 'calloc(1, 100)' "one element where nothing is said"
# calloc of glibc 2.36 leaves the caches of threads alone: too large for them.
json malloc 2000 --as a , poke ffffffff --addr a+100 , free , calloc 2000 , peek 4 --addr +100
where glibc json_is '[.steps[3].result.value == .steps[0].result.value, .steps[3].data.zero, .steps[3].data.origin] | join(" ")' \
	'true true reused' "a calloc of memory that was dirty is zero"
json_is 'final.data.bytes' 00000000 "as peek sees"
json malloc 1 , calloc 10M , pagesize
where glibc json_is '"\(.steps[1].data.zero) \(.steps[1] | faults) \(final.effect.memory.resident.delta)"' 'true 1 0' \
	"memory that nobody touched is not brought in to see it"
json calloc 100 --times 5000
json_is 'final.data.zero' true "every block of several is looked at"
json malloc 0
json_is 'final | "\(outcome) \(.data.asked) \(.result.value != "0x0")"' 'ok 0 true' "malloc(0) gives a block"

# Alignment, by the address itself.
wrong=
for call in memalign posix_memalign aligned_alloc; do
	alignment=8
	while [ $alignment -le 1048576 ]; do
		json $call 1000 --alignment $alignment --times 3
		[ "$(ask "[final | .data.aligned, (.repeat.blocks | length == 3 and all(hex % $alignment == 0))] | all")" = true ] ||
			wrong="$wrong $call:$alignment"
		alignment=$((alignment * 2))
	done
done
is "$wrong" '' "powers of two up to 1 MiB: the addresses are multiples, and told to be aligned"
json posix_memalign 100 --alignment 4K
json_is 'final.call' 'posix_memalign(&block, 4096, 100)' "posix_memalign is shown with its block"

# realloc.
json malloc 100 --as a , poke 6d656d746f6f6c , realloc 20 , peek 7
where glibc json_is '[.steps[2] | .data.origin, (.result.value == .args.addr), .data.asked] | join(" ")' 'same true 20' \
	"a block that shrinks stays where it was"
json_is final.data.bytes 6d656d746f6f6c "with its content"
json malloc 100 --as a , poke 6d656d746f6f6c , malloc 100 , realloc 50K --on a , peek 7
where glibc json_is '.steps[3] | "\(.data.origin) \(.result.value == .args.addr)"' 'reserve false' \
	"a block that has no room to grow is moved"
json_is final.data.bytes 6d656d746f6f6c "and its content with it"
json malloc 1000 --as a , malloc 100 , realloc 50K --on a , malloc 1000 , free
where glibc json_is '[.steps[3].result.value == .steps[0].result.value, .steps[3].data.origin, .steps[3].data.reused] | join(" ")' \
	'true reused 1' "the memory that it left is used again"
json realloc 100 --addr NULL
json_is 'final | "\(.call) \(outcome)"' 'realloc(NULL, 100) ok' "realloc(NULL) is malloc"
json malloc 100 , realloc 0 , malloc 100
where glibc json_is '[.steps[1].region, .steps[2].data.origin, .steps[2].result.value == .steps[0].result.value] | map(tostring) | join(" ")' \
	'null reused true' "realloc to 0 frees"
json malloc 1M , poke 41 , realloc 64M , peek 1
json_is '"\(.steps[2].data.origin) \(.steps[2] | outcome) \(final.data.bytes) \(.steps[2] | faults <= 2)"' 'own-mapping ok 41 true' \
	"a large block is moved without a copy"
json malloc 100 , poke 41 , reallocarray 100 --nmemb 100 , peek 1
json_is '"\(.steps[2].data.asked) \(final.data.bytes)"' '10000 41' "reallocarray asks for the product"

# What is given back.
json malloc 100 then free then malloc 100
where glibc json_is '"\(final.result.value == .steps[0].result.value) \(final.data.origin) \(final.data.reused)"' 'true reused 1' \
	"a freed block is used again"
where glibc json_is '.steps[1] | "\(.result.value) \(.data.break_grown) \(changes)"' 'null 0 ' "free returns nothing, and changes no mapping"
json malloc 1M , free
json_is '"\(.steps[0].data.origin) \(final | changes)"' "own-mapping removed $((1048576 / page + 1)) rw-p -" \
	"a large block has a mapping of its own, which free unmaps"
json_is '[.steps[].data | .mappings_grown] | .[0] == -.[1] and .[0] == 1048576 + $page' true "and both are counted"
where glibc json_is '[.steps[].data.heap.mapped] | "\(.[0] == 1048576 + $page) \(.[1])"' 'true 0' "by the allocator, too"
json malloc 100K --times 20 --as a , free , malloc_trim
where glibc json_is '.steps[1].data.break_grown < 0' true "free of what lies at the heap's end lowers the break"
json mallopt trim_threshold --value 1G , malloc 100K --times 20 --as a , free , malloc_trim , brk
where glibc json_is '"\(.steps[2].data.break_grown) \(.steps[3].data.break_grown < -1900000) \(.steps[3].result.value)"' \
	'0 true 1' "malloc_trim lowers it where free did not"
where glibc json_is '.steps[3] | .effect.mappings[0].change == "removed" and .effect.mappings[0].size == -.data.break_grown' \
	true "by what the effect shows"
json mallopt trim_threshold --value 1G , malloc 100K --times 20 --as a , free , malloc_trim 1M
where glibc json_is 'final.data | .break_grown < 0 and .heap.trimmable >= 1048576' true "and leaves the pad that is asked for"
json malloc 100 , malloc_trim , malloc_trim
where glibc json_is 'final | "\(.call) \(.result.value) \(outcome)"' 'malloc_trim(0) 0 ok' "where nothing can be given it says 0"

# mallopt.
json malloc 100K --times 2
where glibc where pristine_heap json_is 'final.data | "\(.origin) \(.heap.mapped)"' 'heap-grown 0' "below the threshold blocks come from the heap"
json mallopt mmap_threshold --value 64K , malloc 100K , malloc 100K
where glibc json_is '.steps[0] | "\(.call) \(.result.value)"' 'mallopt(M_MMAP_THRESHOLD, 65536) 1' "the threshold is lowered"
where glibc json_is 'final.data | "\(.origin) \(.heap.mapped >= 102400)"' 'own-mapping true' "and a block has a mapping of its own"
json mallopt mmap_threshold --value 4M , malloc 1M
where glibc json_is 'final.data | "\(.origin) \(.heap.mapped)"' 'heap-grown 0' "or raised, and it has none"
json mallopt mmap_max --value 0 , malloc 1M
where glibc json_is 'final.data.origin' heap-grown "without any such mapping a large block comes from the heap"
json mallopt perturb --value 0xa5 , malloc 16 , peek 16
where glibc json_is final.data.bytes 5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a "M_PERTURB fills with the complement of its byte"
json mallopt perturb --value 0xa5 , mallopt mxfast --value 0 , calloc 16
json_is 'final.data.zero' true "but not what calloc gives"
json mallopt mxfast --value 1M
where glibc json_is 'final | "\(.result.status) \(.result.errno) \(.expect.met)"' 'error null false' \
	"a value that is refused is a failure without an errno"
status_is 1 "and not as expected"
run mallopt mxfast --value 1M
where glibc out_has '^mallopt(M_MXFAST, 1048576) = 0' "it returns 0"
json mallopt mxfast --value 1M --expect fail
status_is 0 "which may be expected"

done_testing
