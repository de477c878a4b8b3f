#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json brk
json_is 'final | .call + " " + outcome' 'brk(NULL) ok' "brk without an address reports the break"
json_is 'final | .result.value == .data.break_before and .data.break_before == .data.break_after' true \
	"the reported break is both before and after"
json_is 'final | .region' null "a report makes no region"
json_is 'final | changes' '' "a report changes nothing"
run brk
out_has '^brk(NULL) = 0x[0-9a-f]*' "brk shows the kernel's own answer"

json brk +1M
json_is 'final | (.data.break_after | hex) - (.data.break_before | hex)' 1048576 "brk +1M grows by 1 MiB"
json_is 'final | .region | .size' 1048576 "what grew is a region"
json_is 'final | .region.start == .data.break_before and .region.end == .data.break_after' true \
	"the region lies between the breaks"
json_is 'final | .result.value == .data.break_after' true "the value is the new break"
json_is '[final.effect.mappings[] | "\(.change) \(.after.path)"] | unique | join(",")' 'added [heap]' \
	"the heap is what was added"
works "the new memory can be written" brk +64k , touch write
json brk +64k , touch write
json_is '"\(final.args.addr == .steps[0].region.start) \(final.args.length)"' 'true 65536' \
	"touch acts on what brk made"

json brk +8p , brk -3p , brk
json_is '(.steps[0].data.break_after | hex) - (final.result.value | hex) | pages' 3 "brk -3p shrinks"
json_is '.steps[1] | changes' 'removed 3 rw-p -' "shrinking removes exactly these pages"
json_is '.steps[1].region' null "shrinking makes no region"
json brk +16p , touch write , brk -4p , touch write --addr heap --length 12p , brk -12p
if ! sanitized; then
	json_is '.steps[0].effect | "\(.memory.size.delta | pages) \(.memory.resident.delta)"' '16 0' \
		"what grows is address space and not yet memory"
	json_is '.steps[1].effect.memory.resident.delta | pages' 16 "touching it makes it memory"
	json_is '.steps[2].effect.memory | "\(.size.delta | pages) \(.resident.delta | pages)"' '-4 -4' \
		"shrinking gives both back"
	json_is '.steps[3].effect.faults.minor' 0 "what lies below the new break is still there"
fi
json_is '.steps[4] | [.effect.mappings[].change] | join(" ")' removed "with the last page the heap is gone"
json_is '.steps[4].data.break_after == .steps[0].data.break_before' true "and the break is where it began"
json brk +4p --as a , brk -4p , touch write --on a --length 1
json_is 'final | outcome' 'SIGSEGV:SEGV_MAPERR' "what was given back cannot be touched"
json brk +5 , brk +0
json_is '(final.result.value | hex) - (.steps[0].data.break_before | hex)' 5 \
	"the break need not be a multiple of the page"
json brk +4p --as heap0 , poke 41 , peek 1 --on heap0
json_is 'final.data.bytes' 41 "what brk makes can be named"
json brk +4p , peek 1 --addr brk-1 , touch --addr heap --length 1
first=ok
machine_has heap_page || first=SIGSEGV:SEGV_ACCERR
json_is 'outcomes' "ok ok $first" "brk and heap are addresses"

json brk +8p , mprotect none --length 1p --addr heap , touch --addr heap.end-1 --length 1
json_is 'outcomes' 'ok ok ok' "the heap ends with the last of its mappings"

json brk 0x1000
json_is 'final | outcome' ENOMEM "the kernel's refusal is ENOMEM, as the library would say"
json_is 'final | .data.break_before == .data.break_after' true "the kernel's answer is the break as it was"
json_is 'final | changes' '' "a refused brk changes nothing"
run brk 0x1000
out_has '= -1 ENOMEM' "a refused brk is no success"
out_has 'the kernel returned 0x[0-9a-f]' "the raw answer is told"
status_is 1 "a refused brk is exit status 1"
ends ENOMEM "a break beyond the address space is ENOMEM" brk 0x7ffffffffffff000
sentence="beyond RLIMIT_DATA brk is ENOMEM"
if can_limit_memory "$sentence"; then
	limited 'ulimit -d 16384' run brk +64M --expect ENOMEM
	status_is 0 "$sentence"
fi

done_testing
