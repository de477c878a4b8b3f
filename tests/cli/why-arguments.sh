#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
# The $ in filters are jq's.
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# Why a call failed, or did other than asked: its arguments.

printf '%0100d' 0 >short
: >empty

# --- what succeeds as asked tells nothing ------------------------------------

json mmap 4p --as a , touch write , mprotect r , mlock , munlock , madvise dontneed \
	, mprotect rw , msync --on a --expect ok,fail , mincore , mremap 8p , munmap
json_is '[.steps[] | select(.command != "msync") | .why[].cause] | join(" ")' '' \
	"calls that do what they were asked have no causes"
json memfd 2p , mmap --flags shared , touch write , msync sync , munmap
nothing_told "nor have those on a file"
json brk , brk +4p , brk -4p , sbrk 1p , alloca 100 , pagesize
nothing_told "nor have the break and the stack"
json mmap --file short , touch
nothing_told "a file's odd length is no news"

# --- misaligned ---------------------------------------------------------------

for call in 'munmap' 'mprotect r' 'madvise dontneed' 'mincore' 'msync' 'mseal' 'mremap 8p'; do
	# shellcheck disable=SC2086 # several words
	json mmap 4p --as a , $call --addr +1 --skip-unsupported
	if [ "$status" -eq 77 ]; then
		skip "${call%% *} of an odd address is misaligned" "this kernel lacks it"
		continue
	fi
	told misaligned true "${call%% *} of an odd address is misaligned"
	json_is 'final.why[] | select(.cause == "misaligned") | .facts as $f | [(.facts.addr | distance($f.below)) * $page, (.facts.above | distance($f.below))] | join(" ")' \
		'1 1' "with the aligned neighbours of it"
done
json madvise dontneed --addr +1
json_same "$(the_fact misaligned below)" '.steps[0].result.value' "the neighbour below is the region's start"
fact_is misaligned page "$page" "the page size is told"
remedy_has misaligned '--addr +0' "one remedy is the start of the region"
remedy_has misaligned '--addr +1p' "the other is the next page of it"
run madvise dontneed --addr +1
out_has "why  addr is not a multiple of the page size, $((page / 1024)) KiB (misaligned)" "text tells it"
out_has 'try  --addr +0' "and what to type"
json mmap 1p --file short --offset 100
told misaligned true "an odd offset is misaligned"
fact_is misaligned above "$page" "with the next that is not"
json mmap 1p --addr $((65536 * 4 + 1)) --flags +fixed
told misaligned true "a fixed address that is odd is misaligned"
json mmap 1p --addr $((65536 * 4 + 1)) --expect ok
not_told misaligned "a hint that is odd is not"
json mmap 4p --as a , mmap 4p --as b , mremap 4p --addr a --flags maymove,fixed --new-addr b+1
json_is '.steps[1].result.value as $b | final.why[] | select(.cause == "misaligned") | .facts.above | distance($b)' 1 \
	"a new address that is odd is told with its neighbours"
json mmap 0 --addr $((65536 * 4 + 1)) --flags +fixed
json_is '[final.why[].cause] | sort | join(" ")' 'misaligned zero-length' "two causes that hold are both told"
json munmap --length 1p
not_told misaligned "a page is aligned"

# --- zero-length --------------------------------------------------------------

for call in 'mmap 0' 'munmap --length 0' 'mremap 0'; do
	# shellcheck disable=SC2086
	json $call
	json_is 'final | outcome' EINVAL "$call is EINVAL"
	told zero-length true "because of its length"
done
for call in 'mprotect none' 'madvise dontneed' mlock munlock mincore msync touch; do
	# shellcheck disable=SC2086
	json $call --length 0
	json_is 'final | outcome' ok "$call of a length of 0 succeeds"
	told zero-length true "and it is told that nothing was done"
done
run mprotect none --length 0
out_has 'why  the length is 0: nothing was done (zero-length)' "text tells it"
json munmap --length 1p
not_told zero-length "a page is not nothing"

# --- out-of-range -------------------------------------------------------------

# The kernel begins to look for room for MAP_32BIT at a random address of the
# first 32 MiB of 1 GiB.
sentence="of MAP_32BIT at most 1 GiB has room"
if machine_has x86_64 "$sentence"; then
	json mmap 3G --flags +32bit,noreserve
	told out-of-range true "$sentence"
	json_is 'final.why[0].facts | .largest_gap <= 1073741824 and .always <= .largest_gap' true "its room is known"
	json mmap 1G --flags +32bit,noreserve
	if [ "$(ask 'final | outcome')" = ok ]; then
		skip "a random start takes some of it" "addresses are not random here"
	else
		told out-of-range "$(ask 'final.why[0].facts.largest_gap < 1073741824')" "a random start takes some of it"
		json mmap "$(fact out-of-range always)" --flags +32bit,noreserve
		json_is 'outcomes' ok "what is said to fit always does"
	fi
fi

if machine_has words_of_64_bits "an int has 32 bits"; then
	most=18446744073709551615
	for call in mlock munlock msync; do
		json $call --length $most
		json_is 'final | outcome' ok "$call of all there is succeeds"
		told out-of-range true "and it is told that nothing was done"
		fact_is out-of-range rounded 0 "for it was rounded to nothing"
	done
	json mmap $most
	told out-of-range true "a mapping of all there is wraps"
	json madvise dontneed --length $most
	told out-of-range true "so does advice"
	json mincore --length $most
	told out-of-range true "mincore passes the end"
	json mmap 4PiB
	told out-of-range true "a mapping longer than the address space"
	not_told overcommit "what fits nowhere is not held up by what the system promises"
	limit=$(fact out-of-range limit)
	is "$(printf %d "$limit" | awk '{ print ($1 > 2147483648 && $1 < 4503599627370496) }')" 1 "it tells where that ends"
	json mmap 1p --flags +fixed --addr "$limit"
	told out-of-range true "nothing can be mapped behind that end"
	json mmap 1p --flags +fixed_noreplace --addr "$limit" --expect ENOMEM
	json_is .ok true "it is the kernel's own end, and not ours"
	json munmap --addr "$limit" --length 1p
	told out-of-range true "nor unmapped"
	json munmap --addr "$(printf '0x%x' $((limit - page)))" --length 1p
	json_is 'final | outcome' ok "the page before it is a program's"
	not_told out-of-range "and not out of range"
	json mmap 1p --file short --offset 9223372036854771712
	json_is 'final | outcome' EOVERFLOW "an offset at the end of all numbers overflows"
	told out-of-range true "because of its range"
	json brk 0x1000
	told out-of-range true "the break cannot lie below the heap"
	json_is 'final | (.why[0].facts.heap_start | hex) <= (.data.break_before | hex)' true "the heap begins at or below the break"
	json brk 0x7fffffffffff0000
	told out-of-range true "nor behind the end"
	json sbrk -1T
	told out-of-range true "nor can it be moved below by an increment"
	# Without room it is not the length that is out of range, but the gap.
	json mmap $((limit - page)) --flags +noreserve
	told out-of-range true "what fits nowhere between what is mapped is out of range"
	json_is 'final | .why[0].facts | .largest_gap < .length' true "the largest gap is told, and smaller"
	# Above the line there is room enough, for who asks.
	json layout
	line=$(ask '.layout.hinted.first')
	if [ "$line" = null ]; then
		skip "room that mmap uses only if addr lies there" "there is none on this machine"
	else
		json mmap $((line)) --flags +noreserve
		told out-of-range true "what mmap finds room for only if asked is out of range"
		fact_is out-of-range hinted_start "$line" "the line is told"
		higher=$(ask 'final.why[0].remedy[0]')
		as_tried=${higher#--addr }
		json mmap $((line)) --flags +noreserve --addr "$as_tried"
		json_is 'final | outcome' ok "and the remedy leads above it"
	fi
	# AddressSanitizer has a page of its own there.
	if [ "$(uname -m)" = x86_64 ] && ! sanitized; then
		json mmap 1025M --flags +32bit,noreserve
		# AddressSanitizer has a little of it.
		json_is 'final.why[] | select(.cause == "out-of-range") | .facts.largest_gap
			| if . > 1000000000 and . <= 1073741824 then "a gigabyte" else . end' \
			'a gigabyte' "MAP_32BIT has a gigabyte of room"
		sanitized || fact_is out-of-range largest_gap 1073741824 "to the byte"
	fi
	json mmap --flags +noreserve 4p , mmap 1p
	not_told out-of-range "what fits is in range"
	run mlock --length $most
	out_has 'why  nothing was done: the length is rounded up to 0 (out-of-range)' "text tells it"
else
	skip "lengths that wrap" "the numbers are those of 64 bits"
fi
json mmap 4p --as a , munmap , munmap --on a
not_told out-of-range "a hole is no end"

# --- no-map-type --------------------------------------------------------------

json mmap 4p --flags anonymous
told no-map-type true "neither shared nor private: no-map-type"
remedy_has no-map-type '--flags MAP_PRIVATE,MAP_ANONYMOUS' "what to type is private"
remedy_has no-map-type '--flags MAP_SHARED,MAP_ANONYMOUS' "or shared"
works "and that works" mmap 4p --flags MAP_PRIVATE,MAP_ANONYMOUS
json mmap 4p --flags shared_validate,anonymous
told no-map-type true "SHARED_VALIDATE is for files"
json mmap 1p --file short --flags droppable
told no-map-type true "DROPPABLE is not for files"
run mmap 4p --flags anonymous
out_has 'why  the flags have neither MAP_PRIVATE nor MAP_SHARED (no-map-type)' "text tells it"
json mmap 0
not_told no-map-type "a mapping with a type has one"

# --- unknown-flag -------------------------------------------------------------

unknown() { # BITS ARGS...
	bits=$1
	shift
	json "$@"
	told unknown-flag true "$*: unknown-flag"
	fact_is unknown-flag bits "$bits" "it tells the bits that nobody knows"
}
unknown 0x2 mlock --flags 2
unknown 0x10 mlockall 16
unknown 0x8 mremap 8p --flags 8
unknown 0x18 msync 25
unknown 0x63 madvise 99
unknown 0x400 memfd 1p --flags 0x401
unknown 0x40 mprotect 0x41
conflict() { # TEXT ARGS...
	text=$1
	shift
	json "$@"
	told unknown-flag true "$*: unknown-flag"
	json_is "final.why[] | select(.cause == \"unknown-flag\") | .message | contains(\"$text\")" true "it says why"
}
conflict 'exclude each other' msync sync,async
conflict 'needs MREMAP_MAYMOVE' mremap 8p --flags fixed --new-addr 0x10000000
conflict 'needs MREMAP_MAYMOVE' mremap 4p --flags dontunmap
conflict 'cannot change the length' mremap 8p --flags maymove,dontunmap
conflict 'needs MCL_CURRENT' mlockall onfault
conflict 'MCL_CURRENT or MCL_FUTURE is needed' mlockall 0
conflict 'MAP_SHARED and MAP_GROWSDOWN exclude each other' mmap 1p --flags shared,anonymous,growsdown
conflict 'MAP_GROWSDOWN needs MAP_ANONYMOUS' mmap 1p --file short --flags private,growsdown
json_is 'final.why[0].remedy | length == (unique | length)' true "each remedy is there once"
if [ ! -d /sys/kernel/mm/hugepages ]; then
	skip "MAP_HUGETLB and MAP_GROWSDOWN exclude each other" "this kernel has no pool of huge pages"
else
	conflict 'MAP_HUGETLB and MAP_GROWSDOWN exclude each other' mmap 4p --flags +growsdown,hugetlb
fi
conflict 'needs MFD_HUGETLB' memfd 1p --flags huge_2mb
conflict 'PROT_GROWSDOWN and PROT_GROWSUP exclude each other' mprotect rw,growsdown,growsup
if [ "$(getconf LONG_BIT)" = 64 ]; then
	json mmap 1p , touch write , madvise 0x100000004
	told upper-bits true "an int has 32 bits"
	fact_is upper-bits taken 0x4 "it tells what the kernel took"
	remedy_has upper-bits '--advice MADV_DONTNEED' "by its name"
	where exact_counters json_is 'final.effect.memory.resident.delta' "-$page" \
		"and that is what it did"
	json madvise 0x100000077
	told upper-bits true "of no name either"
	told unknown-flag true "of which the kernel knows none"
fi
json madvise dontneed
not_told upper-bits "a value of 32 bits has no upper ones"
json munmap --addr vdso --length 1p
if [ "$(ask 'final | outcome')" = EINVAL ]; then
	told special-mapping true "the vdso cannot be split"
else
	skip "the vdso cannot be split" "it has one page, or there is none"
fi
conflict 'hugetlbfs' mmap 1p --file short --flags private,hugetlb
json mmap 1p --file short --open rdwr --flags shared_validate,0x400
json_is 'final | outcome' EOPNOTSUPP "SHARED_VALIDATE refuses what it does not know"
told unknown-flag true "and it is told so"
fact_is unknown-flag flags 0x400 "with the bits"
json mmap 1p --file short --open rdwr --flags shared_validate,fixed_noreplace --addr 0x10000000
fact_is unknown-flag flags MAP_FIXED_NOREPLACE "it refuses some that are known, too"
json munmap --length 0
not_told unknown-flag "where there are no flags none is unknown"
json msync --addr +1
not_told unknown-flag "known flags are not"
run msync sync,async
out_has 'why  MS_SYNC and MS_ASYNC exclude each other (unknown-flag)' "text tells it"

# --- flag-ignored -------------------------------------------------------------

ignored() { # FLAGS ARGS...
	flags=$1
	shift
	json "$@"
	json_is 'final | outcome' ok "$* succeeds"
	told flag-ignored true "but a flag is ignored"
	fact_is flag-ignored flags "$flags" "and it is told which"
}
ignored 0x400 mmap 1M --flags shared,anonymous,0x400
ignored 0x400 mmap 1M --flags private,anonymous,0x400
ignored 'MAP_DENYWRITE|MAP_EXECUTABLE' mmap 4p --flags +denywrite,executable
ignored 'MAP_POPULATE|MAP_NONBLOCK' mmap 4p --flags +populate,nonblock
# What AddressSanitizer touches meanwhile is its own.
sanitized || json_is 'final.effect.memory.resident.delta' 0 "and indeed nothing was populated"
ignored MAP_HUGE_2MB mmap 4p --flags +huge_2mb
run mmap 4p --flags private,anonymous,denywrite --prot 0x43 --fd 0
out_has 'why  the kernel ignores MAP_DENYWRITE, fd 0 and prot 0x40 here (flag-ignored)' "several are told in one sentence"
ignored MAP_SYNC mmap 4p --flags +sync
ignored MS_ASYNC msync async
ignored 0 msync 0
json mmap 1p --prot 0x43
fact_is flag-ignored prot 0x40 "an unknown protection is ignored by mmap"
json mmap 1p --file short --open rdwr --flags shared,0x400
remedy_has flag-ignored '--flags MAP_SHARED_VALIDATE' "of a file SHARED_VALIDATE would check it"
json msync invalidate
not_told flag-ignored "MS_INVALIDATE asks to write nothing back"
for flags in +populate +noreserve +stack shared,anonymous; do
	json mmap 4p --flags $flags
	not_told flag-ignored "--flags $flags is not ignored"
done
json msync sync
not_told flag-ignored "MS_SYNC is not"
run mmap 1M --flags shared,anonymous,0x400
out_has 'why  the kernel ignores 0x400 here (flag-ignored)' "text tells it"

# --- address-taken ------------------------------------------------------------

json mmap 4p --as a , mmap 8p --addr a-4p --flags +fixed_noreplace
told address-taken true "what is mapped already is taken"
json_is '.steps[0].result.value as $a | final.why[] | select(.cause == "address-taken") | .facts | (.start | hex) < ($a | hex) + 4 * $page and (.end | hex) > ($a | hex) - 4 * $page' true \
	"by a mapping that reaches into it"
json mmap 4p --as a , mprotect r , mmap 1p --addr a --flags +fixed_noreplace
json_same "$(the_fact address-taken start)" '.steps[0].result.value' "the mapping that is there is told"
run mmap 4p --as a , mmap 1p --addr a --flags +fixed_noreplace
out_has 'why  a mapping is there already (address-taken)' "text tells it"
json mmap 4p --as a , munmap , mmap 4p --addr a --flags +fixed_noreplace
not_told address-taken "what is free is not taken"
json mmap 8p --as a , mremap 8p --addr a --length 4p --flags 0
json_is 'final | outcome' ENOMEM "where it may not move it cannot grow over the next"
told address-taken true "for that is in the way"
json mmap 4p --as a , mremap 4p --addr a --flags fixed,maymove --new-addr a+1p
told address-taken true "it cannot move onto itself"
json_is '.steps[0].result.value as $a | final.why[] | select(.cause == "address-taken") | .facts.start | distance($a)' 1 \
	"it tells where both places begin to overlap"
json brk +1p , mmap 1p --addr brk+4p --flags +fixed_noreplace , brk +16p
json_is 'final | outcome' ENOMEM "the break cannot grow over a mapping"
told address-taken true "for that is in the way"
fact_is address-taken asked $((16 * page)) "what was asked for is told"
json brk +1p , mmap 1p --addr brk+4p --flags +fixed_noreplace , brk +2p
nothing_told "where there is room it is not"
json sbrk 4p , mmap 4p --addr brk --flags +fixed , sbrk 4p
told address-taken true "memory mapped at the break is in the way"
fact_is address-taken room 0 "and leaves no room, whether it merged with the heap or not"
fact_is address-taken asked $((4 * page)) "for what was asked"
room=$(json brk +1p , mmap 1p --addr brk+8p --flags +fixed_noreplace , brk +64p; fact address-taken room)
json brk +1p , mmap 1p --addr brk+8p --flags +fixed_noreplace , brk "+$room"
json_is 'final | outcome' ok "the room that is told is there"
json brk +1p , mmap 1p --addr brk+8p --flags +fixed_noreplace , brk "+$((room + 1))"
json_is 'final | outcome' ENOMEM "and not a byte more"
told address-taken true "for the same reason"
json sbrk 1p , mmap 1p --addr brk+8p --flags +fixed_noreplace , sbrk 64p
told address-taken true "sbrk meets it as well"

json mmap 4p --as a , mmap 4p --as b , mremap 4p --addr a --flags fixed,maymove --new-addr b+1
json_is '[final.why[].cause] | join(" ")' misaligned "what overlaps only because it is odd does not overlap"

# --- min-addr -----------------------------------------------------------------

least=$(cat /proc/sys/vm/mmap_min_addr)
if [ "$least" -gt 0 ] && can_be_nobody; then
	as_nobody json mmap 1p --addr 0 --flags +fixed
	told min-addr true "an ordinary user cannot map the first page"
	fact_is min-addr min_addr "$(printf '0x%x' "$least")" "it tells vm.mmap_min_addr"
	as_nobody json mmap 1p --addr "$least" --flags +fixed
	nothing_told "at that address one can"
	as_nobody json mremap 1p --flags maymove,fixed --new-addr 0
	told min-addr true "nor move something there"
	as_nobody run mmap 1p --addr 0 --flags +fixed
	out_has 'no CAP_SYS_RAWIO' "text tells the capability"
	as_nobody json mmap 1p --addr 0x10
	told hint-not-honoured true "as a hint it is not followed"
	if machine_has raw_io "who has the capability is not held up"; then
		json mmap 1p --addr 0 --flags +fixed --expect ok,fail
		not_told min-addr "who has the capability is not held up"
	fi
else
	skip "min-addr" "vm.mmap_min_addr is 0, or nobody cannot be"
fi

# --- hint-not-honoured --------------------------------------------------------

json mmap 4p --as a , mprotect r , mmap 1p --addr a
told hint-not-honoured true "a hint at what is mapped is not followed"
json_same "$(the_fact hint-not-honoured start)" '.steps[0].result.value' "the mapping there is told"
json_same "$(the_fact hint-not-honoured got)" 'final.result.value' "and where it went instead"
json mmap 4p --as a , munmap , mmap 4p --addr a
nothing_told "a hint at what is free is followed"
run mmap 4p --as a , mmap 1p --addr a
out_has 'why  the hint was not followed: a mapping is there (hint-not-honoured)' "text tells it"
json mmap 4p --as a , mmap 4p --addr a --flags +fixed
not_told hint-not-honoured "a fixed address is no hint"

# --- length-rounded -----------------------------------------------------------

json mmap 4p --as a , mmap 100 --addr a --flags +fixed
told length-rounded true "an odd length is rounded up"
fact_is length-rounded asked 100 "from what was asked"
fact_is length-rounded rounded "$page" "to a page"
is "$(fact length-rounded rounded)" "$(ask '[final.effect.mappings[] | .size] | add // '"$page")" "and that is what was replaced"
for call in 'mmap 100' 'mmap 100 --file short' 'mremap 100' 'mremap 16385'; do
	# shellcheck disable=SC2086
	json $call
	nothing_told "$call reaches nothing that was there: its line shows the pages"
done
json munmap --length 1
told length-rounded true "munmap of a byte removes a page"
json_same "$(the_fact length-rounded rounded)" 'final.effect.mappings[0].size' "and that is what went"
json mlock --addr +1 --length 1p
fact_is length-rounded rounded $((2 * page)) "mlock rounds the start, too"
json_is 'final.effect.memory.locked.delta' $((2 * page)) "and locks two pages"
json mmap 100 , mprotect r , munmap --length 100
json_is '[.steps[].why[].cause] | join(" ")' length-rounded "it is told once, where it was typed"
json mmap 2p , munmap --length 1p
nothing_told "whole pages are not rounded"
run munmap --length 100
out_has "why  rounded to whole pages: $((page / 1024)) KiB instead of 100 B (length-rounded)" "text has it in a line"

# Protections that only some processors of an architecture have.
for prot in bti mte sao adi; do
	run mmap 4p --prot read,$prot --dry-run
	[ "$status" -eq 0 ] || continue # of another architecture
	json mmap 4p , mprotect read,$prot
	if [ "$(ask 'final | outcome')" = EINVAL ]; then
		told no-such-protection true "the processor has no $prot"
		not_told unknown-flag "which is no unknown bit"
	else
		json_is 'final | outcome' ok "the processor has $prot"
		not_told no-effect "and what the permissions do not show is no loss"
	fi
done
json mmap 4p , mprotect 0x8001
not_told no-such-protection "a bit without a name is of no processor"
told unknown-flag true "it is told as that"

done_testing
