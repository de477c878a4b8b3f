#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016,SC2034
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# Why a call of malloc's family failed, killed the program, or was let pass.

sanitized && skip_all "AddressSanitizer has an allocator of its own"
[ -z "${LD_PRELOAD:-}${GLIBC_TUNABLES:-}" ] ||
	skip_all "the allocator is not as it is built"

json malloc 100 --as a , poke 41 , peek , realloc 200 --as b , free --on b , calloc 10 --nmemb 10 , free , posix_memalign 10 , free
nothing_told "what succeeds and does what it should needs no reason"

# --- limits -------------------------------------------------------------------

limited 'ulimit -S -v 30000' json malloc 64M
told as-limit true "malloc beyond RLIMIT_AS: as-limit"
fact_is as-limit asked 67108864 "it tells what was asked for"
fact_is as-limit limit 30720000 "and the limit"
limited 'ulimit -S -v 30000' json malloc 1000000 --times 50
told as-limit true "of several calls the one that fails is meant"
json_same "$(the_fact as-limit mapped)" 'final.effect.memory.size.after' \
	"with what was mapped by then"
enough=$(ask 'final.why[0].remedy[0]')
limited "$enough" json malloc 1000000 --times 50
json_is 'final | outcome' ok "the remedy is enough for all of them"
limited 'ulimit -S -v 30000' json malloc 1000 --times 50000
# How much another library's heap would grow by is not known.
where glibc told as-limit true "small blocks: what the heap would grow by counts"
where glibc fact_above as-limit asked 131071 "which is more than a block"
enough=$(ask 'final.why[0].remedy[0]')
limited "$enough" json malloc 1000 --times 50000
json_is 'final | outcome' ok "the remedy is enough for them, too"
limited 'ulimit -S -v 30000' json mallopt top_pad --value 64M , mallopt mmap_max --value 0 , malloc 100
where glibc json_is 'final | "\(outcome) \([.why[] | select(.cause == "as-limit") | .verified, .facts.asked < 131072])"' 'ENOMEM [false,true]' \
	"how much the heap would grow by is not told where a step has set it"
where glibc json_is '[final.why[] | select(.cause == "as-limit") | .remedy[0] | scan("ulimit -v [0-9]+") | ltrimstr("ulimit -v ") | tonumber > 30000] | tostring' '[true]' \
	"and the remedy is more than the limit that there is"
limited 'ulimit -S -v 30000' json mmap 1M --times 100
told as-limit true "so it is for mmap that is made several times"
limited 'ulimit -S -v 30000' json posix_memalign 10 --alignment 64M
told as-limit true "room to align a block counts"
limited 'ulimit -S -d 3000' json calloc 64M
told data-limit true "beyond RLIMIT_DATA: data-limit"
limited 'ulimit -S -d 3000' json malloc 1M , realloc 64M
told data-limit true "so it is for realloc"

json malloc 200T
told out-of-range true "more than the address space: out-of-range"
json malloc 9223372036854775808
told ptrdiff-max true "more than PTRDIFF_MAX: ptrdiff-max"
json_is '[final.why[].cause] | join(" ")' ptrdiff-max "and nothing else"
if [ "$(cat /proc/sys/vm/overcommit_memory)" = 0 ]; then
	json malloc 16T
	told overcommit true "more than all memory: overcommit"
else
	skip "more than all memory: overcommit" "vm.overcommit_memory is not 0"
fi
json calloc 16 --nmemb 1152921504606846976
told product-overflow true "a product beyond size_t: product-overflow"
fact_is product-overflow product 18446744073709551616 "the product is told"
json malloc 10 , reallocarray 0xffffffffffffffff --nmemb 0xffffffffffffffff
fact_is product-overflow product 340282366920938463426481119284349108225 "however large"

limit=$(cat /proc/sys/vm/max_map_count)
if [ "$limit" -le 70000 ]; then
	json mmap 1p --times $((limit + 400)) --as a , mprotect read --on a --every 2 , malloc 300k
	where glibc told map-count true "no mapping more: map-count"
	json_is '.steps[1].why[0].cause' map-count "so it is for the call of several that failed"
else
	skip "no mapping more: map-count" "vm.max_map_count is high"
	skip "so it is for the call of several that failed" "it is high"
fi

# --- alignments -----------------------------------------------------------------

json posix_memalign 100 --alignment 24
told alignment true "no power of two: alignment"
remedy_has alignment '--alignment 16' "the next below is told"
json posix_memalign 100 --alignment 32
nothing_told "a power of two is right"
json posix_memalign 100 --alignment 4
told alignment true "no multiple of a pointer: alignment"
json_is 'final.why[0].remedy | join(" ")' '--alignment 8' "8 is the remedy"
json memalign 100 --alignment 24
told alignment true "memalign takes another alignment, and that is told"
where glibc fact_is alignment rounded 32 "by its number"

# --- death --------------------------------------------------------------------

json malloc 100 --as a , free --on a , free --on a --expect SIGABRT
told double-free true "a block that is freed again: double-free"
fact_is double-free freed_in 2 "it tells the step that freed it"
where glibc json_is 'final.why[0].facts.said | contains("double free")' true "and what the allocator wrote"
run malloc 100 --as a , free --on a , free --on a
out_has 'why  the block was freed before, in step 2 (double-free)' "text tells it"
json malloc 1M --as a , free --on a , free --on a --expect SIGSEGV
told double-free true "a block whose mapping is gone as well"
json_is '[final.why[].cause] | join(" ")' double-free "and nothing else"
json malloc 100 --times 10 --as a , free --on a.3 , free --on a
told double-free true "of several blocks the one that was freed is found"
json_same "$(the_fact double-free block)" '.steps[1].args.addr' "by its address"
json malloc 100 --as a , free --on a --times 2
told double-free true "a step that frees its block twice"
json malloc 100 --as a , free --addr a+16
told invalid-free true "an address within a block: invalid-free"
fact_is invalid-free offset 16 "it tells how far from its start"
json mmap 4p --as a , free --on a
told invalid-free true "memory of mmap is no block"
json malloc 5000 --as a , poke ffffffffffffffffffffffff --addr a+5000 , malloc 60000 --expect SIGABRT
where glibc told heap-damaged true "records that were written over: heap-damaged"
where glibc fact_is heap-damaged step 2 "it tells the step that wrote"
json_is '.steps[1].why[0].cause' past-the-block "which was told there"
json malloc 100 --as a , brk -132k , malloc 100 --expect SIGSEGV
where glibc told heap-memory-gone true "the break below the heap: heap-memory-gone"
where glibc fact_is heap-memory-gone step 2 "it tells the step that moved it"

# --- what was let pass ----------------------------------------------------------

json malloc 100 --as a , free --on a , peek --on a
told use-after-free true "a freed block that is read: use-after-free"
fact_is use-after-free freed_in 2 "it tells the step that freed it"
json malloc 1M --as a , free --on a , touch read --on a --expect SIGSEGV
told use-after-free true "so it is where nothing is mapped any more"
json malloc 100 --as a , peek --addr a+100 --length 5
told past-the-block true "beyond the usable bytes: past-the-block"
json malloc 100 --as a , peek --addr a+100 --length 4
where glibc nothing_told "all usable bytes may be used"
json malloc 100 --as a , peek --addr a-1 --length 1
told past-the-block true "before its start as well"
json malloc 100 --as a , touch read --on a --length 2p
told past-the-block true "touch goes as far as its last page"
json malloc 100 --as a , free --on a , malloc 100 --as b , poke 41 --on a
told stale-pointer true "a name whose memory was given again: stale-pointer"
fact_is stale-pointer given_in 3 "it tells whose it is"
not_told use-after-free "it is not free"
json malloc 100 --as a , free --on a , malloc 100 --as b , poke 41 --on b
nothing_told "the new name is right"
json malloc 100 --as a , free --on a , realloc 20 --on a
told double-free true "a freed block that is resized, and nobody notices"
json malloc 0
told zero-size true "a block of no bytes: zero-size"
json malloc 10 , realloc 0
told zero-size true "realloc to no bytes frees the block"
json free --addr NULL
told free-null true "free(NULL): free-null"
json malloc_trim
where glibc told nothing-to-trim true "malloc_trim that gives nothing: nothing-to-trim"
json malloc 100 , malloc_trim 1M
where glibc json_is 'final.why[0] | "\(.message) \(.facts.free > .facts.pad / 16)"' 'no whole page of the heap was free beyond the pad true' \
	"free memory that the pad keeps is not said to be missing"
where glibc told nothing-to-trim true "so it is where the pad keeps all that is free"
json malloc 100 , malloc_trim 128k , malloc_trim
where glibc json_is '[.steps[1:][] | .result.value] | join(" ")' '0 1' "and without the pad it goes"
json malloc 100 , sbrk 1M , malloc_trim
where glibc told break-stays true "a heap that the break has left behind: break-stays"
where glibc fact_above break-stays trimmable 4096 "it tells that pages of it are free"
not_told nothing-to-trim "of which the other would know nothing"
# malloc/malloc.c of glibc 2.35: with madvise as the switch, and this tunable.
by_huge_pages="a break that moves by huge pages: break-stays"
huge=$(cat /sys/kernel/mm/transparent_hugepage/hpage_pmd_size 2>/dev/null)
if grep -q '\[madvise\]' /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null &&
	/sbin/ldconfig --version 2>/dev/null | grep -qE ' 2\.(3[5-9]|[4-9][0-9])$'; then
	as="env GLIBC_TUNABLES=glibc.malloc.hugetlb=1"
	json malloc 100k --times 5 --as a , free --on a , malloc_trim
	as=
	where glibc told break-stays true "$by_huge_pages"
	where glibc fact_is break-stays huge_page "$huge" "with their size"
else
	skip "$by_huge_pages" "glibc is older, or the switch is not madvise"
fi
json malloc 100 --as a , free --on a , poke ff --on a , malloc_trim , malloc_trim
where glibc told nothing-to-trim false "where the records are in doubt, nothing is certain"
json mallopt mxfast --value 10000
where glibc told mallopt-refused true "a value out of range: mallopt-refused"
json mallopt mxfast --value "$(fact mallopt-refused most)"
nothing_told "the largest that it names is taken"
json mallopt check_action --value 1
where glibc told mallopt-ignored true "a parameter without effect: mallopt-ignored"
json mallopt arena_max --value 0
where glibc told mallopt-ignored true "a number of arenas that is not above 0: mallopt-ignored"
json mallopt arena_max --value 1
where glibc nothing_told "1 is taken"

json malloc 2M , free , malloc 2M , touch write , free
where glibc told memory-kept true "what free leaves resident: memory-kept"
where glibc fact_above memory-kept kept 1048575 "it tells how much"
where glibc remedy_has memory-kept malloc_trim "malloc_trim is the remedy"
json malloc 2M , free , malloc 2M , touch write , free , malloc_trim
where glibc json_is 'final.effect.memory.resident.delta < -1048576' true "which works"
json malloc 2M , free , malloc 2M , free
not_told memory-kept "what was never touched is not kept"
json malloc 2M , touch write , free
nothing_told "a mapping of its own goes to the kernel"
json malloc 100 --times 100000 --as a , touch write --on a , free --on a --every 2
told memory-kept true "live blocks keep their pages"
fact_is memory-kept kept 0 "and nothing can be given back"

for library in libjemalloc.so.2 libmimalloc.so.2 libmimalloc.so.2.0; do
	preload=$(ldconfig -p 2>/dev/null | awk -v l="$library" '$1 == l { print $NF; exit }')
	if [ -z "$preload" ] || ! LD_PRELOAD=$preload "$MEMTOOL" --version >out 2>&1; then
		skip "$library: mallopt is not its own" "it is not installed, or for another C library"
		continue
	fi
	limited "export LD_PRELOAD=$preload" json mallopt mxfast --value 100
	told other-allocator true "$library: mallopt is not its own"
	limited "export LD_PRELOAD=$preload" json malloc 100 --as a , free --on a , free --on a
	told double-free true "$library: a double free is told, noticed or not"
	limited "export LD_PRELOAD=$preload" json malloc 100 --as a , realloc 5000 --as b , free --on b
	nothing_told "$library: what is right needs no reason"
done

json explain ENOMEM malloc
json_is '[.explain.causes[].cause] | contains(["as-limit", "overcommit", "ptrdiff-max"])' true \
	"explain tells the causes of malloc"
json_is '[.explain.causes[].cause] | any(. == "mapping-locked")' false "and none that cannot be"

# --- the break below a live block -------------------------------------------------

sentence="much is freed below a live block"
if machine_has glibc "$sentence" && ! sanitized; then
	json malloc 60K --times 3 --as a , malloc 4K --as b , free --on a , free --on b
	told_in=$(ask '[.steps[] | select(.step == 3) | .why[].cause] | join(" ")')
	is "$told_in" break-pinned "$sentence: break-pinned"
	json_is '.steps[2].why[0].facts | "\(.freed) \(.made_in)"' "$(ask '.steps[0].data.usable') 2" "it says how much, and whose block it is"
	json_is '.steps[2].why[0].facts.block' "$(ask '.steps[1].region.start')" "and where that is"
	json_is 'final | "\(.data.break_grown < 0) \(.why | length)"' 'true 0' "once the block is freed, the memory goes"
	json malloc 60K --times 3 --as a , free --on a
	json_is '[final.why[].cause] | join(" ")' '' "without one it goes at once"
	json malloc 1K --as a , malloc 100 --as b , free --on a
	json_is '[final.why[].cause] | join(" ")' '' "little is not worth a word"
fi

done_testing
