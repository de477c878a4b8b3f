#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# The stack: how it grows, how deep a recursion comes, and why it ends.

gap=256
if [ -r /proc/cmdline ]; then
	boot=$(tr ' ' '\n' </proc/cmdline | sed -n 's/^stack_guard_gap=\([0-9]*\)$/\1/p' | tail -1)
	gap=${boot:-$gap}
fi

# overflow ARGS...: where the stack may have 8 MiB.
overflow() {
	limited 'ulimit -s 8192' "$@"
}

# --- frames --------------------------------------------------------------------

json alloca 4k --frames 100 , poke 41 , peek 1 , touch write , pagesize
json_is 'outcomes' 'ok ok ok ok ok' "a recursion takes memory that later steps can use"
json_is '.steps[0] | [.args.size, .args.frames] | join(" ")' '4096 100' "its arguments are told"
json_is '.steps[0].call' 'alloca(4096, 100)' "they stand in the call"
json_is '.steps[0].data | [.frames, .reached] | join(" ")' '100 100' "all frames were reached"
json_is '.steps[0].data | .frame_size > 4096 and .frame_size < 4096 + 512' true \
	"a frame has a little more than it asked for"
json_is '.steps[0].data | .taken - .frames * .frame_size < .frames' true "frames and their size are what was taken"
json_is '.steps[0].data | (.pointer_before | hex) - (.pointer_after | hex) == .taken' true \
	"the pointer has moved by it"
json_is '.steps[0] | .region.start == .result.value and .region.end == .data.pointer_before' true \
	"the region reaches from the deepest frame to where it began"
json_is '.steps[0] | (.data.pointer_after | hex) <= (.result.value | hex)' true "the pointer lies at its start or below"
json_is '.steps[0].result.duration_ns' null "no duration is told"

if ! sanitized; then
	json alloca 4k --frames 100 , alloca 4k --frames 100
	json_is '.steps[0].effect | .faults.minor > 90 and .memory.resident.delta > 90 * $page' \
		"$([ "$page" = 4096 ] && echo true || echo false)" "the calls touch the stack"
	json_is '.steps[0] | .data.grown == .data.stack_after.size - .data.stack_before.size' true \
		"how far it grew is told"
	json_is '.steps[0] | ([.effect.mappings[] | select(.change == "added") | .size] | add) == .data.grown' true \
		"the effect tells the same"
	json_is '.steps[1].data.pointer_before == .steps[0].data.pointer_after' true \
		"the next one begins in the deepest frame"
	json_is '.steps[1].data.frame_size == .steps[0].data.frame_size' true "and has frames of the same size"
	json alloca 256k --frames 4
	json_is 'final | [.effect.mappings[].size] | add > 2 * 262144' true "big frames grow it as well"
	json_is 'final | .effect.faults.minor <= 8' true "what lies between two calls is not touched"
fi
works "frames of no size are frames" alloca 0 --frames 10
json alloca 16 --frames 1000
json_is 'final.data | .frame_size >= 32 and .reached == 1000' true "a small frame has its return address too"
run alloca 4k --frames 3
out_has '^alloca(4096, 3) = 0x' "text shows the call"
out_has '^   3 frames, each of [0-9]* B$' "and the frames"
run alloca 4k --frames 1
out_has '^   1 frame, each of' "one frame is one"

# --- without frames --------------------------------------------------------------

json alloca 64k , alloca 64k
json_is '.steps[0].data | [.frames, .reached, .frame_size] | map(. == null) | all' true "without frames none are told"
json_is '.steps[0].data | .taken >= 65536 and .taken < 65536 + 256' true "the pointer has moved by the size"
json_is '.steps[1].data.pointer_before == .steps[0].data.pointer_after' true "the next one begins where it stands"
json_is '.steps[0].data | "\(.grown) \(.stack_before == .stack_after)"' '0 true' "nothing has grown"

json_is 'final.data | if .unlimited then true else .headroom_to_limit ==
	(.pointer_after | hex) - ((.stack_after.end | hex) - (.limit - .limit % $page)) end' true \
	"the headroom is what is left to the limit"

if machine_has plain_alloca "a pointer beyond the limit is no failure, and told"; then
	overflow json alloca 64M , pagesize
	json_is '.steps[0] | "\(outcome) \(.data.headroom < 0) \(.data.headroom_ends_at)"' 'ok true stack-limit' \
		"a pointer beyond the limit is no failure, and told"
	json_is '.steps[0].data | [.limit, .unlimited] | join(" ")' '8388608 false' "the limit is told"
	overflow run alloca 64M
	out_has '^   [0-9.]* MiB beyond the limit$' "text says beyond"
fi
# A limit that is lowered takes nothing away from the stack.
lowered="setrlimit stack=1p , alloca 64 --as a"
# shellcheck disable=SC2086 # several words
json $lowered
json_is 'final.data | .stack_after.size > .limit and .headroom == (.pointer_after | hex) - (.stack_after.start | hex)' true \
	"a stack above its limit has room to its end"
# shellcheck disable=SC2086
run $lowered
out_has "^   \[stack\] [0-9]* KiB, limit $((page / 1024)) KiB\$" "text does not say that it is at most the limit"
out_has ', to its end: it exceeds its limit and cannot grow$' "nor that the limit is what is left to"
if machine_has plain_alloca "beyond its end it does not grow"; then
	json setrlimit stack=1p , alloca 4M , touch write
	json_is '.steps[1].data as $at | final | (outcome == "SIGSEGV:SEGV_MAPERR") and
		$at.headroom == ($at.pointer_after | hex) - ($at.stack_after.start | hex)' true "beyond its end it does not grow"
	told stack-limit true "because of its limit"
	run setrlimit stack=1p , alloca 4M
	out_has ' beyond its end: it exceeds its limit and cannot grow$' "text says so"
fi

overflow run alloca 64k
out_has '^   \[stack\] [0-9]* KiB, at most 8 MiB$' "text tells what the stack has, and may have"
out_has '^   headroom 7.[0-9]* MiB, to the limit$' "within the limit text tells what is left"

# shellcheck disable=SC3045 # where it is undefined it fails
if (ulimit -s unlimited) 2>/dev/null; then
	limited 'ulimit -s unlimited' json alloca 64M , touch write --length 1 , alloca 4k --frames 5000
	json_is '.steps[0].data | "\(.limit) \(.unlimited) \(.headroom_to_limit)"' 'null true null' \
		"unlimited is no number"
	json_is 'outcomes' 'ok ok ok' "then the stack grows as far as it must"
	json_is 'final.data | .headroom == .headroom_to_mapping and .headroom_ends_at != "stack-limit"' true \
		"its room ends at the next mapping"
	limited 'ulimit -s unlimited' run alloca 64M
	out_has '^   \[stack\] [0-9]* KiB, unlimited$' "text says unlimited"
else
	skip "unlimited is no number" "the hard limit is lower"
fi

# --- seen from outside ---------------------------------------------------------

# looks_the_same NAME ARGS...: what the last step told of the stack, and what
# the kernel tells of the subject that sleeps behind it.
looks_the_same() {
	name=$1
	shift
	begin "$@"
	stack=$(sed -n 's/^\([0-9a-f]*\)-\([0-9a-f]*\) .*\[stack\]$/0x\1 0x\2/p' "/proc/$child/maps")
	stk=$(awk '$1 == "VmStk:" { print $2 * 1024 }' "/proc/$child/status")
	max=$(awk '/^Max stack size/ { print $4 }' "/proc/$child/limits")
	go_on
	json_is '[.steps[] | select(.command == "alloca")][-1].data.stack_after | "\(.start) \(.end)"' "$stack" \
		"$name: [stack] is where maps has it"
	json_is '[.steps[] | select(.command == "alloca")][-1].data.stack_after.size' "$stk" \
		"$name: it is as large as VmStk"
	json_is '[.steps[] | select(.command == "alloca")][-1].data | if .unlimited then "unlimited" else .limit end' "$max" \
		"$name: the limit is the subject's"
}
looks_the_same "alloca" alloca 64k
looks_the_same "a recursion" alloca 4k --frames 200
looks_the_same "an overflow" alloca 64k --frames 1000000 --expect SIGSEGV,ok
json_is '.steps[0].data | .unlimited or .grown > 0' true "the overflow has made it grow"
is "$max" "$(awk '/^Max stack size/ { print $4 }' /proc/self/limits)" "it has inherited it"

# --- overflow -------------------------------------------------------------------

overflow json alloca 4k --frames 10000 --expect SIGSEGV:SEGV_MAPERR , mmap , touch write , alloca 64k , touch write
status_is 0 "an overflow can be expected, and the chain goes on"
json_is '[.steps[].result.status] | join(" ")' 'signal ok ok ok ok' "with whatever it does"
json_is '.steps[0] | outcome' 'SIGSEGV:SEGV_MAPERR' "the overflow is the step's result"
json_is '.steps[0].data | .reached > 100 and .reached < .frames' true "it tells how far it came"
json_is '.steps[0] | (.data.pointer_after | hex) - (.result.signal.address | hex) | . > 0 and . <= 64' true \
	"the fault lies just below the deepest frame"
json_is '.steps[0].region' null "it makes no region"
if ! sanitized; then
	# A frame that is larger than a page can step over the last page below the limit.
	json_is '.steps[0].data | 8388608 - .stack_after.size | . >= 0 and . < '"$((2 * page))" true \
		"the stack has grown to its limit"
	json_is '.steps[0].effect.memory.resident.delta | . > 7 * 1048576 and . <= 8388608' \
		"$([ "$page" = 4096 ] && echo true || echo false)" "most of it is in memory"
fi
json_is '.steps[3].data.stack_before == .steps[0].data.stack_after' true "a stack that has grown stays so"
json_is '.steps[3].data.pointer_before == .steps[0].data.pointer_before' true "the pointer is where it was"
json_is '.steps[0].why | [.[].cause] | join(" ")' stack-limit "its cause is the limit"
json_is '.steps[0].why[0] | .verified and .facts.limit == 8388608 and .facts.needed > .facts.limit
	and .facts.size <= .facts.limit' true "with its numbers"
enough=$(ask '.steps[0].why[0].remedy[0] | split(" ")[2]')
# shellcheck disable=SC3045
if (ulimit -s "$enough") 2>/dev/null; then
	limited "ulimit -s $enough" json alloca 4k --frames 10000
	json_is 'outcomes' ok "the remedy is enough for all frames"
else
	skip "the remedy is enough for all frames" "the hard limit is lower"
fi

overflow json alloca 4k --frames 10000 , alloca 4k --frames 10000 , pagesize
json_is '[.steps[].result.status] | join(" ")' 'signal signal ok' "it can overflow again and again"
json_is '.steps[1].data.reached == .steps[0].data.reached' true "and comes as far"
json_is '.steps[1].data.grown' 0 "without growing any more"
if machine_has plain_alloca "a frame that is too large ends at its first call"; then
	overflow json alloca 64M , alloca 4k --frames 2 , pagesize
	json_is '[.steps[].result.status] | join(" ")' 'ok signal ok' "beyond the limit it can overflow, too"
	json_is '.steps[1].data.reached' 0 "where the pointer is beyond, no frame can be called"
	overflow json alloca 64M --frames 2
	json_is 'final | "\(outcome) \(.data.reached)"' 'SIGSEGV:SEGV_MAPERR 1' "a frame that is too large ends at its first call"
	overflow json alloca 64M --frames 1
	json_is 'final | "\(outcome) \(.data.reached)"' 'ok 1' "the deepest frame calls none"
fi
overflow run alloca 4k --frames 10000
status_is 1 "an overflow is exit status 1"
out_has '^alloca(4096, 10000) = SIGSEGV (SEGV_MAPERR) 0x' "text shows the signal"
out_has '^   [0-9]* of 10000 frames, each of [0-9]* B$' "and how far it came"
out_has '^   \[stack\] [0-9]* KiB -> ' "and how the stack grew"
out_has '(stack-limit)' "and why it ended"
if can_be_nobody; then
	as_nobody overflow json alloca 4k --frames 10000 , mmap , touch write
	json_is '[.steps[].result.status] | join(" ")' 'signal ok ok' "an ordinary user sees the same"
	told_first=$(ask '.steps[0].why[0].cause')
	is "$told_first" stack-limit "and the same cause"
fi
overflow json alloca 4k --frames 10000 --pages --memory=none
json_is 'final | outcome' 'SIGSEGV:SEGV_MAPERR' "it is caught as well where nothing is measured"

# --- the guard gap ------------------------------------------------------------

# The mapping lies so far below that 63 pages are left for the stack to grow.
near="stack-$((gap + 64))p"
overflow json mmap 1p --addr "$near" --flags +fixed_noreplace , alloca 4k --frames 10000
json_is 'final | outcome' 'SIGSEGV:SEGV_MAPERR' "another mapping below ends the recursion"
told stack-guard-gap true "its cause is the guard gap"
not_told stack-limit "and not the limit"
not_told not-mapped "that nothing is mapped there is no news"
fact_is stack-guard-gap gap $((gap * page)) "it tells how wide the gap is"
json_is '(final.why[0].facts.end) == .steps[0].region.end' true "and which mapping"
json_is 'final.why[0].facts | .distance < .gap' true "and how near"
json_is 'final.data.stack_after.start as $s | ($s | hex) - (.steps[0].region.end | hex) | . / $page' "$gap" \
	"the stack has grown to the gap"
json_is 'final.data | "\(.headroom_ends_at) \(.headroom < 0) \(.guard_gap)"' "stack-guard-gap true $((gap * page))" \
	"the headroom ends there"
overflow json mmap 1p --addr "$near" --flags +fixed_noreplace , alloca 1p
json_is '. as $d | final.data | .headroom == (.pointer_after | hex) - ($d.steps[0].region.end | hex) - .guard_gap' true \
	"the headroom is what is left to the gap"
overflow run mmap 1p --addr "$near" --flags +fixed_noreplace , alloca 1p
out_has '^   headroom .*, to the guard gap (.* above the next mapping)$' "text tells it"

overflow json mmap 1p --addr "$near" --flags +fixed_noreplace , touch write --addr stack-64p --length 1
json_is 'final | outcome' 'SIGSEGV:SEGV_MAPERR' "a touch in the gap is a fault"
told stack-guard-gap true "for the same reason"
overflow json mmap 1p --addr "$near" --flags +fixed_noreplace , touch write --addr stack-63p --length 1
json_is 'final | outcome' ok "a page higher the stack grows"
overflow run mmap 1p --addr "$near" --flags +fixed_noreplace , touch write --addr stack-64p --length 1
out_has '(stack-guard-gap)' "text tells the cause"
out_has 'distance .*, guard gap ' "with the numbers"

# Frames that are smaller than a page, or one could step over it.
overflow json mmap 1p --prot none --addr "$near" --flags +fixed_noreplace , alloca 1k --frames 10000
json_is 'final | outcome' 'SIGSEGV:SEGV_ACCERR' "what has no access needs no gap: the stack grows up to it"
told protection true "its protection is the cause"
json_is 'final.data.stack_after.start == .steps[0].region.end' true "nothing is free between them"
overflow json mmap 1p --prot none --addr "$near" --flags +fixed_noreplace , alloca 1p
json_is 'final.data | "\(.headroom_ends_at) \(.guard_gap)"' 'mapping 0' "the headroom ends at the mapping itself"

json madvise guard_install --addr stack --length 1p --expect ok,EINVAL , alloca 1k --frames 4000
if [ "$(ask '.steps[0] | outcome')" = ok ] && ! sanitized; then
	json_is 'final | outcome | .[:7]' SIGSEGV "a guard page in the stack ends the recursion"
	json_is '[final.why[].cause] | join(" ")' guard "and is its cause"
else
	skip "a guard page in the stack ends the recursion" "this kernel has no guard pages"
fi

# --- other limits ----------------------------------------------------------------

if can_be_nobody; then
	kib=$((64 * page / 1024))
	as_nobody limited "ulimit -s 8192; ulimit -l $kib" json mlock --addr stack --length 4p , \
		alloca $((128 * page)) , touch write --length 1
	if [ "$(ask '.steps[0] | outcome')" = ok ]; then
		json_is 'final | outcome' 'SIGSEGV:SEGV_MAPERR' "a locked stack grows no further than RLIMIT_MEMLOCK"
		told memlock-limit true "its cause is that limit"
		not_told not-mapped "that nothing is mapped there is no news"
		fact_is memlock-limit limit $((kib * 1024)) "it tells the limit"
		fact_is memlock-limit locked $((4 * page)) "and what was locked"
		json_is '.steps[1].data.stack_after.start == .steps[0].args.addr' true \
			"the part of it that was locked belongs to it"
		as_nobody limited "ulimit -s 8192; ulimit -l $kib" json mlock --addr stack --length 4p , \
			alloca 4k --frames 5000
		told memlock-limit true "a recursion meets it, too"
	else
		skip "a locked stack grows no further than RLIMIT_MEMLOCK" "it cannot be locked"
	fi
	as_nobody limited "ulimit -s 8192; ulimit -l $kib" json alloca $((128 * page)) , touch write --length 1
	nothing_told "a stack that is not locked does not mind"
	kib=7000
	as_nobody limited "ulimit -s 8192; ulimit -l $kib" json mlockall current,future , alloca 6M , touch write --length 1
	if [ "$(ask '.steps[0] | outcome')" = ok ]; then
		told memlock-limit true "nor does one that mlockall has locked"
		as_nobody limited "ulimit -s 8192; ulimit -l $kib" run mlockall current,future , alloca 6M , touch write --length 1
		out_has 'why  the stack is locked' "text tells it"
	else
		skip "nor does one that mlockall has locked" "all is more than $kib KiB"
	fi
else
	skip "a locked stack grows no further than RLIMIT_MEMLOCK" "cannot become an ordinary user"
fi
if can_limit_memory "a recursion meets RLIMIT_AS"; then
	limited 'ulimit -s 8192; ulimit -v 10000' json alloca 4k --frames 10000
	told as-limit true "a recursion meets RLIMIT_AS"
	json_is 'final.data | .headroom > 0 and .reached > 10' true "where its own limit has room left"
	limited 'ulimit -s 8192; ulimit -v 10000; ulimit -s 1024' json alloca 4k --frames 10000
	told stack-limit true "the smaller limit is the cause"
	not_told as-limit "and the larger is not"
fi
# shellcheck disable=SC3045
if [ "$(cat /proc/sys/vm/overcommit_memory)" = 0 ] && [ "$(getconf LONG_BIT)" = 64 ] &&
	(ulimit -s unlimited) 2>/dev/null; then
	limited 'ulimit -s unlimited' json alloca 2T , touch write --length 1
	if [ "$(ask 'final | outcome')" = ok ]; then
		skip "a stack larger than all memory is refused" "it is not"
	else
		told overcommit true "a stack larger than all memory is refused"
		not_told not-mapped "and nothing else is told"
	fi
else
	skip "a stack larger than all memory is refused" "it may be promised here, or its limit cannot be raised"
fi

# --- bad input --------------------------------------------------------------------

for wrong in 0 1000001 -1 x ''; do
	run alloca 4k --frames "$wrong"
	is "$status $(wc -l <err)" '2 1' "--frames '$wrong' is refused"
done
run alloca 4k --frames 1000001
err_has "the 1000000 frames that alloca accepts" "it says what is accepted"
run alloca --frames 3
status_is 2 "the size is required all the same"
run -n alloca 4k --frames 3
out_has 'alloca(4096, 3)' "a dry run shows it"

done_testing
