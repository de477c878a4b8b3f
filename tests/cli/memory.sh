#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
on_one_processor

# Below it lies all that a program has.
user_end=$("$MACHINE" user_end)

# What each step did to the memory, exactly, and to nothing else.
! sanitized || skip_all "AddressSanitizer has memory of its own"

# The kinds that the last step changed, in pages: "resident 100, anonymous 100".
# The proportional share moves by itself, and whether a page table more is
# needed depends on where the memory lies.  What is dirty has its own tests.
jq_words="$jq_words"'
def deltas: .effect.memory | to_entries
	| map(select(.value != null and .value.delta != 0 and (.key | IN("proportional", "page_tables", "private_dirty", "shared_dirty", "referenced") | not))
		| "\(.key) \(.value.delta | pages)")
	| join(", ");
def flags($i): .steps[$i].effect.mappings
	| map((.after.vm_flags - .before.vm_flags | map("+" + .) | join(""))
		+ (.before.vm_flags - .after.vm_flags | map("-" + .) | join("")))
	| join(" ");
'
small='final | deltas'
plain='madvise nohugepage --expect ok,EINVAL'

# shellcheck disable=SC2086 # $plain is several words
{
json mmap 100p , $plain , touch write
json_is "$small" 'resident 100, anonymous 100' "touching 100 pages makes 100 anonymous pages resident, and nothing else"
json mmap 100p , $plain , touch
if machine_has shared_zero_page; then
	json_is "$small" '' "reading them makes none: it is the zero page"
else
	json_is "$small" 'resident 100, anonymous 100' "reading them makes as many where there is no zero page"
fi
json mmap 100p , $plain , touch write , madvise dontneed
json_is "$small" 'resident -100, anonymous -100' "dontneed gives all of them back"
json mmap 100p , $plain , touch write , madvise free
json_is "$small" 'lazily_freed 100' "free marks all of them, and none leaves"
json mmap 7p , $plain , touch write , madvise free , touch write
json_is "$small" 'lazily_freed -7' "a write takes lazily freed pages back"
json mmap 100p , $plain , touch write , munmap
json_is "$small" 'size -100, resident -100, anonymous -100' "munmap gives back pages and addresses"
json mmap 100p , $plain , touch write , mprotect none
json_is "$small" '' "mprotect leaves the pages where they are"
json mmap 8p , $plain , touch write , mmap 2p --addr +3p --flags +fixed
json_is "$small" 'resident -2, anonymous -2' \
	"a fixed mapping over an equal one shows as pages that are gone"
json_is 'final | changes' 'replaced 2 rw-p rw-p' "and as what was replaced"
json mmap 4p , $plain , mlock
json_is "$small" 'resident 4, anonymous 4, locked 4' "mlock locks and brings in"
json mmap 4p , $plain , mlock --flags onfault
json_is "$small" 'locked 4' "on fault it only locks"
json mmap 4p , $plain , mlock , munlock
json_is "$small" 'locked -4' "munlock unlocks, and the pages stay"
json mmap 8p , $plain , touch write , mremap 4p
json_is "$small" 'size -4, resident -4, anonymous -4' "mremap to half of it gives half back"
json memfd 8p , mmap --flags shared , touch write
json_is "$small" 'resident 8, shmem 8' "shared memory is told as such"
json mmap 8p --flags shared,anonymous , touch write , madvise dontneed
json_is "$small" 'resident -8, shmem -8' "dontneed of shared memory unmaps it"
json mmap 10p --flags shared,anonymous , touch write , munmap
json_is '[.steps[1:][] | deltas] | join("; ")' \
	'resident 10, shmem 10; size -10, resident -10, shmem -10' \
	"few pages of shared memory are counted at once, and so is their end"
adds_up='[.steps[].effect.memory | (.resident, .anonymous, .file, .shmem) |= [.before, .after]
	| [0, 1][] as $i | .resident[$i] == .anonymous[$i] + .file[$i] + .shmem[$i]] | all'
json_is "$adds_up" true "resident is the sum of its kinds, before and after each step"
run mmap 10p --flags shared,anonymous , touch write
out_has "resident +$((10 * page / 1024)) KiB shmem  " "text says the same as JSON"
# memtool itself on a tmpfs, so that its own pages are shared memory.
if machine_has mounts "a program that lies on a tmpfs changes nothing"; then
	mkdir memory
	unshare -m sh -c 'mount --make-rprivate / 2>/dev/null
		mount -t tmpfs none memory && cp "$1" memory/memtool && shift &&
		exec memory/memtool "$@"' sh "$MEMTOOL" --json mmap 100p , $plain , \
		touch write , munmap </dev/null >out 2>err
	status=$?
	keep_document
	json_is '[.steps[2:][] | deltas] | join("; ")' \
		'resident 100, anonymous 100; size -100, resident -100, anonymous -100' \
		"a program that lies on a tmpfs changes nothing"
	json_is "$adds_up" true "and its figures add up"
	json_is '.steps[0].effect.memory | .shmem.before > .file.before' true \
		"its own pages are shared memory"
fi
}
head -c $((16 * page)) /dev/zero >data
json mmap --file data --flags shared --prot read , madvise populate_read --expect ok,EINVAL , touch
kind=file
! is_on_tmpfs data || kind=shmem
json_is "[.steps[2:][].effect.memory.$kind.delta] | add | pages" 16 "pages of a file are told as such ($kind)"
json mmap --file data --prot rw , touch write
json_is '"\(final | .effect.memory.anonymous.delta | pages)"' 16 "private copies of a file's pages are anonymous"
json mmap 4p
json_is "$small" 'size 4' "a mapping alone is addresses alone"
json pagesize
json_is 'final | deltas' '' "a call without effect changes no figure"
json_is 'final.effect.memory | keys | length' 16 "all kinds are told"
json_is 'final.effect.memory | to_entries | map(select(.key | IN("proportional", "referenced") | not) | .value) | all' true \
	"and all of them are known here"
json_is '[.steps[].effect.memory[] | select(. != null) | .after - .before == .delta] | all' true \
	"before and after make the delta"

# The share is of the same memory before and after, parted or not.
json mmap 64p , $plain , touch write , mlock --length 16p
json_is 'final.effect.memory.proportional | "\(.before | pages) \(.delta | pages)"' '64 0' \
	"a mapping that is parted has the same share as before"
json mmap 64p , $plain , touch write , mlock --length 16p , munlock
json_is 'final.effect.memory.proportional | "\(.before | pages) \(.delta | pages)"' '64 0' \
	"and one that is joined again"

# Flags that show in no line of maps.
json mmap 4p , mlock , munlock
json_is 'flags(1) + " " + flags(2)' '+lo -lo' "mlock and munlock change the flag of the mapping"
for pair in dontfork:+dc dontdump:+dd sequential:+sr random:+rr; do
	json mmap 4p , madvise "${pair%:*}"
	json_is 'flags(1)' "${pair#*:}" "madvise ${pair%:*} shows as a flag"
done
for pair in wipeonfork:+wf hugepage:+hg nohugepage:+nh; do
	if needs "madvise ${pair%:*} shows as a flag" "this kernel does not know it" \
		madvise "${pair%:*}"; then
		json mmap 4p , madvise "${pair%:*}"
		json_is 'flags(1)' "${pair#*:}" "madvise ${pair%:*} shows as a flag"
	fi
done
json mmap 4p , madvise dontdump --addr +1p --length 2p
json_is 'final | "\(.effect.mappings | length) \(.effect.mappings[0].size | pages)"' '1 2' \
	"exactly the pages that were meant"
json_is '.steps[0].effect.mappings[0].after.vm_flags' null "flags that nobody read are null"
run mmap 4p , madvise dontdump
out_has '  rw-p  +dont-dump (dd)  ' "text has a readable name and the kernel's letters"

# --memory
json --memory=none mmap 4p , touch write
json_is '[.steps[].effect | .memory] | unique | tostring' '[null]' "--memory=none measures no memory"
json_is '.steps[0] | changes' 'added 4 - rw-p' "mappings are seen all the same"
run mmap --memory none , pagesize
out_has 'mappings unchanged' "and text claims no more than was seen"
json --memory=counters mmap 4p
json_is 'final.effect.memory.size.delta | pages' 4 "--memory=counters is the default"
run mmap --memory some
status_is 2 "another word is refused"
err_has "counters and none are accepted" "and those that are accepted are told"

# What nobody could look at.
json munmap --addr NULL --length "$user_end" --expect signal,fail,ok
json_is 'final | .effect' null "of a subject that died no figure is told"

done_testing
