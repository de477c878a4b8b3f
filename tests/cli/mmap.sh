#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

run mmap
status_is 0 "a lone mmap succeeds"
out_has "^mmap(NULL, $((4 * page)), PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)" \
	"mmap maps four pages, readable and writable, private and anonymous"
out_has '^   + [0-9a-f]*-[0-9a-f]*  rw-p  [0-9]* KiB  anonymous' \
	"the new mapping is shown with its protection, size and kind"

json mmap 8p
json_is 'final | [.result.value, .region.start] | unique | length' 1 \
	"the value of mmap is the start of the region"
json_is 'final | .region | (.end | hex) - (.start | hex) == .size and (.size | pages) == 8' \
	true "the region is as long as it was asked for"
json_is 'final | changes' 'added 8 - rw-p' "exactly one mapping of 8 pages is added"
json_is 'final | .effect.mappings[0] | [.before, .after.path, .after.inode, .after.device] | tostring' \
	'[null,null,0,"00:00"]' "an anonymous mapping has no path, inode or device"
json_is 'final | [.command, .step, .implicit, .on, .data, .why] | tostring' \
	'["mmap",1,false,null,null,[]]' "a lone mmap is step 1 and acts on nothing"
json_is 'final.args | [.addr, (.length | pages), .prot, .flags, .fd, .offset] | tostring' \
	'["0x0",8,"PROT_READ|PROT_WRITE","MAP_PRIVATE|MAP_ANONYMOUS",-1,0]' \
	"args has every argument, evaluated"

json mmap --prot none , mmap --prot read , mmap --prot rw , \
	mmap --prot r-x , mmap --prot exec
json_is '[.steps[].effect.mappings[0].after.perms] | join(" ")' \
	'---p r--p rw-p r-xp --xp' "each protection is what /proc/self/maps shows"

json mmap 2p --flags shared,anonymous
json_is 'final | changes' 'added 2 - rw-s' "a shared anonymous mapping is rw-s"

json mmap 4p --flags +populate , mincore
json_is 'final.data | "\(.resident) of \(.pages)"' '4 of 4' \
	"--flags +populate adds to the default, and all pages are resident"
json_is '.steps[0].args.flags' 'MAP_PRIVATE|MAP_ANONYMOUS|MAP_POPULATE' \
	"the + of flags keeps private,anonymous"

json mmap 8p --as a , mmap 2p --addr a+2p --flags +fixed --prot read
json_is '(.steps[1].region.start | hex) - (.steps[0].region.start | hex) | pages' 2 \
	"a fixed mapping is where it was asked for"
json_is 'final | changes' 'changed 2 rw-p r--p' \
	"a fixed mapping over others shows exactly what it replaced"

# Files.

head -c $((3 * page)) /dev/zero >data
printf 'the first bytes' | dd of=data conv=notrunc 2>/dev/null

json mmap --file data , peek 9
json_is '[.steps[].command, .steps[0].implicit] | join(" ")' 'open mmap peek true' \
	"--file is an implicit open"
json_is '.steps[1].args | "\(.length) \(.flags) \(.fd)"' "$((3 * page)) MAP_PRIVATE 3" \
	"a file is mapped privately, as long as it is"
json_is '.steps[1].effect.mappings[0].after.path | split("/")[-1]' data \
	"the mapping of a file has its path"
json_is '.steps[1].effect.mappings[0].after | "\(.inode)"' "$(stat -c %i data)" \
	"the mapping of a file has its inode"
json_is 'final.data.bytes' "$(printf 'the first' | od -An -tx1 | tr -d ' \n')" \
	"the memory holds what the file holds"

json mmap --file data --offset 1p
json_is 'final.args | "\(.length | pages) \(.offset | pages)"' '2 1' \
	"behind an offset the rest of the file is mapped"
json_is 'final.effect.mappings[0].after.offset | pages' 1 "the mapping tells the offset"

json mmap --file data , poke 58
is "$(head -c 3 data)" the "a write to a private mapping does not reach the file"
json mmap --file data --flags shared , poke 58
is "$(head -c 3 data)" Xhe "a write to a shared mapping reaches the file"
json_is '.steps[0].args.flags' O_RDWR "for a shared writable mapping the file is opened for both"
json mmap --file data --flags shared --prot read
json_is '.steps[0].args.flags' O_RDONLY "for a readable mapping the file is opened for reading"

json mmap 2p --file data , mmap --prot none --addr +1p --length 1p --flags +fixed,anonymous
json_is 'final | changes' 'changed 1 rw-p ---p' \
	"an anonymous mapping over a file's shows that page only"

ends SIGBUS:BUS_ADRERR "a touch behind the end of the file is SIGBUS" \
	mmap 5p --file data , touch
json_is 'final.data | "\(.touched) of \(.pages)"' '3 of 5' \
	"the pages that the file has were touched before"

# Errors.

ends EINVAL "mmap of length 0 is EINVAL" mmap 0
ends EINVAL "a fixed address that is not a multiple of the page is EINVAL" \
	mmap 1p --addr 0x10001 --flags +fixed
ends EINVAL "flags without a type of mapping are EINVAL" mmap --flags anonymous
ends EINVAL "an offset that is not a multiple of the page is EINVAL" \
	mmap 1p --file data --offset 1
ends EEXIST "fixed_noreplace over a mapping is EEXIST" \
	mmap 4p --as a , mmap 1p --addr a+1p --flags +fixed_noreplace
json_is '.steps[1] | changes' '' "after EEXIST nothing has changed"
if [ "$(getconf LONG_BIT)" = 64 ]; then
	ends ENOMEM "more than the address space holds is ENOMEM" mmap 0x7ffffffffffff000
	too_far=EOVERFLOW
else
	ends ENOMEM "more than the address space holds is ENOMEM" mmap 0xfffff000
	too_far=EINVAL # the library has no units of 4096 bytes for it
fi
ends EBADF "a descriptor that is not open is EBADF" mmap 1p --fd 99
ends ENODEV "a directory cannot be mapped: ENODEV" mmap 1p --file / --prot read
ends EACCES "a shared writable mapping of a file opened for reading is EACCES" \
	mmap --file data --open rdonly --flags shared
ends EACCES "a mapping of a file opened for writing only is EACCES" \
	mmap --file data --open wronly --prot read
ends $too_far "an offset beyond what a file can have is $too_far" \
	memfd , mmap 1p --offset $((0x7fffffffffffffff / page * page))
ends ENOENT "a missing file is a result" open nothing
json mmap --file nothing
json_is '.steps[1].result | "\(.status): \(.reason)"' \
	'skipped: the open made for it failed with ENOENT' \
	"a mapping whose file was not opened is skipped, and says why"
status_is 1 "a skipped step meets no expectation"

sentence="beyond RLIMIT_AS mmap is ENOMEM"
if can_limit_memory "$sentence"; then
	limited 'ulimit -v 30000' run mmap 64M
	out_has "= -1 ENOMEM ($(words ENOMEM))" "$sentence"
	status_is 1 "ENOMEM is exit status 1"
	limited 'ulimit -v 30000' run mmap 64M --expect ENOMEM
	status_is 0 "an expected ENOMEM is exit status 0"
fi

if can_be_nobody; then
	as_nobody limited "ulimit -l $((page / 512))" json mmap 64p --flags +locked
	json_is 'final | outcome' EAGAIN "MAP_LOCKED beyond RLIMIT_MEMLOCK is EAGAIN"
	if [ "$(cat /proc/sys/vm/mmap_min_addr)" -gt 0 ]; then
		as_nobody json mmap 1p --flags +fixed
		json_is 'final | outcome' EPERM "below mmap_min_addr it is EPERM for an ordinary user"
	else
		skip "below mmap_min_addr it is EPERM for an ordinary user" \
			"vm.mmap_min_addr allows it"
	fi
else
	skip "MAP_LOCKED beyond RLIMIT_MEMLOCK is EAGAIN" "cannot become an ordinary user"
	skip "below mmap_min_addr it is EPERM for an ordinary user" \
		"cannot become an ordinary user"
fi

run memfd , mmap --flags shared,0x400
status_is 0 "MAP_SHARED ignores a bit that it does not know"
ends EOPNOTSUPP "MAP_SHARED_VALIDATE refuses a bit that it does not know" \
	memfd , mmap --flags shared_validate,0x400

free=$(sed -n 's/^HugePages_Free: *//p' /proc/meminfo)
overcommit=$(cat /proc/sys/vm/nr_overcommit_hugepages 2>/dev/null)
if [ "$free" = 0 ] && [ "$overcommit" = 0 ]; then
	ends ENOMEM "huge pages from an empty pool are ENOMEM" mmap 1hp --flags +hugetlb
	ends SIGBUS:BUS_ADRERR "huge pages without a reserve die at the first touch" \
		mmap 1hp --flags +hugetlb,noreserve , touch write --length 1
else
	skip "huge pages from an empty pool are ENOMEM" "the pool is not empty"
	skip "huge pages without a reserve die at the first touch" "the pool is not empty"
fi

if [ "$(uname -m)" = x86_64 ]; then
	json mmap --flags +32bit
	json_is 'final.region.end | hex <= 2147483648' true "MAP_32BIT is below 2 GiB"
else
	skip "MAP_32BIT is below 2 GiB" "this is no x86-64"
fi

sentence="a droppable mapping is private"
if needs "$sentence" "this kernel has no MAP_DROPPABLE" mmap --flags droppable,anonymous; then
	json mmap --flags droppable,anonymous
	json_is 'final | changes' 'added 4 - rw-p' "$sentence"
fi

done_testing
