#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1010,SC1091,SC2086,SC2154,SC2016,SC2034
# The $ in filters are jq's.
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# Why a call failed: the file system has no room.

machine_has mounts || skip_all "no file system can be mounted here"

# on_tmpfs OPTIONS PREPARE ARGS...: memtool with ARGS in a new tmpfs, in which the
# shell has performed PREPARE; as JSON.
on_tmpfs() {
	options=$1
	prepare=$2
	shift 2
	line="(tmpfs $options) $*"
	mkdir -p tmpfs
	unshare -m sh -c 'mount --make-rprivate / 2>/dev/null
		mount -t tmpfs -o "$1" none tmpfs && cd tmpfs && eval "$2" &&
		memtool=$3 && shift 3 && exec "$memtool" --json "$@"' sh \
		"$options" "$prepare" "$MEMTOOL" "$@" </dev/null >out 2>err
	status=$?
	keep_document
}

room=$((16 * page))
fill="truncate -s $room F && head -c $((10 * page)) /dev/zero >fill"
open='open F --flags rdwr then mmap 16p --flags shared'

full_is() { # FREE NEEDED-PAGES SENTENCE
	told file-system-full true "$3"
	fact_is file-system-full mount "$work/tmpfs" "it says where ($3)"
	fact_is file-system-full type tmpfs "and the type ($3)"
	fact_is file-system-full size "$room" "and the size ($3)"
	fact_is file-system-full free "$1" "and what is free ($3)"
	fact_is file-system-full needed "$(($2 * page))" "and what is missing ($3)"
}

on_tmpfs size=$room "$fill" $open then touch write
json_is 'final | outcome' 'SIGBUS:BUS_ADRERR' "a store into a hole raises SIGBUS"
json_is 'final | .data.touched' 6 "after as many pages as were free"
full_is 0 10 "a store finds no room"
remedy_has file-system-full "mount -o remount,size=$((26 * page / 1024))k $work/tmpfs" \
	"the remedy is enough for the whole step"

# The remedy is followed.
on_tmpfs size=$((26 * page)) "$fill" $open then touch write
json_is 'final | outcome' ok "with the size of the remedy it succeeds"
on_tmpfs size=$((25 * page)) "$fill" $open then touch write
json_is 'final | outcome' 'SIGBUS:BUS_ADRERR' "with a page less it does not"

on_tmpfs size=$room "$fill" $open then touch read
full_is 0 10 "a load from a hole of a tmpfs finds no room"
on_tmpfs size=$room "truncate -s $room F && head -c $room /dev/zero >fill" $open then poke 00 --addr end-1
full_is 0 1 "one page finds no room"
on_tmpfs size=$room "$fill" $open then madvise populate_write --expect EFAULT,EINVAL
if [ "$(ask 'final | outcome')" = EFAULT ]; then
	full_is 0 10 "populate finds no room"
fi
on_tmpfs size=$room "$fill" $open then mlock
json_is 'final | outcome' ENOMEM "mlock fails"
full_is 0 10 "mlock finds no room"
on_tmpfs size=$room "$fill" $open then usercopy --via read
full_is 0 10 "a copy by the kernel finds no room"
on_tmpfs size=$room "$fill" mmap --file F --prot r then touch read
full_is 0 10 "a private mapping finds no room either"
on_tmpfs size=$room "$fill && truncate -s $((4 * page)) F" $open then touch write
told beyond-end-of-file true "beyond the end of the file it is not the room"
not_told file-system-full "so no such cause is told"
on_tmpfs size=$((2 * room)) "$fill" $open then touch write
json_is 'final | outcome' ok "with room there is no failure"

on_tmpfs nr_inodes=3 'touch a b' open c --flags creat,rdwr
json_is 'final | outcome' ENOSPC "a file without an inode is not made"
told file-system-full true "no inode is left"
fact_is file-system-full inodes 3 "of so many"
remedy_has file-system-full "mount -o remount,nr_inodes=4 $work/tmpfs" "the remedy is one more"
on_tmpfs nr_inodes=4 'touch a b' open c --flags creat,rdwr
json_is 'final | outcome' ok "with one more it is made"

# A quota of memory: Linux 6.6, CONFIG_TMPFS_QUOTA.
quota=usrquota,usrquota_block_hardlimit=$room
chmod 755 "$work"
if ! can_be_nobody; then
	skip "a quota is used up" "nobody else can run memtool here"
elif ! unshare -m mount -t tmpfs -o "$quota" none tmpfs 2>/dev/null; then
	skip "a quota is used up" "this kernel has no quotas on tmpfs"
else
	unshare -m sh -c 'mount --make-rprivate / 2>/dev/null
		mount -t tmpfs -o "$1,mode=1777" none tmpfs && cd tmpfs &&
		memtool=$2 && shift 2 &&
		exec setpriv --reuid 65534 --clear-groups sh -c "
			head -c $((10 * page)) /dev/zero >fill; truncate -s $room F
			exec \"\$@\"" sh "$memtool" --json "$@"' sh "$quota" "$MEMTOOL" \
		$open then touch write </dev/null >out 2>err
	status=$?
	keep_document
	json_is 'final | outcome' 'SIGBUS:BUS_ADRERR' "a store beyond the quota raises SIGBUS"
	told file-system-full true "a quota is used up"
	fact_is file-system-full limit "$room" "it tells the limit"
	fact_is file-system-full used "$room" "and the use"
fi

done_testing
