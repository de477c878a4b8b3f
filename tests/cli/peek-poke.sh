#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json mmap 1p , poke 00ff41c3 , peek 6
json_is '.steps[1] | "\(.result.value) \(.data.written) \(.args.bytes)"' '4 4 00ff41c3' "poke writes its bytes"
json_is 'final | "\(.result.value) \(.data.bytes)"' '6 00ff41c30000' "peek shows exactly what is there"
run mmap 1p , poke 48656c6c6f00ff , peek
out_has '^2  poke(0x[0-9a-f]*, 48656c6c6f00ff, 7) = 7 bytes' "poke is shown with its bytes"
out_has "^3  peek(0x[0-9a-f]*, 16) = 16 bytes" "peek shows 16 bytes where nothing is said"
out_has '4865 6c6c 6f00 ff00 0000 0000 0000 0000  Hello\.\.\.' "peek shows hexadecimal and text"

json peek
json_is 'final.data.bytes' 00000000000000000000000000000000 "a lone peek sees zeros"
json poke 0xABcd
json_is 'final | "\(outcome) \(.args.bytes)"' 'ok abcd' "a lone poke takes digits in either case, and 0x"
json mmap 1p , poke 0102 --length 5 , peek 6
json_is 'final.data.bytes' 010201020100 "--length repeats the bytes"
json mmap 1p , poke 010203 --length 2 , peek 3
json_is 'final.data.bytes' 010200 "--length may be less than the bytes"
json mmap 2p , poke ff --addr +1p , peek 1 --addr +1p , peek 1 , poke aa --addr end-1 , peek 1 --addr end-1
json_is '[.steps[].data.bytes // empty] | join(" ")' 'ff 00 aa' "poke and peek act at an address"
json mmap 1p , poke c3 --length 1p , peek 1p
json_is "final.data.bytes == (\"c3\" * $page)" true "a whole page can be poked and peeked"
json peek 64k
json_is 'final | "\(.result.value) \(.data.bytes | length)"' '65536 131072' "peek shows 64 KiB at most"
json_is '.steps[0].region.size >= 65536' true "and has the memory for it"

# The page behind is taken away, so that it is known to be a hole.
edge=$((page - 4))
ends SIGSEGV:SEGV_MAPERR "peek over the end is SIGSEGV" \
	mmap 2p --as a , munmap --addr a+1p , peek 16 --addr "a+$edge"
json_is 'final.data.bytes' 00000000 "the bytes before the end are shown"
json_is '(final.result.signal.address | hex) - (.steps[0].region.start | hex) | pages' 1 \
	"the fault is at the end"
ends SIGSEGV:SEGV_MAPERR "poke over the end is SIGSEGV" \
	mmap 2p --as a , munmap --addr a+1p , poke 11223344556677 --addr "a+$edge"
json_is 'final.data.written' 4 "the bytes before the end were written"
json mmap 2p --as a , munmap --addr a+1p , poke 11223344556677 --addr "a+$edge" , peek 4 --addr "a+$edge"
json_is 'final.data.bytes' 11223344 "and stay written"
ends SIGSEGV:SEGV_ACCERR "poke to what is read-only is SIGSEGV" mmap --prot read , poke 00
ends SIGSEGV:SEGV_ACCERR "peek at what cannot be read is SIGSEGV" mmap --prot none , peek
json_is 'final.data.bytes' '' "no byte was read"

printf 'bytes of a file' >data
json peek 5 --file data
json_is 'final.data.bytes' 6279746573 "peek --file shows a file"
json poke 58 --file data --expect SIGSEGV:SEGV_ACCERR
is "$(cat data)" 'bytes of a file' "poke --file does not write to it"
status_is 0 "it is a fault"
json poke 42 --file data --open rdwr
is "$(cat data)" 'Bytes of a file' "poke --file --open rdwr writes to it"

# Of several blocks the last is told, where it is, in both formats.
set -- mmap 1p --as a --times 3 , poke 11 --on a.1 , poke 33 --on a.3 , peek 1 --on a
json "$@"
json_is 'final.data.bytes' 33 "of several blocks the last one's bytes are told"
run "$@"
last=$(sed -n 's/^3  poke(0x\([0-9a-f]*\), 33.*/\1/p' out)
out_has "^   $last  33 " "at the address of the last"

# Text, and one byte again and again.
json mmap 1p , poke --text 'hello, w' , peek 9
json_is 'final.data.bytes' 68656c6c6f2c207700 "--text is written as it is, with no byte 0 behind it"
json_is '.steps[1].args | "\(.bytes) \(.text) \(.fill) \(.length)"' 'null hello, w null 8' \
	"the arguments tell the text"
text=$(printf '\303\244\033')
json mmap 1p , poke --text "$text" --length 6 , peek 6
json_is 'final.data.bytes' c3a41bc3a41b "text of any bytes is repeated over the length"
json_is '.steps[1].args.text | explode | map(tostring) | join(" ")' '228 27' "and told whole"
run mmap 1p , poke --text "$text\"" , poke --text "$(printf '%033d' 7)"
out_has '^2  poke(0x[0-9a-f]*, ".*\\033\\"", 4) = 4 bytes' "text is shown quoted"
out_has '^3  poke(0x[0-9a-f]*, "00000000000000000000000000000000"\.\.\., 33)' "long text is cut in the call"
json mmap 2p , poke --fill 0xa5 , peek 2p
json_is "final.data.bytes == (\"a5\" * 2 * $page)" true "--fill fills the region"
json_is '.steps[1].args | "\(.bytes) \(.fill) \(.length | pages)"' 'null 0xa5 2' "the arguments tell the byte"
json mmap 1p , poke ff --length 4 , poke --fill 0 --addr +1 --length 2 , peek 5
json_is 'final.data.bytes' ff0000ff00 "--fill 0 over a length writes zeros there alone"
run mmap 1p , poke --fill 165
out_has "^2  poke(0x[0-9a-f]*, 0xa5, $page) = $page bytes" "the byte is shown in hexadecimal"
json poke --fill 1 --addr +8p --length 1
json_is '"\(.steps[0].region.size > 8 * $page) \(outcomes) \(final.data.written)"' 'true ok ok 1' "a lone fill has memory to fill"

long=$(printf '%0200d' 0)
run poke "$long"
out_has '0\.\.\., 100)$' "many bytes are cut in the call"
json poke "$long"
json_is 'final.args.bytes | length' 200 "args has all of them"

done_testing
