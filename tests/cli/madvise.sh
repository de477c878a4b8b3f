#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json madvise dontneed
json_is '[.steps[] | "\(.implicit) \(.command)"] | join(", ")' \
	'true mmap, true touch, false madvise' "a lone madvise maps four pages and touches them first"
json_is 'final | .args.advice + ":" + changes' 'MADV_DONTNEED:' "madvise names its advice"
run madvise dontneed
out_has "^1  madvise(0x[0-9a-f]*, $((4 * page)), MADV_DONTNEED) = 0" "madvise is shown as strace prints it"

for advice in normal random sequential dontneed dontfork dofork dontdump dodump; do
	works "madvise $advice succeeds" madvise "$advice"
done
for advice in free wipeonfork keeponfork cold populate_read populate_write; do
	if needs "madvise $advice succeeds" "this kernel does not know it" madvise "$advice"; then
		works "madvise $advice succeeds" madvise "$advice"
	fi
done
head -c $((4 * page)) /dev/zero >data
works "madvise willneed of a file succeeds" madvise willneed --file data

json mmap 4p , madvise nohugepage --expect ok,EINVAL , poke 41 , madvise dontneed , peek 1 , touch
json_is '.steps[4].data.bytes' 00 "after dontneed private memory is zero again"
json_is '.steps[3:][] | faults' '0
1
3' "after dontneed each page faults again"

json memfd 4p , mmap --flags shared , poke 41 , madvise remove , peek 1
json_is 'final.data.bytes' 00 "remove punches a hole into the file"
ends EINVAL "remove needs a shared mapping" madvise remove
ends EINVAL "an unknown advice is EINVAL" madvise 1212
json_is 'final.args.advice' 0x4bc "an unknown advice is shown as a number"
ends EINVAL "an address that is not a multiple of the page is EINVAL" madvise dontneed --addr +1
ends EINVAL "a range that wraps around is EINVAL" madvise dontneed --length 0xfffffffffffff000
ends ENOMEM "madvise of what is not mapped is ENOMEM" mmap , munmap , madvise dontneed
ends EINVAL "dontneed of locked memory is EINVAL" mmap 1p , mlock , madvise dontneed
ends EINVAL "free of shared memory is EINVAL" mmap --flags shared,anonymous , madvise free
run madvise normal --addr NULL --length 0
status_is 0 "madvise of nothing succeeds for a known advice"
ends EINVAL "madvise of nothing is EINVAL for an unknown advice" madvise 1212 --addr NULL --length 0

json mmap 4p , touch write , munmap --addr +1p --length 1p , madvise dontneed --length 4p , touch --length 1p
json_is '.steps[3] | outcome' ENOMEM "over a hole madvise is ENOMEM"
json_is 'final | faults' 1 "what is mapped around the hole is gone all the same"

run madvise dontneed --file data
status_is 0 "--file maps a file in place of new memory"
json madvise dontneed --file data
json_is '[.steps[] | .command] | join(" ")' 'open mmap touch madvise' \
	"--file keeps the steps, and opens the file first"
json_is '.steps[2].args.access' read "with --file the first touch reads and does not write"

sentence="an access to a guard page is SIGSEGV"
if needs "$sentence" "this kernel has no guard pages" madvise guard_install; then
	ends SIGSEGV:SEGV_MAPERR "$sentence" \
		mmap 4p , madvise guard_install --addr +1p --length 1p , touch
	json_is 'final.data.touched' 1 "the page before the guard can be touched"
	json_is '.steps[1].effect.mappings | map(.before.perms + .after.perms) | unique | join(" ")' \
		"$(ask '.steps[1].effect.mappings | if length > 0 then "rw-prw-p" else "" end')" \
		"a guard changes no permission that shows among the mappings"
	works "guard_remove undoes it" mmap 4p , madvise guard_install , madvise guard_remove , touch
fi

sentence="dontneed_locked drops locked pages too"
if needs "$sentence" "this kernel has no MADV_DONTNEED_LOCKED" madvise dontneed_locked; then
	json mmap 1p , poke 41 , mlock , madvise dontneed_locked , peek 1
	json_is 'final.data.bytes' 00 "$sentence"
fi

sentence="dontneed of sealed memory that cannot be written is EPERM"
if needs "$sentence" "this kernel has no mseal" mseal; then
	ends EPERM "$sentence" mmap --prot read , mseal , madvise dontneed
fi


done_testing
