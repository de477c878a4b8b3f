#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# Why a call failed: limits of the process, of the system, of its group.

json mmap 4M , touch write , mprotect read , mprotect rw , mremap 8M , madvise dontneed , munmap , brk +1M
nothing_told "what succeeds and does what it should needs no reason"

# --- locked memory -----------------------------------------------------------

if can_be_nobody; then
	kib=$((16 * page / 1024))
	as_nobody limited "ulimit -l $kib" json mlock 64p
	told memlock-limit true "mlock beyond RLIMIT_MEMLOCK: memlock-limit"
	fact_is memlock-limit asked $((64 * page)) "it tells what was asked for"
	fact_is memlock-limit locked 0 "and what was locked before"
	fact_is memlock-limit limit $((kib * 1024)) "and the limit"
	remedy_has memlock-limit "ulimit -l $((64 * page / 1024))" "the remedy is enough"
	as_nobody limited "ulimit -l $kib" json mmap 64p , mlock 8p , mlock 32p
	fact_is memlock-limit asked $((24 * page)) "what is locked already is not asked for again"
	fact_is memlock-limit locked $((8 * page)) "it is what was locked"
	as_nobody limited "ulimit -l $kib" json mmap 64p , mlock 8p , mlock 16p
	nothing_told "what fits with it is no case of the limit"
	as_nobody limited "ulimit -l $kib" json mmap 64p , mlock --addr +1 --length $((16 * page))
	fact_is memlock-limit asked $((17 * page)) "asked is in whole pages"
	as_nobody limited "ulimit -l $kib" json mmap 64p --as a , munmap --addr a+1p --length 1p , mlock --addr a --length 64p
	json_is '[final.why[].cause] | join(" ")' 'memlock-limit hole' "a hole beyond the limit is told as well"
	json_is 'final.why[1].message' 'not all of it is mapped' "and not that anything was done"
	as_nobody limited "ulimit -l $kib" json mmap 4p , munmap , mlock
	not_told memlock-limit "a hole within the limit is no case of the limit"
	as_nobody limited 'ulimit -l 0' json mlock
	json_is 'final | outcome' EPERM "a limit of 0 is EPERM"
	told memlock-limit true "and its cause is the limit"
	not_told capability "the missing capability is not a second cause"
	as_nobody limited 'ulimit -l 0' json mmap 4p --flags +locked
	told memlock-limit true "so it is for mmap with MAP_LOCKED"
	as_nobody limited "ulimit -l $kib" json mlockall
	told memlock-limit true "mlockall of more than the limit: memlock-limit"
	json_same "$(the_fact memlock-limit asked)" 'final.effect.memory.size.before' \
		"all of the address space was asked for"
	as_nobody limited "ulimit -l $kib" json mmap 64p --flags +locked
	json_is 'final | outcome' EAGAIN "MAP_LOCKED beyond it is EAGAIN"
	told memlock-limit true "for the same reason"
	as_nobody limited "ulimit -l $kib" json mmap 4p , mlock , mremap 64p
	json_is 'final | outcome' EAGAIN "locked memory that grows beyond it is EAGAIN"
	fact_is memlock-limit asked $((60 * page)) "asked is what it would grow by"
	as_nobody limited "ulimit -l $kib" json mlockall future , mmap 64p
	told memlock-limit true "memory to come that is to be locked counts too"
	as_nobody limited "ulimit -l $kib" json mlockall future , brk +64p
	told memlock-limit true "for the break the earlier step proves it"
	as_nobody limited "ulimit -l $kib" run mlock 64p
	out_has 'why  it would exceed the limit on locked memory (memlock-limit)' "text tells it"
	out_has "asked $((64 * page / 1024)) KiB, locked 0, RLIMIT_MEMLOCK $kib KiB, no CAP_IPC_LOCK" "with the numbers"
	out_has 'try  ulimit -l ' "and the remedy"
	limited "ulimit -l $kib" json mlock 64p
	if [ "$(id -u)" = 0 ] && [ "$(ask 'final | outcome')" = ok ]; then
		nothing_told "who has CAP_IPC_LOCK knows no such limit"
	else
		skip "who has CAP_IPC_LOCK knows no such limit" "it is not here"
	fi
else
	skip "mlock beyond RLIMIT_MEMLOCK: memlock-limit" "cannot become an ordinary user"
fi

sentence="in a user namespace of one's own: memlock-limit"
if unshare -Ur true 2>/dev/null; then
	as='unshare -Ur'
	limited 'ulimit -l 64' json mlock 4M
	as=
	told memlock-limit true "$sentence"
	told user-namespace true "the capability that counts for nothing there is told"
	fact_is user-namespace capability CAP_IPC_LOCK "by name"
	not_told capability "it is not said to be missing"
else
	skip "$sentence" "no user namespace can be made"
fi

# --- address space, data, stack -----------------------------------------------

if can_limit_memory "mmap beyond RLIMIT_AS: as-limit"; then
	limited 'ulimit -v 30000' json mmap 64M
	told as-limit true "mmap beyond RLIMIT_AS: as-limit"
	fact_is as-limit asked 67108864 "it tells what was asked for"
	fact_is as-limit limit 30720000 "and the limit"
	json_same "$(the_fact as-limit mapped)" 'final.effect.memory.size.before' "and what was mapped"
	remedy_has as-limit 'ulimit -v ' "and the remedy"
	limited 'ulimit -v 30000' json mmap 1M , mremap 64M
	told as-limit true "mremap too"
	limited 'ulimit -v 30000' json brk +64M
	told as-limit true "brk too"
	limited 'ulimit -v 30000' json sbrk 64M
	told as-limit true "sbrk too"
	limited 'ulimit -v 30000' json mmap 16M , mmap 16M
	told as-limit true "what was mapped before counts"
	limited 'ulimit -v 30000' json mmap 1M
	nothing_told "below the limit nothing is told"
	limited 'ulimit -v 30000' json mmap 64M --memory=none
	told as-limit true "it is found as well where no memory is measured"
	json mmap 1T
	not_told as-limit "without the limit it is not told"
	limited 'ulimit -v 30000' run mmap 64M
	out_has 'asked 65536 KiB, mapped .* KiB, RLIMIT_AS 30000 KiB' "text has the numbers"

	limited 'ulimit -d 3000' json mmap 16M
	told data-limit true "private writable memory beyond RLIMIT_DATA: data-limit"
	fact_is data-limit asked 16777216 "it tells what was asked for"
	fact_is data-limit limit 3072000 "and the limit"
	limited 'ulimit -d 3000' json mmap 16M --prot read , mprotect rw
	json_is 'outcomes' 'ok ENOMEM' "memory that becomes writable counts"
	told data-limit true "and its cause is the limit"
	limited 'ulimit -d 3000' json brk +16M
	told data-limit true "the break counts"
	limited 'ulimit -d 3000' json sbrk 1M , sbrk 16M
	json_is 'outcomes' 'ok ENOMEM' "by sbrk as well"
	told data-limit true "for the same reason"
	fact_is data-limit asked 16777216 "it tells the increment"
	limited 'ulimit -d 3000' json sbrk 1M , sbrk 16M , sbrk -1M
	json_is 'final | outcome' ok "the limit does not mind that it shrinks"
	limited 'ulimit -d 3000' json mmap 1M , mremap 16M
	told data-limit true "what grows counts"
	limited 'ulimit -d 3000' json mmap 16M --flags shared,anonymous
	nothing_told "shared memory does not"
	limited 'ulimit -d 3000; ulimit -v 30000' json mmap 64M
	told as-limit true "of two limits both are told"
	told data-limit true "the other one too"

	limited 'ulimit -s 512' json alloca 4M , touch write --length 1
	told stack-limit true "a touch below the largest stack: stack-limit"
	fact_is stack-limit limit 524288 "it tells the limit"
	not_told not-mapped "that nothing is mapped there is no news then"
	json_is '(final.why[] | select(.cause == "stack-limit") | .facts) as $f
		| $f.needed > $f.limit and $f.size < $f.limit' true "more is needed than the limit, and was there"
	json_is '(final.why[] | select(.cause == "stack-limit") | .facts.address) == final.result.signal.address' \
		true "it tells the address"
	limited 'ulimit -s 512' json alloca 64k , touch write
	nothing_told "within the limit the stack grows"
	# shellcheck disable=SC3045 # where it is undefined it fails
	if (ulimit -s 60000) 2>/dev/null; then
		limited 'ulimit -s 60000; ulimit -v 30000' json alloca 40M , touch write --length 1
		told as-limit true "a stack that grows meets the limit on address space as well"
		not_told stack-limit "where its own would allow it"
	else
		skip "a stack that grows meets the limit on address space as well" "the stack's hard limit is lower"
	fi
	json mmap 4p , munmap , touch
	not_told stack-limit "an access elsewhere is no matter of the stack"
fi

# --- what the system promises ---------------------------------------------------

if [ "$(cat /proc/sys/vm/overcommit_memory)" = 0 ] && [ "$(getconf LONG_BIT)" = 64 ]; then
	json mmap 16T
	told overcommit true "more than memory and swap: overcommit"
	fact_is overcommit asked 17592186044416 "it tells what was asked for"
	fact_is overcommit memory "$(meminfo MemTotal)" "and all memory"
	fact_is overcommit swap "$(meminfo SwapTotal)" "and all swap"
	fact_is overcommit overcommit_memory 0 "and the mode"
	remedy_has overcommit 'sysctl vm.overcommit_memory=1' "and the remedy"
	json mmap 16T --flags +noreserve
	nothing_told "with MAP_NORESERVE nothing is promised"
	json mmap 16T --flags shared,anonymous
	told overcommit true "shared memory counts"
	json mmap 16T --prot read , mprotect rw
	told overcommit true "and what becomes writable"
	json mmap 1p , mremap 16T
	told overcommit true "and what grows"
	json mmap 0
	not_told overcommit "another failure is not put down to it"
	if can_mount "in mode 2 the limit is CommitLimit"; then
		with_file /proc/sys/vm/overcommit_memory 2 json mmap 16T
		fact_is overcommit limit "$(meminfo CommitLimit)" "in mode 2 the limit is CommitLimit"
		fact_is overcommit overcommit_memory 2 "and the mode is told"
		with_file /proc/sys/vm/overcommit_memory 1 json mmap 16T
		not_told overcommit "in mode 1 everything is promised"
	fi
else
	skip "more than memory and swap: overcommit" "vm.overcommit_memory is not 0"
fi

json mmap 0xfffffffffffff001
not_told overcommit "a length that wraps around is not put down to it"

# Every second page gets another protection, by code of x86-64 in the subject:
# mov $BASE+4096,%rdi; loop: mov $10,%eax (mprotect); mov $4096,%esi;
# mov $1,%edx; syscall; add $8192,%rdi; mov $END,%rcx; cmp %rcx,%rdi; jb loop; ret
limit=$(cat /proc/sys/vm/max_map_count)
sentence="a mapping beyond vm.max_map_count: map-count"
if [ "$(uname -m)" = x86_64 ] && [ "$page" = 4096 ] && [ "$limit" -le 100000 ] && ! sanitized; then
	pages=$((limit + 1000))
	start=$((0x200000000))
	little() { # VALUE: 8 bytes of it
		v=$1
		for _ in 1 2 3 4 5 6 7 8; do
			printf '%02x' $((v & 255))
			v=$((v >> 8))
		done
	}
	code="48bf$(little $((start + 4096)))"
	code="${code}b80a000000be00100000ba010000000f054881c70020000048b9$(little $((start + pages * 4096 - 8192)))"
	code="${code}4839cf72d9c3"
	# The document has each of the mappings: it is not kept.
	kept=${DOCUMENTS:-}
	DOCUMENTS=
	fill() {
		json mmap "${pages}p" --addr $start --prot none --flags +fixed_noreplace,noreserve \
			, mmap 1p --prot rwx , poke "$code" , touch exec --length 1 , "$@"
	}
	fill mprotect rw --addr $((start + 10 * 4096)) --length 4096
	if [ "$(ask '.steps[3] | outcome')" = ok ]; then
		fill mmap 1p --flags shared,anonymous , mmap 1p --flags shared,anonymous \
			, mmap 1p --flags shared,anonymous
		json_is 'final | outcome' ENOMEM "beyond vm.max_map_count nothing can be mapped"
		told map-count true "$sentence"
		fact_is map-count limit "$limit" "it tells the limit"
		json_is '(final.why[] | select(.cause == "map-count") | .facts) | .mappings >= .limit' true \
			"and how many there are"
		remedy_has map-count 'sysctl vm.max_map_count=' "and the remedy"
		fill munmap --addr $((start + (pages - 500) * 4096)) --length 4096
		json_is 'final | outcome' ENOMEM "nor can one be cut in two"
		told map-count true "for the same reason"
		fill madvise dontdump --addr $((start + (pages - 500) * 4096)) --length 4096
		json_is 'final | outcome' EAGAIN "for madvise that is EAGAIN"
		told map-count true "and its cause the same"
	else
		skip "$sentence" "the code did not run"
	fi
	DOCUMENTS=$kept
else
	skip "$sentence" "it needs x86-64, and a limit that is not too high"
fi
json mmap 16T
not_told map-count "with few mappings it is not told"

# --- the control group -----------------------------------------------------------

# group_with LIMIT: make a group, and limit its memory; $group is its folder.
group=
remove_group() {
	[ -z "$group" ] || rmdir "$group" 2>/dev/null
	group=
}
trap 'remove_group; clean_up' EXIT
group_with() {
	[ "$(id -u)" = 0 ] || return 1
	for root in /sys/fs/cgroup/memory /sys/fs/cgroup; do
		case $root in
		*/memory) file=memory.limit_in_bytes ;;
		*) file=memory.max ;;
		esac
		mkdir "$root/memtool-test.$$" 2>/dev/null || continue
		group=$root/memtool-test.$$
		echo "$1" 2>/dev/null >"$group/$file" && return 0
		remove_group
	done
	return 1
}
in_group() {
	limited "echo \$\$ >$group/cgroup.procs" "$@"
}

sentence="killed for passing the group's limit on memory: cgroup-limit"
if sanitized; then
	skip "$sentence" "AddressSanitizer needs much memory"
elif group_with $((24 << 20)); then
	in_group json mmap 64M , touch write
	if [ "$(ask 'final | outcome')" = SIGKILL ]; then
		told cgroup-limit true "$sentence"
		fact_is cgroup-limit limit $((24 << 20)) "it tells the limit"
		fact_is cgroup-limit oom_kills 1 "and that the count of such deaths rose"
		fact_is cgroup-limit group "$group" "and which group it is"
		remedy_has cgroup-limit "echo $((88 << 20)) > $group/memory." "and the remedy"
		in_group run mmap 64M , touch write
		out_has 'control group' "text tells it"
		in_group json mmap 8M , touch write
		nothing_told "below the limit nothing is told"
	else
		skip "$sentence" "the group has swap to use"
	fi
	remove_group
else
	skip "$sentence" "no control group can be made"
fi
begin mmap 16M
kill -KILL "$child"
finish
json_is 'final | outcome' SIGKILL "a subject that somebody kills dies of the same"
not_told out-of-memory "but memory was not the reason"
json_is '[final.why[] | select(.verified)] | length' 0 "and none is said to be verified"

# --- mlockall future ------------------------------------------------------------

sentence="malloc after mlockall future: memlock-limit"
if ! can_be_nobody; then
	skip "$sentence" "cannot become an ordinary user"
elif ! (ulimit -S -l 2048) 2>/dev/null; then
	skip "$sentence" "the hard limit on locked memory is below 2 MiB"
else
	[ "$(id -u)" != 0 ] || as=$nobody
	for call in 'malloc 4M' 'calloc 4M' 'malloc 100000 --times 50' 'sbrk 4M' 'mmap 1M --times 4'; do
		case $call in
		*alloc*) # another allocator asks for other sizes
			if sanitized || ! machine_has glibc; then continue; fi
			;;
		esac
		# shellcheck disable=SC2086 # several words
		limited 'ulimit -S -l 2048' json mlockall future , $call
		told memlock-limit true "$sentence: $call"
		fact_is memlock-limit limit 2097152 "it tells the limit ($call)"
		enough=$(ask 'final.why[] | select(.cause == "memlock-limit") | .remedy[0] | split(" ")[2]')
		# shellcheck disable=SC3045 # dash has it
		hard=$(ulimit -H -l)
		if [ "$hard" != unlimited ] && [ "$enough" -gt "$hard" ]; then
			skip "the remedy is enough for $call" "the hard limit is $hard KiB"
			continue
		fi
		# shellcheck disable=SC2086
		limited "ulimit -S -l $enough" json mlockall future , $call
		json_is 'final | outcome' ok "the remedy is enough for $call"
	done
	limited 'ulimit -S -l 2048' json mlockall future , munlockall , malloc 4M
	json_is 'final | outcome' ok "munlockall ends it"
	as=
fi

done_testing
