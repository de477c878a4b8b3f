#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016,SC2317
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# cgroup: memtool makes control groups for its processes, and removes them.

refused "did you mean 'memory.max'" "a limit that has no name" cgroup memory.mx=32M
refused "is not a limit of a group" "a limit of another kind" cgroup cpu.max=3
refused "hugetlb.SIZE.max" "a size without a unit" cgroup hugetlb.2.max=2M
refused "has no value" "a limit without a value" cgroup memory.max
refused "has no value" "an empty value" cgroup memory.max=
refused "a number or 'max'" "a word for a value" cgroup memory.max=much
refused "a number or 'max'" "a negative value" cgroup memory.max=-1
refused "suffix" "a suffix that is none" cgroup memory.max=4x
refused "already given" "both names of one limit" cgroup memory.max=4M,memory.limit_in_bytes=4M
refused "is missing" "no limit" cgroup
refused "--times" "--times" cgroup memory.max=4M --times 2

json --dry-run cgroup memory.max=64M,hugetlb.2MB.max=max
json_is '.steps[0].args.limits' 'memory.max=67108864,hugetlb.2MB.max=max' "args is what can be typed"

# --- where no group can be made ---------------------------------------------------

unsupported() { # CAUSE SENTENCE
	json_is '.steps[0] | "\(.result.status) \(.result.unsupported) \(.data.group)"' 'error true null' "$2: unsupported"
	json_is '.steps[0].why | map("\(.cause) \(.verified)") | join(" ")' "$1 true" "with its cause: $1"
	json_is '.steps[1] | outcome' ok "and the chain goes on"
}
if [ "$(id -u)" = 0 ] && unshare -m sh -c 'umount -R /sys/fs/cgroup' 2>/dev/null; then
	as='unshare -m sh -c umount${IFS}-R${IFS}/sys/fs/cgroup&&exec${IFS}"$0"${IFS}"$@"'
	json cgroup memory.max=32M , mmap
	run cgroup memory.max=32M --skip-unsupported
	status_is 77 "--skip-unsupported: exit status 77"
	json cgroup memory.max=32M , mmap
	as=
	unsupported no-controller "no hierarchy is mounted"
else
	skip "no hierarchy is mounted" "it takes root, and a mount of control groups"
fi

can_group() {
	json cgroup pids.max=max,memory.max=max
	[ "$status" = 0 ]
}
if ! can_group; then
	json cgroup memory.max=32M , mmap
	json_is '.steps[0] | "\(.result.unsupported) \(.why | length > 0)"' 'true true' "no group here: unsupported, with a cause"
	skip "groups" "no group with memory and pids can be made here"
	done_testing
fi
folder=$(ask '.steps[0].data.group')
parent=${folder%/*}
is "$(find "$parent" -maxdepth 1 -name 'memtool-*' | wc -l)" 0 "no group is left"
unified=no
[ ! -e "$parent/cgroup.subtree_control" ] || unified=yes
limit=memory.limit_in_bytes
[ $unified = no ] || limit=memory.max

if can_be_nobody; then
	as_nobody json cgroup memory.max=32M , mmap
	[ "$(id -u)" != 0 ] || unsupported group-rights "an ordinary user"
fi
if [ "$(id -u)" = 0 ] && machine_has mounts; then
	mount=$(stat -c %m "$parent")
	as="unshare -m sh -c mount\${IFS}-o\${IFS}remount,bind,ro\${IFS}$mount&&exec\${IFS}\"\$0\"\${IFS}\"\$@\""
	json cgroup memory.max=32M , mmap
	as=
	unsupported group-read-only "a mount that is read-only"
fi
if [ $unified = no ]; then
	json cgroup memory.high=32M , mmap
	unsupported no-such-limit "a limit of version 2 only"
	json cgroup memory.memsw.limit_in_bytes=8M
	told group-value true "memory and swap below memory: group-value"
else
	json cgroup memory.soft_limit_in_bytes=32M , mmap
	unsupported no-such-limit "a limit of version 1 only"
	json cgroup memory.high=32M , mmap
	json_is outcomes 'ok ok' "memory.high is one of version 2"
fi
json cgroup pids.max=100000000
told group-value true "more processes than can exist: group-value"
json_is 'final | "\(outcome) \(.result.unsupported) \(.data.failed) \(.data.file)"' 'EINVAL false write pids.max' \
	"which is the kernel's to refuse"

# --- limits that bind ----------------------------------------------------------------

# The files in the group are the independent source.
begin mmap 4p , cgroup memory.max=64M,pids.max=7 , mmap
group=$(find "$parent" -maxdepth 1 -name "memtool-$pid-*")
is "$(cat "$group/$limit")" 67108864 "the file has the limit"
is "$(cat "$group/cgroup.procs")" "$child" "the process is in the group, alone"
is "$(cut -d: -f2- "/proc/$child/cgroup" | sort -u | grep -c "memtool-$pid-")" "$([ $unified = yes ] && echo 1 || echo 2)" \
	"as the kernel says of it"
is "$(grep -c memtool- "/proc/$pid/cgroup")" 0 "memtool itself is outside"
go_on
json_is '.steps[1].data.group' "$group" "data has the folder"
json_is '.steps[1] | changes' '' "it changes no memory"
is "$(find "$parent" -maxdepth 1 -name 'memtool-*' | wc -l)" 0 "the group is removed"

if [ "$(awk 'NR > 1' /proc/swaps | wc -l)" -eq 0 ] && ! sanitized; then
	json cgroup memory.max=32M , mmap 64M , touch write --expect SIGKILL
	status_is 0 "more than the limit is SIGKILL"
	told cgroup-limit true "cgroup-limit: the cause"
	fact_is cgroup-limit limit 33554432 "with the limit"
	fact_is cgroup-limit oom_kills 1 "and the kernel's count of kills"
	fact_is cgroup-limit set_in_step 1 "and the step that set it"
	remedy=$(ask 'final.why[0].remedy[0]' | sed -n 's/^cgroup \([^ ]*\) in step 1$/\1/p')
	json cgroup "${remedy:-none=}" , mmap 64M , touch write
	json_is '.ok' true "the remedy is enough"
	json fork --as c , mmap 64M --as m --in c , cgroup memory.max=32M --in c , touch write --on m --in c --expect SIGKILL , \
		mmap 64M , touch write
	json_is outcomes 'ok ok ok SIGKILL ok ok' "all else lives on"
	json cgroup memory.max=32M , fork --as c , mmap 64M --in c , touch write --in c --expect SIGKILL , pagesize
	status_is 0 "a child is in the group of its parent"
	told_at=$(ask '.steps[3].why[] | select(.cause == "cgroup-limit") | "\(.verified) \(.facts.set_in_step)"')
	is "$told_at" 'true 1' "with the same cause"
	json mmap 64M , touch write , cgroup memory.max=8M , touch write , mmap 4M , touch write
	json_is '.ok' true "what was touched before is charged elsewhere: a limit below it kills nobody"
	json cgroup memory.max=16M , cgroup memory.max=max , mmap 64M , touch write
	json_is '.ok' true "a second group replaces the first"
	if [ "$(id -u)" = 0 ] && can_be_nobody; then
		json setuid nobody , cgroup memory.max=32M , mmap 64M , touch write --expect SIGKILL
		status_is 0 "memtool makes the group, whatever rights the process has"
	fi
fi
json cgroup pids.max=2 , fork , fork --expect EAGAIN
status_is 0 "pids.max refuses a fork"
told pids-limit true "pids-limit: the cause"
fact_is pids-limit set_in_step 1 "with the step"
remedy_has pids-limit 'cgroup pids.max=3 in step 1' "and what it should have set"

# --- a death beside the step --------------------------------------------------------

json cgroup memory.max=0
status_is 1 "a group without memory ends the subject"
json_is 'final | "\(outcome) \(.result.reason)"' 'ok the subject died of SIGKILL meanwhile' "which the step says"
told cgroup-limit true "with the cause"
remedy_has cgroup-limit 'cgroup memory.max=8388608 in step 1' "and a limit that a process can have"
if ! sanitized; then
	json cgroup memory.max=24M , fork --as c , mmap 20M , touch write , mmap 12M --in c , touch write --in c
	status_is 1 "a step of one process can end another"
	json_is 'final | "\(outcome) \(.result.reason)"' 'ok the subject died of SIGKILL meanwhile' "and says so"
	told cgroup-limit true "with the cause"
	json_is '[.processes[].ended.signal] | tostring' '["SIGKILL",null]' "the other lives"
else
	skip "a step of one process can end another" "sanitizers need more memory"
fi

# --- nobody is left ------------------------------------------------------------------

begin cgroup memory.max=64M , fork --as c
is "$(wc -l <"$(echo "$parent/memtool-$pid-"*)/cgroup.procs")" 2 "a child is born in the group"
kill -KILL "$pid"
await gone "$child"
wait "$job" 2>/dev/null
left=$(echo "$parent/memtool-$pid-"*)
job=
pid=
is "$(cat "$left/cgroup.procs")" "" "after kill -9 of memtool the group is empty"
begin cgroup memory.max=64M
is "$([ -e "$left" ] && echo left)" "" "and the next run removes it"
other=$(echo "$parent/memtool-$pid-"*)
run cgroup memory.max=64M
is "$(wc -l <"$other/cgroup.procs")" 1 "but not that of a run that goes on"
go_on
is "$(find "$parent" -maxdepth 1 -name 'memtool-*' | wc -l)" 0 "no group is left"

"$MEMTOOL" cgroup memory.max=64M , sleep 100 >out 2>err &
job=$!
has_group() {
	[ -e "$parent/memtool-$job-1" ]
}
await has_group
kill -TERM "$job"
wait "$job"
is "$? $(find "$parent" -maxdepth 1 -name 'memtool-*' | wc -l)" '143 0' "nor after a signal that stops memtool"
job=

done_testing
