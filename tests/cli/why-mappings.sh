#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
# The $ in filters are jq's.
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"
on_one_processor

# Why a call failed, or did other than asked: what is mapped there.

printf '%0100d' 0 >short

# --- hole ---------------------------------------------------------------------

for call in mlock munlock 'madvise dontneed' 'mprotect r' msync mincore mseal 'mremap 8p'; do
	# shellcheck disable=SC2086 # several words
	json mmap 5p --as a , munmap --addr a+1p --length 2p , $call --addr a --length 5p --expect ENOMEM,EFAULT,ENOSYS
	if [ "$(ask 'final | outcome')" = ENOSYS ]; then
		skip "${call%% *} over a hole tells it" "this kernel lacks it"
		continue
	fi
	told hole true "${call%% *} over a hole tells it"
	json_is '.steps[0].result.value as $a | final.why[] | select(.cause == "hole") | .facts | "\(.hole | distance($a)) \(.size | pages) \(.mapped_before | pages)"' \
		'1 2 1' "where it is, how large, and what lies before it"
done
json mmap 3p --as a , munmap --addr a+1p --length 1p , mlock --addr a --length 3p
remedy_has hole '--length 1p' "the remedy is what lies before the hole"
json_is 'final.why[0].message | contains("the part before the hole was done")' true "which was locked all the same"
json_is 'final.effect.memory.locked.delta' "$page" "as VmLck shows"
json mmap 3p --as a , touch write , munmap --addr a+1p --length 1p , madvise dontneed --addr a --length 3p
json_is 'final.why[0].message | contains("the mapped parts were advised")' true "madvise goes on behind it"
json_is 'final.effect.memory.resident.delta' $((-2 * page)) "as the resident memory shows"
json mmap 3p --as a , munmap , mremap 8p --on a
json_is 'final.why[0].message' 'nothing is mapped there' "all of it may be a hole"
json mmap 3p , mlock , munlock , mprotect r
nothing_told "without a hole there is none"
run mmap 3p --as a , munmap --addr a+1p --length 1p , mlock --addr a --length 3p
out_has 'why  not all of it is mapped; the part before the hole was done (hole)' "text tells it"
out_has "at 0x[0-9a-f]*, of $((page / 1024)) KiB" "with the address"

# --- mapping-kind -------------------------------------------------------------

kind() { # OUTCOME ARGS...
	outcome=$1
	shift
	json "$@"
	json_is 'final | outcome' "$outcome" "$*: $outcome"
	told mapping-kind true "because of the kind of mapping"
	json_is 'final as $f | final.why[] | select(.cause == "mapping-kind") | .facts | (.start | hex) <= ($f.args.addr | hex) and (.end | hex) > ($f.args.addr | hex)' \
		true "which is told"
}
kind EINVAL madvise free --file short
kind EINVAL mmap --flags shared,anonymous , madvise free
kind EINVAL madvise remove
kind EACCES mmap --file short --flags private , madvise remove
kind EINVAL mmap --flags shared,anonymous , madvise wipeonfork
kind EINVAL mremap 8p --length 0
kind EINVAL mprotect 0x01000001
kind EFAULT mmap 4p --as a , mprotect r --addr a+1p --length 1p , mremap 8p --addr a --length 4p
json madvise free
not_told mapping-kind "private anonymous memory is of the right kind"
json memfd , mmap --flags shared , madvise remove
nothing_told "so is a shared file for MADV_REMOVE"
json madvise free --addr +1
not_told mapping-kind "an odd address is another matter"
# skipped REASON ARGS...: KSM never merges it, whether it runs or not.
skipped() {
	reason=$1
	shift
	needs "KSM skips it: $*" "there is no such memory or no KSM here" "$@" , madvise mergeable || return 0
	json "$@" , madvise mergeable
	told mapping-kind true "KSM skips it: $*"
	json_is "[final.why[] | select(.cause == \"mapping-kind\") | .message] | first | startswith(\"$reason\")" true \
		"because of $reason"
	not_told ksm-off "and would if it ran"
}
skipped 'shared memory' mmap --flags shared,anonymous
skipped 'huge pages of hugetlb' mmap 1hp --flags +hugetlb,noreserve
skipped 'droppable memory' mmap 4p --flags droppable,anonymous , touch write
json madvise mergeable --addr vdso --expect ok,EINVAL,ENOMEM
if [ "$(ask 'final | outcome')" = ok ]; then
	told mapping-kind true "KSM skips the vdso"
	not_told ksm-off "and would if it ran"
else
	skip "KSM skips the vdso" "there is no KSM or no vdso here"
fi
run madvise free --file short
out_has 'why  MADV_FREE works only on private anonymous memory (mapping-kind)' "text tells it"
out_has 'try  madvise dontneed' "and what to do instead"

# The kernel's own mappings next to the vdso, where they may not be written; how
# far the first of them begins before it, and how many pages they have.
vvar=$(awk '/^[0-9a-f]+-/ { name = $6; range = $1 }
	/^VmFlags:/ && name ~ /^\[v/ { print name, range, / mw( |$)/ ? "may-write" : "never" }' /proc/self/smaps 2>/dev/null)
first=$(printf '%s\n' "$vvar" | awk '$1 == "[vvar]" && $3 == "never" { sub("-.*", "", $2); print $2 }')
vdso=$(printf '%s\n' "$vvar" | awk '$1 == "[vdso]" { sub("-.*", "", $2); print $2 }')
if [ -z "$first" ] || [ -z "$vdso" ] || [ $((0x$first)) -ge $((0x$vdso)) ]; then
	skip "[vvar] never gets other rights" "it is not below the vdso here, or may get them"
else
	before=$(((0x$vdso - 0x$first) / page))
	kind EACCES mprotect rw --addr "vdso-${before}p" --length 1p
	json touch write --addr "vdso-${before}p" --length 1p
	json_is 'final | "\(outcome) \([.why[].cause] | join(" "))"' 'SIGSEGV:SEGV_ACCERR protection' \
		"a write to it is a fault"
	json_is 'final.why[0].remedy | length' 0 "for which there is no remedy"
	json touch read --addr "vdso-${before}p" --length "${before}p"
	if [ "$(ask 'final | outcome')" = ok ]; then
		skip "pages that the kernel does not provide" "it provides all of them here"
	else
		json_is 'final | "\(outcome) \([.why[].cause] | join(" "))"' 'SIGBUS:BUS_ADRERR no-special-page' \
			"a page that the kernel does not provide is SIGBUS"
		json usercopy write --addr "vdso-${before}p" --length "${before}p"
		json_is '[final.why[].cause] | join(" ")' 'no-special-page' "and ends the kernel's copy"
	fi
fi

# --- mapping-locked -----------------------------------------------------------

for advice in dontneed free cold pageout guard_install; do
	json mmap 4p , mlock , madvise $advice --expect EINVAL --skip-unsupported
	if [ "$(ask '.steps[1] | outcome')" != ok ] || ! [ "$(ask 'final.result.unsupported')" = false ]; then
		skip "madvise $advice of locked memory" "it cannot be locked, or the kernel lacks the advice"
		continue
	fi
	told mapping-locked true "madvise $advice minds that memory is locked"
done
json mmap 4p , mlock --length 1p --addr +2p , madvise dontneed
json_is '.steps[0].result.value as $a | final.why[0].facts.start | distance($a)' 2 "it tells which part is"
remedy_has mapping-locked 'madvise dontneed_locked' "one remedy is other advice"
remedy_has mapping-locked munlock "the other is to unlock it"
json mmap 4p , mlock , munlock , madvise dontneed
not_told mapping-locked "what is unlocked is not locked"
json mmap 4p , mlock --length 1p , madvise dontneed --addr +2p --length 1
not_told mapping-locked "a lock elsewhere is none"
json memfd , mmap --flags shared , mlock , msync invalidate
json_is 'final | outcome' EBUSY "msync cannot invalidate what is locked"
told mapping-locked true "because of the lock"
run mmap 4p , mlock , madvise dontneed
out_has 'why  the memory is locked (mapping-locked)' "text tells it"

# --- sealed-mapping -----------------------------------------------------------

json mseal --expect ok,ENOSYS
if [ "$(ask 'final | outcome')" != ok ]; then
	skip "sealed-mapping" "this kernel has no mseal"
else
	for call in munmap 'mprotect none'; do
		# shellcheck disable=SC2086
		json mmap 4p --as a , mseal --addr a+1p --length 1p , $call --on a
		json_is 'final | outcome' EPERM "${call%% *} of sealed memory is EPERM"
		told sealed-mapping true "because it is sealed"
		json_is '.steps[0].result.value as $a | final.why[] | select(.cause == "sealed-mapping") | .facts | "\(.start | distance($a)) \(.end | distance($a))"' '1 2' "and it is told which part is"
	done
	json mmap 4p --as a , mseal --addr a+1p --length 3p , mremap 8p --addr a+1p --length 3p
	told sealed-mapping true "nor can it be moved"
	json mmap 4p --as a , mseal , mmap 4p --addr a --flags +fixed
	told sealed-mapping true "it cannot be mapped over"
	json mmap 4p --as a , mseal , mmap 4p --as b , mremap 4p --addr b --flags fixed,maymove --new-addr a
	told sealed-mapping true "nor moved over"
	json mmap 4p --prot r , mseal , madvise dontneed
	told sealed-mapping true "nor dropped, where it is read-only"
	json mseal , touch write , madvise normal
	not_told sealed-mapping "what changes nothing is allowed"
	json brk +4p , mseal , brk -2p
	json_is 'final | outcome' ENOMEM "a heap that is sealed does not shrink"
	told sealed-mapping true "for that reason"
	json sbrk 4p , mseal , sbrk -2p
	told sealed-mapping true "by sbrk neither"
	json brk +4p , mseal --length 1p , brk -2p
	nothing_told "where it is not sealed it does"
	run mmap 4p , mseal , mprotect none
	out_has 'why  the mapping is sealed (mseal) until the process ends' "text tells it"
fi

# --- guard --------------------------------------------------------------------

json mmap 4p , madvise guard_install --addr +2p --length 1p --expect ok,EINVAL
if [ "$(ask 'final | outcome')" != ok ]; then
	skip "guard" "this kernel has no guard pages"
else
	json mmap 4p --as a , madvise guard_install --addr +2p --length 1p , touch --on a
	json_is 'final | outcome' SIGSEGV:SEGV_MAPERR "a guard page is SIGSEGV"
	if [ "$(ask 'final.why[] | select(.cause == "guard") | .verified')" = true ]; then
		pass "because it is one"
		json_same "$(the_fact guard page)" 'final.result.signal.address' "and it is told where"
		for call in mlock 'madvise populate_read'; do
			# shellcheck disable=SC2086
			json mmap 4p --as a , madvise guard_install --addr +2p --length 1p , $call --on a
			told guard true "${call%% *} cannot fault it in"
			json_is '.steps[0].result.value as $a | final.why[] | select(.cause == "guard") | .facts.page | distance($a)' 2 "and it is told which"
		done
		run mmap 4p --as a , madvise guard_install --addr +2p --length 1p , touch --on a
		out_has 'why  it is a guard page: any access raises SIGSEGV (guard)' "text tells it"
	else
		told guard false "that it is one this kernel does not tell"
	fi
	json mmap 4p --as a , madvise guard_install --length 1p , touch --on a
	json_is 'any(final.why[]; .cause == "protection" or .cause == "not-mapped")' false "it is neither unmapped nor protected"
	json mmap 4p --as a , madvise guard_install --length 1p , madvise guard_remove , touch --on a
	not_told guard "a guard that is gone is none"
fi
json mprotect none , touch
not_told guard "a page without permissions is no guard"

# --- protection ---------------------------------------------------------------

protection() { # PERMS NEED ARGS...
	perms=$1
	need=$2
	shift 2
	json "$@"
	told protection true "$*: protection"
	fact_is protection protection "$perms" "it is mapped $perms"
	json_is "final.why[].message | contains(\"$need\")" true "and it is told that it needs $need"
}
protection r--p PROT_WRITE mmap 2p --prot r , touch write
protection r--p PROT_WRITE mmap 2p --prot r , poke 41
protection ---p PROT_READ mmap 2p --prot none , touch
protection rw-p PROT_EXEC mmap 2p , touch exec
protection r--s PROT_WRITE mmap --file short --flags shared --prot r , touch write
json mmap 4p , mprotect r --addr +2p --length 1p , touch write --addr +0 --length 4p
json_same "$(the_fact protection address)" 'final.result.signal.address' "it tells where"
json_is '.steps[0].result.value as $a | final.why[] | select(.cause == "protection") | .facts.address | distance($a)' 2 "which is the page that was protected"
remedy_has protection 'mprotect rw' "the remedy is mprotect"
json mmap 2p --prot none , mlock
json_is 'final | outcome' ENOMEM "mlock cannot have pages without permissions"
told protection true "because of their protection"
json mmap 2p --prot r , mlock
nothing_told "readable ones it can"
if needs "populate" "this kernel has no MADV_POPULATE_WRITE" mmap 2p , madvise populate_write; then
	json mmap 2p --prot r , madvise populate_write
	told protection true "MADV_POPULATE_WRITE needs writable memory"
	json mmap 2p --prot r , madvise populate_read
	nothing_told "MADV_POPULATE_READ does not"
fi
run mmap 2p --prot read , touch write
out_has 'why  the page is mapped r--p, a write needs PROT_WRITE (protection)' "text tells it"

# --- not-mapped ---------------------------------------------------------------

json mmap 4p --as a , munmap , touch --on a
told not-mapped true "what is unmapped is not mapped"
json_same "$(the_fact not-mapped address)" '.steps[0].result.value' "the address is told"
json mmap 16p --as a , munmap --addr a+4p --length 8p , touch --addr a+6p --length 1
json_is 'final.why[0].facts | "\(.behind | pages) \(.before | pages)"' '2 6' "and how far the neighbours are"
json touch --addr NULL --length 1
told not-mapped true "nothing is mapped at NULL"
json_is 'final.why[0].message | contains("NULL")' true "and that is told"
json peek --addr 0x8
told not-mapped true "nor beside it"
if [ "$(uname -m)" = x86_64 ]; then
	json touch --addr 0xffff800000000000 --length 1
	told not-mapped true "the kernel's half is not mapped"
	json_is 'final.why[0].message | contains("kernel")' true "and is told to be the kernel's"
	json touch --addr 0x8000000000000000 --length 1
	told not-mapped true "what is no address is not mapped"
	fact_is not-mapped address 0x8000000000000000 "it is told, though the kernel does not"
fi
json munmap --addr NULL --length 0x7ffffffff000
if [ "$(ask 'final | outcome | startswith("SIG")')" = true ]; then
	json_is '[final.why[].cause] | join(" ")' not-mapped "who unmaps everything dies of it"
else
	skip "who unmaps everything dies of it" "here nobody does"
fi
json mprotect none , touch
not_told not-mapped "what is protected is mapped"
run mmap 4p --as a , munmap , touch --on a
out_has 'why  nothing is mapped there (not-mapped)' "text tells it"

# --- past-region --------------------------------------------------------------

two='mmap 8p --as r , mmap 4p --addr r+4p --as b --flags +fixed , mmap 4p --addr r --as a --flags +fixed'
for call in munmap 'mprotect none' 'madvise dontneed' mlock touch; do
	# shellcheck disable=SC2086
	json $two , $call --addr a --length 6p
	told past-region true "$call beyond its region says so"
	json_is 'final.why[] | select(.cause == "past-region") | .facts.past | pages' 2 "and by how much"
done
# shellcheck disable=SC2086
{
run $two , munmap --addr a+2p --length 4p
out_has "past its end $((2 * page / 1024)) KiB, [0-9a-f]*-[0-9a-f]* rw-p anonymous" "text says which mapping"
json $two , munmap --addr b-1p --length 2p
json_is 'final.why[] | select(.cause == "past-region") | .facts.past | pages' 1 "so does a step that begins before it"
json $two , munmap --addr a --length 4p
not_told past-region "a step on all of its region stays in it"
json $two , munmap --addr a --length $((4 * page - 1))
not_told past-region "so does one that is rounded up to it"
}
json mmap 4p --as a , munmap --addr a+4p --length 4p --expect ok
not_told past-region "one that begins elsewhere was meant for another"

# --- no-effect ----------------------------------------------------------------

# What moves by itself; AddressSanitizer uses memory of its own at times.
moving='"proportional", "private_dirty", "shared_dirty"'
! sanitized || moving="$moving, \"resident\", \"anonymous\", \"file\", \"page_tables\""
nothing_done() { # ARGS...
	json "$@"
	json_is 'final | outcome' ok "$* succeeds"
	told no-effect true "and did nothing"
	json_is 'final.effect | .mappings == [] and all(.memory | to_entries[] | select(.key | IN('"$moving"') | not); .value == null or .value.delta == 0)' true "as its effect shows"
}
nothing_done mmap 4p --as a , munmap , munmap --on a
nothing_done munlock
nothing_done munlockall
nothing_done mmap 4p , mlock , mlock
nothing_done mprotect rw
nothing_done mmap 4p , madvise dontneed
nothing_done mmap 4p , madvise dofork
nothing_done mmap 4p , madvise dontdump , madvise dontdump
nothing_done mmap 4p , madvise normal
nothing_done mmap 4p , msync
nothing_done mremap 4p
if needs "a seal upon a seal" "this kernel has no mseal" mseal; then
	nothing_done mmap 4p , mseal , mseal
fi
for chain in 'munmap' 'mlock , munlock' 'mlock' 'mprotect r' 'madvise dontneed' 'madvise dontdump' \
	'madvise random , madvise normal' 'msync' 'mremap 8p'; do
	# shellcheck disable=SC2086
	json $chain
	not_told no-effect "$chain: it did something"
done
json mmap 8p --as a , mprotect r --length 4p , mprotect r --addr a --length 8p
not_told no-effect "where only a part was so already, something was done"
run munlock
out_has 'why  none of it was locked (no-effect)' "text tells it"

# --- counted-late -------------------------------------------------------------

# The subject empties its processor's batch before it looks, so the figures of
# lazily freed do not lag where MADV_COLD is known (Linux 5.4): there this
# cause cannot be provoked.
json mmap 64p , touch write , madvise free
if [ "$(ask 'final.effect.memory.lazily_freed.delta')" = $((64 * page)) ]; then
	not_told counted-late "what was counted is not late"
else
	told counted-late false "what is counted late is told, and not proved"
fi

# A range of all addresses is looked at in no time.
begun=$(date +%s)
json mlock --addr 0x10000 --length 0x7ffffffe0000 --expect fail,signal,ok
[ "$status" -eq 0 ] && [ $(($(date +%s) - begun)) -lt 10 ]
ok "the search for a cause does not go through holes page by page"

# What is there may be what the process runs on.
json mmap 1p --addr stack --expect ok,fail
json_is '[.steps[].why[].remedy[] | select(test("MAP_FIXED\\b"))] | length' 0 "to map over what is there is never advised"
json mmap 1p --addr stack --flags +fixed_noreplace --expect ok,fail
json_is '[.steps[].why[].remedy[] | select(test("MAP_FIXED\\b"))] | length' 0 "nor where it was refused"

done_testing
