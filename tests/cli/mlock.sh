#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json mmap 4p , mlock , mincore
json_is '.steps[1].call | split("(")[0]' mlock "without flags the call is mlock"
json_is '.steps[1].args.flags' null "without flags none are passed"
json_is 'final.data.resident' 4 "locked pages are resident"
run mlock
out_has "^1  mlock(0x[0-9a-f]*, $((4 * page))) = 0" "mlock is shown as strace prints it"
json mlock 2p
json_is '"\(.steps[0].args.length | pages) \(final.args.length | pages)"' '4 2' \
	"the word of mlock is its length"
json mlock 8p
json_is '"\(.steps[0].args.length | pages) \(final.args.length | pages)"' '8 8' \
	"the implicit mapping grows with the length"

json mmap 4p , mlock --flags onfault , mincore
json_is '.steps[1].call | test("^mlock2\\(0x[0-9a-f]+, [0-9]+, MLOCK_ONFAULT\\)$")' true \
	"with flags the call is mlock2"
json_is 'final.data.resident' 0 "onfault locks without faulting"
run mlock --flags onfault
out_has '+locked (lo)  +\(lock-on-fault (lf)\|unknown (??)\) ' \
	"its flag is told by name, or as unknown where the kernel has no letters for it"
json mlock --flags onfault
json_is 'final.effect.mappings[] | (.after.vm_flags - .before.vm_flags) | join(" ") | . == "lo lf" or . == "lo ??"' true \
	"and in JSON by its letters"
json mlock --flags 0
json_is 'final.call | test("^mlock2\\(.*, 0\\)$")' true "flags of 0 are mlock2 too"
ends EINVAL "an unknown flag of mlock2 is EINVAL" mlock --flags 0x80
ends ENOMEM "mlock over a hole is ENOMEM" mmap 4p , munmap --addr +1p --length 1p , mlock 4p
ends ENOMEM "mlock of what is not mapped is ENOMEM" mmap , munmap , mlock

works "munlock alone succeeds" munlock
json mlock , munlock
json_is 'final | "\(outcome) \(.args | keys | join(" "))"' 'ok addr length' "munlock follows mlock"
run mmap --as a , mlock , munlock a
out_has "^3  munlock(0x[0-9a-f]*, $((4 * page))) = 0" "munlock is shown as strace prints it"
ends ENOMEM "munlock of what is not mapped is ENOMEM" mmap , munmap , munlock

works "munlockall succeeds" munlockall
run munlockall
out_has '^munlockall() = 0' "munlockall takes no arguments"
json munlockall
json_is '.steps | length' 1 "munlockall needs no memory first"

ends EINVAL "mlockall without a flag is EINVAL" mlockall 0
ends EINVAL "mlockall with onfault alone is EINVAL" mlockall onfault
ends EINVAL "mlockall with an unknown flag is EINVAL" mlockall 0x80
sentence="mlockall locks what is mapped"
if sanitized; then
	skip "$sentence" "it would fill the memory with AddressSanitizer's shadow"
elif needs "$sentence" "the limit on locked memory is too small" mlockall; then
	json mmap 4p , mlockall , mincore , munlockall
	json_is 'outcomes' 'ok ok ok ok' "$sentence"
	json_is '.steps[1].call' 'mlockall(MCL_CURRENT)' "mlockall locks the current memory where nothing is said"
	json_is '.steps[2].data.resident' 4 "after mlockall the pages are resident"
	json mlockall future , mmap 4p , mincore
	json_is 'final.data.resident' 4 "with future, new pages are resident at once"
	json mlockall future,onfault , mmap 4p , mincore
	json_is 'final.data.resident' 0 "with onfault they are not"
fi

if can_be_nobody; then
	as_nobody limited 'ulimit -l 0' json mlock
	json_is 'final | outcome' EPERM "a limit of 0 is EPERM"
	as_nobody limited 'ulimit -l 0' json mlockall
	json_is 'final | outcome' EPERM "a limit of 0 is EPERM for mlockall too"
	as_nobody limited "ulimit -l $((page / 64))" json mlock 256p
	json_is 'final | outcome' ENOMEM "mlock beyond RLIMIT_MEMLOCK is ENOMEM"
	as_nobody limited "ulimit -l $((page / 64))" run mlock 256p
	out_has "= -1 ENOMEM ($(words ENOMEM))" "ENOMEM is told in words"
	status_is 1 "an unexpected ENOMEM is exit status 1"
	as_nobody limited "ulimit -l $((page / 64))" run mlock 256p --expect ENOMEM
	status_is 0 "an expected ENOMEM is exit status 0"
	as_nobody limited "ulimit -l $((page / 64))" json mlockall
	json_is 'final | outcome' ENOMEM "mlockall beyond RLIMIT_MEMLOCK is ENOMEM"
	as_nobody limited "ulimit -l $((page / 64))" run mlock 2p
	status_is 0 "below the limit an ordinary user may lock"
else
	skip "mlock beyond RLIMIT_MEMLOCK is ENOMEM" "cannot become an ordinary user"
fi

done_testing
