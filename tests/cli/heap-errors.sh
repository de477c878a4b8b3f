#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010,SC2016,SC2034 # then is a word of memtool's, the $ are jq's
. "$(dirname "$0")/lib.sh"

# What an allocator refuses, and what becomes of what it cannot refuse.
! sanitized || skip_all "AddressSanitizer has an allocator of its own"
unset MALLOC_CHECK_ MALLOC_PERTURB_ GLIBC_TUNABLES

# Refused.
ends ENOMEM "more than PTRDIFF_MAX is ENOMEM" malloc 0x8000000000000000
ends ENOMEM "more than the address space is ENOMEM" malloc 0x7fffffffffff0000
ends ENOMEM "a product beyond 64 bits is ENOMEM of calloc" calloc --nmemb 0x100000000 --size 0x100000000
json calloc --nmemb 0x100000000 --size 0x100000000 --expect ENOMEM
status_is 0 "which can be expected"
json_is 'final | "\(.args.nmemb) \(.args.size) \(.region) \(.data.asked) \(.data.zero)"' '4294967296 4294967296 null null null' \
	"no block, and nothing told of one"
ends ENOMEM "and of reallocarray" reallocarray 0x100000000 --nmemb 0x100000000
json malloc 100 --as a , poke 41 , realloc 0x7fffffffffff0000 --on a --expect ENOMEM , peek 1 --on a , free --on a
json_is '"\(outcomes) \(.steps[3].data.bytes)"' 'ok ok ENOMEM ok ok 41' "a block whose realloc failed is as it was"
ends EINVAL "posix_memalign with 48 is EINVAL" posix_memalign 64 --alignment 48
json posix_memalign 64 --alignment 48 --expect EINVAL
status_is 0 "which can be expected"
ends EINVAL "and with less than a pointer's" posix_memalign 64 --alignment 4
ends EINVAL "and with 0" posix_memalign 64 --alignment 0
ends ENOMEM "more than there is is ENOMEM of posix_memalign" posix_memalign 0x7fffffffffff0000

# Limits: the break first, then mappings.
sentence="beyond RLIMIT_AS malloc is ENOMEM"
limited 'ulimit -v 200000' run malloc 1G --expect ENOMEM
status_is 0 "$sentence"
limited 'ulimit -d 16384' run malloc 64M --expect ENOMEM
status_is 0 "beyond RLIMIT_DATA too"
limited 'ulimit -d 16384' json malloc 100K --times 1000 --as a , free --on a , malloc 100K
json_is '.steps[0] | "\(outcome) \(.repeat.calls) \(.repeat.returned > 50) \(.repeat.returned < 200)"' 'ENOMEM 1000 true true' \
	"and after so many small blocks"
json_is '.steps[0].repeat | .returned == (.blocks | length)' true "those before it are told"
json_is '[.steps[1:][] | outcome] | join(" ")' 'ok ok' "they can be freed, and then there is room again"
json_same '.steps[1].repeat.returned' '.steps[0].repeat.returned' "each of them"

# What is freed twice.
json malloc 100 --as a then free --on a then free --on a --expect SIGABRT
where glibc status_is 0 "a double free is SIGABRT"
where glibc json_is '.subject.output' 'free(): double free detected in tcache 2' "with the allocator's message"
where glibc json_is '"\(final | outcome) \(final.effect) \(final.data)"' 'SIGABRT:SI_TKILL null null' "and nothing is known of its effect"
where glibc json_is '.subject.ended | "\(.step) \(.signal)"' '3 SIGABRT' "the subject's end is told"
run malloc 100 --as a then free --on a then free --on a
status_is 1 "unasked it is not as expected"
where glibc out_has '^the subject printed: free(): double free detected' "text has the message"
where glibc err_has '3 (free: wanted ok, got SIGABRT:SI_TKILL)' "and the line that sums up the signal"
# Where the caches of threads do not look, and another block lies between.
json malloc 2000 --as a , malloc 1 , free --on a , free --on a
where glibc json_is '"\(final | outcome) \(.subject.output | test("double free|corruption"))"' 'SIGABRT:SI_TKILL true' \
	"of a large block, too"
ends SIGSEGV:SEGV_MAPERR "a mapping that was freed is gone" malloc 1M --as a , free --on a , touch --on a
json malloc 1M --as a , free --on a , free --on a
json_is 'final | outcome | test("^SIG(SEGV|ABRT)")' true "and freeing it again ends the subject"

# What is no block.
json free --addr +8 --expect SIGABRT
where glibc json_is '"\(.exit_status) \(.subject.output | test("invalid"))"' '0 true' "free within a block is SIGABRT"
json malloc 100 , mmap --as m , free --on m
json_is 'final | outcome | test("^SIG")' true "free of a mapping that mmap made ends the subject"
json malloc 100 , realloc 200 --addr +8
json_is 'final | outcome | test("^SIG")' true "and so does realloc within a block"
json malloc 100 , free --addr 0x10 --expect SIGSEGV,SIGABRT
status_is 0 "a wild pointer is a signal"

# What is written where it does not belong.
json malloc 24 --as a , malloc 24 --as b , poke ffffffffffffffff --addr a.end , free --on b
where glibc json_is '"\(.steps[2] | outcome) \(final | outcome)"' 'ok SIGABRT:SI_TKILL' "a byte behind a block is noticed when it is freed"
json malloc 24 --as a , free --on a , poke 4141414141414141 --on a , malloc 24 , malloc 24
where glibc json_is '"\(.steps[2] | outcome)"' ok "use after free is silent"
json_is '[.steps[3:][] | .data.heap.in_use?] | unique | tostring' '[null]' "its figures are not asked for either"
json malloc 24 --as a , poke 4141414141414141 --on a , free --on a
where glibc json_is 'final.data.heap.in_use != null' true "what is written within a block breaks nothing"
json malloc 100 , poke ff --length 200 , malloc_info --skip-unsupported
where glibc json_is 'final | "\(outcome) \(.result.reason) \(.result.unsupported)"' \
	"skipped step 2 may have damaged the allocator's records, and then it might never end false" \
	"what walks through damaged records is skipped, with that reason"
where glibc status_is 1 "which is no lack of the machine"
json malloc 100 --as a , free --on a , malloc_info
where glibc json_is '"\(final | outcome)"' ok "an allocator that is well can be asked"
json malloc 100 --as a , free --on a , peek 8 --on a
where glibc json_is 'final | outcome' ok "a freed block can still be read"
run malloc 24 --as a , malloc 24 --as b , poke ffffffffffffffff --addr a.end , malloc 9
where glibc out_has 'not read, its records may be corrupt' "text says why there are no figures"
# Most blocks begin within a page, where these calls do nothing.
for refused in munmap "madvise dontneed" "mprotect none"; do
	# shellcheck disable=SC2086
	json malloc 100 --as a , $refused --expect EINVAL , malloc 100
	where glibc json_is '"\(.steps[1] | outcome) \(final.data.heap.in_use != null)"' 'EINVAL true' \
		"$refused that was refused leaves the records in no doubt"
done
json malloc 100 --times 2 --as a , munmap --on a --expect EINVAL , free --on a
where glibc json_is 'final.data.heap.in_use != null' true "nor where it would act on several blocks"
json malloc 1M --times 2 --as a , madvise dontneed --addr heap --length 4k , malloc 100
json_is 'final | .data == null or .data.heap.in_use == null' true "one that was performed leaves them in doubt"

# What failed is shown as the function returns it.
for call in malloc realloc memalign calloc reallocarray 'aligned_alloc --alignment 16'; do
	# shellcheck disable=SC2086 # a call and an option
	run $call --size 0x7fffffffffff0000
	grep -q "= NULL ENOMEM ($(words ENOMEM))" out
	ok "a failed $call returns NULL"
done
run posix_memalign 64 --alignment 48
out_has "^posix_memalign(&block, 48, 64) = 22 EINVAL ($(words EINVAL))" \
	"posix_memalign returns the number of the error"
json posix_memalign 64 --alignment 48
json_is '.steps[0].result | "\(.value) \(.errno.name)"' 'null EINVAL' "which the document has as any errno"
run mmap 0
out_has '= -1 EINVAL' "a system call returns -1"
run mmap 1p , sbrk 0x7fffffffffff0000
out_has '= -1 ENOMEM' "and so does sbrk"

done_testing
