#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# thread, exit of threads, and malloc_info.

jq_words="$jq_words"'
def step($n): .steps[] | select(.step == $n and (.implicit | not));
def nothing: .effect | (.mappings | length) == 0 and .faults.minor + .faults.major == 0
	and .memory.anonymous.delta == 0 and .memory.file.delta == 0 and .memory.size.delta == 0;
'

# --- who performs a step --------------------------------------------------------

json thread --as t , pagesize --in t , pagesize
status_is 0 "a thread performs a step"
json_is '[.steps[].in.name] | join(" ")' 'main t main' "each step names its performer"
json_is 'step(2).in.pid == step(1).in.pid' true "a thread has the process of the first one"
json_is '.processes | map(.name) | join(" ")' 'main t' "the document lists it"
json_is '.processes[1] | "\(.tid != .pid) \(.pid == .parent) \(.step)"' 'true true 1' "with an ID of its own"
json_is 'step(1).result.value == .processes[1].tid' true "which is the result"
json_is '.processes[0] | .tid == .pid' true "that of the first thread is the process ID"
json_is 'step(2) | nothing' true "a step without effect has none in a thread"
json_is 'step(3) | nothing' true "nor has the next one in the first thread"
json thread --as t , mmap 1p --in t , touch write , peek 1 --in t
json_is '"\(step(3).on.step) \(step(4).on.step)"' '2 2' "threads share what is newest"
json_is 'step(3).effect.faults.minor' 1 "a page that one brings in"
json_is 'step(4) | nothing' true "is there for the other"
json thread --times 3 --as t , exit 7 --in t.2 , pagesize --in t.3 , pagesize --in t.2
json_is 'outcomes' 'ok ok ok skipped' "several have a name and a number"
json_is '.processes | map(.name) | join(" ")' 'main t.1 t.2 t.3' "each is listed"
json_is 'step(1).repeat.blocks | length' 3 "each has a stack"
json_is '.processes[2].ended | "\(.step) \(.exit_status)"' '2 7' "with the step in which it ended, and what it returned"
json_is 'final.result.reason' 'thread t.2 exited with status 7 in step 2 (exit)' "the rest of its steps are skipped"
json thread --as t , thread --in t --as u , pagesize --in u , exit --in t , pagesize --in u
status_is 0 "a thread makes a thread, which outlives it"
json_is '.processes[2].parent == .processes[1].tid' true "its parent is the thread"
json thread --times 64
json_is '.processes | length' 65 "a step makes up to 64"
json thread --as t , exit 5 , pagesize --in t , pagesize
json_is 'outcomes' 'ok ok skipped skipped' "the end of the first thread is that of the process"
json_is '.processes[1].ended == .processes[0].ended' true "so its threads end with it"
run thread --as t , pagesize --in t
out_has '^1  pthread_create() = [0-9]*   as t' "text shows the call"
out_has '^2  getpagesize() = [0-9]*   in t' "and who performs a step"
json --no-such-option thread
status_is 2 "an unknown option"

# --- stacks ---------------------------------------------------------------------

json thread 1M --guard-size 64K --as t , maps --in t
json_is 'step(1).call' 'pthread_create({stack 1048576, guard 65536})' "the sizes are in the call"
json_is 'step(1).data | "\(.stack_size) \(.guard_size)"' '1048576 65536' "and what it took is told"
# musl adds what the thread needs itself.
json_is 'step(1) | .region.size - .data.stack_size - .data.guard_size | . >= 0 and . <= 65536' true \
	"the region is the stack with its guard"
json_is 'step(1) as $made | step(2).data.mappings | map(select(.start == $made.region.start)) | .[0]
	| "\(.perms) \(.size)"' '---p 65536' "the guard is its lowest part, in maps, too"
json_is 'step(1) | (.data.stack_pointer | hex) as $at
	| ($at > (.region.start | hex)) and ($at < (.region.end | hex))' true "the thread runs on it"
json_is 'step(1).effect.mappings | map(select(.change == "added" and .after.perms == "---p")) | length > 0' true \
	"the effect shows it"
json thread 256K --guard-size 0 --times 3 --as t , touch write --on t.2
json_is 'outcomes' 'ok ok' "a thread's name is the address of its stack"
json_is 'step(2).args.addr == step(1).repeat.blocks[1]' true "without guards, too"
json thread 256K --as t , alloca 64K --in t , alloca 64K
json_is 'step(1) as $made | step(2).data | (.stack_after.end == $made.region.end)
	and (.pointer_after | hex) > ($made.region.start | hex)' true "alloca --in takes from the thread's stack"
json_is 'step(2).data | "\(.unlimited) \(.headroom_ends_at)"' 'null thread-stack' "which does not grow"
json_is 'step(2).data | (.pointer_after | hex) - (.stack_after.start | hex) == .headroom' true \
	"what is left of it is told"
json_is 'step(3).data.headroom_ends_at' stack-limit "that of the first thread does"
if ! sanitized; then
	json thread 256K --as t , alloca 1K --frames 1000 --in t --expect SIGSEGV , mmap --in t
	json_is 'outcomes' 'ok SIGSEGV:SEGV_ACCERR ok' "an overflow ends in the guard, and is survived"
	json_is 'step(2).why | [.[].cause] | join(" ")' thread-stack "its cause is the stack's size"
	json_is 'step(1) as $made | step(2) | (.result.signal.address | hex) as $at
		| $at >= ($made.region.start | hex) and $at < ($made.region.start | hex) + $made.data.guard_size' true \
		"the fault is in the guard"
	enough=$(ask 'step(2).why[0].remedy[0] | split(" ")[1]')
	json thread "$enough" --as t , alloca 1K --frames 1000 --in t
	json_is 'outcomes' 'ok ok' "the remedy is enough"
fi
# outgrown ARGS...: a thread's stack of 64 KiB and an access to what alloca took
# beyond its end: the cause, and a remedy that is enough.
outgrown() {
	json thread 64K --as t , "$@"
	json_is 'final.why | [.[].cause] | join(" ")' thread-stack "$*: the cause is the stack's size"
	json_is 'step(1) as $made | final.why[0].facts | .size <= $made.region.size and .needed > .size' true \
		"with what it has, and needs"
	enough=$(ask 'final.why[0].remedy[0] | split(" ")[1]')
	json thread "$enough" --as t , "$@"
	json_is '[.steps[].result.status] | unique | join(" ")' 'ok' "the remedy is enough"
}
if ! sanitized && machine_has plain_alloca "memory beyond the end of a thread's stack"; then
	outgrown alloca 68K --in t , touch write --in t
	outgrown alloca 128K --in t , touch write --in t
	outgrown alloca 128K --in t , touch write
	outgrown alloca 128K --in t , peek 16
	outgrown alloca 128K --in t --as a , usercopy read --on a
	json thread 256K --as t , alloca 64K --in t , touch write --in t
	json_is outcomes 'ok ok ok' "what is not beyond it can be touched"
fi
json thread 64K --guard-size 1p --as t , touch write --on t
if [ "$(ask 'final | outcome')" = SIGSEGV:SEGV_ACCERR ]; then
	json_is 'final.why | [.[] | "\(.cause) \(.remedy | join(" "))"] | join(", ")' 'thread-stack --addr +1p' \
		"its guard is named as such, and the stack begins after it"
	json thread 64K --guard-size 1p --as t , touch write --on t --addr +1p
	json_is outcomes 'ok ok' "where it can be touched"
else
	skip "its guard is named as such" "the guard is not part of the stack's region here"
fi
if machine_has words_of_64_bits "sizes beyond the address space" && machine_has glibc "wrapping around"; then
	json thread --guard-size 100T
	json_is 'final | "\(outcome) \([.why[].cause] | join(" "))"' 'EAGAIN out-of-range' "a guard for which there is no gap"
	json thread --guard-size 1000T
	json_is 'final.why | [.[].cause] | join(" ")' out-of-range "or no address space"
	json thread --stack-size 100T
	json_is 'final.why | [.[].cause] | join(" ")' out-of-range "which a stack can be, too"
	json thread --guard-size 0xffffffffffff0000
	json_is 'final | "\(outcome) \([.why[].cause] | join(" "))"' 'EINVAL out-of-range' "both together wrap around"
fi
json thread 1
if [ "$(ask final.result.status)" = error ]; then
	json_is 'final | "\(outcome) \(.call)"' 'EINVAL pthread_attr_setstacksize(1)' "a stack below the least"
	json_is 'final.why | [.[].cause] | join(" ")' small-stack "has its cause"
	json thread "$(ask 'final.why[0].remedy[0] | split(" ")[1]')"
	json_is outcomes ok "whose remedy is the least"
fi

# --- the end of a thread --------------------------------------------------------

if ! sanitized; then
	# A thread that is not asleep yet dies at once.
	dies_waking() {
		# shellcheck disable=SC2086 # two words
		json thread --as t , mmap , $way --on t , touch --in t , touch
		[ "$(ask '.steps[3] | outcome')" = SIGSEGV ]
	}
	for way in munmap "mprotect none"; do
		await dies_waking
		ok "$way of its stack: a thread dies of its next step"
		json_is '.steps[3].why | [.[].cause] | join(" ")' thread-stack-gone "$way: with the cause"
		json_is 'final.result.reason' 'the subject died of SIGSEGV in step 4 (touch)' "$way: and so does its process"
	done
	ends_gone() {
		json thread --as t , mmap , munmap --on t , exit --in t
		[ "$(ask 'final | outcome')" = SIGSEGV:SEGV_MAPERR ]
	}
	await ends_gone
	json_is 'final.why | [.[].cause] | join(" ")' thread-stack-gone "which also is where the C library finds the thread"
	json thread --as t , munmap --on t --in t
	json_is 'final | "\(outcome) \([.why[].message] | join(" "))"' \
		'SIGSEGV the call removed memory that the process runs on' "a thread may take its own stack away"
fi
json thread --as t , touch write --on t --length 1p --expect ok,SIGSEGV , exit 300 --in t
json_is 'step(3).result.value' 300 "exit returns the thread's value"
json_is 'step(3).effect.memory.size.delta | . <= 0' true "its effect is what the others see"
json thread 64K --as t , exit --in t , thread 64K --as u
sanitized || where glibc json_is 'step(2).effect.mappings | length' 0 "glibc keeps the stack"
where glibc json_is 'step(3).region == step(1).region' true "and the next thread has it"

# --- fork by a thread -----------------------------------------------------------

json mmap 1p , poke 01 , thread --as t , fork --in t --as c , poke 02 --in c , peek 1 --in c , peek 1 , pagesize --in t
json_is 'outcomes | test("^ok( ok)*$")' true "a thread forks"
json_is '"\(step(6).data.bytes) \(step(7).data.bytes)"' '02 01' "its child has the memory"
json_is '.processes[2].parent == .processes[0].pid' true "and the process for parent"
json_is 'step(5).effect.faults.minor' 1 "with the faults of its own writes alone"
json thread --as t , fork --in t --as c , alloca 4K --in c , exit --in t , exit , alloca 4K --in c
json_is 'outcomes' 'ok ok ok ok ok ok' "it lives on without them"

# --- circumstances of a thread --------------------------------------------------

if machine_has seccomp "a thread has its own filters"; then
	json thread --as t , seccomp madvise=ENOSYS --in t , mmap 1p , madvise dontneed , madvise dontneed --in t
	json_is '"\(step(4) | outcome) \(step(5) | outcome)"' 'ok ENOSYS' "a thread has its own filters"
	json_is 'step(5).why[0] | "\(.cause) \(.verified)"' 'seccomp true' "and that is the cause there"
fi
if can_be_nobody; then
	if [ "$(id -u)" = 0 ]; then
		json thread --as t , capset drop=ipc_lock --in t , mmap 16M , setrlimit memlock=64K , mlock , mlock --in t
		json_is '"\(step(5) | outcome) \(step(6) | outcome)"' 'ok ENOMEM' "and its own capabilities"
		json_is 'step(6).why[0] | "\(.cause) \(.verified)"' 'memlock-limit true' "which its causes know"
	fi
	json thread --as t , setuid nobody , setrlimit memlock=64K , mmap 16M , mlock , mlock --in t
	json_is '"\(step(5) | outcome) \(step(6) | outcome)"' 'ENOMEM ENOMEM' "setuid is for all threads"

	# --- refused by a limit -----------------------------------------------------

	json setuid nobody , setrlimit memlock=1M , mlockall future , thread 8M
	json_is 'final | outcome' EAGAIN "a stack is locked memory, after mlockall future"
	json_is 'final.why | [.[] | "\(.cause) \(.verified)"] | join(", ")' 'memlock-limit true' "which is the cause"
	json setuid nobody , setrlimit memlock=1M , mlockall future , thread 64K
	json_is 'final | outcome' ok "a small one fits"
	json setuid nobody , setrlimit nproc=1 , thread
	json_is 'final.why | [.[] | "\(.cause) \(.verified)"] | join(", ")' 'nproc-limit true' \
		"the number of threads is limited with that of processes"
fi
# The address space of a sanitizer is beyond any limit.
if ! sanitized; then
	json setrlimit as=64M , thread 1G
	json_is 'final | outcome' EAGAIN "a stack that the address space has no room for"
	json_is 'final.why | [.[] | "\(.cause) \(.verified)"] | join(", ")' 'as-limit true' "has its cause"
	enough=$(ask 'final.why[0].remedy[0] | split("=")[1] | split(" ")[0]')
	json setrlimit as="$enough" , thread 1G
	json_is outcomes 'ok ok' "whose remedy is enough"
fi

# --- seen from outside ----------------------------------------------------------

mkfifo input
timeout --foreground 300 "$MEMTOOL" --json thread --as t --times 3 , exit --in t.1 , thread --as u --in t.2 --hold enter <input >out 2>err &
job=$!
exec 8>input
await grep -qs 'Enter ends it' err
held=$(sed -n 's/.*is held: pid \([0-9]*\);.*/\1/p' err)
tasks() {
	ls "/proc/$held/task" | sort -n | tr '\n' ' '
}
four() {
	[ "$(tasks | wc -w)" = 4 ]
}
await four
seen=$(tasks)
is "$(jq -r '[.processes[] | select(.ended == null) | .tid] | sort | map(tostring + " ") | add' out)" "$seen" \
	"the threads of the document are those of the kernel"
is "$(grep -c 'so is thread' err)" 3 "and --hold names them"
echo >&8
exec 8>&-
wait "$job"
job=

# --- arenas ---------------------------------------------------------------------

# A sanitizer has an allocator of its own.
if ! sanitized && machine_has glibc "malloc_info"; then
	json malloc 64K , malloc 1M , malloc_info
	json_is 'step(3) | nothing' true "malloc_info changes nothing"
	json_is '(step(2).data.heap) as $heap | step(3).data
		| [.arenas[].in_use, .mapped] | add == $heap.in_use' true "what is in use is what mallinfo has"
	json_is '(step(2).data.heap) as $heap | step(3).data | [.arenas[].free] | add == $heap.free' true "so is what is free"
	json_is '(step(2).data.heap) as $heap | step(3).data
		| "\(.arenas[0].trimmable == $heap.trimmable) \(.mapped == $heap.mapped) \(.mapped_blocks)"' 'true true 1' \
		"and the end of the heap, and what is mapped apart"
	json_is 'step(3).data.arenas[0].size == (step(1).effect.mappings | map(select(.after.path == "[heap]")) | .[0].size)' true \
		"the first arena is the heap of maps"
	json thread --as t , malloc 1M --in t , free --in t
	json_is '"\(step(2).data.origin) \(step(2).data.mappings_grown > 2 * 1048576)"' 'own-mapping true' \
		"a large block has a mapping of its own, besides the thread's new arena"
	json_is '(step(2).data.usable / $page | floor) + 1 == -(step(3).effect.memory.size.delta | pages)' true \
		"which free takes away"
	json thread --as t , malloc 2K --in t
	json_is 'step(2).data.origin' new-mapping "a small one is in the arena"
	json thread --as t , malloc 64K --times 100 --as b --in t , malloc_info , free --on b --in t , malloc_info
	json_is 'step(3).data.arenas | length' 2 "a thread has an arena of its own"
	json_is 'step(3).data.arenas[1].size == (step(2).effect.mappings | map(select(.after.perms == "rw-p")) | .[0].size)' true \
		"as large as its mapping is writable"
	json_is '(step(3).data.arenas[1].in_use - step(5).data.arenas[1].in_use) > 6000000' true "what it frees is free there"
	json mallopt arena_max --value 1 , thread --as t , malloc 64K --in t , malloc_info
	json_is 'step(4).data.arenas | length' 1 "arena_max 1 has threads share the first"
	json malloc 100 --as a , malloc_usable_size a
	json_is 'step(2).result.value == step(1).data.usable' true "malloc_usable_size tells what malloc showed"
	run malloc 1k , malloc_info
	out_has '^   arena 0: in use [0-9]* B, free [0-9]* B, at its end [0-9]* B, of [0-9]* KiB$' "text has a line for each arena"
fi
json malloc_usable_size --addr 0
json_is 'final.result.value' 0 "of NULL nothing can be used"

# --- refused --------------------------------------------------------------------

refused_for "'t.4'" 'step 1 makes 3' thread --as t --times 3 , touch --in t.4
refused_for "'t'" 'stands for 3' thread --as t --times 3 , touch --in t
refused_for "'65'" '1 to 64' thread --times 65
refused_for '257 threads' '256 are accepted' thread --times 64 , thread --times 64 , thread --times 64 , thread --times 64 , thread
refused_for "'5z'" 'suffix' thread 5z
refused_for 'stack-size' "'-1' is negative" thread --stack-size -1
refused_for 'guard-size' "'x' is not" thread --guard-size x
refused_for "'1'" 'no word' malloc_info 1

# --- nobody is left -------------------------------------------------------------

left() {
	grep -slz "memtool-thread-$$" /proc/[0-9]*/environ | grep -c .
}
none_left() {
	[ "$(left)" = 0 ]
}
for delay in 0.002 0.01 0.03 0.06; do
	MARK="memtool-thread-$$" "$MEMTOOL" thread --as t , fork --in t --as c , mmap 16M --in c , exit --in t , touch write --in c --times 2000 >/dev/null 2>&1 &
	victim=$!
	sleep "$delay"
	kill -KILL "$victim" 2>/dev/null
	wait "$victim" 2>/dev/null
done
await none_left
is "$(left)" 0 "nothing outlives a memtool that is killed"

done_testing
