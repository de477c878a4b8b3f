#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"
on_one_processor

# Why there is no huge page: the pools, and the transparent ones.

# --- the pools ---------------------------------------------------------------

pools=/sys/kernel/mm/hugepages
huge=$(meminfo Hugepagesize)
pool=$pools/hugepages-$((${huge:-0} / 1024))kB
sentence="a pool that has too few pages: hugetlb-pool"
if [ ! -d "$pool" ]; then
	skip "$sentence" "this kernel has no pool of huge pages"
	json mmap 1p --flags +hugetlb
	told not-built true "it was built without"
elif [ "$(cat "$pool/nr_overcommit_hugepages")" != 0 ]; then
	skip "$sentence" "the pool may borrow from ordinary memory"
else
	pages=$(cat "$pool/nr_hugepages")
	free=$(cat "$pool/free_hugepages")
	reserved=$(cat "$pool/resv_hugepages")
	wanted=$((free - reserved + 1))
	json mmap ${wanted}hp --flags +hugetlb
	json_is 'final | outcome' ENOMEM "more than the pool has is ENOMEM"
	told hugetlb-pool true "$sentence"
	fact_is hugetlb-pool needed "$wanted" "it tells how many are needed"
	fact_is hugetlb-pool pages "$pages" "and how many the pool has"
	fact_is hugetlb-pool free "$free" "how many are free"
	fact_is hugetlb-pool reserved "$reserved" "how many are reserved"
	fact_is hugetlb-pool huge_page "$huge" "and their size"
	remedy_has hugetlb-pool "sysctl vm.nr_hugepages=$((pages + 1))" "the remedy is enough"
	not_told overcommit "ordinary memory was not the matter"
	total=$(meminfo MemTotal)
	json mmap $((2 * total / huge))hp --flags +hugetlb
	told hugetlb-pool true "so is twice the machine's memory"
	json_is '[final.why[] | select(.cause == "hugetlb-pool") | .remedy[]] | length' 0 "for which no pool can be made"
	json_is "$(the_fact hugetlb-pool available) | . > 0 and . <= $total" true "of the memory that is available"
	run mmap 1p --flags +hugetlb
	if [ "$wanted" = 1 ]; then
		out_has 'why  it needs 1 huge page, and the pool has 0 left (hugetlb-pool)' "text tells it"
	else
		skip "text tells it" "the pool has free pages"
	fi
	json mmap 1T --flags +hugetlb,noreserve
	nothing_told "without a reservation nothing is told yet"

	# Mapped without, and without pages in the pool, it cannot be touched.
	if [ "$wanted" = 1 ]; then
		json mmap 8M --flags +hugetlb,noreserve , touch write --length 1
		json_is 'final | outcome' SIGBUS:BUS_ADRERR "the first touch is SIGBUS"
		told hugetlb-pool true "its reason is the pool as well"
		fact_is hugetlb-pool needed 1 "one page is needed"
		json mmap 8M --flags +hugetlb,noreserve , madvise populate_write
		json_is 'final | outcome' EFAULT "populating it is EFAULT"
		told hugetlb-pool true "for the same reason"
	else
		skip "the first touch is SIGBUS" "the pool has free pages"
	fi
	json mmap 4p , munmap , touch
	not_told hugetlb-pool "an access to ordinary memory has nothing to do with it"

	json mmap 2hp --flags +hugetlb,noreserve , munmap --length 1p
	json_is 'final | outcome' EINVAL "a huge page cannot be cut"
	told hugetlb-size true "the end is no multiple: hugetlb-size"
	fact_is hugetlb-size huge_page "$huge" "it tells the size"
	json_is '(final.why[] | select(.cause == "hugetlb-size") | .facts)
		| (.above | hex) - (.below | hex) == .huge_page' true "and the multiples around it"
	not_told misaligned "which is told once"
	json mmap 2hp --flags +hugetlb,noreserve , mprotect read --addr +1
	json_is '[final.why[].cause] | join(" ")' misaligned "what is not a multiple of a page either is told by that"
	fact_is misaligned page "$huge" "with the multiples of a huge page"
	json mmap 2hp --flags +hugetlb,noreserve , mprotect read --addr +1p
	told hugetlb-size true "nor can one be begun in the middle"
	json mmap 2hp --flags +hugetlb,noreserve , munmap --length 1hp
	nothing_told "a whole one can be unmapped"
	json mmap 2hp --flags +hugetlb,noreserve --as a , mmap 100 --addr a --flags +fixed
	if [ "$(ask 'final | outcome')" = EINVAL ]; then
		told hugetlb-size true "a fixed mapping replaces whole huge pages"
		fact_is hugetlb-size huge_page "$huge" "of this size"
	else
		not_told length-rounded "a fixed mapping replaces no small pages there"
	fi
	huge_range='mmap 2hp --flags +hugetlb,noreserve'
	# shellcheck disable=SC2086 # $huge_range is several words
	{
	if needs "dontneed drops only whole huge pages" "this kernel drops none" \
		$huge_range , madvise dontneed; then
		json $huge_range , madvise dontneed --length 1p
		told hugetlb-rounded true "dontneed drops only whole huge pages"
		fact_is hugetlb-rounded dropped 0 "of a part of one it drops nothing"
		fact_is hugetlb-rounded asked "$page" "and tells what was asked"
		remedy_has hugetlb-rounded "--length $((huge / page))p" "and what would do"
		json $huge_range , madvise dontneed --length 100
		told hugetlb-rounded true "nor of 100 bytes"
		not_told length-rounded "which is no rounding to small pages"
		json $huge_range , madvise dontneed --length $((huge + page))
		fact_is hugetlb-rounded dropped "$huge" "of more than one it drops one"
		json $huge_range , madvise dontneed --length 1hp
		not_told hugetlb-rounded "a whole one is dropped"
	else
		json $huge_range , madvise dontneed
		json_is 'final | outcome' EINVAL "huge pages are not dropped"
		told hugetlb-kept true "and why"
	fi
	}
	json memfd 1p --flags hugetlb
	told hugetlb-size true "a file of huge pages has a multiple of them"
	json memfd 1hp --flags hugetlb , ftruncate 1p
	told hugetlb-size true "also when it is cut"
	json munmap --addr +1
	not_told hugetlb-size "ordinary memory has nothing to do with it"

	for size in 16KB 64KB 512KB 8MB 32MB 256MB 512MB 16GB; do
		case $size in
		*KB) kib=${size%KB} ;;
		*MB) kib=$((${size%MB} * 1024)) ;;
		*) kib=$((${size%GB} * 1048576)) ;;
		esac
		[ -d "$pools/hugepages-${kib}kB" ] || break
	done
	json mmap 1p --flags "+hugetlb,huge_$size"
	json_is 'final | outcome' EINVAL "a size that the kernel does not have is EINVAL"
	told hugetlb-size true "its reason: hugetlb-size"
	fact_is hugetlb-size huge_page $((kib * 1024)) "it tells the size"
	is "$(fact hugetlb-size sizes | tr ',' '\n' | wc -l | tr -d ' ')" \
		"$(find $pools -mindepth 1 -maxdepth 1 | wc -l | tr -d ' ')" "and those that there are"
	json memfd 1p --flags "hugetlb,huge_$size"
	told hugetlb-size true "so it is for a file in memory"
	json memfd 1 --flags "hugetlb,0x100,huge_$size"
	json_is '[final.why[].cause] | join(" ")' unknown-flag "which is not the reason where a flag is unknown"
fi

# --- transparent ones ----------------------------------------------------------

thp=/sys/kernel/mm/transparent_hugepage
[ -r $thp/hpage_pmd_size ] || {
	skip "advice for less than a huge page: thp-too-small" "this kernel has no transparent huge pages"
	done_testing
}
huge=$(cat $thp/hpage_pmd_size)
selected() {
	sed 's/.*\[\(.*\)\].*/\1/' "$1"
}
# Smaller sizes than the usual one may be switched on, too.
smaller=no
for file in "$thp"/hugepages-*/enabled; do
	case $file in
	*/hugepages-$((huge / 1024))kB/* | *\**) ;;
	*) [ "$(selected "$file")" = never ] || smaller=yes ;;
	esac
done
enabled=$(selected $thp/enabled)

if [ "$smaller" = no ]; then
	json mmap 64k , madvise hugepage
	json_is 'final | outcome' ok "advice for less than a huge page succeeds"
	told thp-too-small true "and does nothing: thp-too-small"
	fact_is thp-too-small huge_page "$huge" "it tells the size of a huge page"
	fact_is thp-too-small length 65536 "and the length"
	json_is '(final.why[] | select(.cause == "thp-too-small") | .facts) as $f
		| ($f.below | hex) <= (final.args.addr | hex) and ($f.above | hex) > (final.args.addr | hex)
		and ($f.below | hex) % $f.huge_page == 0' true "and the aligned addresses around it"
	run mmap 64k , madvise hugepage
	out_has 'no room for a whole, aligned huge page (thp-too-small)' "text tells it"
else
	skip "and does nothing: thp-too-small" "small ones are switched on"
fi
json mmap $((4 * huge)) , madvise hugepage --addr +64k , madvise hugepage --length 64k
not_told thp-too-small "what is joined with advised memory has its room"
json mmap 64k , madvise normal
not_told thp-too-small "other advice is not meant"
json mmap 64k , madvise hugepage --length 0
not_told thp-too-small "a length of 0 is no advice at all"
json mmap 64k , madvise collapse
if [ "$(ask 'final.result.unsupported')" = false ]; then
	told thp-too-small true "MADV_COLLAPSE fails for the same reason"
	json mmap 64k , madvise collapse --addr +1
	json_is '[final.why[].cause] | join(" ")' misaligned "but not before the address was found to be aligned"
	json mmap 64k , madvise hugepage --addr +1
	json_is '[final.why[].cause] | join(" ")' misaligned "and MADV_HUGEPAGE never does"
	json mmap $((4 * huge)) , madvise nohugepage , madvise collapse
	json_is 'final | outcome' EINVAL "and where huge pages were declined"
	told thp-off true "it says so: thp-off"
	fact_is thp-off switch MADV_NOHUGEPAGE "and by which advice"
	json mmap $((4 * huge)) , madvise collapse
	told thp-untouched true "nothing has been written: thp-untouched"
	fact_is thp-untouched huge_page "$huge" "it tells the size of a huge page"
	json_is '(final | .why[0].facts.untouched | ltrimstr("0x") | length > 0) and .steps[1].result.status == "error"' true "and where the first of them would be"
	json mmap $((4 * huge)) , touch read , madvise collapse
	told thp-untouched true "reading is not writing"
	json mmap $((4 * huge)) , touch write --length $((2 * huge)) , madvise collapse
	told thp-untouched true "a part of it has been written"
	json mmap $((4 * huge)) , touch write , madvise collapse
	not_told thp-untouched "all of it has been"
	sentence="a guard page in its place: guard"
	if machine_has guards_shown "$sentence"; then
		json mmap $((4 * huge)) , touch write , madvise guard_install --addr +$((2 * huge)) --length 1p , madvise collapse
		json_is 'final | "\(outcome) \([.why[].cause] | join(" "))"' 'EINVAL guard' "$sentence"
		json mmap $((4 * huge)) , touch write , madvise guard_install --addr +$((2 * huge)) --length 1p \
			, madvise guard_remove --length $((4 * huge)) , madvise collapse
		json_is 'final | outcome' ok "its remedy helps"
	fi
else
	skip "MADV_COLLAPSE fails for the same reason" "this kernel has no MADV_COLLAPSE"
fi

size=$((4 * huge))
if [ "$enabled" != never ]; then
	json mmap $size , madvise hugepage , touch write
	if [ "$(ask 'final.effect.memory.huge_anonymous.delta')" = "$size" ]; then
		nothing_told "advice that works needs no reason"
	else
		skip "advice that works needs no reason" "no huge pages are free"
	fi
fi
if [ "$enabled" = madvise ]; then
	json mmap $size , touch write , madvise hugepage
	told thp-later true "pages that are there stay small for now: thp-later"
	fact_is thp-later small $size "it tells how much it is"
	remedy_has thp-later 'madvise collapse' "and the remedy"
	json mmap $size , touch write --stride "$huge" , madvise hugepage , touch write
	if [ "$(ask 'final.effect.memory.huge_anonymous.after')" = 0 ]; then
		told thp-fallback false "a touch that got no huge page may have fallen back"
	else
		skip "a touch that got no huge page may have fallen back" "khugepaged came by"
	fi
	json mmap $size , touch write
	nothing_told "without advice none is expected"
	json mmap 64k , madvise hugepage , touch write
	not_told thp-fallback "nor where there is no room"
else
	skip "pages that are there stay small for now: thp-later" "transparent_hugepage/enabled is $enabled"
fi

sentence="where it is switched off for shared memory: thp-off"
if [ "$(selected $thp/shmem_enabled)" = never ] &&
	! grep -hv '\[never\]' $thp/hugepages-*/shmem_enabled 2>/dev/null | grep -qv '\[inherit\]'; then
	json mmap $size --flags shared,anonymous , madvise hugepage
	told thp-off true "$sentence"
	fact_is thp-off switch shmem_enabled "it tells the switch"
	fact_is thp-off value never "and how it stands"
	remedy_has thp-off 'echo advise > /sys/kernel/mm/transparent_hugepage/shmem_enabled' "and the remedy"
else
	skip "$sentence" "it is on"
fi
if can_confine "switched off for the process: thp-off" thp; then
	confined thp json mmap $size , madvise hugepage
	told thp-off true "switched off for the process: thp-off"
	fact_is thp-off switch 'prctl(PR_SET_THP_DISABLE)' "by this call"
fi
if [ "$smaller" = no ] && can_mount "switched off for all: thp-off"; then
	with_file $thp/enabled 'always madvise [never]' json mmap $size , touch write --length 1p , madvise hugepage
	told thp-off true "switched off for all: thp-off"
	not_told thp-later "and nothing comes later"
	fact_is thp-off value never "it tells how the switch stands"
fi

# --- parts of them -----------------------------------------------------------

# split SENTENCE CALL...: it ends within a huge page that is there.
# shellcheck disable=SC2016 # the $ are jq's
split() {
	sentence=$1
	shift
	json mmap 4hp , madvise hugepage , touch write , "$@" --addr +2hp --length 1p
	if [ "$(ask '.steps[2].effect.memory.huge_anonymous.delta > 0')" = true ]; then
		told thp-split true "$sentence"
	else
		skip "$sentence" "no huge page was to be had"
	fi
}
if machine_has thp "a part that is dropped splits a huge page" && ! sanitized; then
	split "a part that is dropped splits a huge page" madvise dontneed
	split "so does one that is unmapped" munmap
	split "and one that is protected otherwise" mprotect read
	# Since Linux 6.12 a split frees pages of zeros, which "touch write" leaves.
	split "so does a part that is to be freed" madvise free
	if [ "$(ask 'final.effect.memory.anonymous.delta')" = "-$huge" ]; then
		fact_is thp-split zeros "$huge" "pages of zeros are gone with it"
		json mmap 4hp , madvise hugepage , poke --fill 41 , madvise free --addr +2hp --length 1p
		told thp-split true "pages with content are not"
		fact_is thp-split zeros null "and none of them is counted"
		json mmap 4hp , madvise hugepage , touch write , fork , madvise free --addr +2hp --length 1p
		not_told thp-split "what a child has too is not split"
	else
		skip "pages of zeros are gone with it" "this kernel keeps them, or gave no huge page"
	fi
	json mmap 4hp , madvise hugepage , touch write , madvise dontneed
	not_told thp-split "whole ones are not split"
	json mmap 4p , touch write , madvise dontneed --length 1p
	not_told thp-split "nor are small pages"
fi

# --- of files --------------------------------------------------------------------

# The offset decides: the mapping begins a page away from where it fits.
away=$((64 * huge + page))
misplaced() { # run|json ARGS...
	how=$1
	shift
	"$how" memfd "$size" , mmap --flags shared --addr "$away" "$@"
}
[ "$huge" -le $((32 << 20)) ] || {
	skip "advice for a file that begins at an odd address: thp-misplaced" "a huge page is large"
	done_testing
}
misplaced run
if ! sanitized && [ "$status" = 0 ]; then
	misplaced json , madvise hugepage
	told thp-misplaced true "advice for a file that begins at an odd address: thp-misplaced"
	fact_is thp-misplaced beyond "$page" "it tells how far it is off"
	fact_is thp-misplaced huge_page "$huge" "and the size of a huge page"
	misplaced run , madvise hugepage
	out_has "minus its offset is not a multiple" "text tells it"
	misplaced json --offset 1p --length $((size - page)) , madvise hugepage
	not_told thp-misplaced "with an offset of a page it fits there"
	json memfd $size , mmap --flags shared --addr $((64 * huge)) , madvise hugepage
	not_told thp-misplaced "it fits at a multiple of the size"
	json mmap $size --addr $away , madvise hugepage
	not_told thp-misplaced "anonymous memory has no offset"
	json memfd 64k , mmap --flags shared --addr $away , madvise hugepage
	not_told thp-misplaced "what is smaller than a huge page has another cause"

	misplaced json , touch write , madvise collapse
	if [ "$(ask 'final.result.unsupported')" = false ]; then
		json_is 'final | outcome' EINVAL "MADV_COLLAPSE refuses it"
		told thp-misplaced true "for the same reason"
		place=$(ask 'final.why[] | select(.cause == "thp-misplaced") | .remedy[0]')
		json memfd $size , mmap --flags shared --addr "${place#mmap --addr }" , touch write , madvise collapse
		if [ "$(ask 'final | outcome')" = ENOMEM ] || [ "$(ask 'final | outcome')" = EAGAIN ]; then
			skip "the remedy is a place where it fits" "no huge page is free"
		else
			json_is 'final | outcome' ok "the remedy is a place where it fits"
			json_is 'final.effect.memory.huge_file.delta' "$size" "and all is in huge pages"
		fi
	else
		skip "MADV_COLLAPSE refuses it" "this kernel has no MADV_COLLAPSE"
	fi
else
	skip "advice for a file that begins at an odd address: thp-misplaced" "nothing can be mapped there"
fi

# Pages of a file on a disk.
sentence="pages of a file that the kernel does not collapse: thp-file"
dd if=/dev/zero of=long bs=65536 count=$((size / 65536)) 2>/dev/null
json mmap --file long --flags private --prot r , touch , madvise collapse --expect ok,fail
if is_on_tmpfs long; then
	not_told thp-file "a tmpfs has its own settings"
elif [ "$(ask 'final | outcome')" != EINVAL ]; then
	skip "$sentence" "this kernel collapses them, or has no MADV_COLLAPSE"
elif [ "$(ask 'final.result.unsupported')" = true ]; then
	skip "$sentence" "this kernel has no MADV_COLLAPSE"
else
	json_is 'any(final.why[]; .cause == "thp-file")' true "$sentence"
	option=$(zcat /proc/config.gz 2>/dev/null | grep CONFIG_READ_ONLY_THP_FOR_FS)
	case $option in
	'') skip "it is verified by what the kernel shows of its build" "there is no /proc/config.gz to compare with" ;;
	*=y) json_is 'final.why[0].facts.option' null "it is not said of a kernel that was built for it" ;;
	*)
		if [ -r /sys/kernel/btf/vmlinux ] || [ -r "/boot/config-$(uname -r)" ]; then
			told thp-file true "it is verified by what the kernel shows of its build"
			fact_is thp-file option CONFIG_READ_ONLY_THP_FOR_FS "and names the option"
		else
			told thp-file false "without what shows the build it is not verified"
		fi
		;;
	esac
	json mmap --file long --flags private --prot r --addr $away , touch , madvise collapse --expect ok,fail
	json_is '[final.why[] | select(.verified) | .cause] | unique | length' 1 "a place is no remedy for it"
fi
json memfd $size , mmap --flags shared , touch write , madvise collapse --expect ok,fail
not_told thp-file "shared memory is no file on a disk"

done_testing
