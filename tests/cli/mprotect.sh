#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json mprotect none
json_is outcomes 'ok ok' "a lone mprotect maps four pages first"
json_is 'final | changes' 'changed 4 rw-p ---p' "mprotect shows protection before and after"
json_is 'final | .region == null and .data == null' true "mprotect makes no region"
run mprotect read
out_has "^1  mprotect(0x[0-9a-f]*, $((4 * page)), PROT_READ) = 0" "mprotect is shown as strace prints it"
out_has '^   ~ [0-9a-f]*-[0-9a-f]*  rw-p -> r--p  [0-9]* KiB  anonymous' \
	"a change shows the protections with an arrow"

json mmap 8p , mprotect read --addr +2p --length 3p
json_is 'final | changes' 'changed 3 rw-p r--p' "mprotect of middle pages shows exactly those pages"
json_is '(final.effect.mappings[0].start | hex) - (.steps[0].region.start | hex) | pages' 2 \
	"the change begins where mprotect began"
json mmap 8p , mprotect read --addr +2p --length 3p , mprotect rw
json_is 'final | changes' 'changed 3 r--p rw-p' "undone over the whole region, it shows those pages again"
json mmap 8p , mprotect rw
json_is 'final | changes' '' "the protection that it has already changes nothing"

json mmap --as a , mprotect none , touch read --expect SIGSEGV:SEGV_ACCERR \
	, mprotect read , touch , touch write --expect SIGSEGV:SEGV_ACCERR \
	, mprotect rw , touch write
json_is outcomes 'ok ok SIGSEGV:SEGV_ACCERR ok ok SIGSEGV:SEGV_ACCERR ok ok' \
	"each protection allows what it says"
status_is 0 "expected signals are success"
ends SIGSEGV:SEGV_ACCERR "what is not executable cannot be called" mmap , touch exec --length 1

json mprotect PROT_READ,write , mprotect 'r-x' , mprotect 'READ|EXEC' , mprotect 5 , mprotect rx
json_is '[.steps[1:][].args.prot] | unique | join(" ")' 'PROT_READ|PROT_EXEC PROT_READ|PROT_WRITE' \
	"a protection may be letters, names or a number"
if [ "$(ask '.steps[2] | outcome')" = ok ]; then
	json_is outcomes 'ok ok ok ok ok ok' "each spelling is accepted by the kernel"
else
	skip "each spelling is accepted by the kernel" "executable memory is refused here"
fi

run mprotect none --addr NULL --length 0
status_is 0 "mprotect of nothing at NULL succeeds"
ends EINVAL "an address that is not a multiple of the page is EINVAL" mprotect read --addr +1
ends EINVAL "growsdown on what does not grow is EINVAL" mprotect read,growsdown
ends EINVAL "growsdown and growsup together are EINVAL" mprotect read,growsdown,growsup
ends EINVAL "an unknown protection is EINVAL" mprotect 0x800000
ends ENOMEM "mprotect of what is not mapped is ENOMEM" mmap , munmap , mprotect read
ends ENOMEM "mprotect over a hole is ENOMEM" \
	mmap 4p , munmap --addr +2p --length 1p , mprotect read --length 4p
json_is 'final | changes' 'changed 2 rw-p r--p' "what stands before the hole has changed all the same"
head -c "$page" /dev/zero >data
ends EACCES "a file opened for reading cannot become writable where it is shared" \
	mmap --file data --flags shared --prot read , mprotect rw
works "a private mapping of a file opened for reading may become writable" \
	mmap --file data --open rdonly --prot read , mprotect rw , touch write

# Private writable memory is what RLIMIT_DATA counts.
sentence="beyond RLIMIT_DATA mprotect is ENOMEM"
if can_limit_memory "$sentence"; then
	limited 'ulimit -d 16384' run mmap 64M --prot none , mprotect rw --expect ENOMEM
	status_is 0 "$sentence"
fi

sentence="mprotect of sealed memory is EPERM"
if needs "$sentence" "this kernel has no mseal" mseal; then
	ends EPERM "$sentence" mseal , mprotect read
fi

done_testing
