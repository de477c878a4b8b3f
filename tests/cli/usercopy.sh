#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

from_user='write pwrite writev process_vm_readv'
to_user='read pread readv process_vm_writev getrandom'

json usercopy
json_is '[.steps[].command, .steps[1].implicit] | join(" ")' 'mmap touch usercopy true' \
	"a lone usercopy makes memory and touches it"
json_is 'final | "\(.result.value) \(.data.copied) \(.data.asked) \(.args.via)"' \
	"$((4 * page)) $((4 * page)) $((4 * page)) write" "it writes all of it"
json_is 'final.data | "\(.direction) \(.first_not_copied) \(.calls) \(.failed) \(.fault_delay) \(.blocked_ns)"' \
	'from user null 1 null null 0' "what went well has nothing that was not copied"
run usercopy pread --length 1
out_has '^1  pread64(memfd, 0x[0-9a-f]*, 1, 0) = 1 byte ' "the call is shown as the system call that it is"
run -n usercopy writev
out_has 'writev(memfd, \[{<region>, <rest>}\], 1)' "and so it is in a dry run"
json usercopy --length 0
json_is 'final | "\(.result.value) \(.data.copied)"' '0 0' "no bytes are copied where none were asked for"

# The content.
json mmap 1p , poke a5b6 , usercopy , peek 2
json_is 'final.data.bytes' a5b6 "a copy from user memory leaves it as it was"
for via in $to_user; do
	json mmap 1p , poke a5 --length 64 , usercopy "$via" --length 63 , peek 64
	case $via in
	getrandom)
		json_is 'final.data.bytes | .[126:] + "\(.[:126] == "a5" * 63)"' a5false \
			"getrandom puts other bytes there, and no more than asked"
		;;
	*)
		json_is 'final.data.bytes == "00" * 63 + "a5"' true "$via puts zeros there, and no more than asked"
		;;
	esac
done

# Where a touch gives a signal, a copy gives EFAULT, and the cause is the same.
# same_place SIGNAL SENTENCE ACCESS VIA STEPS ADDRESS...
same_place() {
	wanted=$1
	sentence=$2
	access=$3
	via=$4
	shift 4
	json "$@" , touch "$access" , usercopy "$via"
	json_is '[.steps[-2:][] | outcome] | join(" ")' "$wanted EFAULT" "$sentence, by $via"
	json_is '[.steps[-2:][].why[0].cause] | .[0] == .[1] and .[0] != null' true "and the cause is the same, by $via"
	json_is '.subject.ended' null "and nobody dies of it, by $via"
}
for via in $from_user; do
	same_place SIGSEGV:SEGV_ACCERR "PROT_NONE is SIGSEGV for a touch and EFAULT for a copy" read "$via" \
		mmap 4p --prot none
	same_place SIGSEGV:SEGV_MAPERR "what is unmapped is SIGSEGV for a touch and EFAULT for a copy" read "$via" \
		mmap 4p , munmap
done
for via in $to_user; do
	same_place SIGSEGV:SEGV_ACCERR "read-only memory is SIGSEGV for a touch and EFAULT for a copy" write "$via" \
		mmap 4p --prot r
done
head -c "$page" /dev/zero >data
chmod 644 data
same_place SIGBUS:BUS_ADRERR "beyond the end of a file is SIGBUS for a touch and EFAULT for a copy" read write \
	mmap 1p --file data --offset 1p
sentence="a guard page is SIGSEGV for a touch and EFAULT for a copy"
if needs "$sentence" "there are no guard pages here" mmap 4p , madvise guard_install; then
	same_place SIGSEGV:SEGV_MAPERR "$sentence" read write mmap 4p , madvise guard_install
	json_is 'final.why[0].cause' guard "it is told for what it is"
fi
json touch --addr NULL --length 1p , usercopy --addr NULL --length 1p
json_is 'outcomes' 'SIGSEGV:SEGV_MAPERR EFAULT' "NULL is SIGSEGV for a touch and EFAULT for a copy"
json_is 'final | "\(.why[0].cause) \(.data.first_not_copied)"' 'not-mapped 0x0' "NULL is not mapped"

if [ "$(uname -m)" = x86_64 ]; then
	for via in $from_user $to_user; do
		json touch --addr 0xffff888000000000 --length 1p , \
			usercopy "$via" --addr 0xffff888000000000 --length 1p , \
			usercopy "$via" --addr 0x8000000000000000 --length 1p
		json_is 'outcomes | split(":")[0] + " " + (split(" ")[1:] | join(" "))' 'SIGSEGV EFAULT EFAULT' \
			"addresses of the kernel and of nobody are EFAULT, by $via"
		json_is '[.steps[1:][].why[0] | "\(.cause) \(.verified)"] | unique | join(" ")' 'not-user-memory true' \
			"and are told as such, by $via"
	done
	json_is '.steps[1:] | map(.why[0].message | contains("belongs to the kernel")) | tostring' '[true,false]' \
		"the two are told apart"
	json usercopy --length 0x7fffffffffffff00
	json_is 'final | "\(outcome) \(.data.copied) \(.why[0].cause)"' 'EFAULT 0 not-user-memory' \
		"a range that passes the end of user memory is refused as a whole"
	json usercopy readv --length 0x8000000000000000
	json_is 'final | "\(outcome) \(.why[0].cause)"' 'EINVAL length-too-large' \
		"a length with the sign bit is EINVAL by a vector"
else
	skip "addresses of the kernel and of nobody are EFAULT" "this is no x86-64"
fi

# Short counts.  Some kernels write a file by whole pages.
for via in $from_user $to_user; do
	copied=$((2 * page - 100))
	case $via in
	write | pwrite | writev) machine_has exact_writes || copied=$page ;;
	getrandom)
		machine_has exact_random \
			"a copy ends at the hole, with success, by $via" ||
			continue
		;;
	esac
	json mmap 4p --as a , munmap --addr +2p --length 1p , usercopy "$via" --addr a+100
	json_is 'final | "\(outcome) \(.result.value) \(.data.copied) \(.data.asked) \(.why[0].cause)"' \
		"ok $copied $copied $((4 * page - 100)) not-mapped" \
		"a copy ends at the hole, with success, by $via"
	json_is '(final.data.first_not_copied | hex) - (.steps[0].region.start | hex)' \
		$((copied + 100)) "the first byte that was not copied is told, by $via"
done
run mmap 4p --as a , munmap --addr +2p --length 1p , usercopy --addr a
out_has "^   $((2 * page)) of $((4 * page)) bytes from user memory, none from 0x[0-9a-f]* on" "text tells how far it came"
status_is 0 "a short count is as expected"
json mmap 2p --file data , usercopy
json_is 'final | "\(.result.value) \(.why[0].cause)"' "$page beyond-end-of-file" "a copy ends behind the file's last page"
json mmap 4p , usercopy , usercopy read --length 1p , usercopy read --addr +3p --length 1
# What was read first may be the page of zeros, which a write replaces.
written='0 0'
! machine_has shared_zero_page || written='1 1'
json_is '[.steps[1:][] | faults] | join(" ")' "4 $written" "a copy faults missing pages in, and no others"

# However long: the other end stays small.
json mmap 64M --flags +noreserve , usercopy , usercopy process_vm_readv , usercopy pwrite
json_is '[.steps[1:][] | .result.value, .data.calls] | join(" ")' "67108864 4 67108864 4 67108864 4" \
	"what is longer than the file takes several calls"
limited "ulimit -f 256" json mmap 1M , usercopy , usercopy read , usercopy writev
json_is '[.steps[1:][] | outcome, .result.value] | join(" ")' 'ok 1048576 ok 1048576 ok 1048576' \
	"a limit on the size of files is no matter"
json open data , usercopy
json_is '.steps[0].result.value' 3 "a file that is opened before it has the first descriptor"
json usercopy , open data
json_is 'final.result.value' 3 "and so has one that is opened behind it"

# Blocks, and the heap's records.
json malloc 100 --times 10 --as a , usercopy --on a
json_is 'final | "\(.repeat.returned) \(.result.value)"' '10 100' "it copies each block of several"
json malloc 100
if [ "$(ask '.steps[0].data.heap.in_use')" != null ] && ! sanitized; then
	json malloc 100 --as a , usercopy --length 10000 , usercopy getrandom --on a , malloc 10
	json_same 'final.data.heap.in_use | type' '.steps[0].data.heap.in_use | type' \
		"copies from the heap, and into a block, leave the allocator's records alone"
	json malloc 100 --as a , usercopy --length 10000 , usercopy read --length 300 , malloc 10
	json_is 'final.data.heap.in_use' null "after a copy beyond a block they are not trusted"
	json_is '[.steps[1:3][].why[0].cause] | join(" ")' 'past-the-block past-the-block' "it is told by its cause"
	json malloc 100 --as a , free --on a , usercopy --on a
	json_is 'final.why[0].cause' use-after-free "so is a copy from what was freed"
else
	skip "a copy beyond a block spoils the allocator's records" "this is not glibc's allocator"
fi

# Bad input.
for bad in 'bogus' '--via' '--fault-delay 0' '--fault-delay 10001' '--fault-delay x' 'write read'; do
	# shellcheck disable=SC2086
	run usercopy $bad
	[ "$status" -eq 2 ] && one_line && [ ! -s out ]
	ok "usercopy $bad is refused"
done
run usercopy writ
err_has "'write'" "a word that is nearly one is suggested"

# strace(1) sees the same call.
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null && ! sanitized; then
	for via in write pwrite read pread getrandom; do
		rm -f trace.*
		strace -ff -o trace -e trace=desc,getrandom "$MEMTOOL" --json mmap 4p , munmap --addr +2p , \
			usercopy $via --addr +0 --length 4p </dev/null >out 2>err
		line="strace memtool usercopy $via"
		ask 'final | (.call | capture("(?<name>[a-z0-9]*)\\(.*(?<addr>0x[0-9a-f]*), (?<size>[0-9]*)")
			| "\(.name) \(.addr) \(.size) ") + "\(.result.value)"' >told
		# Its bytes are no matter; what was read is an address after a fault.
		address=$(cut -d' ' -f2 told)
		name=$(cut -d' ' -f1 told)
		grep "^$name(" "trace.$(ask .subject.pid)" | grep -c " = $((2 * page))$" >made
		is "$(cat made) $(cut -d' ' -f3,4 told)" "1 $((4 * page)) $((2 * page))" \
			"strace sees one $via that ends where the step says"
		is "$address" "$(ask '.steps[0].region.start')" "and it is of the region, by $via"
	done
else
	skip "strace sees the same call" "strace may not trace here"
fi
json mmap 4p , munmap --addr +2p , usercopy --addr +0 --length 4p --syscalls
if [ "$(ask 'final.syscalls.reason')" = null ]; then
	json_is 'final.syscalls | "\(.count) \(.calls[0].name) \(.calls[0].result)"' "1 write $((2 * page))" \
		"--syscalls shows the one call"
	json_is 'final.data.blocked_ns' null "who is traced sleeps for the tracer, which is not measured"
else
	skip "--syscalls shows the one call" "$(ask 'final.syscalls.reason')"
fi

# Faults that wait.
delays_none() {
	json_is 'final | "\(outcome) \(.data.failed) \(.data.copied) \(.why[0].cause)"' \
		'EPERM userfaultfd null userfaultfd-privilege' "where faults may not wait, the reason is told"
	json_is 'final.why[0].remedy | length > 0' true "and what helps"
	status_is 1 "it is an error"
}
json mmap 4p , usercopy --fault-delay 30
case $(ask 'final | outcome') in
EPERM) delays_none ;;
ENOSYS) skip "faults wait" "this kernel has no userfaultfd" ;;
*)
	for via in $from_user $to_user; do
		json mmap 4p , touch write --length 1p , usercopy "$via" --addr +0 --length 4p --fault-delay 30
		json_is 'final | "\(.result.value) \(.data.fault_delay | "\(.delay_ms) \(.faults) \(.delayed)")"' \
			"$((4 * page)) 30 3 3" "the three missing pages of four are supplied, by $via"
		json_is 'final | .result.duration_ns >= 90000000 and .data.blocked_ns >= 45000000
			and .data.blocked_ns <= .result.duration_ns' true "the copy sleeps meanwhile, by $via"
	done
	json mmap 4p , usercopy --fault-delay 5 , usercopy --fault-delay 1000
	json_is 'final.data | "\(.fault_delay.faults) \(.blocked_ns)"' '0 0' "a page that is there does not wait"
	json mmap 4p , usercopy --length 1p --fault-delay 1 --syscalls , usercopy , maps
	json_is '.steps[2] | "\(.result.value) \(.data.fault_delay)"' "$((4 * page)) null" \
		"afterwards the range is as any other"
	json_is '.steps[1].effect.mappings | length' 0 "and its mapping whole"
	if [ "$(ask '.steps[1].syscalls.reason')" = null ]; then
		json_is '.steps[1] | "\(.syscalls.count) \(.data.fault_delay.faults)"' '1 1' \
			"faults are served while the subject is traced"
	fi
	json mmap 4p , usercopy --fault-delay 2 --times 3
	json_is 'final | "\(.repeat.returned) \(.data.fault_delay.faults)"' '3 4' "the faults of repeated calls are added up"
	json memfd 4p , mmap --flags shared , usercopy --fault-delay 2
	json_is 'final.data.fault_delay.faults' 4 "so do those of a memory file"
	json mmap 4p --prot none , usercopy --fault-delay 2000
	json_is 'final | "\(outcome) \(.data.fault_delay.faults)"' 'EFAULT 0' "where the access is not allowed nothing waits"
	if is_on_tmpfs .; then
		skip "a file on disk has no faults that could wait" "the tests' files lie on a tmpfs"
	else
		json mmap 4p --file data , usercopy --fault-delay 2
		json_is 'final | "\(outcome) \(.data.failed) \(.why[0].cause)"' 'EINVAL UFFDIO_REGISTER userfaultfd-range' \
			"a file on disk has no faults that could wait"
	fi
	json mmap 4p , munmap , usercopy --fault-delay 2
	json_is 'final | "\(.data.failed) \(.why[0].cause)"' 'UFFDIO_REGISTER userfaultfd-range' \
		"nor has what is not mapped"
	if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null && ! sanitized; then
		timeout 300 strace -f -o trace -e trace=write "$MEMTOOL" --json mmap 4p , usercopy --fault-delay 5 \
			</dev/null >out 2>err
		json_is 'final | "\(outcome) \(.data.failed) \(.why[0].cause)"' 'EBUSY SCM_RIGHTS userfaultfd-traced' \
			"a tracer of memtool, which reads what is written, does not wait for ever"
	else
		skip "a tracer of memtool does not wait for ever" "strace may not trace here"
	fi
	line="memtool --json mmap 4p , usercopy --fault-delay 9000"
	launch --json mmap 4p , open reached --flags creat,wronly , usercopy --fault-delay 9000
	kill -INT "$pid"
	finish
	json_is '"\(.exit_status) \(final.result.reason)"' \
		"130 memtool was interrupted by SIGINT while it ran" "an interruption ends it"
	gone "$(ask .subject.pid)"
	ok "and nothing stays behind"
	;;
esac
if can_be_nobody && [ "$(id -u)" = 0 ] && [ "$(cat /proc/sys/vm/unprivileged_userfaultfd 2>/dev/null)" = 0 ] &&
	[ "$(stat -c %a /dev/userfaultfd 2>/dev/null || echo 600)" = 600 ]; then
	as_nobody json mmap 4p , usercopy --fault-delay 30
	delays_none
else
	skip "where faults may not wait, the reason is told" "an ordinary user may have them wait here, or is who tests"
fi

done_testing
