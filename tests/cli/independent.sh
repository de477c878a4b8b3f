#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
on_one_processor

# Every figure against another source: while the subject waits in its last
# step, its smaps and status are read from outside, mapping by mapping, and
# summed up; memtool itself reads the sums that the kernel makes.
! sanitized || skip_all "AddressSanitizer's own memory moves"

# sum KEY...: of smaps, in bytes.
sum() {
	awk -v keys=" $* " '
	index(keys, " " $1 " ") && $3 == "kB" { sum += $2 }
	END { printf "%.0f\n", sum * 1024 }' seen_smaps
}
of_status() {
	awk -v key="$1" '$1 == key { printf "%.0f\n", $2 * 1024 }' seen_status
}

# Shared memory where the counters of status lag: what is not anonymous in the
# mappings that are known by their name, or lie on a tmpfs.
shared_devices() {
	while read -r _ _ device _ mounted rest; do
		type=${rest##* - }
		type=${type%% *}
		[ "$type" != rootfs ] || type=$(stat -f -c %T "$mounted")
		case $type in tmpfs | devtmpfs)
			printf '%02x:%02x ' "${device%:*}" "${device#*:}"
			;;
		esac
	done </proc/self/mountinfo
}
shmem_of_mappings() {
	awk -v devices=" $(shared_devices)" '
	/^[0-9a-f]+-/ {
		shared = index(devices, " " $4 " ") ||
			$6 ~ /^\/(memfd:|SYSV)/ || $6 " " $7 == "/dev/zero (deleted)"
	}
	$1 == "Rss:" && shared { sum += $2 }
	$1 == "Anonymous:" && shared { sum -= $2 }
	END { printf "%.0f\n", sum * 1024 }' seen_smaps
}
exact=no
! machine_has exact_counters || exact=yes

figures() {
	if [ "$exact" = yes ]; then
		shmem=$(of_status RssShmem:)
	else
		shmem=$(shmem_of_mappings)
	fi
	resident=$(sum Rss:)
	anonymous=$(sum Anonymous:)
	echo "size $(of_status VmSize:)"
	echo "resident $resident"
	echo "anonymous $anonymous"
	echo "file $((resident - anonymous - shmem))"
	echo "shmem $shmem"
	echo "locked $(of_status VmLck:)"
	echo "swapped $(sum Swap:)"
	echo "lazily_freed $(sum LazyFree:)"
	echo "huge_anonymous $(sum AnonHugePages:)"
	echo "huge_file $(sum ShmemPmdMapped: FilePmdMapped:)"
	echo "hugetlb $(sum Shared_Hugetlb: Private_Hugetlb:)"
	echo "page_tables $(of_status VmPTE:)"
	# Which of them are shared changes as memtool, its parent, goes on.
	echo "dirty $(sum Private_Dirty: Shared_Dirty:)"
}

# The mappings, from the start of the address space: what all the "added" and
# "removed" of a document leave of the first region, in bytes.
left_of_regions='[.steps[].effect.mappings[]?
	| if .change == "added" then .size elif .change == "removed" then -.size else 0 end] | add // 0'

mapped() {
	awk '{
		split($1, range, "-")
		if ($NF != "[vsyscall]") print range[1], range[2]
	}' "$1" | while read -r from to; do
		echo $((0x$to - 0x$from))
	done | awk '{ sum += $1 } END { printf "%.0f\n", sum }'
}

begin pagesize
cp "/proc/$child/maps" first_maps
go_on
first=$(mapped first_maps)

chains=0
# agrees ARGS...: the chain's last figures are what is seen from outside.
agrees() {
	chains=$((chains + 1))
	begin "$@" || {
		flunk "the chain waits: $*"
		return
	}
	cat "/proc/$child/smaps" >seen_smaps
	cat "/proc/$child/status" >seen_status
	cat "/proc/$child/maps" >seen_maps
	go_on
	figures >outside
	ask '.steps[-2].effect.memory
		| .dirty = {after: (.private_dirty.after + .shared_dirty.after)}
		| del(.private_dirty, .shared_dirty, .referenced, .proportional)
		| to_entries[] | "\(.key) \(.value.after)"' >inside
	if diff outside inside >differ; then
		pass "all kinds of memory are as seen from outside: $*"
	else
		flunk "all kinds of memory are as seen from outside: $*" "$(cat differ)"
	fi
	json_is "$left_of_regions" "$(($(mapped seen_maps) - first))" \
		"what was mapped and unmapped adds up"
}

head -c $((64 * page)) /dev/zero >data
agrees pagesize
agrees mmap 100p
agrees mmap 100p , touch write
agrees mmap 100p , touch
agrees mmap 4M , touch write , madvise dontneed
agrees mmap 4M , touch write , madvise free
agrees mmap 4M , touch write , madvise free , touch write --length 10p
agrees mmap 4M , touch write , madvise cold --expect ok,EINVAL
agrees mmap 1M , mlock
agrees mmap 1M , mlock --flags onfault , touch write --length 5p
agrees mmap 1M , mlock , munlock --addr +3p --length 5p
agrees mmap --file data --flags shared , touch
agrees mmap --file data , touch write --length 7p
agrees mmap --file data --flags shared --open rdwr , touch write , msync
agrees memfd 64p , mmap --flags shared , touch write
agrees memfd 64p , mmap --flags shared , touch write , madvise remove --addr +4p --length 8p
agrees mmap 1M --flags shared,anonymous , touch write
agrees mmap 1M --flags +populate
agrees mmap 1M --flags +noreserve , touch write --stride 5p
agrees mmap 1M , touch write , mprotect none --addr +4p --length 4p
agrees mmap 1M , touch write , munmap --addr +4p --length 4p
agrees mmap 1M , touch write , mremap 2M
agrees mmap 1M , touch write , mremap 100p
agrees mmap 1M --as a , touch write , mmap 10p --addr a+4p --flags +fixed
agrees mmap 8M , madvise hugepage --expect ok,EINVAL , touch write
agrees mmap 8M , madvise hugepage --expect ok,EINVAL , touch write , munmap --addr +1M --length 1M
agrees mmap 8M , madvise hugepage --expect ok,EINVAL , touch write , madvise dontneed --addr +5M
agrees sbrk 1M , touch write
agrees sbrk 1M , touch write , sbrk -512k
agrees alloca 64k , touch write
agrees mmap 1G --prot none
agrees mmap 1G --flags +noreserve , touch write --stride 64M
agrees mmap 4p , touch write , madvise wipeonfork --expect ok,EINVAL , madvise dontdump
agrees mlockall , munlockall
agrees mmap 1M , mprotect read , touch write --expect SIGSEGV
# Each kind as somebody else adds it up.
if pmap -X $$ >/dev/null 2>&1; then
	begin mmap 200p , touch write , mlock --length 50p
	pmap -X "$child" >seen_pmap
	go_on
	# The last line has the sums, below the last header.
	for pair in Rss:resident Anonymous:anonymous; do
		json_is ".steps[-2].effect.memory.${pair#*:}.after / 1024" \
			"$(awk -v key="${pair%:*}" '
			/Address/ { for (i = 1; i <= NF; i++) if ($i == key) at = NF - i }
			/KB *$/ { print $(NF - 1 - at + shift) }
			' shift="$(awk '/Address/ { print ($NF == "Mapping") }' seen_pmap)" seen_pmap)" \
			"pmap -X agrees on ${pair#*:}"
	done
else
	skip "pmap -X agrees" "pmap is not installed"
fi
[ "$chains" -ge 24 ]
ok "some dozens of chains were compared"

# The faults: as getrusage(2) and /proc/PID/stat count them.
begin mmap 64p , madvise nohugepage --expect ok,EINVAL
before=$(sed 's/.*) //' "/proc/$child/stat" | cut -d' ' -f8)
go_on
begin mmap 64p , madvise nohugepage --expect ok,EINVAL , touch write
after=$(sed 's/.*) //' "/proc/$child/stat" | cut -d' ' -f8)
go_on
more=$((after - before))
[ "$more" -ge 60 ] && [ "$more" -le 72 ]
ok "64 faults show in the process's own count ($more)"
json_is '.steps[2] | faults' 64 "and are told exactly"

done_testing
