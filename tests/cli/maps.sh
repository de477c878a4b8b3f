#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# What a document says of mappings is what /proc/PID/maps says, seen from
# outside while the subject waits in its last step.
head -c $((2 * page)) /dev/zero >data

begin mmap 8p --as a , mprotect read --addr +2p --length 3p , munmap --addr a+6p --length 1p \
	, mmap --file data --as f , mmap 2p --flags shared,anonymous --as s , mlock 1p --on s
cp "/proc/$child/maps" seen
cp "/proc/$child/status" seen_status
go_on
status_is 0 "a chain that waited goes on to its end"
start=$(ask '.steps[0].region.start[2:]')

# at ADDRESS: the protection and path of the line of maps that holds it.
at() {
	awk -v want="$1" '
	{
		split($1, range, "-")
		# Hexadecimal of one length compares as text.
		if (length(range[1]) == length(want) && range[1] <= want && want < range[2])
			print $2, $6
	}' seen
}
address() {
	printf '%x' $((0x$start + $1 * page))
}
is "$(for n in 0 1 2 3 4 5 6 7; do at "$(address $n)" | cut -c1-4; done | tr '\n' ' ')" \
	'rw-p rw-p r--p r--p r--p rw-p rw-p ' "each page has the protection that the document tells"
is "$(at "$(address 6)")" '' "the page that was unmapped is not there"
file=$(ask '.steps[] | select(.name == "f") | .region.start[2:]')
is "$(at "$file")" "rw-p $(pwd -P)/data" "the mapping of a file is there, with its path"
shared=$(ask '.steps[] | select(.name == "s") | .region.start[2:]')
is "$(at "$shared" | cut -c1-4)" 'rw-s' "the shared mapping is there"
is "$(sed -n 's/^VmLck:[[:space:]]*\([0-9]*\) kB/\1/p' seen_status)" "$((page / 1024))" \
	"the kernel counts the page that was locked"

# Nothing of the recording is a mapping of the subject.
! grep -q 'memtool-recording\|memtool-output' seen
ok "the recording is no mapping of the subject"
json_is '.subject.pid' "$child" "the document names the subject's process"

# What the surroundings of the subject are.
begin mmap
cat "/proc/$child/oom_score_adj" >oom 2>/dev/null
grep -i '^Max core' "/proc/$child/limits" >core
readlink "/proc/$child/fd/0" >stdin
# The fifth field of stat, behind a name that may have spaces (proc_pid_stat(5)).
sed 's/.*) //' "/proc/$child/stat" | cut -d' ' -f3 >group
printf '%s\n' "/proc/$child/fd"/* | sed 's,.*/,,' | sort -n | tr '\n' ' ' >descriptors
go_on
is "$(cat oom)" 1000 "the subject is the one to go where memory runs out"
is "$(awk '{ print $5 }' core)" 0 "it leaves no core"
is "$(cat stdin)" /dev/null "it reads nothing"
is "$(cat group)" "$child" "it has a process group of its own"
case $(cat descriptors) in
'0 1 2 3 '*) ! grep -q ' [4-9] ' descriptors ;;
*) false ;;
esac
ok "but for the files of the steps, its low descriptors are free"

run maps self --only stack
status_is 0 "self is a process"
out_has '\[stack\]$' "and shown as any other"
json mmap 1p , maps self , maps
json_is '.subject.pid as $pid | .steps[1:] | map(.data.pid == $pid) | tostring' '[true,true]' "it is memtool's own"

done_testing
