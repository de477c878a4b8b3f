#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json alloca 64k , touch write
json_is 'outcomes' 'ok ok' "memory of the stack can be taken and touched"
json_is '.steps[0] | .result.value == .region.start' true "its value is the region's start"
json_is '.steps[0].region.size' 65536 "the region is as long as it was asked for"
json_is '.steps[0] | [.args | keys[]] | join(" ")' 'frames size' "alloca has a size, and frames"
json_is '.steps[0].args.frames' null "which are not there unless they are asked for"
if machine_has plain_alloca; then
	json_is '.steps[0].effect.faults.minor' 0 "taking it touches nothing"
else
	json_is '.steps[0].effect.memory.anonymous.delta <= $page' true "taking it touches one page, as the ABI wants"
fi
run alloca 64k
out_has '^alloca(65536) = 0x[0-9a-f]*' "alloca is shown as a call"

json alloca 4k --as a , poke 616c6c6f6361 --on a , mmap , touch write , alloca 64k --as b \
	, touch write --on b , pagesize , peek 6 --on a
json_is 'final.data.bytes' 616c6c6f6361 "what was taken stays until the chain ends"
json_is '.steps[0].region.start > .steps[4].region.end or .steps[0].region.start == .steps[4].region.end' true "the second one lies below the first"

# Far below the stack's limit: nothing of ours may die of it.
if machine_has plain_alloca; then
	limited 'ulimit -s 8192' json alloca 64M --as a , pagesize , mmap , touch write , \
		touch write --on a --length 1 --expect SIGSEGV:SEGV_MAPERR , pagesize
	status_is 0 "after alloca beyond the limit the chain goes on"
	of=1
	machine_has exact_faults || of=$page
	json_is "(.steps[0].region.start | hex) as \$at | (.steps[4].result.signal.address | hex) == \$at - \$at % $of" true \
		"the first touch faults exactly where it begins"
	limited 'ulimit -s 8192' run alloca 64M , touch write --length 1
	out_has '= SIGSEGV (SEGV_MAPERR) 0x' "text tells the same"
	status_is 1 "a fault is exit status 1"
else
	limited 'ulimit -s 8192' json alloca 64M --expect SIGSEGV , pagesize , alloca 64k
	status_is 0 "where alloca itself touches beyond the limit, that is its result"
fi

works "alloca of nothing succeeds" alloca 0

done_testing
