#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2034
. "$(dirname "$0")/lib.sh"

# Words for the filters: what was seen of the last step, and in brief.
jq_words="$jq_words"'
def seen: final.syscalls;
def names: [.calls[].name] | join(" ");
def counts: [.by_name[] | "\(.name) \(.count) \(.errors)"] | join(", ");
def sums: .count == ([.by_name[].count] | add // 0)
	and .count == .omitted + (.calls | length);
'

machine_has ptrace || skip_all "the subject may not be traced here: ${known#no: }"
json mmap --syscalls
json_is 'seen.reason' null "the subject is traced"

# What a step calls, it calls.
json_is 'seen | names' mmap "mmap is one system call"
json_is 'seen.calls[0].result == final.result.value' true "whose result is the step's"
json_is 'seen.calls[0].call == final.call' true "and which is shown as the step's"
json_is 'seen.calls[0].args | join(" ")' \
	'0x0 '$((4 * page))' PROT_READ|PROT_WRITE MAP_PRIVATE|MAP_ANONYMOUS -1 0' \
	"its arguments are told one by one"
json_is 'final.result.duration_ns' null "a traced call has no duration"
json_is 'seen | "\(.count) \(.omitted) \(counts)"' '1 0 mmap 1 0' "it is counted by name"
json mmap
json_is 'has("syscalls"), (final | has("syscalls")), seen' 'false
true
null' "without --syscalls nothing is told"
json_is 'final.result.duration_ns > 0' true "and the time is"

json mmap , touch write --syscalls
json_is 'seen | "\(.count) \(.omitted) \(.by_name) \(.calls)"' '0 0 [] []' "a touch makes no system call"
json_is '.steps[0] | "\(.syscalls) \(.result.duration_ns > 0)"' 'null true' "a step is traced that asks for it, and no other"
json brk +64k , sbrk -4k --syscalls
json_is 'seen | names' brk "sbrk is a brk"
json_is 'seen.calls[0].result == final.data.break_after' true "which answers with the new break"
json brk --syscalls
json_is 'seen.calls[0].call' 'brk(NULL)' "no address is NULL"
json_is 'seen.calls[0].args[0]' 0x0 "which is an address all the same"
json alloca 64k --syscalls
json_is 'seen.count' 0 "alloca makes none"
json alloca 64k --syscalls , touch write --syscalls , sbrk 4k --syscalls
json_is '[.steps[].syscalls.count] | join(" ")' '0 0 1' "the chain goes on behind it"
json memfd 4p --syscalls
json_is 'seen | names' 'memfd_create ftruncate' "a memfd is two"
json_is 'seen.calls[0].call' 'memfd_create("memtool", MFD_CLOEXEC)' "a name is read from memory"
json open nothing --expect ENOENT --syscalls
json_is 'seen.calls[0] | "\(.call) \(.result) \(.errno)"' \
	'openat(AT_FDCWD, "nothing", O_RDONLY) null ENOENT' "a failure has its errno"
json_is 'seen | counts' 'openat 1 1' "and counts as one"
json open 'a"b' --flags creat,wronly --mode 640 --syscalls
json_is 'seen.calls[0].args | join(" ")' 'AT_FDCWD "a\"b" O_WRONLY|O_CREAT 0640' "a mode is passed where a file is made"
json mmap 4p , mremap 8p --syscalls , mincore --syscalls
json_is '[.steps[1:][].syscalls | names] | join(" ")' 'mremap mincore' "each step has its own"
json_is '.steps[1].syscalls.calls[0].args | length' 4 "mremap passes no address that it is not asked for"
json exit 7 --syscalls
json_is 'seen.calls[-1] | "\(.call) \(.result) \(.errno)"' 'exit_group(7) null null' "exit ends in its system call"
sanitized || json_is 'seen.count' 1 "and makes no other"
run fork --as c , exit 7 --in c --syscalls
sanitized || out_has '^ *exit_group(7) = ?$' "text has a question mark for its result"
json touch exec --syscalls --expect SIGSEGV
json_is 'seen.count' 0 "a fault that is caught leaves none behind"
json mlock 2p --syscalls
json_is '[.steps[].syscalls != null] | join(" ")' 'false true' "an implicit step is not traced"

# The allocator: what a free list saves.
if sanitized || [ -n "${LD_PRELOAD:-}" ]; then
	skip "the allocator's system calls" "it is another's"
elif ! machine_has pristine_heap "a first malloc asks for the break and moves it"; then
	json malloc 1M , malloc 1M --syscalls --as a , free --on a --syscalls
	json_is '[.steps[1:][].syscalls | names] | join(" ")' 'mmap munmap' "a large block is mapped, and unmapped"
	json malloc 100 , free , malloc 100 --syscalls
	json_is 'seen.count' 0 "one from the reserve makes no system call"
elif json malloc 100 --syscalls , free , malloc 100 --syscalls &&
	[ "$(ask '.steps[0].syscalls.calls[0].name // ""')" ]; then
	json_is '.steps[0].syscalls | sums and .count >= 2 and
		([.calls[] | select(.name == "brk")] | length >= 2)' true \
		"a first malloc asks for the break and moves it"
	json_is 'seen.count' 0 "one from the free list makes no system call"
	born=$(ask '.steps[0].syscalls | names')
	json free --addr NULL , malloc 100 --syscalls
	json_is 'seen | names' "$born" "free(NULL) leaves the heap to be born by the first malloc"
	json malloc 1M , malloc 1M --syscalls --as a , free --on a --syscalls
	json_is '[.steps[1:][].syscalls | names] | join(" ")' 'mmap munmap' "a large block is mapped, and unmapped"
	json malloc 100k --times 100 --syscalls
	json_is 'seen | sums and .count > 20 and .count < 100' true "several calls are counted together"
	run malloc 100k --times 100 --syscalls
	out_has '^   system calls [0-9]*   brk [0-9]*\(, getrandom 1\)\{0,1\}$' "of many the text tells the counts"
else
	flunk "the allocator's system calls are seen"
fi

# A program of its own: N times getppid; a call of no name; one of 32 bits.
if [ "$(uname -m)" = x86_64 ] && ! sanitized &&
	needs "machine code" "executable memory is refused here" mmap --prot rwx; then
	thirty=b91e00000051b86e0000000f0559ffc975f3c3
	json mmap --prot rwx , poke $thirty , touch exec --length 1p --syscalls
	json_is 'seen | "\(counts), \(sums)"' 'getppid 30 0, true' "thirty system calls are thirty"
	json_is '[.steps[2].syscalls.calls[].result == '$$'] | length' 30 "each with its result"
	run mmap --prot rwx , poke $thirty , touch exec --length 1p --syscalls
	out_has '^   system calls 30   getppid 30$' "the text has their number"
	json mmap --prot rwx , poke b8ffff00000f05c3 , touch exec --length 1p --syscalls
	json_is 'seen.calls[0] | "\(.name) \(.number) \(.args | length) \(.errno)"' \
		'syscall_0xffff 65535 6 ENOSYS' "one without a name has its number"
	json mmap --prot rwx , poke bf07000000b8e70000000f05 , touch exec --length 1p --syscalls
	json_is 'seen.calls[0] | "\(.call) \(.result) \(.errno)"' 'exit_group(7) null null' "one that does not return has no result"
	json_is '.subject.ended.exit_status' 7 "and the subject has ended as it asked"
	json mmap --prot rwx , poke 53b814000000cd805bc3 , touch exec --length 1p --syscalls
	if machine_has ia32; then
		json_is 'seen.calls[0].name' syscall_0x14_foreign "32-bit numbers are not taken for ours"
	else
		json_is 'final | "\(outcome) \(.syscalls.count)"' 'SIGSEGV:SI_KERNEL 0' "without 32-bit system calls the instruction faults"
		json_is 'final.why[0] | "\(.cause) \(.verified)"' 'no-compat-calls true' "and it is told why"
	fi
fi

# Text.
run sbrk 4k --syscalls
out_has '^   system calls 1$' "the text tells how many"
out_has '^      brk(0x[0-9a-f]*) = 0x[0-9a-f]*$' "and each as strace does"
run touch --syscalls
out_has '^   no system call$' "or that there was none"
run open nothing --syscalls --expect ENOENT
out_has "^         = -1 ENOENT ($(words ENOENT))$" "and an error"
run mmap 1G --flags private,anonymous,noreserve,populate --prot none --syscalls --as longer_than_usual , alloca 1k --syscalls , memfd --syscalls
[ "$(awk 'length > 80' out | wc -l)" -eq 0 ]
ok "text stays within 80 columns"

# Where nothing is traced.
json --dry-run mmap --syscalls
json_is 'seen' null "a dry run traces nothing"
json mmap 0 , touch --syscalls
json_is 'seen' null "neither does a step that is skipped"
run mmap , maps --syscalls
status_is 2 "an inspection makes no call"

# The effect and the faults are what they are without.
chain='mmap 64k , touch write , mprotect read , touch write , mremap 128k , madvise dontneed , mlock , munlock , brk +64k , touch write --addr brk-4k --length 4k , memfd 4p , mmap --flags shared , touch write , msync , munmap'
# Page tables hang on where the memory happens to lie.
what_happened() {
	ask '[.steps[] | {outcome: outcome, faults: .effect.faults,
		memory: (.effect.memory // {} | del(.proportional, .page_tables, .private_dirty, .shared_dirty) | map_values(.delta)),
		mappings: [.effect.mappings[] | "\(.change) \(.size) \(.after.perms)"], data: (.data // {} | keys)}]'
}
if sanitized; then
	skip "the effect is the same" "AddressSanitizer changes it"
else
	# shellcheck disable=SC2086 # several words
	json $chain
	what_happened >plain
	# shellcheck disable=SC2046 # several words
	json $(echo "$chain" | sed 's/ ,/ --syscalls ,/g') --syscalls
	what_happened >traced
	cmp -s plain traced
	ok "effects and faults are the same with and without"
	json_is '[.steps[].syscalls.reason] | unique | map(tostring) | join(" ")' null "while each step was traced"
fi

# Deaths.
json munmap --addr NULL --length 0x7ffffffff000 --syscalls , mmap
json_is '.steps[0] | "\(outcome) \(.syscalls | names) \(.syscalls.calls[0].result)"' 'SIGSEGV munmap 0' \
	"a step that ends the subject tells what it did before"
json_is '.steps[1] | "\(.result.status) \(.syscalls)"' 'skipped null' "and the next is skipped"
if ! sanitized; then
	json mmap , mmap --addr stack --length 64k --flags +fixed , alloca 4k --syscalls --expect ok,signal
	status_is 0 "what ends in a fault of the real stack ends as usual"
fi

# A traced step that lasts, in the background.
start() {
	line="memtool --json open fifo --syscalls"
	rm -f fifo
	mkfifo fifo
	timeout --foreground 300 "$MEMTOOL" --json open fifo --syscalls \
		</dev/null >out 2>err &
	job=$!
	await traced_child
}

# The subject is traced, and sleeps in its call.
traced_child() {
	pid=$(children_of "$job")
	child=$([ -z "$pid" ] || children_of "$pid")
	[ -n "$child" ] && grep -q "^TracerPid:[[:space:]]*$pid$" "/proc/$child/status" 2>/dev/null &&
		asleep "$child"
}

left_nothing() {
	await gone "$child" && await gone_with_its_group "$child"
	ok "$1: nothing is left"
}

for signal in INT:130 TERM:143 HUP:129; do
	wanted=${signal#*:}
	signal=${signal%:*}
	start
	kill -"$signal" "$pid"
	finish
	status_is "$wanted" "SIG$signal ends a traced step"
	json_is 'final | "\(.result.status) \(.syscalls.calls[0].result)"' 'error null' "SIG$signal: its call has no result"
	left_nothing "SIG$signal"
done
start
kill -KILL "$pid"
finish
left_nothing "SIGKILL for memtool"
start
kill -KILL "$child"
finish
json_is 'final | "\(outcome) \(.syscalls | names)"' 'SIGKILL openat' "SIGKILL ends the subject in its call"
left_nothing "SIGKILL for the subject"
start
kill -USR1 "$child"
finish
json_is 'final | outcome' SIGUSR1 "a signal is passed on"
json_is 'seen.calls[0].errno' ERESTARTSYS "and the call that it interrupted is told so"
left_nothing "SIGUSR1"
start
kill -STOP "$child"
is_stopped() {
	case $(state_of "$child") in
	[tT]) return 0 ;;
	esac
	return 1
}
await is_stopped
# If somebody has it go on, he does so soon.
sleep 0.1
is_stopped
ok "a stopped subject stays stopped"
kill -CONT "$child"
exec 9<>fifo
finish
exec 9>&-
json_is 'final | outcome' ok "and goes on"
json_is 'seen | [.calls[] | select(.result != null)] | length' 1 "one of its calls has returned"
left_nothing "SIGSTOP"

# Traced no more when the step is over.
hold_traced() {
	rm -f err
	line="memtool mmap --syscalls --hold 200"
	timeout --foreground 300 "$MEMTOOL" mmap --syscalls --hold 200 </dev/null >out 2>err &
	job=$!
	await grep -qs 'is held' err || lost "this is never held: $line"
	pid=$(children_of "$job")
	child=$(children_of "$pid")
}
hold_traced
is "$(sed -n 's/^TracerPid:[[:space:]]*//p' "/proc/$child/status") $(state_of "$child")" '0 S' \
	"behind a traced step the subject is free, and asleep"
kill -TERM "$pid"
wait "$job"
job=
pid=

# Where it is refused.
python=${MEMTOOL_PYTHON:-/usr/bin/python3}
for error in EPERM ENOSYS; do
	sentence="a filter that says $error is told of"
	if sanitized; then
		skip "$sentence" "LeakSanitizer traces, too"
		continue
	fi
	line="confine.py ptrace $error memtool --json mmap --syscalls"
	"$python" "$here/../confine.py" ptrace $error "$MEMTOOL" --json mmap --syscalls >out 2>err
	status=$?
	if [ "$status" -eq 77 ]; then
		skip "$sentence" "$(cat err)"
		continue
	fi
	keep_document
	json_is 'seen | "\(.count) \(.omitted) \(.by_name) \(.calls)"' 'null null null null' "$error: nothing is told"
	json_is 'seen.reason | contains("seccomp")' true "$sentence"
	json_is 'final.result | "\(.status) \(.duration_ns > 0)"' 'ok true' "$error: the step is performed and timed"
	is "$status" 0 "$error: which is no failure"
done

ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS
if ! command -v strace >/dev/null || ! strace -o /dev/null true 2>/dev/null; then
	skip "strace sees the same" "there is no strace, or it may not trace"
	done_testing
fi
line="strace -f memtool --json mmap --syscalls"
timeout 300 strace -f -o /dev/null "$MEMTOOL" --json mmap --syscalls </dev/null >out 2>err
status=$?
keep_document
json_is 'seen.reason | sub("[0-9]+"; "N")' 'the subject is already traced by strace (N)' "another tracer is named"
json_is 'final.result.duration_ns > 0' true "and the step is timed"
timeout 300 strace -f -o /dev/null "$MEMTOOL" mmap --syscalls </dev/null >out 2>err
out_has '^   system calls not shown: the subject is already traced by strace' "the text says so, too"

# agrees SENTENCE CHAIN...: strace counts the same.  It sees more than the
# call's; what lies between the two getrusage of a step is the call's own.
agrees() {
	sentence=$1
	shift
	json "$@"
	ask '.steps[] | .syscalls | names' >seen
	rm -f trace.*
	plain=
	for word in "$@"; do
		[ "$word" = --syscalls ] || plain="$plain $word"
	done
	# shellcheck disable=SC2086 # several words
	timeout 300 strace -ff -o trace "$MEMTOOL" --json $plain </dev/null >out 2>err
	# What is before the first snapshot is the subject's rehearsal.
	sed -n 's/^\([a-z0-9_]*\)(.*/\1/p' "trace.$(ask .subject.pid)" |
		awk '
		$0 == "getrusage" { inside = !inside; if (!inside) print line; line = ""; next }
		inside && $0 != "clock_gettime" { line = line (line == "" ? "" : " ") $0 }' |
		tail -n "$(wc -l <seen)" >wanted
	if [ ! -s seen ] || ! cmp -s seen wanted; then
		flunk "$sentence" "seen $(paste -s -d '|' seen)" "wanted $(paste -s -d '|' wanted)"
	else
		pass "$sentence"
	fi
}
agrees "strace sees the same calls" mmap --syscalls , touch write --syscalls , mprotect read --syscalls , \
	memfd --syscalls , mmap --flags shared --syscalls , msync --syscalls , mincore --syscalls , sbrk 4k --syscalls
agrees "and the same failures" mmap 0 --syscalls , open nothing --syscalls , close --fd 77 --syscalls
if ! sanitized; then
	agrees "and the same of an allocator" malloc 100 --syscalls , malloc 1M --syscalls , free --syscalls , \
		malloc 64k --syscalls , malloc 128k --syscalls , malloc_trim --syscalls
fi

done_testing
