#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2034,SC2016,SC2317,SC2094
# shellcheck disable=SC1010 # then is a word of memtool's
. "$(dirname "$0")/lib.sh"
. "$here/tracing.sh"

traced=${MACHINE%/*}/traced
[ -x "$traced" ] || lost "there is no $traced"

# as_alone SENTENCE MODE: the program exits as without memtool.
as_alone() {
	"$traced" "$2" </dev/null >alone 2>&1
	alone=$?
	trace --failed "$traced" "$2"
	is "$status" "$alone" "$1"
}

# --- what the program sees ----------------------------------------------------
as_alone "a program that does no wrong exits with 0" round
json_is '"\(.kind) \(.ok) \(.exit_status) \(.trace.ended.exit_status)"' 'trace true 0 0' "the document is that of a trace"
json_is '.trace.calls | length' 0 "nothing failed"
json_is '.trace.program | length' 2 "it has the program and its arguments"
as_alone "a program with 32 threads" threads
as_alone "a program that forks" fork
as_alone "a child that shares its parent's memory, as of vfork" spawn
as_alone "a child that asks not to be traced" untraced
as_alone "a program that executes another" exec
as_alone "a thread that does" exec-in-thread
as_alone "a program that handles its faults" handles-faults
json_is '.trace.calls | length' 0 "and they are not called fatal"
as_alone "a program that goes into the background" daemon
trace sh -c 'exit 7'
is "$status" 7 "the exit status is the program's"
json_is '"\(.ok) \(.exit_status) \(.error)"' 'false 7 null' "and the document's"
trace sh -c 'kill -KILL $$'
is "$status" 137 "it dies of the same signal"
json_is '.trace.ended.signal' SIGKILL "which the document names"
"$traced" inherits >alone 2>&1 </dev/null
trace "$traced" inherits
cmp -s alone said
ok "the program inherits signals and descriptors as without memtool"
echo data >fed
line='memtool trace cat <fed'
"$MEMTOOL" trace --failed cat <fed >said 2>err
is "$(cat said)" data "standard input and output are the program's"
line='memtool trace with little to say'
"$MEMTOOL" trace --failed --calls mseal "$traced" round >out 2>err
is "$?$(cat out err)" 0 "where nothing failed nothing is said"

# --- its calls ------------------------------------------------------------------
trace "$traced" round
json_is '[.trace.calls[-2:][] | "\(.command) \(.args.length) \(.result.status)"] | join(", ")' \
	'mmap 135168 ok, munmap 135168 ok' "each call has its arguments and its result"
json_is '.trace.calls[-2].result.value == .trace.calls[-1].args.addr' true "one gives back what the other has mapped"
json_is 'last | "\(.exact) \(.effect) \(.result.duration_ns)"' 'true null null' "what was not measured is null"
trace --calls munmap "$traced" round
json_is '[.trace.calls[].command] | unique | join(" ")' munmap "--calls shows only these"
trace --effects "$traced" round
json_is 'last | changes' "removed $((135168 / page)) rw-p -" "--effects shows what each has changed"
run trace "$traced" fork
err_has '^\[[0-9]*\] munmap(0x' "with several processes the text says which"
run trace "$traced" round
err_has '^munmap(0x[0-9a-f]*, 135168) = 0$' "with one it does not"
err_has '^mmap(NULL, 135168, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x' "a line is not broken"
trace "$traced" threads
json_is '[.trace.calls[] | select(.command == "munmap" and .args.length == 135168)] | length' 1600 \
	"no call of 32 threads is lost"
json_is '[.trace.calls[] | select(.args.length == 135168).tid] | unique | length' 32 "each is its thread's"
rm -f lines
line="memtool trace --jsonl"
"$MEMTOOL" trace --jsonl --output lines "$traced" round >out 2>err
[ -z "${DOCUMENTS:-}" ] || cat lines >>"$DOCUMENTS"
is "$(jq -r .event lines | sort | uniq | paste -s -d ' ')" 'begin call end' "--jsonl has a line for each call"

# --- why ------------------------------------------------------------------------
# Where guard pages lie is the C library's.
trace_of_thread() {
	trace --failed "$traced" overflow-in-thread
	json_is '"\(causes) \(last.why[0].facts.size > 0)"' 'thread-stack true' "an overflow of a thread's stack"
}

trace --failed "$traced" nothing
json_is 'causes' 'no-effect no-effect no-effect no-effect' "a call that did nothing is shown"
json_is 'failures' 'munmap ok, mprotect ok, munlock ok, mremap ok' "which succeeded"
trace --failed "$traced" advises
json_is '"\(.trace.calls | length) \([.trace.calls[].why[0].cause] | unique | join(" "))"' '29 no-effect' "advice that was in effect is shown each time"
is "$(ask '[.trace.calls[].args.advice] | group_by(.) | map("\(.[0]) \(length)") | join(" ")' | sed 's/MADV_//g')" \
	'DODUMP 3 DOFORK 3 DONTDUMP 3 DONTFORK 3 KEEPONFORK 3 NORMAL 5 RANDOM 3 SEQUENTIAL 3 WIPEONFORK 3' "and no other"
trace --failed "$traced" read-only
json_is '"\(causes) \(last | outcome)"' 'protection SIGSEGV:SEGV_ACCERR' "a write to read-only memory"
json_is '"\(.trace.ended.signal) \(last.command)"' 'SIGSEGV null' "which was no call"
trace --failed "$traced" raises-again
json_is '"\(causes) \(last | outcome) \(.trace.ended.signal)"' 'protection SIGSEGV:SEGV_ACCERR SIGSEGV' "a fault whose handler raises the signal again"
trace --failed "$traced" raises
json_is '"\(.trace.calls | length) \(.trace.ended.signal)"' '0 SIGSEGV' "but not a signal alone"
trace --failed "$traced" no-access
json_is 'last.why[0] | "\(.cause) \(.message) \(.remedy[0])"' \
	'protection the page is mapped ---p, which allows no access mprotect rw' "where nothing is allowed, nobody knows what it was"
if [ "$(uname -m)" = x86_64 ]; then
	trace --failed "$traced" no-address
	json_is 'last.why[0] | "\(.cause) \(.facts.value) \(.verified)"' 'not-canonical 0x4141414141414141 false' "an address that the processor does not tell"
fi
trace --failed "$traced" no-code
if [ "$status" -eq 77 ]; then
	skip "code that a program forbids itself" "this kernel has no PR_SET_MDWE"
else
	json_is 'last | "\(.result.errno.name) \(.why[0].cause) \(.why[0].verified)"' 'EACCES mdwe false' "code that a program forbids itself"
fi
trace --failed "$traced" unmapped
json_is '"\(causes) \(last | outcome)"' 'not-mapped SIGSEGV:SEGV_MAPERR' "a read of what is not mapped"
trace --failed "$traced" beyond-end
json_is '"\(causes) \(last | outcome)"' 'beyond-end-of-file SIGBUS:BUS_ADRERR' "a read beyond the end of a file"
trace --failed "$traced" bad-vector
json_is '"\(failures) \(causes) \(last.why[0].facts | .size)"' 'mincore EFAULT bad-vector 4' "a vector for mincore that is not writable"
json_is 'last.why[0].facts | (.address | hex) - (.vector | hex)' 2 "at its first byte that is not"
trace --failed "$traced" misaligned
if [ "$status" -eq 77 ]; then
	skip "an access that is not aligned" "that is not checked here"
else
	json_is '"\(causes) \(last | outcome)"' 'unaligned-access SIGBUS:BUS_ADRALN' "an access that is not aligned"
fi
if sanitized; then
	skip "an overflow of the stack" "AddressSanitizer has large frames"
else
	trace --failed sh -c 'ulimit -s 1024; exec "$0" overflow' "$traced"
	json_is '"\(causes) \(last.why[0].facts.limit)"' 'stack-limit 1048576' "an overflow of the stack"
	trace --failed sh -c 'ulimit -s 1024; exec "$0" overflow-with-handler' "$traced"
	json_is '"\(causes) \(last.why[0].facts.limit)"' 'stack-limit 1048576' "where a handler found no room there, too"
	where glibc trace_of_thread "an overflow of a thread's stack"
	for below in overflow-in-handler overflow-in-handler-to-text; do
		trace --failed "$traced" "$below"
		json_is '"\(causes) \(last.why[0].facts.size / $page)"' 'signal-stack 16' "an overflow of the stack of signal handlers"
	done
	trace --failed "$traced" overflow-in-thread-handler
	json_is '"\(causes) \(last | .tid != .pid)"' 'signal-stack true' "and of a thread's"
	trace --failed "$traced" reach-from-handler
	json_is 'causes' protection "but not an access that is no matter of the stack"
	trace --failed "$traced" overflow-in-coroutine
	[ "$status" -eq 77 ] || json_is '"\(causes) \(last.why[0].facts | .needed > .size)"' 'other-stack true' "a stack of the program's own"
	trace --failed "$traced" small-signal-stack
	if [ "$status" -eq 77 ]; then
		skip "a stack without room for a handler" "the least stack has room for one here"
	else
		json_is '"\(causes) \(last.why[0].facts.size)"' 'signal-stack 2048' "a stack without room for a handler"
	fi
fi
trace --failed "$traced" filters
if [ "$status" -eq 77 ]; then
	skip "a filter of the program's own" "the kernel accepts none"
else
	json_is '"\(failures) \(last.why[0].cause) \(last.why[0].verified)"' 'mlock EACCES seccomp false' \
		"a call that the program's own filter refuses is seen"
fi
# A filter may answer by a signal: refused_by MODE SENTENCE.
refused_by() {
	as_alone "$2" "$1"
	json_is '"\(.trace.calls | length) \(failures) \(causes) \(last.why[0].verified) \(.trace.notes | length)"' \
		'1 mlock SIGSYS:SYS_SECCOMP seccomp true 0' "its call and its cause are named"
}
if [ "$status" -eq 77 ]; then
	skip "a filter that answers by a signal" "the kernel accepts none"
else
	refused_by trapped "a call that a filter traps"
	json_is '.trace.ended.signal' SIGSYS "which ends the program"
	refused_by handles-trap "a trap that the program handles"
	json_is '.trace.ended.exit_status' 0 "which goes on"
	refused_by killed "a call for which a filter kills the process"
	refused_by killed-as-thread "or its only thread"
	refused_by loses-thread "or one of its threads"
	json_is '"\(.trace.ended.exit_status) \(last | .tid != .pid)"' '0 true' "while the process goes on"
	run trace --failed "$traced" killed
	err_has '^mlock(0x[0-9a-f]*, [0-9]*) = SIGSYS (SYS_SECCOMP)$' "as text"
	trace --summary "$traced" killed
	json_is '.trace.summary.calls[] | select(.call == "mlock") | "\(.calls) \(.failed)"' '1 1' "it counts as failed"
	json_is '.trace.summary.causes | map("\(.cause) \(.call) \(.count)") | join(", ")' 'seccomp mlock 1' "and has its cause"
	trace --failed "$traced" killed-at-another
	json_is '"\(.trace.ended.signal) \(.trace.calls | length) \(.trace.notes | length)"' 'SIGSYS 0 1' \
		"of a call that is no memory call there is a note"
	json_is '.trace.notes[0] | test("traced \\([0-9]+\\) calls getppid, .*: the process ends")' true "with its name"
	trace --calls munmap "$traced" loses-thread
	json_is '.trace.notes[0] | test("calls mlock, .*: the thread ends")' true "and of one that is not shown"
	trace --failed "$traced" handles-trap-at-another
	json_is '"\(.trace.calls) \(.trace.notes)"' '[] []' "there is none if the program handles it"
fi
trace sh -c 'kill -SYS $$'
json_is '[.trace.calls[] | select(.result.status == "signal")] + .trace.notes | length' 0 "nor if a user sends SIGSYS"
# confined CALL: it fails with EPERM in memtool, and in what that starts.
confined() {
	as="$python $here/../confine.py $1 EPERM"
	shift
	"$@"
	as=
}
confined mlock trace --failed "$traced" locks
if [ "$status" -eq 77 ] && [ ! -s out ]; then
	skip "a filter from before memtool" "no filter can be installed here"
else
	json_is '"\(failures) \(last.why[0].cause)"' 'mlock EPERM seccomp' \
		"a call that a filter from before memtool refuses is seen"
	confined seccomp trace --calls mmap "$traced" round
	is "$status" 0 "where memtool's filter is refused it does without"
	json_is '[.trace.calls[].command] | unique | join(" ")' mmap "and sees the same"
fi
if can_be_nobody; then
	[ "$(id -u)" != 0 ] || as=$nobody
	trace --failed "$traced" locks
	as=
	json_is '"\(failures) \(causes)"' 'mlock ENOMEM memlock-limit' "a call beyond a limit that the program has set"
	ask 'last.why[0] | "\(.message) \(.facts)"' >wanted
	as_nobody limited 'ulimit -l 64' json mmap 1M then mlock
	ask 'final.why[0] | "\(.message) \(.facts)"' >seen
	cmp -s seen wanted
	ok "the cause is that of memtool mlock, and so are the facts"
else
	skip "a call beyond a limit" "there is no other user"
fi

# A control group that kills it, if one can be made.
make_group() {
	for folder in /sys/fs/cgroup/memory /sys/fs/cgroup; do
		group=$folder/memtool-test.$$
		mkdir "$group" 2>/dev/null || continue
		for limit in memory.limit_in_bytes memory.max; do
			[ ! -w "$group/$limit" ] || ! echo 33554432 2>/dev/null >"$group/$limit" || return 0
		done
		rmdir "$group"
	done
	return 1
}
in_group() {
	line="memtool trace --failed traced eats, in $group"
	: >out
	sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group" \
		"$MEMTOOL" trace --json --output "$work/out" --failed "$traced" eats </dev/null >said 2>err
	status=$?
	keep_document
}
if grep -q '^SwapTotal: *[1-9]' /proc/meminfo; then
	skip "a control group that kills" "there is swap, into which memory goes"
elif sanitized; then
	skip "a control group that kills" "AddressSanitizer needs much memory"
elif make_group; then
	in_group
	await rmdir "$group" 2>/dev/null
	is "$status" 137 "a process that its control group kills"
	json_is '"\(causes) \(last.why[0].facts.limit) \(last | outcome)"' 'cgroup-limit 33554432 SIGKILL' "has that as its cause"
else
	skip "a control group that kills" "no control group can be made here"
fi
trace sh -c 'kill -KILL $$'
json_is '[.trace.calls[] | select(.result.status == "signal")] | length' 0 "a kill by a user is not explained"

# --- the sums -------------------------------------------------------------------
trace --summary "$traced" round
json_is '.trace.calls' '[]' "--summary shows no calls"
json_is '.trace.summary.calls[] | select(.call == "munmap") | "\(.failed) \(.mapped) \(.returned >= 135168)"' \
	'0 0 true' "it has what was returned"
json_is '.trace.summary.calls | map(.mapped - .returned - .left) | add' 0 "what was mapped was returned or is left"
json_is '.trace.summary | "\(.most_mapped > 135168) \(.peak_resident > 0) \(.processes) \(.causes)"' 'true true 1 []' "and the peaks"
trace --summary --failed "$traced" nothing
json_is '.trace.summary.causes | map("\(.cause) \(.call) \(.count)") | join(", ")' \
	'no-effect munmap 1, no-effect mprotect 1, no-effect munlock 1, no-effect mremap 1' "by cause"
run trace --summary "$traced" fork
err_has '^munmap  *[0-9]' "the text has a table"
err_has ', processes ended 2$' "of both processes"
trace --summary "$traced" threads
json_is '.trace.summary | "\(.processes) \(.peak_resident > 0) \(.incomplete)"' '1 true false' "a process with threads is summed up once"

# --- refusals -------------------------------------------------------------------
refused_for PROGRAM missing trace
refused_for mmpa "did you mean 'mmap'" trace --calls mmpa ls
refused_for ls "one word too many" trace --pid 1 ls
refused_for 0x10000 memory trace --calls 0x10000 ls
refused_for nobody "1 to 2147483647" trace --pid nobody
refused_for unknown expect trace --expect ok ls
refused_for dry-run accepted --dry-run trace ls
refused_for output empty trace --output '' ls
refused "--json needs --output" "the program has standard output" trace ls
refused "cannot be part of a chain" "it is no step" mmap then trace ls
trace /nonexistent
is "$status" 127 "a program that does not exist, as env(1)"
json_is '"\(.error.kind) \(.trace.ended) \(.exit_status)"' 'system null 127' "which is an error"
trace /etc/passwd
is "$status" 126 "a program that cannot be executed"
run trace --output /nonexistent/file ls
is "$status" 125 "a file that cannot be written"
err_has "--output '/nonexistent/file': .*; a file that can be written is accepted" "is named, with what is accepted"
one_line
ok "is one line on stderr"
run trace --output - "$traced" round
is "$status$(cat err)" 0 "--output - is standard output"
out_has '^munmap(0x[0-9a-f]*, 135168) = 0$' "with the lines"
[ ! -e ./- ]
ok "and no file of that name"
refused "a file is accepted" "which one document cannot share with a program" trace --output - ls
run trace --output ./- "$traced" round
grep -q '^munmap' ./-
ok "such a file can be named as ./-"
run trace --summary /nonexistent
is "$(cat out)" '' "where nothing ran there is no summary"
one_line
ok "but one line"
line='memtool trace --pid of itself'
sh -c 'exec "$0" trace --pid $$' "$MEMTOOL" >out 2>err
is "$?" 125 "memtool does not trace itself"
err_has 'is memtool itself; the PID of another' "and says so"
as="env PATH=/usr/bin:/bin"
run trace --failed -- --json
as=
is "$status" 127 "options end at the program"

# --- signals --------------------------------------------------------------------
# background ARGS...: memtool's trace of a program that says "ready".
background() {
	line="memtool trace $*"
	rm -f said
	$starter "$MEMTOOL" trace "$@" </dev/null >said 2>err &
	job=$!
	await grep -qs ready said || lost "this program is never ready: $line"
	pid=$(children_of "$job")
	child=$(children_of "$pid")
}
background --failed --json --output "$work/out" "$traced" waits
kill -TERM "$pid"
await gone "$pid"
wait "$job"
status=$?
job=
pid=
is "$status" 0 "what is sent to memtool is handed on"
line="memtool trace stops"
$starter "$MEMTOOL" trace --failed "$traced" stops </dev/null >said 2>err &
job=$!
await eval 'pid=$(children_of "$job"); [ -n "$pid" ]'
# From outside a stop by the tracer looks like any other, so it may come too
# early: then it comes again.
is_continued() {
	child=$(children_of "$pid")
	[ -z "$child" ] || kill -CONT "$child" 2>/dev/null
	! kill -0 "$job" 2>/dev/null
}
await is_continued
wait "$job"
is $? 0 "a program that stops is stopped until it is continued"
job=
pid=

# --- a running process ----------------------------------------------------------
"$traced" busy </dev/null >busy 2>&1 &
busy=$!
await grep -qs ready busy
line="memtool trace --json --pid busy"
$starter "$MEMTOOL" trace --json --pid "$busy" --calls munmap </dev/null >attached 2>err &
job=$!
await eval 'pid=$(children_of "$job"); [ -n "$pid" ]'
tracer() { sed -n 's/^TracerPid:[[:space:]]*//p' "/proc/$busy/status"; }
is_traced() { [ "$(tracer)" = "$pid" ]; }
await is_traced
ok "a running process is attached to"
run trace --pid "$busy"
is "$status" 125 "one that is traced already is refused"
err_has "already traced by .* ($pid)" "with the tracer's name"
has_all() { [ "$(grep -o '"tid":[0-9]*' attached | sort -u | wc -l)" -ge 4 ]; }
await has_all
kill -INT "$pid"
await gone "$pid"
wait "$job"
status=$?
job=
pid=
cp attached out
keep_document
is "$status" 130 "an interrupt ends the tracing"
json_is '"\(.error.kind) \(.trace.ended) \(.trace.program)"' 'interrupted null null' "and is in the document"
json_is '[.trace.calls[].tid] | unique | length' 4 "the calls of all threads were seen"
json_is '[.trace.calls[] | select(.result.status != "ok" or .args.length != 135168)] | length' 0 "and they were its own"
await eval '[ "$(tracer)" = 0 ]'
ok "the process is let go"
kill -USR1 "$busy"
wait "$busy"
is $? 0 "and has not noticed"
"$traced" zombie </dev/null >zombie &
parent=$!
await test -s zombie
run trace --pid "$(cat zombie)"
is "$status" 125 "a process that has ended"
err_has "($(cat zombie)) has ended.*is accepted" "is refused with the reason"
kill "$parent"
run trace --pid 999999999
is "$status" 125 "a process that does not exist"
err_has 'no process' "is refused with the reason"

# --- strace sees the same -------------------------------------------------------
if ! command -v strace >/dev/null || ! setarch -R strace -o /dev/null true 2>/dev/null; then
	skip "strace sees the same" "there is no strace, or no setarch -R"
	done_testing
fi
if [ "$page" -ne 4096 ] || sanitized; then
	skip "strace sees the same" "the lines are compared where no library differs"
	done_testing
fi
# Offsets are in hexadecimal there.
in_decimal() {
	while IFS= read -r call; do
		case $call in
		mmap*', 0x'*') = '*)
			offset=${call##*, 0x}
			offset=${offset%%)*}
			echo "${call%, 0x*}, $((0x$offset))${call##*"$offset"}"
			;;
		*) printf '%s\n' "$call" ;;
		esac
	done
}
# A parent and its child run at the same time.
order="cat"
# agrees PROGRAM...: the same calls, arguments and results, line by line.
agrees() {
	line="memtool trace and strace of $*"
	# A file for each process: in one, the calls of two may interleave.
	rm -f theirs.*
	setarch -R strace -ff -qq -o theirs -e trace=memory "$@" </dev/null >/dev/null 2>&1
	setarch -R "$MEMTOOL" trace --output ours "$@" </dev/null >/dev/null 2>&1
	cat theirs.* | sed -E -e '/^(---|\+\+\+)/d' -e 's/\) += /) = /' |
		in_decimal | $order >wanted
	# And without the causes, where a call fails.
	sed -E -e 's/^\[[0-9]+\] //' -e '/^   /d' ours | $order >seen
	[ -s seen ] && cmp -s wanted seen
	ok "strace sees the same of $(basename "$1") $2"
}
agrees "$traced" round
agrees "$traced" nothing
agrees "$traced" locks
agrees "$traced" exec
agrees ls -l
order="sort"
agrees "$traced" fork
agrees "$traced" spawn

done_testing
