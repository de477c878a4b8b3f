#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# Why there is no huge page although the pool may have one: the limits of a
# control group, and the size of a mount of hugetlbfs.  The kernel checks both
# before it looks at the pool, so that an empty pool is enough.

huge=$(meminfo Hugepagesize)
if [ "${huge:-0}" = 0 ] || [ ! -d /sys/kernel/mm/hugepages/hugepages-$((${huge:-0} / 1024))kB ]; then
	skip "limits on huge pages" "this kernel has no pool of huge pages"
	done_testing
fi
# As the files of control groups name this size.
if [ $((huge >> 30)) != 0 ]; then
	name=$((huge >> 30))GB
elif [ $((huge >> 20)) != 0 ]; then
	name=$((huge >> 20))MB
else
	name=$((huge >> 10))KB
fi

# --- version 2 of control groups ---------------------------------------------

# Make a group with limits on huge pages below the hierarchy of version 2;
# $group is its folder.  The controller may have to be switched on for it.
group=
switched=
remove_group() {
	[ -z "$group" ] || rmdir "$group" 2>/dev/null
	[ -z "$switched" ] || echo -hugetlb >"$switched" 2>/dev/null
	group=
	switched=
}
trap 'remove_group; clean_up' EXIT
make_group() {
	[ "$(id -u)" = 0 ] || return 1
	for root in /sys/fs/cgroup /sys/fs/cgroup/unified; do
		grep -qw hugetlb "$root/cgroup.controllers" 2>/dev/null || continue
		if ! grep -qw hugetlb "$root/cgroup.subtree_control"; then
			echo +hugetlb 2>/dev/null >"$root/cgroup.subtree_control" || continue
			switched=$root/cgroup.subtree_control
		fi
		mkdir "$root/memtool-test.$$" 2>/dev/null && group=$root/memtool-test.$$ &&
			[ -e "$group/hugetlb.$name.rsvd.max" ] && return 0
		remove_group
	done
	return 1
}
in_group() {
	limited "echo \$\$ >$group/cgroup.procs" "$@"
}
limit() { # FILE BYTES
	echo "$2" >"$group/hugetlb.$name.$1"
}

sentence="mmap of more than the group may reserve: hugetlb-cgroup"
if make_group; then
	limit rsvd.max 0
	in_group json mmap 2hp --flags +hugetlb
	json_is 'final | outcome' ENOMEM "no reservation is ENOMEM"
	told hugetlb-cgroup true "$sentence"
	fact_is hugetlb-cgroup limit 0 "it tells the limit"
	fact_is hugetlb-cgroup used 0 "and what is reserved"
	fact_is hugetlb-cgroup needed $((2 * huge)) "what was asked"
	fact_is hugetlb-cgroup huge_page "$huge" "the size of a page"
	fact_is hugetlb-cgroup file "hugetlb.$name.rsvd.max" "the file"
	fact_is hugetlb-cgroup group "$group" "and the group"
	fact_above hugetlb-cgroup hits 0 "the kernel counted it"
	remedy_has hugetlb-cgroup "echo $((2 * huge)) > $group/hugetlb.$name.rsvd.max" "the remedy is enough"
	in_group json mmap 2hp --flags +hugetlb --times 3
	remedy_has hugetlb-cgroup "echo $((6 * huge)) > $group/hugetlb.$name.rsvd.max" "also for all calls of the step"
	in_group run mmap 2hp --flags +hugetlb
	out_has "limit on reserved huge pages of" "text tells it"

	in_group json mmap 2hp --flags +hugetlb,noreserve , touch write
	json_is 'final | outcome' SIGBUS:BUS_ADRERR "without a reservation it is the first touch"
	told hugetlb-cgroup true "which is charged for one by then"
	fact_is hugetlb-cgroup file "hugetlb.$name.rsvd.max" "by the same limit"

	limit rsvd.max max
	limit max 0
	for call in 'touch write' 'peek' 'poke 41' 'mlock' 'madvise populate_write' 'usercopy'; do
		# shellcheck disable=SC2086 # several words
		in_group json mmap 2hp --flags +hugetlb,noreserve , $call --expect SIGBUS,ENOMEM,EFAULT,EINVAL
		if [ "$(ask 'final | outcome')" = EINVAL ]; then
			skip "$call: pages in use are limited, too" "this kernel lacks it"
			continue
		fi
		told hugetlb-cgroup true "$call: pages in use are limited, too"
		fact_is hugetlb-cgroup file "hugetlb.$name.max" "by another file"
	done
	in_group json mmap 3hp --flags +hugetlb,noreserve , touch write
	fact_is hugetlb-cgroup needed $((3 * huge)) "it tells what the whole step needs"
	remedy_has hugetlb-cgroup "echo $((3 * huge)) > $group/hugetlb.$name.max" "the remedy is enough for it"
	in_group json mmap 1hp , touch write
	not_told hugetlb-cgroup "ordinary memory is not meant"

	limit max max
	in_group json mmap 1hp --flags +hugetlb,noreserve , touch write --expect ok,signal
	not_told hugetlb-cgroup "without a limit it is not told"
	remove_group
else
	skip "$sentence" "no control group can limit huge pages here"
fi

# --- version 1 ----------------------------------------------------------------

# The hierarchy is mounted for the time of one line, in a mount namespace.
cat >version_1 <<'END'
# A group stays busy until the last of its processes is gone entirely, and
# unmounting ends the hierarchy only when its groups are gone entirely.
leave() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ ! -e "$work/v1/a" ] || rmdir "$work/v1/a" 2>/dev/null
		umount "$work/v1"
		grep -q :hugetlb: /proc/self/cgroup || return
		sleep 0.1
		mount -t cgroup -o hugetlb none "$work/v1"
	done
}
file=$1
shift
mkdir -p "$work/v1" && mount -t cgroup -o hugetlb none "$work/v1" || exit
trap leave EXIT
mkdir "$work/v1/a" && echo 0 >"$work/v1/a/$file" || exit
(echo 0 >"$work/v1/a/cgroup.procs" && exec "$@")
END
in_version_1() { # FILE run|json ARGS...
	as="env work=$work unshare -m sh $work/version_1 $1"
	shift
	"$@"
	as=
}
can_be_version_1() {
	[ "$(id -u)" = 0 ] && machine_has mounts && ! grep -q :hugetlb: /proc/self/cgroup &&
		env work="$work" unshare -m sh version_1 \
			"hugetlb.$name.rsvd.limit_in_bytes" true >out 2>err
}
sentence="the limits of version 1 have other names: hugetlb-cgroup"
if can_be_version_1; then
	in_version_1 "hugetlb.$name.rsvd.limit_in_bytes" json mmap 2hp --flags +hugetlb
	json_is 'final | outcome' ENOMEM "a limit of version 1 is ENOMEM as well"
	told hugetlb-cgroup true "$sentence"
	fact_is hugetlb-cgroup file "hugetlb.$name.rsvd.limit_in_bytes" "that of reservations"
	fact_is hugetlb-cgroup hits 1 "it counts what it refused"
	remedy_has hugetlb-cgroup "echo $((2 * huge)) > $work/v1/a/hugetlb.$name.rsvd.limit_in_bytes" "the remedy writes there"
	in_version_1 "hugetlb.$name.limit_in_bytes" json mmap 2hp --flags +hugetlb,noreserve , touch write
	told hugetlb-cgroup true "that of pages in use is SIGBUS"
	fact_is hugetlb-cgroup file "hugetlb.$name.limit_in_bytes" "and has its own name"
else
	skip "$sentence" "its controller cannot be mounted here"
fi

# --- a mount with a size ----------------------------------------------------------

# mounted run|json ARGS...: hugetlbfs of two pages is at h, for memtool alone.
mounted() {
	as="unshare -m sh -c mount\${IFS}-t\${IFS}hugetlbfs\${IFS}-o\${IFS}size=$((2 * huge))\${IFS}none\${IFS}$work/h&&exec\${IFS}\"\$0\"\${IFS}\"\$@\""
	"$@"
	as=
}
sentence="a mount of hugetlbfs without room: hugetlbfs-size"
mkdir h
if machine_has mounts "$sentence" && [ "$(id -u)" = 0 ]; then
	mounted json mmap 3hp --file h/a --open rdwr,creat --flags shared
	json_is 'final | outcome' ENOMEM "more than the mount has is ENOMEM"
	told hugetlbfs-size true "$sentence"
	fact_is hugetlbfs-size size $((2 * huge)) "it tells the size of the mount"
	fact_is hugetlbfs-size free $((2 * huge)) "what is free"
	fact_is hugetlbfs-size needed $((3 * huge)) "what was asked"
	fact_is hugetlbfs-size mount "$work/h" "and which mount it is"
	remedy_has hugetlbfs-size "mount -t hugetlbfs -o size=$((3 * huge / 1024))K,pagesize=$((huge / 1024))K" \
		"the remedy is a mount that is large enough"
	mounted run mmap 3hp --file h/a --open rdwr,creat --flags shared
	out_has 'the size of this mount of hugetlbfs' "text tells it"
	mounted json mmap 2hp --file h/a --open rdwr,creat --flags shared --expect ok,fail
	not_told hugetlbfs-size "what has room there has another reason"
	mounted json open h/a --flags rdwr,creat , mmap 2hp --flags shared,noreserve , touch write --expect SIGBUS,ok
	if [ "$(ask 'final | outcome')" = ok ]; then
		skip "an empty pool comes first" "the pool is not empty"
	else
		told hugetlb-pool true "an empty pool comes first"
		not_told hugetlbfs-size "the mount had room before the fault"
	fi
	json mmap 3hp --flags +hugetlb --expect ok,fail
	not_told hugetlbfs-size "memory without a file has no such limit"
fi

done_testing
