#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# Successes that faulted in or locked less than was asked.

# --- populated-in-part ------------------------------------------------------------

for flag in populate locked; do
	name=MAP_$(echo $flag | tr '[:lower:]' '[:upper:]')
	json mmap 4p --flags +$flag --prot none
	told populated-in-part true "$name of PROT_NONE memory faults nothing in: populated-in-part"
	fact_is populated-in-part asked $((4 * page)) "it tells what was asked"
	fact_is populated-in-part populated 0 "and what was done"
	json_same "$(the_fact populated-in-part page)" '.steps[0].result.value' "and where it stopped"
	remedy_has populated-in-part '--prot rw' "the remedy is a protection"
	json mmap 4p --flags +$flag --prot rw
	not_told populated-in-part "with which all is faulted in"
	sanitized || json_is 'final.effect.memory.resident.delta' $((4 * page)) "as the effect shows"

	json memfd 2p , mmap 4p --flags shared,$flag
	told populated-in-part true "$name beyond the end of a file does a part"
	fact_is populated-in-part populated $((2 * page)) "which is told"
	fact_is populated-in-part file_size $((2 * page)) "with the size of the file"
	json_is '(final.result.value | hex) + 2 * '"$page"' == ('"$(the_fact populated-in-part page)"' | hex)' true "and where it stopped"
	remedy_has populated-in-part '--length 2p' "one remedy is a shorter mapping"
	remedy_has populated-in-part "ftruncate $((4 * page))" "the other a longer file"
	json memfd 2p , mmap --length 2p --flags shared,$flag
	not_told populated-in-part "the first remedy is enough"
	json memfd 2p , ftruncate $((4 * page)) , mmap 4p --flags shared,$flag
	not_told populated-in-part "so is the second"
	json memfd 2p , mmap 4p --offset 4p --flags shared,$flag
	fact_is populated-in-part populated 0 "a mapping behind the end gets nothing"
done
run mmap 4p --flags +populate --prot none
out_has 'MAP_POPULATE faulted in 0 of .*: PROT_NONE memory cannot be accessed' "text tells it"
json mmap 4p --prot none
not_told populated-in-part "without a flag nothing was asked"
json mmap 4p --flags +populate,nonblock --prot none
not_told populated-in-part "MAP_NONBLOCK undoes the flag, which another cause tells"
told flag-ignored true "flag-ignored"
json mmap 600p --flags +populate
not_told populated-in-part "many pages are all looked at"

sentence="a file system without room: populated-in-part"
mkdir t
if machine_has mounts "$sentence" && [ "$(id -u)" = 0 ]; then
	as="unshare -m sh -c mount\${IFS}-t\${IFS}tmpfs\${IFS}-o\${IFS}size=$((2 * page))\${IFS}none\${IFS}$work/t&&exec\${IFS}\"\$0\"\${IFS}\"\$@\""
	json open t/a --flags rdwr,creat , ftruncate 4p , mmap 4p --flags shared,populate
	as=
	told populated-in-part true "$sentence"
	fact_is populated-in-part populated $((2 * page)) "what has room is done"
	json_is 'final.why[0].message | contains("the file system is full")' true "and it says why"
fi

huge=$(meminfo Hugepagesize)
pool=/sys/kernel/mm/hugepages/hugepages-$((${huge:-0} / 1024))kB
sentence="huge pages without a pool: populated-in-part"
if [ ! -d "$pool" ]; then
	skip "$sentence" "this kernel has no pool of huge pages"
elif [ "$(cat "$pool/free_hugepages")" != 0 ] || [ "$(cat "$pool/nr_overcommit_hugepages")" != 0 ]; then
	skip "$sentence" "the pool has pages"
else
	json mmap 2hp --flags +hugetlb,noreserve,populate
	told populated-in-part true "$sentence"
	fact_is populated-in-part populated 0 "none was there"
	fact_is populated-in-part free 0 "and none is free"
fi

# --- not-locked -------------------------------------------------------------------

if needs "droppable memory is not locked: not-locked" "this kernel has no MAP_DROPPABLE" \
	mmap 4p --flags droppable,anonymous; then
	json mmap 4p --flags droppable,anonymous , mlock
	told not-locked true "droppable memory is not locked: not-locked"
	fact_is not-locked unlocked $((4 * page)) "it tells how much"
	json_is 'final.effect.memory.locked.delta' 0 "and nothing was locked"
	remedy_has not-locked 'mmap without MAP_DROPPABLE' "the remedy is other memory"
	run mmap 4p --flags droppable,anonymous , mlock
	out_has 'droppable memory is not locked' "text tells it"
fi
sentence="memory of the kernel's is not locked: not-locked"
if grep -q '\[vdso\]' /proc/self/maps; then
	json mlock --addr vdso --length 1p
	told not-locked true "$sentence"
	fact_is not-locked unlocked "$page" "and how much of it"
	json_is 'final.effect.memory.locked.delta' 0 "nothing was locked"
else
	skip "$sentence" "there is no vdso"
fi
if [ -d "$pool" ]; then
	json mmap 1hp --flags +hugetlb,noreserve,locked --expect ok,fail
	if [ "$(ask 'final | outcome')" = ok ]; then
		told not-locked true "MAP_LOCKED does not lock huge pages: not-locked"
		fact_is not-locked unlocked "$huge" "and tells how much"
	else
		skip "MAP_LOCKED does not lock huge pages: not-locked" "the limit on locked memory forbids it"
	fi
else
	skip "MAP_LOCKED does not lock huge pages: not-locked" "this kernel has no pool of huge pages"
fi
for line in 'mlock' 'mmap --flags +locked' 'mmap 4p --prot r , mlock' 'memfd , mmap --flags shared , mlock'; do
	# shellcheck disable=SC2086 # several words
	json $line
	not_told not-locked "$line: this memory is locked"
done

done_testing
