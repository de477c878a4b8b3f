#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC2034 # as is for the functions of lib.sh
. "$(dirname "$0")/lib.sh"

json mincore
json_is 'final.data | "\(.resident) of \(.pages)"' '0 of 4' "new memory is not resident"
run mincore
out_has '0 of 4 pages resident' "text tells how many pages are resident"
out_has "^1  mincore(0x[0-9a-f]*, $((4 * page))" "mincore is shown as a call"

json mmap 8p , madvise nohugepage --expect ok,EINVAL , touch write --addr +2p --length 3p , mincore \
	, mincore --addr +2p --length 3p , mincore --length 2p
json_is '[.steps[3:][].data | "\(.resident)/\(.pages)"] | join(" ")' '3/8 3/3 0/2' \
	"exactly the touched pages are resident"
json mmap 4p , touch write , madvise dontneed , mincore
json_is 'final.data.resident' 0 "after dontneed none is resident"
json mmap 4p , mincore --length 1
json_is 'final.data.pages' 1 "a part of a page counts as a page"

head -c $((3 * page)) /dev/zero >data
json mincore --file data
json_is 'final.data.resident' 3 "a file that was just written is resident"

json mmap 512M --flags +noreserve , madvise nohugepage --expect ok,EINVAL \
	, touch write --addr +300M --length 1p , mincore
json_is 'final.data | "\(.resident) \(.pages == 536870912 / '"$page"')"' '1 true' \
	"a range of more pages than one call of ours takes is counted whole"

ends EINVAL "an address that is not a multiple of the page is EINVAL" mincore --addr +1
ends ENOMEM "mincore of what is not mapped is ENOMEM" mmap , munmap , mincore
json_is 'final.data | "\(.resident) \(.pages)"' 'null 4' "what is not known is null"
ends ENOMEM "mincore over a hole is ENOMEM" mmap 4p , munmap --addr +1p --length 1p , mincore --length 4p
ends ENOMEM "a length beyond the address space is ENOMEM" mincore --length 0x7ffffffffffff000
ends ENOMEM "a long range with a hole is ENOMEM" \
	mmap 512M --flags +noreserve , munmap --addr +400M --length 1p , mincore --length 512M

# Whether it was told the truth.
head -c $((6 * page)) /dev/zero >data
head -c "$page" /dev/zero >other
json mincore
json_is 'final.data | [.trusted, .cache] | tostring' '[true,null]' "of anonymous memory mincore tells the truth"
json mincore --file data
json_is 'final.data.trusted' true "so it does of a file of one's own"
json_is 'final.data.cache | if . then .cached else 6 end' 6 "cachestat counts its pages"
json mmap 2p , munmap , mincore --expect ENOMEM
json_is 'final.data | [.trusted, .cache] | tostring' '[null,null]' "what failed told nothing"
if can_be_nobody && [ "$(id -u)" = 0 ]; then
	as_nobody json mincore --file other
	json_is 'final.data | [.trusted, .cache] | tostring' '[false,null]' \
		"of another's file it does not, and cachestat refuses"
	as_nobody run mincore --file other
	out_has 'resident, unreliable$' "text says so"
	json setuid nobody , mmap --file other --prot r , mincore
	json_is 'final | "\(.data.trusted) \([.why[].cause] | join(" "))"' 'false residency-not-told' \
		"nor does it where a step gave up the rights"
	json mmap --file other --prot r , mincore , setuid nobody , mincore
	json_is '.steps | map(.data.trusted) | tostring' '[null,null,true,null,false]' "from then on"
	chmod 666 other
	as_nobody json mincore --file other
	json_is 'final.data.trusted' true "of one that one may write it does"
	cat >read-only <<-END
		mount --bind '$work' '$work' && mount -o remount,bind,ro '$work' &&
			cd '$work' && exec $nobody "\$@"
	END
	as='unshare -m sh read-only'
	if needs "where the mount is read-only, nobody knows" "it cannot be mounted" mincore; then
		json mincore --file other
		json_is 'final.data.trusted' null "where the mount is read-only, nobody knows"
	fi
	as=
else
	skip "of another's file mincore does not tell" "nobody else can run memtool here"
fi

done_testing
