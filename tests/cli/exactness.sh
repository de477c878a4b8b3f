#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# Nothing of memtool itself may show in an effect.
! sanitized || skip_all "AddressSanitizer has mappings and faults of its own"

# Several times: what depends on luck must show.
rounds=5
# again WANTED FILTER SENTENCE ARGS...
again() {
	wanted=$1
	filter=$2
	sentence=$3
	shift 3
	: >all
	for _ in $(seq $rounds); do
		json "$@"
		cat out >>all
	done
	mv all out
	is "$(ask "$filter" | sort -u)" "$wanted" "$sentence, $rounds times out of $rounds"
}

nothing='final | "\(.effect.mappings | length) \(.effect.faults.minor) \(.effect.faults.major)"'
again '0 0 0' "$nothing" "pagesize changes nothing" pagesize
again '0 0 0' "$nothing" "brk that reports changes nothing" brk
again '0 0 0' "$nothing" "sbrk 0 changes nothing" sbrk 0
again '0 0 0' "$nothing" "a second touch changes nothing" touch write , touch write
again '0 0 0' "$nothing" "an unknown advice changes nothing" madvise 1212
again '0 0 0' "$nothing" "munmap of nothing changes nothing" mmap , munmap , munmap
again '0 0 0' "$nothing" "munlock of what was not locked changes nothing" munlock
again '0 0 0' "$nothing" "msync changes nothing" msync
again '0 0 0' "$nothing" "mincore changes nothing" mincore
again '0 0 0' "$nothing" "munlockall changes nothing" munlockall
again '0 0 0' "$nothing" "a close changes nothing" memfd , close
again '0 0 0' "$nothing" "a failed open changes nothing" open nothing
again '0 0 0' "$nothing" "alloca touches nothing" alloca 4k
again '0 0 0' "$nothing" "the first peek at what was touched changes nothing" touch write , peek
again '0 0 0' "$nothing" "a step after a caught fault changes nothing" mprotect none , touch --expect SIGSEGV , pagesize
json brk , pagesize , sbrk , munlockall , open nothing , memfd 0
json_is '[.steps[] | faults, (.effect.mappings | length)] | add' 0 "no step without effect has one, whichever comes first"

again '64' 'final | faults' "64 pages without huge pages are 64 faults" \
	mmap 64p , madvise nohugepage --expect ok,EINVAL , touch write
again 'added 64 - rw-p/changed 64 rw-p rw-p/' '[.steps[] | changes] | join("/")' "and one mapping" \
	mmap 64p , madvise nohugepage --expect ok,EINVAL , touch write
again '64' 'final | faults' "after dontneed they fault again" \
	mmap 64p , madvise nohugepage --expect ok,EINVAL , touch write , madvise dontneed , touch write
again '1' 'final | faults' "one byte is one fault" mmap 64p , madvise nohugepage --expect ok,EINVAL , poke 41
again '8' 'final | faults' "every eighth page of 64 is 8 faults" \
	mmap 64p , madvise nohugepage --expect ok,EINVAL , touch write --stride 8p
again 'changed 3 rw-p r--p' 'final | changes' "mprotect of middle pages shows exactly those pages" \
	mmap 8p , mprotect read --addr +2p --length 3p
again 'removed 3 rw-p -' 'final | changes' "munmap of middle pages shows exactly those pages" \
	mmap 8p , munmap --addr +2p --length 3p
again 'changed 2 rw-p r--p' 'final | changes' "mmap fixed over others shows exactly what it replaced" \
	mmap 8p --as a , mmap 2p --addr a+3p --flags +fixed --prot read
again 'changed 2 rw-p r--p, changed 1 r-xp r--p, changed 1 rw-p r--p' 'final | changes' \
	"mmap fixed over several mappings shows each" \
	mmap 8p --as a , mprotect 'r-x' --addr a+4p --length 1p , mmap 4p --addr a+2p --flags +fixed --prot read
# The same anonymous memory mapped again looks as before, and was replaced.
again 'replaced 2 rw-p rw-p' 'final | changes' "mmap fixed of the same over itself is a mapping that was replaced" \
	mmap 8p --as a , mmap 2p --addr a+3p --flags +fixed
again '2' 'final | faults' "but its pages are new" \
	mmap 8p --as a , touch write , mmap 2p --addr a+3p --flags +fixed --as b , touch write --on a
# A hole filled again: the kernel joins the three to one.
again 'added 2 - rw-p' 'final | changes' "an mmap that merges with its neighbours shows exactly the new pages" \
	mmap 8p --as a , munmap --addr a+3p --length 2p , mmap 2p --addr a+3p --flags +fixed
again 'true' '(final.effect.mappings[0].start == final.region.start) and (final.effect.mappings[0].end == final.region.end)' \
	"and where they are" \
	mmap 8p --as a , munmap --addr a+3p --length 2p , mmap 2p --addr a+3p --flags +fixed
again 'added 2 - rw-p' 'final | changes' "an mmap below a neighbour shows exactly the new pages" \
	mmap 4p --as a , munmap --addr a --length 2p , mmap 2p --addr a --flags +fixed
again 'changed 1 rw-p rw-p' 'final | changes' "mlock of a part changes that part alone" \
	mmap 4p , mlock --addr +1p --length 1p
again 'removed 8 rw-p -' 'final | changes' "munmap of what was split inside shows it as one" \
	mmap 8p , madvise dontfork --addr +2p --length 2p , munmap

# Durations are those of the call alone: a fork or a snapshot would be far more.
json mmap , munlockall , munlockall , munlockall , munlockall , munlockall , munlockall , munlockall
json_is '[.steps[].result.duration_ns] | min < 100000' true "the fastest of several small calls is fast"

# Of repeated system calls all faults are counted together.
json mmap 16p , touch write , madvise normal --times 5000 , mlock --times 100 , munlock --times 100
json_is '[.steps[2:][] | .effect.faults.minor] | tostring' '[0,0,0]' "what is repeated without a fault has none"
json mmap 16p , madvise populate_write --times 3 , madvise dontneed , touch write
json_is '.steps[1].effect.faults == .steps[3].effect.faults' true "the first of several has all"

done_testing
