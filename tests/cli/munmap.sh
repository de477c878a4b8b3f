#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json munmap
json_is '[outcomes, (.steps[0].implicit | tostring), (.steps | length | tostring)] | join(" ")' \
	'ok ok true 2' "a lone munmap maps four pages first"
json_is 'final | changes' 'removed 4 rw-p -' "munmap removes exactly these"
json_is 'final.result.value' 0 "munmap returns 0"
json_is 'final.on | "\(.step) \(.name)"' '1 null' "munmap acts on its implicit step"

works "munmap of a named region" mmap --as a , munmap a
run mmap --as a , munmap a
out_has "^2  munmap(0x[0-9a-f]*, $((4 * page))) = 0" "munmap is shown as strace prints it"
out_has '^   - [0-9a-f]*-[0-9a-f]*  rw-p  [0-9]* KiB  anonymous' "what went is marked with a minus"

json mmap 8p --as a , munmap --addr a+2p --length 3p
json_is 'final | changes' 'removed 3 rw-p -' "munmap of middle pages shows exactly those"
json_is '(final.effect.mappings[0].start | hex) - (.steps[0].region.start | hex) | pages' 2 \
	"the hole begins where munmap began"
json mmap 4p , munmap --addr +1p
json_is 'final.args.length | pages' 3 "without --length munmap goes to the end of the region"

json mmap 4p , munmap , munmap
json_is 'final | outcome + ":" + changes' 'ok:' "munmap of what is not mapped succeeds and changes nothing"
json mmap 4p , munmap --addr +1p --length 1 , munmap --addr +1p --length 1p
json_is '.steps[1] | changes' 'removed 1 rw-p -' "a length of 1 takes the whole page"
json mmap 4p , mprotect read --addr +2p , munmap
json_is 'final | [.effect.mappings[] | "\(.size | pages) \(.before.perms)"] | join(", ")' \
	'2 rw-p, 2 r--p' "munmap over two mappings shows both"

ends SIGSEGV:SEGV_MAPERR "a use after unmap is SIGSEGV" mmap --as a , munmap a , touch --on a
json_is '(final.result.signal.address == .steps[0].region.start) and (final.on.name == "a")' true \
	"a use after unmap faults at the old address, by the old name"

ends EINVAL "an address that is not a multiple of the page is EINVAL" munmap --addr +1
ends EINVAL "munmap of length 0 is EINVAL" munmap --length 0
ends EINVAL "munmap beyond the address space is EINVAL" munmap --length 0xfffffffffffff000
json munmap --addr +1
json_is 'final | changes' '' "after EINVAL the mapping is whole"

sentence="munmap of sealed memory is EPERM"
if needs "$sentence" "this kernel has no mseal" mseal; then
	ends EPERM "$sentence" mseal , munmap
	json_is 'final | changes' '' "sealed memory is still there"
fi

done_testing
