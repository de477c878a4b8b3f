#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json msync
json_is '[.steps[] | "\(.implicit) \(.command)"] | join(", ")' \
	'true memfd, true mmap, false msync' "a lone msync maps a memory file first"
json_is '.steps[1].effect.mappings[0].after.perms' 'rw-s' "that file is mapped shared"
json_is 'final.args.flags' MS_SYNC "msync waits where nothing is said"
run msync
out_has "^1  msync(0x[0-9a-f]*, $((4 * page)), MS_SYNC) = 0" "msync is shown as strace prints it"

works "msync async succeeds" msync async
works "msync invalidate succeeds" msync invalidate
run msync 0
status_is 0 "msync without flags succeeds and does nothing"
json msync 0
json_is 'final | "\(outcome) \(.args.flags)"' 'ok 0' "flags of 0 are passed as 0"

head -c $((2 * page)) /dev/zero >data
json mmap --file data --flags shared , poke 6d73796e63 , msync
json_is 'outcomes' 'ok ok ok ok' "a shared file can be written and synced"
is "$(head -c 5 data)" msync "what was poked is in the file"
json msync --file data
json_is '[.steps[] | .command] | join(" ")' 'open mmap msync' "--file takes the place of the memory file"
json_is '.steps[0].args.flags + " " + .steps[1].args.prot' 'O_RDONLY PROT_READ' \
	"--file never writes to the file"

ends EINVAL "async and sync together are EINVAL" msync async,sync
ends EINVAL "an unknown flag is EINVAL" msync 0x80
ends EINVAL "an address that is not a multiple of the page is EINVAL" msync --addr +1
ends ENOMEM "msync of what is not mapped is ENOMEM" mmap , munmap , msync
ends ENOMEM "msync over a hole is ENOMEM" mmap 4p , munmap --addr +1p --length 1p , msync --length 4p
ends EBUSY "invalidate of locked pages is EBUSY" \
	memfd 1p , mmap --flags shared , mlock , msync invalidate

done_testing
