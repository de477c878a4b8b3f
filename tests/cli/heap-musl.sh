#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# What musl's malloc does otherwise than glibc's, and what is told of it.
! sanitized || skip_all "AddressSanitizer has an allocator of its own"
machine_has musl || skip_all "${machine_musl#no: }"
[ -z "${LD_PRELOAD:-}" ] || skip_all "the allocator is another"

json malloc 100
json_is '.host.libc' musl "the document names the C library; musl has no version to ask for"
json_is 'final.data.allocator | test("musl|^libc\\.so$|^memtool")' true "the allocator is told by its file"
json_is 'final.data.heap | [.in_use, .free, .mapped, .trimmable] | unique | tostring' '[null]' \
	"it has no figures, and none are told"
json_is 'final.data | "\(.usable) \(.overhead)"' '100 0' "usable is what was asked for, to the byte"
nothing_told "and nothing is wrong"
json malloc 100 , poke 41 --addr +100
told past-the-block true "the byte after it is past the block"

# What is not there.
for call in malloc_trim "mallopt perturb --value 1"; do
	# shellcheck disable=SC2086 # a call and its words
	json $call --expect ENOSYS
	status_is 0 "${call%% *} is ENOSYS"
	json_is 'final.result.unsupported' true "which is no failure of it, but something lacking"
	told not-in-libc true "not-in-libc: only glibc has it"
	not_told other-allocator "and it is not said to be of another allocator"
	# shellcheck disable=SC2086
	run $call
	out_has 'not in this C library' "text says where it is lacking"
	out_lacks 'kernel' "which is not the kernel"
	# shellcheck disable=SC2086
	run $call --skip-unsupported
	status_is 77 "and with --skip-unsupported that is exit status 77"
done

# Where blocks come from.
json malloc 200K , touch write , free
json_is '.steps[0].data.origin' own-mapping "from 128 KiB on a block has a mapping of its own"
json_is '.steps[0] | [.effect.mappings[] | select(.change == "added") | .size] | add >= 204800' true "as the effect shows"
json_is '.steps[2] | [.effect.mappings[] | .change] | unique | join(" ")' removed "which free unmaps"
json_is '.steps[2].effect.memory.resident.delta <= -204800' true "with its pages"
json malloc 1000 --times 3000 --as a , free , pagesize
json_is '.steps[0].data | .break_grown + .mappings_grown >= 3000 * 1000 - 1048576' true "many small blocks: the memory grows for them"
json_is '.steps[1].effect.memory.resident.delta < -2500000' true "and goes back when all are free"
json_is 'final | "\(faults) \(changes)"' '0 ' "a step that does nothing has no faults after that"
json malloc 100 --times 3 --as a , free --on a.2 , malloc 100
json_is '.steps[2].result.value != .steps[0].repeat.blocks[1]' true "what was just freed is not given again at once"

# Misuse ends the program by an instruction that is not allowed, without a word.
json malloc 100 --times 9 --as a , free --on a.3 , free --on a.3
json_is 'final | outcome | startswith("SIGSEGV")' true "a block that is freed again: SIGSEGV"
json_is '.subject.output' null "and the allocator says nothing"
told double-free true "the cause is told all the same"
fact_is double-free freed_in 2 "with the step that freed it"
json malloc 100 --as a , free --addr a+16
json_is 'final | outcome | startswith("SIGSEGV")' true "an address within a block: SIGSEGV"
told invalid-free true "invalid-free"
json malloc 24 --times 9 --as a , poke ffffffffffffffff --addr a.2.end , free --on a
json_is '.steps[1].why[0].cause' past-the-block "bytes written after a block are told where they are written"
json_is 'final | outcome | startswith("SIGSEGV")' true "and noticed when it is freed"

# What it does with requests at the edge.
json realloc 0
json_is 'final | "\(outcome) \(.result.value != "0x0")"' 'ok true' "realloc to no bytes gives a block"
told zero-size true "of which no byte may be used"
json_is 'final.why[0].message | test("it freed")' false "and nothing is said to be freed"
for call in memalign aligned_alloc; do
	json $call 100 --alignment 24 --expect EINVAL
	status_is 0 "$call refuses an alignment that is not a power of two"
	told alignment true "and that is the cause"
	json_is 'final.why[0].facts.rounded' null "which is not said to be rounded up"
done

# The heap begins with a page that nobody may touch.
json malloc 2000 --times 100 , peek 1 --addr heap
if machine_has heap_page; then
	json_is 'final | outcome' ok "the first page of the heap is readable here"
else
	json_is 'final | outcome' SIGSEGV:SEGV_ACCERR "the first page of the heap is a guard"
	told protection true "and the cause is its protection"
fi

done_testing
