#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"
on_one_processor

# Advice that succeeds, and does less than its name says, or does it later.

page2=$((2 * page))

# --- no-swap --------------------------------------------------------------------

# with_swap FREE run|json ARGS...: this much of 1 MiB of swap is free.
with_swap() { # KIB
	text=$(sed -e 's/^SwapTotal:.*/SwapTotal: 1024 kB/' -e "s/^SwapFree:.*/SwapFree: $1 kB/" /proc/meminfo)
	shift
	with_file /proc/meminfo "$text" "$@"
}
told_no_swap() { # WORDS
	told no-swap true "$1: no-swap"
	fact_if_known no-swap memory "$page2" "it tells how much memory it is"
	fact_is no-swap free 0 "and how much swap is free"
	remedy_has no-swap 'swapon' "one remedy is swap"
}
if needs "page-out without swap: no-swap" "this kernel has no MADV_PAGEOUT" madvise pageout; then
	free=$(meminfo SwapFree)
	for advice in pageout cold; do
		sentence="madvise $advice without swap"
		json mmap 2p , touch write , madvise $advice
		if [ "$free" = 0 ]; then
			told_no_swap "$sentence"
			fact_is no-swap swap "$(meminfo SwapTotal)" "and how much there is"
			remedy_has no-swap 'madvise dontneed' "the other drops the content"
		else
			skip "$sentence: no-swap" "there is swap"
		fi
		if can_mount "madvise $advice with full swap: no-swap"; then
			with_swap 0 json mmap 2p , touch write , madvise $advice
			told_no_swap "madvise $advice with full swap"
			json_is 'final.why[0].message | contains("swap is full")' true "which it says"
			with_swap 512 json mmap 2p , touch write , madvise $advice
			not_told no-swap "with swap it is not told"
		fi
	done
	if [ "$free" = 0 ]; then
		json memfd 2p , mmap --flags shared , touch write , madvise pageout
		told_no_swap "shared memory needs swap, too"
		remedy_has no-swap 'madvise remove' "and is freed by other advice"
		json memfd 2p , mmap --flags shared , touch write , madvise remove , mmap --flags shared --fd 3 , mincore
		json_is 'final.data.resident' 0 "as it says"
		run mmap 2p , touch write , madvise pageout
		out_has 'there is no swap: memory that is not of a file cannot be reclaimed' "text tells it"
		json mmap 4p , touch write , madvise pageout --length 1p
		fact_is no-swap memory null "the figure of a part is not known"
	fi
	printf '%08000d' 0 >file
	json mmap --file file --flags shared , touch , madvise pageout --expect ok,fail
	if is_on_tmpfs file; then
		skip "a file needs no swap" "the file is on a tmpfs"
	else
		not_told no-swap "a file needs no swap"
	fi
	# Of a file of 8000 bytes that nobody else maps.
	if is_on_tmpfs file; then
		skip "a page that another process maps, too: mapped-elsewhere" "the file is on a tmpfs"
	elif [ ! -r /proc/self/pagemap ]; then
		skip "a page that another process maps, too: mapped-elsewhere" "there is no pagemap"
	else
		json mmap --file file --prot r , touch , fork --as c , touch --in c , madvise pageout
		told mapped-elsewhere true "a page that another process maps, too: mapped-elsewhere"
		fact_is mapped-elsewhere shared "$(((8000 + page - 1) / page * page))" "it tells how much stays"
		json mmap --file file --prot r , touch , madvise pageout
		not_told mapped-elsewhere "a page that only one process maps is paged out"
		if can_be_nobody && [ "$(id -u)" = 0 ]; then
			json setuid nobody , mmap --file file --prot r , touch , madvise pageout
			told no-effect true "another's file is not paged out after a setuid"
			json_is 'final.why[0].message | contains("not yours")' true "which it says"
		fi
	fi
	json mmap 2p , madvise pageout
	not_told no-swap "nor does memory without pages"
fi

# --- freed-later ----------------------------------------------------------------

json mmap 2p , touch write , madvise free
if [ "$(ask 'final.effect.memory.lazily_freed.delta')" = "$page2" ]; then
	told freed-later true "MADV_FREE frees nothing at once: freed-later"
	fact_if_known freed-later lazily_freed "$page2" "it tells how much is marked"
	remedy_has freed-later 'madvise dontneed' "the remedy frees it now"
	json_is 'final.effect.memory.resident.delta' 0 "nothing was freed"
	json mmap 2p , touch write , madvise free , madvise dontneed
	json_is 'final.effect.memory.resident.delta' "-$page2" "the remedy does"
	run mmap 2p , touch write , madvise free
	out_has 'the pages stay resident until the kernel needs memory (freed-later)' "text tells it"
	json mmap 4p , touch write , madvise free --length 2p
	told freed-later true "a part is only marked, too"
else
	skip "MADV_FREE frees nothing at once: freed-later" "this kernel does not show it at once"
fi
json mmap 2p , touch write , madvise dontneed
not_told freed-later "other advice frees at once"
json mmap 2p , madvise free
not_told freed-later "without pages there is nothing to free"

# --- nothing-to-read ----------------------------------------------------------------

if [ "$(meminfo SwapTotal)" = "$(meminfo SwapFree)" ]; then
	json mmap 2p , madvise willneed
	told nothing-to-read true "MADV_WILLNEED makes no pages: nothing-to-read"
	fact_is nothing-to-read swapped 0 "nothing is in swap"
	json_is 'final.effect.memory.resident.delta' 0 "nothing became resident"
	remedy_has nothing-to-read 'madvise populate_write' "the remedy makes pages"
	if needs "as it says" "this kernel has no MADV_POPULATE_WRITE" madvise populate_write; then
		json mmap 2p , madvise populate_write
		json_is 'final.effect.memory.resident.delta' "$page2" "as it says"
	fi
	json memfd 2p , mmap --flags shared , madvise willneed
	told nothing-to-read true "shared memory is only read from swap, too"
	run mmap 2p , madvise willneed
	out_has 'and none is' "text tells it"
else
	skip "MADV_WILLNEED makes no pages: nothing-to-read" "swap is in use"
fi
printf '%08000d' 0 >file
json mmap --file file , madvise willneed
if is_on_tmpfs file; then
	skip "a file is read" "the file is on a tmpfs"
else
	not_told nothing-to-read "a file is read"
fi
json mmap 2p , madvise willneed --length 0
not_told nothing-to-read "a length of 0 is no advice"

# --- ksm-off ---------------------------------------------------------------------

run=/sys/kernel/mm/ksm/run
if [ ! -r $run ]; then
	skip "KSM that does not run: ksm-off" "this kernel has no KSM"
else
	json mmap 2p , touch write , madvise mergeable
	if [ "$(cat $run)" != 1 ]; then
		told ksm-off true "KSM that does not run: ksm-off"
		fact_is ksm-off run "$(cat $run)" "it tells the switch"
		remedy_has ksm-off "echo 1 > $run" "and the remedy"
		run mmap 2p , touch write , madvise mergeable
		out_has 'nothing is merged while KSM is not running (ksm-off)' "text tells it"
		json mmap 2p , madvise unmergeable
		not_told ksm-off "the opposite advice needs no KSM"
		json mmap --flags shared,anonymous , madvise mergeable
		not_told ksm-off "what is never merged does not need it"
		json mmap 2p --as a , mmap 2p --flags shared,anonymous,fixed --addr a+1p , madvise mergeable --addr a --length 2p
		told ksm-off true "what is merged in a part of the range does"
		told mapping-kind true "and the other part was skipped"
	else
		not_told ksm-off "KSM runs"
	fi
	if can_mount "KSM that runs is not told"; then
		with_file $run 1 json mmap 2p , touch write , madvise mergeable
		not_told ksm-off "KSM that runs is not told"
		with_file $run 2 json mmap 2p , touch write , madvise mergeable
		told ksm-off true "KSM that only undoes its work merges nothing"
	fi
fi

# --- pages-stay -------------------------------------------------------------------

json memfd 2p , mmap --flags shared , touch write , madvise dontneed
told pages-stay true "MADV_DONTNEED of shared memory frees nothing: pages-stay"
remedy_has pages-stay 'madvise remove' "the remedy frees the pages"
fact_if_known pages-stay holds "$page2" "it tells how much there is"
json memfd 2p , mmap --flags shared , poke 41 , madvise dontneed , peek 1
json_is 'final.data.bytes' 41 "the pages are still there"
json memfd 2p , mmap --flags shared , poke 41 , madvise remove , peek 1
json_is 'final.data.bytes' 00 "after the remedy they are not"
json mmap 2p --flags shared,anonymous , touch write , madvise dontneed
told pages-stay true "anonymous memory may be shared, too"
if can_be_nobody; then
	as_nobody json mmap 2p --flags shared,anonymous , touch write , madvise dontneed
	told pages-stay true "for an ordinary user as well"
else
	skip "for an ordinary user as well" "cannot become one"
fi
run memfd 2p , mmap --flags shared , touch write , madvise dontneed
out_has 'the pages left this mapping; the shared memory keeps them (pages-stay)' "text tells it"
json mmap 2p , touch write , madvise dontneed
not_told pages-stay "private memory is freed"
json memfd 2p , mmap --flags private , touch write , madvise dontneed
not_told pages-stay "so are private copies"
json memfd 2p , mmap --flags shared , madvise dontneed
not_told pages-stay "without pages nothing stays"
json mmap 2p --flags shared,anonymous , touch write , madvise free
told mapping-kind true "MADV_FREE refuses shared memory"
remedy_has mapping-kind 'madvise remove' "and names the advice that frees it"
printf '%08000d' 0 >file
json mmap --file file --flags shared , touch , madvise free
if is_on_tmpfs file; then
	skip "of a file the pages are only dropped" "the file is on a tmpfs"
else
	remedy_has mapping-kind 'madvise dontneed' "of a file the pages are only dropped"
fi

done_testing
