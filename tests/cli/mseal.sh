#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

run mseal --expect ok,ENOSYS --json
if [ "$(ask 'final | outcome')" = ENOSYS ]; then
	# A filter's answer is not the kernel's.
	if machine_has no_seccomp "ENOSYS is marked as unsupported"; then
		json_is 'final.result.unsupported' true "ENOSYS is marked as unsupported"
		run mseal --skip-unsupported
		status_is 77 "--skip-unsupported makes ENOSYS exit status 77"
	fi
	skip "the rest of mseal" "this kernel has no mseal"
	done_testing
fi

json mseal
json_is 'final.call | test("^mseal\\(0x[0-9a-f]+, [0-9]+, 0\\)$")' true "mseal is shown as a call"
json_is 'final | "\(outcome) \(.effect.mappings | map(.before.perms == .after.perms) | all) \(.result.unsupported)"' 'ok true false' "a lone mseal seals four pages"
run mseal
out_has "^1  mseal(0x[0-9a-f]*, $((4 * page)), 0) = 0" "text shows the same"

ends EPERM "sealed memory cannot be unmapped" mseal , munmap
ends EPERM "sealed memory cannot be protected" mseal , mprotect none
ends EPERM "sealed memory cannot be moved" mseal , mremap 8p
ends EPERM "sealed memory cannot be mapped over" \
	mmap --as a , mseal , mmap 4p --addr a --flags +fixed
works "sealed memory can be written" mseal , touch write
works "sealed memory can be sealed again" mseal , mseal
works "a region can be sealed by its name" mmap --as a , mmap --as b , mseal a , munmap b
ends EPERM "only part of it sealed, the whole cannot be unmapped" \
	mmap 4p , mseal --addr +1p --length 1p , munmap --addr +0 --length 4p
json_is 'final | changes' '' "where a part is sealed nothing goes"
works "around the sealed page it can be unmapped" \
	mmap 4p , mseal --addr +1p --length 1p , munmap --addr +2p
ends EINVAL "a flag is EINVAL" mseal --flags 1
ends EINVAL "an address that is not a multiple of the page is EINVAL" mseal --addr +1
ends ENOMEM "mseal of what is not mapped is ENOMEM" mmap , munmap , mseal
ends ENOMEM "mseal over a hole is ENOMEM" mmap 4p , munmap --addr +1p --length 1p , mseal --length 4p

done_testing
