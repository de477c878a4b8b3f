#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
#
# --timeout: a step that takes too long ends with its process; the others go on.
. "$(dirname "$0")/lib.sh"

outcomes_are() { # OUTCOMES SENTENCE
	json_is '"\(outcomes) \(.exit_status)"' "$1" "$2"
}

run sleep 1000 --timeout 0.1
status_is 1 "a step that takes too long is not as expected"
out_has 'sleep(1000) = ? timeout: it did not end within 0.1 s' "the text says so"
err_has 'wanted ok, got timeout' "so does the verdict"
json sleep 1000 --timeout 0.1
json_is '.steps[0].result | "\(.status) \(.value) \(.errno) \(.signal) \(.reason) \(.duration_ns)"' \
	'timeout null null null it did not end within 0.1 s null' "the result has the status timeout, and no value"
json_is '.steps[0] | "\(.effect) \(.effect_reason) \(.why)"' 'null --timeout ended the process in the step []' \
	"its effect is unknown"
json_is '.subject.ended | "\(.step) \(.signal)"' '1 SIGKILL' "the process has ended"
json sleep 1000 --timeout 0.1 --expect timeout
outcomes_are 'timeout 0' "it can be expected"
json sleep 0 --timeout 1000 --expect ok,timeout
outcomes_are 'ok 0' "a step that ends in time is as ever"
json sleep 0 --timeout 1000 --expect timeout
outcomes_are 'ok 1' "and not as expected if a timeout was"
json sleep 1000 --timeout 0.1 --expect fail,signal
outcomes_are 'timeout 1' "it is neither an errno nor a signal"

json --timeout 0.1 sleep 0 , sleep 1000 , mmap
outcomes_are 'ok timeout skipped 1' "before the first call it is that of each step"
json_is '.steps[2].result.reason' '--timeout ended the subject in step 2 (sleep)' "later steps of the process say why"
json --timeout 0.1 sleep 0.5 --timeout 1000 , sleep 1000
outcomes_are 'ok timeout 1' "a step can have its own"
json --timeout 0.1 --stop sleep 1000 , mmap
json_is '.steps[1].result.reason' '--timeout ended the subject in step 1 (sleep)' "--stop agrees"
json --timeout 0.1 sleep 0.05 --times 1000
outcomes_are 'timeout 1' "a repeated step has it for all its calls"

# The others go on.

json fork --as c , sleep 1000 --timeout 0.1 --expect timeout , mmap --in c , touch write --in c
outcomes_are 'ok timeout ok ok 0' "a child lives when the first process was ended"
json fork --as c , sleep 1000 --in c --timeout 0.1 --expect timeout , mmap , touch write , mmap --in c
outcomes_are 'ok timeout ok ok skipped 1' "the first process does when a child was"
json_is '.steps[4].result.reason' '--timeout ended process c in step 2 (sleep)' "what it would perform is skipped"
json_is '[.processes[] | "\(.name) \(.ended.signal)"] | join(", ")' 'main null, c SIGKILL' "the document has both"

# Whatever a step waits in.

mkfifo fifo
json open fifo --timeout 0.1 , mmap --file fifo
json_is '.steps[0].result.status' timeout "a system call that waits"
endless=
case $(uname -m) in
x86_64 | i?86) endless=ebfe ;;
aarch64) endless=00000014 ;;
riscv64) endless=6f000000 ;;
esac
if [ -n "$endless" ] && [ "$(return_instruction)" != '' ]; then
	json mmap 1p --prot rwx , poke $endless , touch exec --timeout 0.2
	outcomes_are 'ok ok timeout 1' "a loop without an end"
	json mmap 1p --prot rwx , poke $endless , touch exec --timeout 0.2 --syscalls
	outcomes_are 'ok ok timeout 1' "the same with --syscalls"
else
	skip "a loop without an end" "its instruction is not known here"
fi
json sleep 1000 --timeout 0.1 --syscalls
json_is '.steps[0] | "\(.result.status) \(.syscalls.calls | length)"' 'timeout 1' "a call that is traced, and shown"

# Nothing is left, and nothing is kept.

run sleep 1234.5 --timeout 0.1
await nobody_runs_with 1234.5
ok "no process is left"
run sleep 1000 --timeout 0.1 --hold 1000
err_has 'nothing to hold: --timeout ended the subject' "nothing can be held"

# Mistakes.

for bad in 0 0.0 -1 x 1s 9999999999 ''; do
	run sleep 0 --timeout "$bad"
	[ "$status" -eq 2 ] && one_line && grep -qF -e "--timeout: '$bad' is not a number of seconds above 0" err
	ok "--timeout '$bad' is refused in a step"
	run --timeout "$bad" sleep 0
	[ "$status" -eq 2 ] && one_line && grep -qF -e "--timeout: '$bad' is not" err
	ok "--timeout '$bad' is refused before the first call"
done
run sleep 0 --timeout 1 --timeout 2
[ "$status" -eq 2 ] && grep -q 'already given' err
ok "a step has one"
run maps --timeout 1
[ "$status" -eq 2 ] && grep -q "unknown option '--timeout'" err
ok "an inspection has none"
run explain timeout
[ "$status" -eq 2 ] && one_line
ok "it has no causes to explain"

# In a file.

printf 'options --timeout 0.1\nsleep 1000\n' >steps.mt
json run steps.mt
outcomes_are 'timeout 1' "a file can have it among its options"
json run steps.mt --timeout 0.2
json_is '.steps[0].result.reason' 'it did not end within 0.2 s' "the command line replaces it"

done_testing
