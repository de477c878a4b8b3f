#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# fork, exit, and --in: several processes in a chain.

# Huge pages are shared and copied in other units.
plain='madvise nohugepage --expect ok,EINVAL'

jq_words="$jq_words"'
def step($n): .steps[] | select(.step == $n and (.implicit | not));
# Private and shared dirty memory: "-4 4", in pages.
def moved: "\(.private_dirty.delta | pages) \(.shared_dirty.delta | pages)";
def dirty($n): step($n).effect.memory | moved;
def others($n): step($n).effect.others | map("\(.name) \(moved)") | join(", ");
def faults($n): step($n).effect.faults | .minor + .major;
'

# --- who performs a step --------------------------------------------------------

json fork --as c , pagesize , pagesize --in c , pagesize --in main
status_is 0 "a child performs a step"
json_is '[.steps[].in.name] | join(" ")' 'main main c main' "each step names its process"
json_is '[.steps[].in.step] | map(tostring) | join(" ")' 'null null 1 null' "and the step that forked it"
json_is 'step(1).result.value' "$(ask 'step(3).in.pid')" "fork returns the child's process ID"
json_is '.processes | map(.name) | join(" ")' 'main c' "the document lists the processes"
json_is '.processes[1].parent == .processes[0].pid' true "a child has a parent"
json_is '.processes[0].pid == .subject.pid' true "the subject is the first process"
json_is '.processes | map(.ended) | tostring' '[null,null]' "a process that lives has not ended"
run fork --as c , pagesize --in c , maps --in c --only stack
out_has '= [0-9]*   as c' "text has the name of the child"
out_has '^2  getpagesize() = [0-9]*   in c' "text says who performs a step"
out_has '^3  maps(stack)   in c' "an inspection too"

json fork --as c , maps --in c --pid self , layout --in c
json_is 'step(2).data.pid == step(2).in.pid and step(3).data.pid == step(2).in.pid' true \
	"an inspection looks at the process"
json fork --as c , touch write --in c , touch write
json_is '[.steps[] | select(.implicit)] | map(.in.name) | join(" ")' 'c main' \
	"a step that is added is performed by the process that it serves"
json fork --as c , mmap 1p --in c --as a , mmap 2p , touch --in c , touch
json_is '"\(step(4).on.step) \(step(5).on.step)"' '2 3' "the newest region is each process's own"
json mmap 3p , fork --as c , touch --in c
json_is 'step(3).on.step' 1 "a child has what its parent had"
json fork --as c , fork --in c --as d , pagesize --in d
json_is 'step(3).in.name' d "a child forks"
json_is '.processes[2].parent == .processes[1].pid' true "a child of a child has that for its parent"
json fork --times 3 --as c , exit 7 --in c.2 , pagesize --in c.3 , pagesize --in c.2
json_is 'outcomes' 'ok ok ok skipped' "several children have a name and a number"
json_is '.processes | map(.name) | join(" ")' 'main c.1 c.2 c.3' "each is listed"
json_is '.processes[2].ended | "\(.step) \(.exit_status)"' '2 7' "with the step in which it ended, and its status"
json_is 'final.result.reason' 'process c.2 exited with status 7 in step 2 (exit)' "the rest of its steps are skipped"
json fork --times 64
json_is '.processes | length' 65 "a step forks up to 64"

# --- the end of a process -------------------------------------------------------

json fork --as c , exit 3 , pagesize --in c , pagesize
json_is 'outcomes' 'ok ok ok skipped' "a child goes on without its parent"
json_is 'step(2) | "\(.result.status) \(.result.value) \(.effect)"' 'ok 3 null' "exit has the status for its value"
json_is '.subject.ended | "\(.step) \(.exit_status)"' '2 3' "the subject has ended"
json exit 300
json_is 'final.result.value' 44 "the status is the lowest byte"
status_is 0 "an exit that was asked for is as expected"
json fork --as c , fork --in c --as d , exit --in c , pagesize --in d , exit , pagesize --in d
json_is 'outcomes' 'ok ok ok ok ok ok' "a grandchild goes on without either"
json fork --as c , munmap --addr vdso --length 1p , touch --addr 8 --length 1p --in c --expect SIGSEGV , mmap 1p --in c
json_is 'final | outcome' ok "a fault in a child is its result"
json mmap 1p --as a , fork --as c , munmap --addr 0 --length 0x7ffffffff000 --in c --expect ok,fail,signal , touch write --on a , pagesize --in c
json_is 'step(4) | outcome' ok "the parent goes on after a child that ruins itself"

# --- copy-on-write --------------------------------------------------------------

if sanitized || ! machine_has exact_counters "what is copied, to the page"; then
	:
else
# shellcheck disable=SC2086 # $plain is several words
{
	json mmap 64p , $plain , touch write , fork --as c , touch write --in c --length 16p , touch write --length 32p , touch --in c , \
		exit --in c , touch write , pagesize
	status_is 0 "copy-on-write from both sides"
	json_is 'dirty(3)' '64 0' "memory that is written is private"
	json_is 'dirty(4)' '-64 64' "a fork shares all of it"
	json_is 'dirty(5)' '16 -16' "what the child writes is its own"
	json_is 'others(5)' 'main 16 -16' "and what its parent has left of it is the parent's own"
	json_is 'dirty(6)' '16 -16' "the parent copies only what is still shared"
	json_is 'others(6)' 'c 16 -16' "which the child sees"
	json_is 'step(5).effect.memory.resident.delta' 0 "a copy takes the place of the page"
	json_is 'faults(7)' 0 "reading copies nothing"
	json_is 'dirty(9)' '0 0' "nothing is copied when the child has gone"
	json_is 'step(9).why[0].cause' write-protected "the faults that are left have a cause"
	json_is 'step(9).why[0].facts.faults == faults(9) and faults(9) == 32' true "for each page that was not written since"
	json_is 'faults(10)' 0 "the next step has no fault"
	run mmap 64p , $plain , touch write , fork --as c , touch write --in c --length 16p
	out_has 'private dirty +64 KiB   shared dirty -64 KiB' "text has what has moved"
	out_has '^   in main:   private dirty +64 KiB   shared dirty -64 KiB' "in the other process, too"

	json mmap 64p , $plain , touch write , fork --as c , maps --detail --address +0 , touch write --length 16p --in c , \
		maps --detail --address +0 , maps --detail --address +0 --in c
	json_is '[step(5, 7, 8).data.mappings[0].memory | "\(.resident | pages) \(.proportional | pages)"] | join(", ")' '64 32, 64 40, 64 40' \
		"the proportional set counts a shared page once"
	json fork --as c , mmap 64p , $plain , touch , touch write , touch write
	json_is '[.steps[].why[] | select(.cause == "write-protected")] | length' 0 "memory that came after the fork has no such cause"
	json mmap 64p , $plain , fork --as c , touch , touch --in c
	json_is '[.steps[].why[] | select(.cause == "write-protected")] | length' 0 "nor has a step that reads"
	json mmap 64p --flags shared,anonymous , touch write , fork --as c , touch write --in c
	json_is 'dirty(4) + ", " + others(4)' '0 64, main -64 64' "shared memory is not copied, both have it"
	json mmap 64p , $plain , touch write , fork --as a , fork --as b , touch write --in a , touch write --in b
	json_is 'others(6)' '' "with three, the other two still share"
	json_is 'others(7)' 'main 64 -64' "until one is left"
}
fi

# The sum of a chain is its first process's: the child's memory is not in it.
if ! sanitized && machine_has exact_counters "the total is the first process's"; then
	json mmap 4p , touch write , fork --as c , mmap 64p --in c , touch write --in c
	json_is '.total | "\(.mappings | length) \(.memory.size.delta | pages) \(.memory.anonymous.delta | pages)"' '1 4 4' \
		"the total is the first process's"
	json fork --as c , mmap 4p , touch write --in c --addr stack --length 1
	json_is '.total.memory.size.delta | pages' 4 "whoever performs the last step"
fi

# A step without effect has no fault, in each of the processes.
if ! sanitized && machine_has exact_faults "no fault is left over from a fork"; then
	json fork --as c , pagesize , pagesize --in c , fork --in c --as d , pagesize --in c , pagesize --in d , pagesize
	json_is '[faults(2), faults(3), faults(5), faults(6), faults(7)] | map(tostring) | join(" ")' '0 0 0 0 0' \
		"no fault is left over from a fork"
	json_is 'step(1).effect.faults' null "the faults of fork itself are not known"
	json malloc 100 , fork --as c , malloc 100 --in c , malloc 100
	json_is 'outcomes' 'ok ok ok ok' "malloc works in both"
fi

# --- what a child inherits ------------------------------------------------------

json mmap 1p , poke --text secret , madvise wipeonfork --expect ok,EINVAL , fork --as c , peek 6 --in c , peek 6
if [ "$(ask 'step(3) | outcome')" = ok ]; then
	json_is '"\(step(5).data.bytes) \(step(6).data.bytes)"' '000000000000 736563726574' "wipeonfork is zero in the child"
else
	skip "wipeonfork is zero in the child" "this kernel has no MADV_WIPEONFORK"
fi
json mmap 4p , touch write , madvise dontfork , fork --as c , touch --in c --expect SIGSEGV , touch
status_is 0 "dontfork is missing in the child, and there for the parent"
json_is 'step(5).why | map(.cause) | join(" ")' not-inherited "with its cause"
json_is 'step(5).why[0].verified' true "which is verified: the parent has it"
json fork --as c , mmap 1p --as a , touch --on a --in c --expect SIGSEGV
json_is 'final.why | map("\(.cause) \(.facts.step)") | join(" ")' 'not-inherited 2' "memory mapped after the fork is one process's own"
json fork --as c , mmap 1p --in c --as a , mlock --on a --expect ENOMEM
json_is 'final.why | map(.cause) | join(" ")' not-inherited "which its parent has not either"
json mmap 4p , mlock , fork --as c , mprotect none --in c , touch
json_is 'final | outcome' ok "the protection of a child is its own"
json mmap 1p --flags shared,anonymous , fork --as c , poke 2a --in c , peek 1
json_is 'final.data.bytes' 2a "shared memory has one content"
json mmap 1p , poke 01 , fork --as c , poke 2a --in c , peek 1
json_is 'final.data.bytes' 01 "private memory has two, at one address"
json memfd 4p --as f , fork --as c , mmap 1p --fd f --flags shared --in c , poke 2a --in c , mmap 1p --fd f --flags shared , peek 1
json_is 'final.data.bytes' 2a "a file is the same one in both"
json malloc 100 --as a , fork --as c , free --on a --in c , free --on a , free --on a --in c --expect SIGABRT,ok
json_is 'step(4) | outcome' ok "each process has a heap of its own"
sanitized || where glibc json_is 'final.why[0] | "\(.cause) \(.facts.freed_in)"' 'double-free 3' "and its own mistakes"


# --- limits ---------------------------------------------------------------------

sentence="the limit on a user's processes"
if ! can_be_nobody || ! command -v prlimit >/dev/null; then
	skip "$sentence" "nobody cannot run memtool here, or there is no prlimit"
else
	# shellcheck disable=SC2016 # the shell that has the limit expands it
	as_nobody limited 'prlimit --nproc=20:20 --pid $$' json fork --times 64 --expect EAGAIN
	status_is 0 "$sentence"
	json_is 'final.why[0] | "\(.cause) \(.facts.limit)"' 'nproc-limit 20' "it has its cause"
	json_is 'final.repeat.returned == (.processes | length) - 1' true "the children before it live"
fi

# --- refused --------------------------------------------------------------------

refused_for "in: no earlier" "'x'" touch --in x
refused_for "'a'" 'memory, not a process or thread' mmap 1p --as a , touch --in a
refused_for "'c'" 'stands for 3' fork --as c --times 3 , touch --in c
refused_for "'c.4'" 'step 1 makes 3' fork --as c --times 3 , touch --in c.4
refused_for "'65'" '1 to 64' fork --times 65
refused_for "'0'" '1 to 64' fork --times 0
refused_for "'main'" 'the first process' fork --as main
refused_for "'c'" 'is a process' fork --as c , touch --on c
refused_for "'c'" 'is a process' fork --as c , touch --addr c
refused_for "'3'" 'no word' fork 3
refused_for "'x'" 'not a number' exit x
refused_for '--times' 'ends once' exit --times 3
refused_for '--times' 'ends once' thread --as t , exit --in t --times 2

run fork --times 2 , fork --as c --hold 0.01
is "$(sed 's/[0-9]*$/PID/' err | tail -n +2)" 'memtool: so is process: pid PID
memtool: so is process: pid PID
memtool: so is process c: pid PID' "--hold says which processes it keeps, also without a name"

# --- nobody is left -------------------------------------------------------------

# The processes of this run alone: each has this word in its command line.
left() {
	grep -slz "memtool-fork-$$" /proc/[0-9]*/environ | grep -c .
}
none_left() {
	[ "$(left)" = "$before" ]
}
before=$(left)
for delay in 0.002 0.005 0.01 0.02 0.03 0.05; do
	MARK="memtool-fork-$$" "$MEMTOOL" fork --as c , fork --in c --as d , mmap 16M --in d , exit , touch write --in d --times 2000 >/dev/null 2>&1 &
	victim=$!
	sleep "$delay"
	kill -KILL "$victim" 2>/dev/null
	wait "$victim" 2>/dev/null
done
await none_left
is "$(left)" "$before" "no process outlives a memtool that is killed"
MARK="memtool-fork-$$" run fork --times 10 --as c , exit 1 , exit 2 --in c.3
await none_left
is "$(left)" "$before" "or one that ends"

# A library that makes malloc_usable_size(3) leave the session.  Made here,
# because a chain has no such call.  The first process of a chain leads its group,
# and stays: setsid(2) refuses it.
makes_setsid() {
	command -v cc >/dev/null && ! sanitized && cat >setsid.c <<-'CODE' && cc -shared -fPIC setsid.c -o setsid.so 2>cc.err
		#include <stddef.h>
		#include <unistd.h>
		size_t malloc_usable_size(void *block)
		{
			setsid();
			return block ? 1 : 0;
		}
	CODE
}
session_of() { # state, parent, group and session follow the name
	sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 4
}
leave_session='malloc 100 , fork --as c , fork --as d --in c , malloc_usable_size --in c , malloc_usable_size --in d'
preload=
sentence="no process that has left its session outlives a memtool that is killed"
if makes_setsid; then
	starter="$starter env MARK=memtool-fork-$$ LD_PRELOAD=$work/setsid.so"
	# shellcheck disable=SC2086 # several words
	begin $leave_session
	c=$(children_of "$child")
	d=$(children_of "$c")
	if grep -q setsid.so "/proc/$child/maps"; then
		preload=$work/setsid.so
		is "$(session_of "$c") $(session_of "$d")" "$c $d" "a child and its child leave the session"
		[ "$(left)" -ge $((before + 4)) ]
		ok "and are seen to run"
		kill -KILL "$pid"
		finish
		await none_left
		is "$status $(left)" "137 $before" "$sentence"
	else
		go_on
		skip "$sentence" "this memtool takes no preloaded library"
	fi
else
	skip "$sentence" "there is no compiler here, or memtool has a sanitizer"
fi

# Many runs: one is killed at a random moment, the next terminated, the next left
# alone, and so on.  FORK_RUNS=1000 makes more of them.
moments() { # N: seconds, from 0 to 80 ms
	awk -v seed="$$" -v n="$1" 'BEGIN { srand(seed); while (n--) printf "%.4f\n", rand() * 0.08 }'
}
run_until() { # SECONDS SIGNAL|none
	# shellcheck disable=SC2086 # several words
	MARK="memtool-fork-$$" LD_PRELOAD=$preload "$MEMTOOL" --json $leave_session , exit --in c , \
		touch write --in d , exit , touch write --in d --times 50 >document 2>err &
	victim=$!
	[ "$2" = none ] || { sleep "$1" && kill -"$2" "$victim" 2>/dev/null; }
	wait "$victim" 2>/dev/null
	status=$?
	case $status in
	137) return ;;                    # killed: of this one nothing is expected
	143) [ -s document ] || return ;; # before it could catch the signal
	esac
	printf '[%s,%s]\n' "$status" "$(cat document)" >>documents
	[ -z "${DOCUMENTS:-}" ] || cat document >>"$DOCUMENTS"
}
: >documents
runs=${FORK_RUNS:-100}
moments "$runs" >delays
signals='KILL TERM none'
while read -r moment; do
	signal=${signals%% *}
	signals="${signals#* } $signal"
	run_until "$moment" "$signal"
done <delays
line="$runs runs of $leave_session"
await none_left
is "$(left)" "$before" "$runs runs leave nobody behind"
is "$(jq -c 'select(.[0] == .[1].exit_status and (.[1].steps | length) > 0 and (.[1].processes | length) > 0) | .[0]' documents | grep -c .)" \
	"$(grep -c . documents)" "and each document is whole"
is "$(jq -c '.[0]' documents | grep -cvx '0\|143')" 0 "with the exit status of a success, or of the signal"
[ "$(grep -c '^\[0,' documents)" -ge $((runs / 3)) ]
ok "those that were left alone succeed"

done_testing
