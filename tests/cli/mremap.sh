#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json mremap 8p
json_is outcomes 'ok ok' "a lone mremap maps four pages first"
json_is 'final.args | "\(.length | pages) \(."new-length" | pages) \(.flags) \(."new-addr")"' \
	'4 8 MREMAP_MAYMOVE null' "mremap may move, and no new address is passed"
json_is 'final.region.size | pages' 8 "the region is as long as it became"
json_is 'final | .result.value == .region.start' true "the value of mremap is the region's start"
json_is '[final.effect.mappings[] | if .change == "added" then .size else - .size end] | add | pages' 4 \
	"four pages more are mapped"

run mremap 8p
out_has "mremap(0x[0-9a-f]*, $((4 * page)), $((8 * page)), MREMAP_MAYMOVE)" \
	"mremap is shown as strace prints it"

json mmap 8p , mremap 3p
json_is 'final | changes' 'removed 5 rw-p -' "shrinking removes exactly the pages behind"
json_is 'final.region.start == .steps[0].region.start' true "what shrinks stays where it is"

json mmap 4p --as a , mmap 8p --as b , munmap b , poke --on a 6d6f76 , \
	mremap 4p --on a --flags maymove,fixed --new-addr b+2p --as c , peek 3 --on c , \
	touch --on a --expect SIGSEGV:SEGV_MAPERR
status_is 0 "a mapping can be moved to an address"
json_is '(.steps[4].region.start | hex) - (.steps[1].region.start | hex) | pages' 2 \
	"a moved mapping is where it was sent"
json_same '.steps[4] | changes' '.steps[4] | [.effect.mappings | sort_by(.start)[]
	| if .change == "added" then "added 4 - rw-p" else "removed 4 rw-p -" end] | join(", ")' \
	"a move adds the new pages and removes the old ones"
json_is '.steps[5].data.bytes' 6d6f76 "the bytes move along"

json mmap 8p --as a , mremap 6p --addr a --length 2p --as b , peek 1 --on b
json_is '.steps[1].region.start == .steps[0].region.start' false \
	"where there is no room, maymove moves"
ends ENOMEM "without maymove a lack of room is ENOMEM" \
	mmap 8p , mremap 6p --length 2p --flags 0
ends EINVAL "a new length of 0 is EINVAL" mremap 0
ends EINVAL "an old address that is not a multiple of the page is EINVAL" mremap 4p --addr +1
ends EINVAL "fixed without maymove is EINVAL" mremap 4p --flags fixed --new-addr 0x100000
ends EINVAL "an unknown flag is EINVAL" mremap 4p --flags 0x80
ends EINVAL "a move onto itself is EINVAL" \
	mmap 4p --as a , mremap 4p --flags maymove,fixed --new-addr a+1p
ends EFAULT "mremap of what is not mapped is EFAULT" mmap , munmap , mremap 8p
ends EFAULT "mremap over a hole is EFAULT" \
	mmap 4p , munmap --addr +1p --length 1p , mremap 8p --length 4p

sentence="beyond RLIMIT_AS mremap is ENOMEM"
if can_limit_memory "$sentence"; then
	limited 'ulimit -v 30000' run mremap 64M --expect ENOMEM
	status_is 0 "$sentence"
fi

sentence="dontunmap leaves the old range mapped and empty"
if needs "$sentence" "this kernel has no MREMAP_DONTUNMAP" mremap 4p --flags +dontunmap; then
	json mmap 4p --as a , poke 78 , mremap 4p --flags +dontunmap --as b , \
		peek 1 --on b , peek 1 --on a
	json_is '[.steps[3, 4].data.bytes] | join(" ")' '78 00' "$sentence"
	json_is '.steps[2] | changes' 'added 4 - rw-p' "dontunmap removes nothing"
	json_is '.steps[2].args."new-addr"' null "dontunmap has no hint where none was given"
fi

sentence="mremap of sealed memory is EPERM"
if needs "$sentence" "this kernel has no mseal" mseal; then
	ends EPERM "$sentence" mseal , mremap 8p
fi

if can_be_nobody; then
	as_nobody limited "ulimit -l $((page / 128))" json mmap 4p , mlock , mremap 64p
	json_is 'final | outcome' EAGAIN "growing locked memory beyond RLIMIT_MEMLOCK is EAGAIN"
else
	skip "growing locked memory beyond RLIMIT_MEMLOCK is EAGAIN" "cannot become an ordinary user"
fi

done_testing
