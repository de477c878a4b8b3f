#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json touch
json_is 'outcomes' 'ok ok' "a lone touch maps four pages first"
json_is 'final | "\(.result.value) \(.data.touched) \(.data.pages) \(.args.access)"' '4 4 4 read' \
	"touch reads one byte of each page"
run touch write
out_has "^1  touch(0x[0-9a-f]*, $((4 * page)), write) = 4 pages" "touch is shown with its result"
run touch write --length 1
out_has '= 1 page  ' "one page is no plural"

json mmap 4p , touch --addr +1p , touch --length 1 , touch --addr +1 --length 1p , touch --length 0
json_is '[.steps[1:][].data.pages] | join(" ")' '3 1 2 0' "every page that the range reaches counts"
json mmap 4p , touch --stride 1p , touch --stride 2p , touch --stride 1k --length 1p
json_is '[.steps[1:][].data.pages] | join(" ")' "4 2 $((page / 1024))" "a stride says where each access is"
json_is 'final.args.stride' 1024 "the stride is an argument"
json mmap 1p , poke a5b6 , touch write , touch write --stride 1 , peek 2
json_is 'final.data.bytes' a5b6 "touch write writes back the byte that it read"
json mmap 1p --prot read , touch , touch write --expect SIGSEGV:SEGV_ACCERR
status_is 0 "touch write is a write"
json_is 'final.result | "\(.value) \(.signal.address)"' "null $(ask '.steps[0].region.start')" \
	"the signal has the address"
json_is '.subject.ended' null "the fault that was asked for kills nobody"

ends SIGSEGV:SEGV_MAPERR "a touch of what is not mapped is SIGSEGV" \
	mmap 4p , munmap --addr +2p , touch --addr +0 --length 4p
json_is 'final | .data.touched' 2 "the pages before it were touched"
json_is '(final.result.signal.address | hex) - (.steps[0].region.start | hex) | pages' 2 \
	"the fault is at the first page that is not mapped"
run mmap 4p , munmap --addr +2p , touch --addr +0 --length 4p
out_has '2 of 4 pages' "text tells how far it came"
ends SIGSEGV:SEGV_MAPERR "NULL is not mapped" touch --addr NULL --length 1
json_is 'final.result.signal.address' 0x0 "NULL is the address 0x0"

head -c "$page" /dev/zero >data
ends SIGBUS:BUS_ADRERR "a touch behind the end of the file is SIGBUS" mmap 2p --file data , touch
json_is '(final.result.signal.address | hex) - (.steps[1].region.start | hex) | pages' 1 \
	"SIGBUS has its address"

if [ "$(uname -m)" = x86_64 ]; then
	json touch --addr 0x8000000000000000 --length 1 --expect SIGSEGV
	json_is 'final.result.signal.address' null "an address that is not canonical is not known afterwards"
	status_is 0 "it is SIGSEGV all the same"
	json touch --addr 0xffff800000000000 --length 1 --expect SIGSEGV , pagesize
	json_is 'outcomes | split(":")[0] + " " + split(" ")[1]' 'SIGSEGV ok' "the kernel's memory is SIGSEGV"
fi

sentence="touch exec calls the first byte of each page"
instructions=$(return_instruction)
return=${instructions% *}
none=${instructions#* }
if [ -z "$instructions" ]; then
	skip "$sentence" "this machine's instructions are not known here"
elif needs "$sentence" "executable memory is refused here" mmap --prot rwx; then
	json mmap 2p --prot rwx , poke "$return" --length 2p , touch exec
	json_is 'final | "\(outcome) \(.result.value)"' 'ok 2' "$sentence"
	json mmap 2p , poke "$return" --length 2p , mprotect rx , touch exec
	json_is 'final | "\(outcome) \(.result.value)"' 'ok 2' "what was written can be made executable"
	json mmap 1p --prot rwx , poke "$none" , poke "$return" , touch exec , poke "$none" , touch exec --expect SIGILL
	json_is 'outcomes | split(":")[0]' 'ok ok ok ok ok SIGILL' "what is written over code that ran is what runs next"
	json mmap 3p --prot rwx , munmap --addr +2p , poke "$return" --addr +0 --length 3p --expect SIGSEGV , touch exec --addr +0 --length 2p
	json_is 'final | "\(outcome) \(.result.value)"' 'ok 2' "what was written before a fault can be executed"
	json mmap 1p --prot rwx --flags shared,anonymous , poke "$return" , touch exec --times 3
	json_is 'final | "\(outcome) \(.result.value)"' 'ok 1' "so can shared memory"
	json memfd , mmap --flags shared --as w , mmap --flags shared --prot rx , poke "$return" --on w --length 1p , touch exec --length 1p
	json_is 'final | "\(outcome) \(.result.value)"' 'ok 1' "and another mapping of what was written to"
fi
sentence="touch exec of what is not executable is SIGSEGV"
! machine_has no_execute "$sentence" ||
	ends SIGSEGV:SEGV_ACCERR "$sentence" touch exec

json touch --file data --expect ok
json_is '[.steps[] | .command] | join(" ")' 'open mmap touch' "--file touches a file"
json touch write --file data --expect SIGSEGV:SEGV_ACCERR
status_is 0 "--file never writes to the file unless --open says so"
json touch write --file data --open rdwr
json_is 'outcomes' 'ok ok ok' "--open rdwr lets touch write to it"

done_testing
