#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json sbrk
json_is 'final | "\(.call) \(outcome) \(.region) \(changes)"' 'sbrk(0) ok null ' \
	"sbrk without an increment reports the break"
json_is 'final | .result.value == .data.break_after' true "the break is its value"
run sbrk
out_has '^sbrk(0) = 0x[0-9a-f]*' "sbrk 0 is shown as a call"

json sbrk 64k
json_is 'final | .result.value == .data.break_before and .region.start == .result.value' true \
	"sbrk returns the break before, where the new memory begins"
json_is 'final | (.data.break_after | hex) - (.data.break_before | hex)' 65536 "the break moved by the increment"
json_is 'final | .region.size' 65536 "what grew is a region"
works "the new memory can be written" sbrk 64k , touch write
json sbrk 8p , sbrk -3p
json_is 'final | .args.increment | pages' -3 "an increment may be negative"
json_is 'final | changes' 'removed 3 rw-p -' "a negative increment removes exactly these pages"
json_is 'final | .result.value == .data.break_before' true "shrinking returns the break before, too"
json_is 'final.region' null "shrinking makes no region"
json sbrk --increment=-1p --dry-run
json_is 'final.args.increment | pages' -1 "--increment=-1p is a number too"

json sbrk 16p , touch write , sbrk -8p
if ! sanitized; then
	json_is 'final.effect.memory | "\(.size.delta | pages) \(.resident.delta | pages)"' '-8 -8' \
		"memory that was written is given back"
fi
json sbrk 1p , mmap 1p --addr brk+8p --flags +fixed_noreplace , sbrk 8p
json_is 'final | "\(outcome) \(changes)"' 'ENOMEM ' "a mapping in the way is ENOMEM, and nothing has changed"

ends ENOMEM "an increment beyond the address space is ENOMEM" sbrk 0x7fffffffffff0000
ends ENOMEM "an increment below all memory is ENOMEM" sbrk -0x7fffffffffff0000
json_is 'final | changes' '' "a refused sbrk changes nothing"
json_is 'final | .data.break_before == .data.break_after' true "a refused sbrk leaves the break"
sentence="beyond RLIMIT_DATA sbrk is ENOMEM"
if can_limit_memory "$sentence"; then
	limited 'ulimit -d 16384' run sbrk 64M --expect ENOMEM
	status_is 0 "$sentence"
	limited 'ulimit -d 16384' json sbrk 4M --times 9 --as a --expect ENOMEM then touch write --addr a.1 --length 4M then touch write --on a --length 1p
	json_is '"\(.exit_status) \(outcomes)"' '0 ENOMEM ok ok' "of several calls what those before the failing one made is there"
	json_is '.steps[0] | "\(.region.size) \(.region.start == .repeat.blocks[-1])"' '4194304 true' "the last of it is the step's region"
fi

done_testing
