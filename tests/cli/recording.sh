#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC1091
#
# A chain may close, truncate or overwrite what memtool itself needs, and what
# it executes may fork: a step keeps its result, and no figure is another's.

. "$(dirname "$0")/lib.sh"

# Where memtool's own descriptors are: above the user's.
own=
begin pagesize
for link in "/proc/$child/fd"/*; do
	case $(readlink "$link") in
	*memtool-recording* | */maps | */smaps_rollup | */status | socket:*)
		own="$own ${link##*/}"
		;;
	esac
	case $(readlink "$link") in
	*memtool-recording*) recording=${link##*/} ;;
	socket:*) channel=${link##*/} ;;
	esac
done
go_on
is "$([ -n "$recording" ] && [ -n "$channel" ] && echo found)" found "the subject's own descriptors are found"

for fd in $own; do
	json pagesize , close --fd "$fd" , pagesize
	json_is '[.steps[] | .result.status] | join(" ")' 'ok ok skipped' "close --fd $fd: the step has its result, the rest is skipped"
	json_is '.steps[1].effect' null "close --fd $fd: what it changed is not known"
	status_is 1 "close --fd $fd: a skipped step is not as expected"
	[ "$fd" = "$channel" ] && continue
	json_is '.steps[2].result.reason | test("in step 2 \\(close\\) memtool lost")' true "close --fd $fd: and that step is named"
done

json ftruncate 1G --fd "$recording" , pagesize , mmap 1p
json_is '[.steps[] | .result.status] | join(" ")' 'ok ok ok' "a longer recording changes nothing"
json_is 'final | changes' "added 1 - rw-p" "and is read to its end"
json ftruncate 0 --fd "$recording" , pagesize
json_is '[.steps[] | .result.status] | join(" ")' 'ok skipped' "a truncated recording is noticed at once"
json_is 'final.result.reason' \
	'in step 1 (ftruncate) memtool lost its recording: it was overwritten' "and named so"
run ftruncate 0 --fd "$recording"
status_is 0 "where nothing follows nothing is skipped"
out_lacks 'no visible effect' "and nothing is said of what it changed"

# An entry written over by other bytes, through a mapping of the file.
json mmap 1p --fd "$recording" --flags shared , poke 00 --addr +0 --length 1 , pagesize
json_is '[.steps[0, 2] | .result.status] | join(" ")' 'ok ok' "what was read before may be overwritten"

case $(uname -m) in
x86_64) ;;
*)
	skip "executed code that forks" "the code is x86-64's"
	done_testing
	;;
esac

# mov $57 (fork), %eax; syscall; ret
json mmap 4k --prot rwx , poke b8390000000f05c3 , touch exec --length 1 , pagesize
json_is '[.steps[] | .result | .status, .value] | .[2:] | map(tostring) | join(" ")' \
	"ok 8 ok 1 ok $page" "a forked copy takes no step and tells no figure"
json_is '.steps[3].data.auxv' "$page" "none at all"

# The same on each page: a copy goes no further.
pokes=
for n in 0 1 2 3 4 5 6 7 8 9 10 11; do
	pokes="$pokes , poke b8390000000f05c3 --addr +${n}p"
done
# shellcheck disable=SC2086 # several words
json mmap 12p --prot rwx $pokes , touch exec , pagesize
json_is '.steps[-2:] | map(.result | .status, .value) | map(tostring) | join(" ")' \
	"ok 12 ok $page" "twelve pages that fork make twelve copies, not 2^12"
json mmap 4k --prot rwx , poke b8390000000f05c3 , touch exec --length 1 --times 40 , pagesize
json_is '"\(.steps[2].result.status) \(.steps[2].repeat.returned)"' 'ok 40' "forty forks are forty copies, not 2^40"

# fork; in the child setsid, and a loop without end: it has left the group.
stray=b8390000000f0585c07401c3b8700000000f05ebfe
json mmap 4k --prot rwx , poke $stray , touch exec --length 1 , pagesize , open stray-mark --flags creat
json_is 'outcomes' 'ok ok ok ok ok' "the subject goes on beside a child that has left its group"
await nobody_runs_with stray-mark
ok "and nothing is left of it"

# The same, and the subject exits: mov $60, %eax; xor %edi, %edi; syscall.
json mmap 4k --prot rwx , poke b8390000000f0585c07409b83c00000031ff0f05b8700000000f05ebfe , \
	touch exec --length 1 , pagesize , open stray-exit --flags creat
json_is '.subject.ended.exit_status' 0 "an end of the subject is seen though a child holds its channel"
json_is '[.steps[2, 3] | .result.status] | join(" ")' 'error skipped' "and the step is told"
await nobody_runs_with stray-exit
ok "and nothing is left of that child"

# A shell's own child, which memtool is given by exec, is not memtool's to end.
sleep 300 &
sleeper=$!
(exec "$MEMTOOL" mmap 1p >/dev/null 2>&1)
[ "$(state_of "$sleeper")" = S ]
ok "other children live on"
kill "$sleeper"
wait "$sleeper" 2>/dev/null
sh -c 'sleep 300 & echo $! >inherited; exec "$0" mmap 1p' "$MEMTOOL" >/dev/null 2>&1
[ "$(state_of "$(cat inherited)")" = S ]
ok "also those that exec left to it"
kill "$(cat inherited)"

done_testing
