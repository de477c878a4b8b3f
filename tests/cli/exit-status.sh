#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

run mmap
status_is 0 "0: every step as expected"
run munmap --addr +1
status_is 1 "1: one was not"
err_has '^memtool: 1 of 2 steps not as expected: 1 (munmap: wanted ok, got EINVAL)$' "and stderr says which"
json munmap --addr +1
json_is '"\(.ok) \(.exit_status) \(.error)"' 'false 1 null' "an unexpected outcome is no error of memtool's"
is "$(wc -c <err)" 0 "with --json the document is all that is said of it"
run nonsense
status_is 2 "2: bad usage"

# 3: memtool itself could not work.
if [ -w /dev/full ]; then
	for form in mmap '--json mmap' 'schema' 'help' '--help' '--version'; do
		line="memtool $form >/dev/full"
		# shellcheck disable=SC2086 # several words
		timeout 300 "$MEMTOOL" $form </dev/null >/dev/full 2>err
		status=$?
		[ "$status" -eq 3 ] && one_line
		ok "3: a full disk, by $form"
	done
else
	skip "3: a full disk" "there is no /dev/full"
fi
for form in mmap '--json mmap' 'schema' 'munmap --addr +1'; do
	line="memtool $form >&-"
	# shellcheck disable=SC2086
	timeout 300 "$MEMTOOL" $form </dev/null >&- 2>err
	status=$?
	[ "$status" -eq 3 ] && grep -q '^memtool: standard output: ' err
	ok "3: a closed standard output, by $form"
done
line='memtool -q munmap --addr +1 >&-'
timeout 300 "$MEMTOOL" -q munmap --addr +1 </dev/null >&- 2>err
status=$?
status_is 1 "what says nothing needs no standard output"
line='memtool mmap, all of 0, 1 and 2 closed'
: >out
: >err
timeout 300 "$MEMTOOL" -q memfd --expect ok <&- >&- 2>&-
status=$?
status_is 0 "with all three descriptors closed it still works"
"$MEMTOOL" --json memfd <&- 2>err >out
status=$?
json_is 'final.result.value' 3 "a closed standard input is no descriptor for the steps"

# A reader that goes away.
line='memtool mmap | true'
{
	(
		# Not before the reader is gone.
		await test -s reader && await gone "$(cat reader)"
		trap - PIPE
		timeout 300 "$MEMTOOL" mmap </dev/null 2>err
		echo $? >piped
	)
} | sh -c 'echo $$ >reader.new && mv reader.new reader'
await test -s piped
status=$(cat piped)
status_is 141 "a reader that closes the pipe early: death by SIGPIPE"
is "$(wc -c <err)" 0 "in silence"

# 77: what the kernel lacks.
sentence="77: --skip-unsupported, and the kernel lacks what was asked"
if can_look_old "$sentence" mseal ENOSYS; then
	old_kernel mseal ENOSYS json mseal
	status_is 1 "what the kernel lacks is exit status 1 where nobody asked"
	json_is 'final.result.unsupported' true "but marked as unsupported"
	old_kernel mseal ENOSYS json --skip-unsupported mseal
	status_is 77 "$sentence"
	json_is '"\(.exit_status) \(.ok)"' '77 false' "the document says so"
	old_kernel mseal ENOSYS run mseal --skip-unsupported
	out_has 'needs Linux 6\.10' "text says which kernel it needs"
	old_kernel mseal ENOSYS run --skip-unsupported mseal , munmap --addr +1
	status_is 1 "not 77 where something else went wrong"
	old_kernel mseal ENOSYS run --skip-unsupported mseal --expect ENOSYS
	status_is 0 "not 77 where it was expected"
	# 40: MAP_DROPPABLE|MAP_ANONYMOUS
	old_kernel mmap:3=40 EINVAL run --skip-unsupported mmap 4p --flags droppable,anonymous , touch
	status_is 77 "a step that is skipped for it does not count"
fi
sentence="ENOSYS of a filter is meant to be taken for the kernel's: 77"
if can_confine "$sentence" mseal ENOSYS; then
	if machine_has mseal "$sentence"; then
		confined mseal ENOSYS json --skip-unsupported mseal
		status_is 77 "$sentence"
		json_is 'final.result.unsupported' true "it is marked as unsupported"
		told seccomp false "the filter is suspected"
		told not-the-kernel false "as the kernel has the call"
	fi
	if [ -d /sys/kernel/mm/transparent_hugepage ]; then
		confined madvise:2=14 EINVAL json --skip-unsupported madvise hugepage
		status_is 1 "but not where /sys shows that the kernel has a value"
		json_is 'final.result.unsupported' false "which is not marked so"
		fact_is not-the-kernel sign /sys/kernel/mm/transparent_hugepage "which the cause names"
		not_told not-built "it was built with it"
	else
		skip "but not where /sys shows that the kernel has a value" "this kernel has no huge pages"
	fi
	confined madvise ENOSYS json --skip-unsupported madvise free
	fact_is not-the-kernel sign fadvise64 "another call shows that it has the call"
fi
sentence="nor is a filter's answer that a step set"
if machine_has seccomp "$sentence"; then
	run --skip-unsupported seccomp getrandom=ENOSYS , usercopy getrandom
	status_is 1 "$sentence"
	run --skip-unsupported seccomp prlimit64=ENOSYS , setrlimit nofile=100
	status_is 1 "whatever the call's name"
fi
sentence="a kernel that only says that it is older lacks nothing"
if ! machine_has mseal "$sentence"; then
	:
elif setarch --uname-2.6 true 2>/dev/null; then
	as='setarch --uname-2.6'
	run --skip-unsupported mseal --flags 1
	status_is 1 "$sentence"
	as=
else
	skip "$sentence" "there is no setarch --uname-2.6"
fi
run --skip-unsupported munmap --addr +1
status_is 1 "EINVAL alone is not for lack of support"
run --skip-unsupported mmap
status_is 0 "--skip-unsupported changes nothing where nothing lacks"

# 128+N: interrupted.
# interrupted NAME NUMBER: by a signal to memtool alone.
interrupted() {
	begin mmap
	kill -"$1" "$pid"
	finish
	status_is $((128 + $2)) "SIG$1 is exit status $((128 + $2))"
	json_is '"\(.error.kind) \(.exit_status) \(.ok) \(outcomes)"' \
		"interrupted $((128 + $2)) false ok ok unknown" "after SIG$1 the document is whole"
	json_is 'final.result.reason | test("interrupted by SIG'"$1"'")' true \
		"and the step that was not done says why"
	[ "$(cat err)" = "memtool: interrupted by SIG$1" ]
	ok "stderr names SIG$1 in one line"
	await gone "$child"
	ok "after SIG$1 no process is left"
}
interrupted INT 2
interrupted TERM 15
interrupted HUP 1

# timeout sends what it gets twice: to its child, and to the whole group.
whole=0
starter='timeout 300'
for _ in 1 2 3 4 5 6 7 8; do
	begin mmap
	kill -TERM "$job"
	finish
	if [ "$status" -eq 143 ] && [ "$(wc -l <out)" -eq 1 ]; then
		whole=$((whole + 1))
	fi
done
starter='timeout --foreground 300'
is $whole 8 "a signal to the process and to its group leaves the document whole"

rm -f fifo
mkfifo fifo
line="memtool mmap , open fifo"
launch mmap , open reached --flags creat,wronly , open fifo
kill -TERM "$pid"
wait "$job"
status=$?
job=
pid=
status_is 143 "as text the exit status is the same"
out_has '^1  mmap(' "what was done until then is told"
out_has 'interrupted by SIGTERM while it ran' "and what was not"

# What was ignored stays ignored (nohup).
trap '' HUP
starter=
begin mmap
kill -HUP "$pid"
sleep 0.1
! gone "$pid"
ok "SIGHUP that was ignored interrupts nothing"
go_on
status_is 0 "and the chain goes on to its end"
starter='timeout --foreground 300'
trap 'stopped_by 1' HUP

done_testing
