#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# Steps that set circumstances for later steps.

# --- setrlimit -----------------------------------------------------------------

json setrlimit nofile=20:30 , setrlimit nofile=:25 , setrlimit nofile=10: , setrlimit nofile=12
json_is '[.steps[].data | "\(.soft_before) \(.hard_before) \(.soft_after) \(.hard_after)"] | .[1:] | join(", ")' \
	'20 30 20 25, 20 25 10 25, 10 25 12 12' "both limits, one of them, or one value for both"
json_is '[.steps[].args.limit] | join(" ")' \
	'RLIMIT_NOFILE=20:30 RLIMIT_NOFILE=:25 RLIMIT_NOFILE=10: RLIMIT_NOFILE=12' "args is what can be typed"
json_is 'final.call' 'setrlimit(RLIMIT_NOFILE, {rlim_cur=12, rlim_max=12})' "the call is shown as strace does"
json_is 'final | changes, faults' '
0' "it changes no memory"

# The shell's ulimit is the independent source.
limited 'ulimit -S -n 40' json setrlimit nofile=39:
json_is 'final.data.soft_before' 40 "the limit before is the one that was inherited"
run setrlimit stack=64K: , mmap
out_has '^   soft .* -> 64 KiB, hard ' "text shows what it was"
out_lacks 'setrlimit.*no visible effect' "and does not say that it did nothing"
run setrlimit cpu=unlimited:
out_has 'soft .*unlimited' "unlimited is a value"

# A cause names the step.
json setrlimit nofile=0: , memfd
told nofile-limit true "nofile: the cause is the limit"
fact_is nofile-limit set_in_step 1 "and the step that set it"
remedy=$(ask 'final.why[0].remedy[0]' | sed -n 's/^setrlimit \([^ ]*\) in step 1$/\1/p')
json setrlimit "${remedy:-nothing}" , memfd
json_is outcomes 'ok ok' "and what it should have set, which is enough"
# followed CAUSE STEP CALL...: what the cause proposes for the limit is enough.
followed() {
	limit=$(ask 'final.why[0].remedy[0]' | sed -n 's/^setrlimit \([^ ]*\) in step .*/\1/p')
	json setrlimit "${limit:-nothing}" , "$@"
	status_is 0 "$*: the proposed limit is enough"
}
json setrlimit nofile=3 , usercopy write
told nofile-limit true "a copy needs a descriptor"
followed usercopy write
: >opened
exec 9<opened
json setrlimit nofile=5 , open opened --times 10
told nofile-limit true "many descriptors"
followed open opened --times 10
exec 9<&-
most=$(cat /proc/sys/fs/nr_open)
json setrlimit "nofile=$((most + 1))"
told nr-open true "more descriptors than the system allows: nr-open"
remedy=$(ask '[.steps[-1].why[].remedy[]] | unique | join(" ")')
# shellcheck disable=SC2086 # a call and its parameter
json $remedy
json_is 'final | outcome' ok "each limit that is proposed can be set"
json memfd , mmap , close , setrlimit nofile=3: , memfd , touch
json_is outcomes 'ok ok ok ok EMFILE ok' "memtool needs no descriptor of its own"
for case in SIGXCPU,cpu=1: SIGKILL,cpu=1; do
	json setrlimit "${case#*,}" , mmap 256p , touch write --times 1000000 --expect "${case%%,*}"
	status_is 0 "${case#*,} ends a long step with ${case%%,*}"
	told cpu-limit true "${case%%,*}: the cause is the limit"
	fact_is cpu-limit set_in_step 1 "${case%%,*}: and the step"
	fact_is cpu-limit limit 1 "${case%%,*}: with the limit"
	fact_above cpu-limit used 500000000 "${case%%,*}: and what was used"
done
json setrlimit cpu=1 , fork --as c , mmap 256p --in c , touch write --times 1000000 --in c
told cpu-limit true "a child has the limit, too"
fact_above cpu-limit used 500000000 "and its own time"
limited 'ulimit -S -t 1' json mmap 256p , touch write --times 1000000
told cpu-limit true "the limit can be inherited"
json_is 'final.why[0].facts | has("set_in_step")' false "then no step has set it"
json setrlimit cpu=100 , seccomp mlock=kill , mlock
not_told cpu-limit "another signal has another cause"
if can_limit_memory "as: the cause names the step"; then
	json mmap 4p , setrlimit as=1M , mmap 1G
	told as-limit true "as: the cause is the limit"
	fact_is as-limit set_in_step 2 "and the step"
	json setrlimit data=1M: , mmap 1G
	fact_is data-limit set_in_step 1 "data: so it does"
	json setrlimit stack=256K: , alloca 1M , touch write
	fact_is stack-limit set_in_step 1 "stack: so it does"
	fact_is stack-limit limit 262144 "with the limit"
	remedy=$(ask '.steps[-1].why[] | select(.cause == "stack-limit") | .remedy[0]' |
		sed -n 's/^setrlimit \([^ ]*\) in step 1$/\1/p')
	json setrlimit "stack=${remedy#RLIMIT_STACK=}:" , alloca 1M , touch write
	json_is '.ok' true "the remedy is enough"
fi
if can_be_nobody; then
	as_nobody json setrlimit memlock=64K , mlock 1M
	told memlock-limit true "memlock: the cause is the limit"
	fact_is memlock-limit set_in_step 1 "and the step"
	as_nobody json setrlimit nofile=20 , setrlimit nofile=30
	json_is 'final | outcome' EPERM "a lowered hard limit stays"
	told hard-limit true "hard-limit: the cause"
	fact_is hard-limit hard 20 "with the limit"
	fact_is hard-limit set_in_step 1 "and the step"
fi
json setrlimit nofile=9:8
told soft-above-hard true "a soft limit above the hard one: soft-above-hard"
json setrlimit 99=1
told no-such-resource true "a resource that no kernel has: no-such-resource"
json setrlimit nofile=1G
told nr-open true "more descriptors than the system allows: nr-open"
json setrlimit nofile=30 , setrlimit nofile=30
told already-set true "limits that were so: already-set"

# --- the recording below a limit on files ----------------------------------------

json setrlimit fsize=0 , mmap 64p , touch write , peek 64K , memfd 1M , malloc 100 --times 3000 , free
json_is outcomes 'ok ok ok ok EFBIG ok ok' "fsize=0: all steps are recorded"
json_is '.steps[2].data.touched, (.steps[3].data.bytes | length), .steps[5].repeat.returned' '64
131072
3000' "with all that they found"
told_in_step=$(ask '.steps[4].why[0] | "\(.cause) \(.facts.set_in_step)"')
if [ "$told_in_step" = 'file-length 1' ]; then
	pass "the cause of EFBIG names the step"
else
	flunk "the cause of EFBIG names the step" "got '$told_in_step'"
fi
json setrlimit fsize=0: , mmap 4p , setrlimit fsize=unlimited: , mmap 8p , munmap
json_is outcomes 'ok ok ok ok ok' "a limit that is raised again"
json setrlimit fsize=0 , mmap 4p --syscalls , touch write --pages , mmap 4p , munmap , touch write
json_is outcomes 'ok ok ok ok ok SIGSEGV:SEGV_MAPERR' "with --syscalls, --pages and a fault"
json setrlimit fsize=0 , mmap 4p , munmap --addr 0x10000 --length 0x7ffff0000000
json_is '[.steps[:2][] | outcome] | join(" ")' 'ok ok' "also where the subject dies later"
json_is '.subject.ended != null' true "whose death is reported"
json setrlimit fsize=0 , fork --as c , mmap 64p --in c , touch write --in c , fork --in c --as d , touch --in d
json_is outcomes 'ok ok ok ok ok ok' "and in processes that are forked below the limit"
json_is '.steps[3] | "\(.data.touched) \(.effect.memory.resident.delta)"' "64 $((64 * page))" "with what they do"
json setrlimit nofile=0 , fork --as c , touch --in c
json_is '.steps[1].result | "\(.status) \(.errno) \(.reason)"' \
	'error null not called: no descriptors for the child' "nofile=0: fork says what it lacks"
json setrlimit nofile=5 , fork --times 2
told nofile-limit true "with its cause"
fact_is nofile-limit needed 6 "and how many it needs"
fact_is nofile-limit set_in_step 1 "and the step that set the limit"
enough=$(ask 'final.why[0].remedy[0] | capture("=(?<limit>[0-9]+) in step 1").limit')
if ! sanitized; then
	json setrlimit nofile="$enough" , fork --times 2 --as c , touch --in c.2
	json_is '.ok' true "the remedy is enough"
else
	skip "the remedy is enough" "a sanitizer needs descriptors of its own"
fi
json setrlimit nofile=$((enough - 1)) , fork --times 2
json_is '.ok' false "and the least"
limited 'ulimit -n 12' run fork --times 10
err_has 'needs a higher RLIMIT_NOFILE than 12$' "a limit of memtool's own is told as such"
if can_limit_memory "the limit that ends the recording is told"; then
	limited 'ulimit -f 20' run touch , fork --as c , touch --in c
	if grep -q 'RLIMIT_FSIZE than 10240' err; then
		pass "the limit that ends the recording is told"
	else
		skip "the limit that ends the recording is told" "it is not reached"
	fi
fi
limited 'ulimit -f 0' json setrlimit fsize=unlimited:
status_is 3 "what stops memtool from the start is an error as before"

# --- prctl -------------------------------------------------------------------------

json prctl no_new_privs=0
told no-such-value true "no_new_privs has only one value"
fact_is no-such-value accepted 1 "which is told"
json prctl no_new_privs , prctl no_new_privs=0
json_is '[final.why[].cause] | join(" ")' cannot-be-undone "once it is set it cannot be undone"
json prctl 9999
told no-such-option false "an option without a name may not be known"
fact_is no-such-option option 9999 "its number is told"

if needs "mdwe: mprotect fails" "no PR_SET_MDWE (Linux 6.3)" prctl mdwe; then
	json prctl mdwe , mmap 64K , mprotect rx
	json_is outcomes 'ok ok EACCES' "mdwe: mprotect fails"
	told mdwe true "mdwe: the cause"
	fact_is mdwe set_in_step 1 "names the step"
	json_is '.steps[0].data | "\(.before) \(.after)"' '0 1' "the value before and after"
	json prctl mdwe , mmap 64K --prot rwx
	fact_is mdwe set_in_step 1 "also of an mmap"
	json prctl mdwe --value 1 , prctl mdwe=0
	json_is '.steps[0].call' 'prctl(PR_SET_MDWE, 1, 0, 0, 0)' "--value is the same"
	told cannot-be-undone true "it cannot be undone"
	json prctl mdwe , prctl mdwe
	told already-set true "a property that was set: already-set"
	json prctl mdwe=9
	told no-such-value true "a value that it cannot have: no-such-value"
fi
json prctl thp_disable , mmap 16M , madvise hugepage , touch write
json_is 'final.effect.memory.huge_anonymous.delta' 0 "thp_disable: no huge pages"
json_is '.steps[2].why[] | select(.cause == "thp-off") | .facts.set_in_step' 1 "thp-off names the step"
json prctl 0x7fffffff=5
json_is 'final | outcome' EINVAL "a number that no kernel knows"

# A name of memory.  /proc/PID/maps is the independent source.
for option in 1=0 1=15 pdeathsig=0 PR_SET_PDEATHSIG 0x100000001=0; do
	refused "memtool needs it to end the process with itself" "$option, which ends the subject with memtool" \
		prctl "$option"
done
refused "the command seccomp sets filters" "strict seccomp" prctl 22=1
refused "PR_SET_SECCOMP (22) cannot be set" "also by its name" prctl --option seccomp --value 1
refused "memtool needs it to measure times" "no time to be read" prctl tsc=2
refused "memtool needs it to report the steps" "system calls that come back as signals" prctl 59
refused "vma_name" "--name of another property" prctl mdwe --name x
refused "--value" "a value of a name" prctl vma_name=x --value 2
refused "does not act on memory" "--on without memory" mmap --as a , prctl mdwe --on a
refused "0 bytes" "an empty name" prctl vma_name=
json prctl vma_name=x --dry-run
json_is '[.steps[].call] | .[1] | sub("0x[0-9a-f]*|<[^>]*>|[$][^,]*"; "A")' \
	'prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, A, <rest>, "x")' "mmap 4p is the first step of a name"
json prctl vma_name=x --addr +1
json_is 'final | outcome' EINVAL "a name from within a page"
if needs "vma_name" "this kernel gives memory no names" prctl vma_name=x; then
	begin mmap 4p , prctl vma_name=a.b --addr +1p --length 2p
	is "$(grep -c ' \[anon:a[.]b\]$' "/proc/$child/maps")" 1 "maps of the process shows the name"
	go_on
	json_is '.steps[1] | [.effect.mappings[] | "\(.change) \(.size | pages) \(.before.path) \(.after.path)"] | join(", ")' \
		'changed 2 null [anon:a.b]' "the effect is the name"
	json mmap 4p , prctl vma_name=x , prctl vma_name
	json_is 'final.call | test(", NULL[)]$")' true "without a name"
	json_is 'final.effect.mappings[0].after.path' null "it is taken away"
	json prctl vma_name=x --file /etc/passwd
	json_is 'final | outcome' EBADF "a file has no place for it"
	told mapping-kind true "mapping-kind: the cause"
	json prctl 'vma_name=a$b'
	told name-refused true "a character that is refused: name-refused"
	fact_is name-refused character '$' "which names it"
	json prctl "vma_name=$(printf '%080d' 0)"
	told name-refused true "80 bytes: name-refused"
	json prctl "vma_name=$(printf '%079d' 0)"
	json_is 'final | outcome' ok "79 are accepted"
	json mmap 4p , munmap --addr +1p --length 1p , prctl vma_name=x --length 4p
	json_is 'final | outcome' ENOMEM "a hole"
	told hole true "hole: the cause"
	json mmap 4p , prctl vma_name=x , fork --as c , maps --in c
	json_is '[final.data.mappings[] | select(.path == "[anon:x]")] | length' 1 "a child has the name"
else
	json prctl vma_name=x
	json_is 'final.why | map("\(.cause) \(.verified)") | join(" ") | test("^(not-built|kernel-too-old) true$")' \
		true "the kernel is the cause"
fi

# --- setuid ------------------------------------------------------------------------

if [ "$(id -u)" = 0 ] && can_be_nobody; then
	json setrlimit memlock=64K , setuid nobody , mlock 1M
	json_is 'outcomes' 'ok ok ok ENOMEM' "root sees what nobody sees"
	told memlock-limit true "the limit is the cause"
	fact_is memlock-limit set_in_step 1 "and the step that set it"
	json setuid 65534:65533 , mmap 4p --pages , touch write --pages , mmap --syscalls , maps
	json_is '.steps[0].data | "\(.uid_before) \(.uid_after) \(.gid_after) \(.failed)"' \
		'0 65534 65533 null' "setuid UID:GID"
	json_is 'outcomes' 'ok ok ok ok ok' "memtool still sees all"
	json_is ".steps[2].pages != null" true "page by page"
	json setuid nobody , setuid root
	json_is 'final | "\(outcome) \(.call) \(.data.failed)"' 'EPERM setgroups(0, NULL) setgroups' \
		"the first call that fails is shown"
	told capability true "its cause is the capability"
	fact_is capability set_in_step 1 "which an earlier step lost"

	# Of another user now, it still ends with memtool.
	"$MEMTOOL" setuid nobody , sleep 300 >out 2>err &
	job=$!
	pid=$job
	has_a_sleeping_child() {
		child=$(children_of "$pid")
		[ "$child" ] && [ "$(awk '$1 == "Uid:" { print $2 }' "/proc/$child/status")" = 65534 ] &&
			asleep "$child"
	}
	if await has_a_sleeping_child; then
		groups=$(awk '$1 == "Groups:" { print NF - 1 }' "/proc/$child/status")
		is "$groups" 0 "it has no groups"
		kill -KILL "$pid"
		await gone "$child"
		ok "kill -9 of memtool ends it"
	else
		flunk "it becomes nobody and sleeps" "no such child of $pid"
	fi
	wait "$job" 2>/dev/null
	job=
	pid=
else
	skip "setuid nobody" "only root can"
fi
if [ "$(id -u)" = 0 ]; then
	: >own
	chmod 600 own
	json setuid 65534 , open "$work/own"
	told path-permission true "a file that the user of setuid may not open"
	fact_is path-permission user 65534 "of which it is told who it is"
	fact_is path-permission set_in_step 1 "and which step made it so"
	json setuid 65534 , fork --as c , open "$work/own" --in c
	told path-permission true "so it is for a child"
	json open "$work/own" , setuid 65534 , fork --as c
	nothing_told "who has it open may keep it"
	if chown 65534 own 2>/dev/null; then
		chown 65534 own
		json capset drop=all , open "$work/own"
		told path-permission true "root without capabilities is an ordinary user"
		fact_is path-permission set_in_step 1 "since the step that dropped them"
	fi
fi
if can_be_nobody; then
	as_nobody json setuid 0:0
	told capability true "an ordinary user cannot: capability"
fi
json setuid "$(id -u):$(id -g)"
if [ "$(ask 'final | outcome')" = ok ]; then
	told already-set true "the same user again: already-set"
fi

# --- capset ------------------------------------------------------------------------

capabilities() { # of ourselves
	sed -n 's/^CapEff:[[:space:]]*0*\(.\)/0x\1/p' /proc/self/status
}
json capset drop=all
json_is 'final.data | "\(.effective_before) \(.effective_after)"' "$(capabilities) 0x0" "all capabilities"
json_is 'final.call' 'capset({drop=CAP_ALL})' "as it can be typed"
json capset drop=all , capset ipc_lock , capset --drop sys_admin,0x1
told already-set true "none is left to drop: already-set"
json_is 'final.args.drop' 'CAP_CHOWN|CAP_SYS_ADMIN' "names and numbers"
if [ "$(id -u)" = 0 ]; then
	json setrlimit memlock=64K , capset drop=ipc_lock , mlock 1M
	told memlock-limit true "without CAP_IPC_LOCK root has the limit of others"
	json setrlimit memlock=0 , capset drop=all , mlock 1p
	json_is 'final | outcome' EPERM "a limit of 0"
	told memlock-limit true "which counts once the capability is gone"
	fact_is memlock-limit set_in_step 1 "names the step that set it"
	json capset drop=setgid , setuid 65534
	json_is 'final.data.failed' setgroups "a dropped capability is missed"
	fact_is capability set_in_step 1 "by its cause, too"
	json capset drop=setuid , setuid 65534
	json_is 'final | "\(.call) \(.data.failed) \(.data.gid_after)"' 'setuid(65534) setuid 65534' \
		"only setuid fails"
fi

# --- unshare -----------------------------------------------------------------------

json thread --as t , unshare user
if [ "$(ask 'final | outcome')" = EINVAL ]; then
	told several-threads true "a process with threads stays in its namespace"
	fact_is several-threads threads 2 "which are counted"
else
	skip "a process with threads stays in its namespace" "unshare is refused otherwise"
fi
if needs "unshare user" "no user namespaces for this user" unshare user; then
	json setrlimit memlock=64K , unshare user , mlock 1M
	json_is outcomes 'ok ok ok ENOMEM' "a user namespace does not lift the limit"
	told memlock-limit true "memlock-limit: the cause"
	told user-namespace true "user-namespace: why the capability does not help"
	fact_is user-namespace set_in_step 2 "names the step"
	json unshare , mmap --pages , touch write --pages , maps
	json_is outcomes 'ok ok ok ok' "memtool still sees all"
	json unshare user , setuid 12345:12345
	json_is 'final | outcome' EPERM "setgroups is denied there"
	told setgroups-denied true "setgroups-denied: the cause"
	json unshare user , capset drop=all
	json_is 'final.data.effective_before | hex > 0' true "all capabilities in it"
	if can_be_nobody && as_nobody needs "as nobody" "nobody may not" unshare; then
		as_nobody json unshare , mmap , touch write
		json_is outcomes 'ok ok ok' "an ordinary user can do it"
	fi
fi

# --- seccomp -----------------------------------------------------------------------

if machine_has seccomp "filters"; then
	json seccomp madvise=ENOSYS , madvise dontneed
	json_is outcomes 'ok ok ok ok ENOSYS' "a call fails with the errno of the filter"
	json_is '.steps[0] | "\(.implicit) \(.call)"' 'true prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)' \
		"no_new_privs is an implicit first step"
	told seccomp true "the filter is the cause, and verified"
	fact_is seccomp set_in_step 1 "with the step that installed it"
	json_is '[final.why[].cause] | join(" ")' seccomp "there is no other cause"
	json_is 'final.result.unsupported' false "the kernel has the call"
	json seccomp madvise=ENOSYS , madvise dontneed --skip-unsupported
	status_is 1 "so --skip-unsupported skips nothing"
	json prctl no_new_privs , seccomp memfd_create,mseal=EINVAL , seccomp msync=EIO , memfd
	json_is '.steps | length' 4 "an earlier prctl no_new_privs is enough"
	json_is 'final | outcome' EPERM "without an errno it is EPERM"
	fact_is seccomp set_in_step 2 "of several filters it is the one that refuses"
	json seccomp mlock=kill,munlock=trap , mmap , munlock --expect SIGSYS , mlock
	json_is '.steps[3] | outcome' SIGSYS:SYS_SECCOMP "trap is a signal"
	json seccomp mlock=kill , mmap , mlock
	json_is 'final | outcome' SIGSYS "kill ends the subject"
	told seccomp true "and the cause is known"
	json seccomp brk=ENOMEM,mmap=ENOMEM , malloc 100 , mmap , sbrk 4p
	json_is '[.steps[3:][] | outcome] | join(" ")' 'ENOMEM ENOMEM' "a filter refuses several calls"
	# A sanitizer's allocator has its memory already.
	sanitized || where glibc json_is '.steps[2] | outcome' ENOMEM "also those of the allocator"
	json_is '[.steps[2:][].why[].cause] | unique | join(" ")' seccomp "for the same cause alone"
	sanitized || where glibc json_is '.steps[2].why[].cause' seccomp "an allocator's failure has it, too"
	json seccomp openat=EPERM , fork --as c , mmap --in c , mmap
	json_is '[.steps[2:][] | outcome] | join(" ")' 'ok skipped ok' "a child that cannot open its files is passed over"
	# A sanitizer ends it before.
	sanitized || json_is '.steps[3].result.reason' "the process is not ready: open /proc/self/maps: $(words EPERM)" \
		"with the reason"
	json seccomp brk,mmap=ENOMEM , posix_memalign 64K --alignment 64
	sanitized || where glibc told seccomp true "whatever errno the allocator gives"
	for case in memfd_create=EMFILE,memfd openat=EMFILE,open:/etc/passwd openat=ENFILE,open:/etc/passwd \
		openat=ENOENT,open:missing prlimit64=EINVAL,setrlimit:nofile=100 prlimit64=EPERM,setrlimit:nofile=100 \
		process_vm_readv=EPERM,usercopy:process_vm_readv getrandom=EAGAIN,usercopy:getrandom \
		memfd_create=EMFILE,usercopy prlimit64=EPERM,usercopy setgroups=EPERM,setuid:0 \
		ftruncate=EINVAL,memfd unshare=ENOSPC,unshare clock_nanosleep=EINVAL,sleep:0 capset=EPERM,capset:drop=all; do
		# shellcheck disable=SC2046 # two words
		json seccomp "${case%%,*}" , $(echo "${case#*,}" | tr : ' ')
		json_is 'final | "\(outcome) \([.why[] | "\(.cause) \(.verified) \(.facts.call)"] | join(" "))"' \
			"$(echo "${case%%,*}" | sed 's/\(.*\)=\(.*\)/\2 seccomp true \1/')" "${case%%,*}: the only cause of ${case#*,}"
	done
	sentence="free of a block whose mapping stays: unmap-failed"
	if sanitized; then
		skip "$sentence" "the sanitizer has an allocator of its own"
	elif machine_has glibc "$sentence"; then
		json seccomp munmap=EINVAL , malloc 2M , touch write --length 1M , free
		told unmap-failed true "$sentence"
		fact_is unmap-failed set_in_step 1 "with the step that refuses munmap"
		not_told memory-kept "it is not kept for reuse"
	fi
	if [ "$(id -u)" = 0 ]; then
		run seccomp setuid=EAGAIN , setuid 65534
		out_has 'group 0 -> 65534' "a setuid that fails after setgid has changed the group"
		out_lacks '^2.*no visible effect' "and so had an effect"
	fi
	json seccomp recvmsg,statx
	status_is 2 "what memtool needs is refused"
	json seccomp statx=EPERM,getcpu=EPERM,fcntl=EPERM , memfd , ftruncate 8K , mmap , madvise dontneed , fork
	json_is '.ok' true "what it would only like to know is not"
	if can_be_nobody; then
		as_nobody json seccomp madvise , madvise free
		told seccomp true "an ordinary user may do this"
	fi
	if [ "$(id -u)" = 0 ]; then
		json setuid 65534 , seccomp madvise , madvise free
		json_is 'final.why[0].facts.set_in_step' 2 "also one that root became"
	fi
fi

# --- sleep -------------------------------------------------------------------------

json sleep 0.2
json_is 'final | outcome, .call, .args.seconds' 'ok
sleep(0.2)
0.2' "sleep waits"
json_is 'final.result.duration_ns >= 200000000 and final.result.duration_ns < 5000000000' true \
	"as long as it was asked to"
json sleep 0
json_is 'final | outcome' ok "or not at all"

# --- --no-aslr ---------------------------------------------------------------------

# What an address is in two runs.
places() {
	# shellcheck disable=SC2046 # several words
	json $(echo "$@") mmap 64K , fork --as c , malloc 100 --in c , brk , touch --addr stack
	ask '[.steps[] | .region.start, .args.addr, .data.break_after] | join(" ")'
}
sentence="--no-aslr: two runs have the same addresses"
if ! setarch "$(uname -m)" -R true 2>/dev/null; then
	skip "$sentence" "personality(2) is refused here, or there is no setarch"
else
	first=$(places --no-aslr)
	second=$(places --color never --no-aslr)
	is "$second" "$first" "$sentence"
	if [ "$(cat /proc/sys/kernel/randomize_va_space)" = 2 ] && ! sanitized; then
		if [ "$(places)" = "$(places)" ]; then
			flunk "without it they differ" "all addresses are the same"
		else
			pass "without it they differ"
		fi
	fi
	begin --no-aslr mmap
	is "$(($(printf '%d' "0x$(cat "/proc/$child/personality")") >> 18 & 1))" 1 \
		"the subject's personality has ADDR_NO_RANDOMIZE"
	is "$(readlink "/proc/$pid/exe") $(cat "/proc/$pid/comm")" \
		"$(readlink -f "$MEMTOOL") $(basename "$MEMTOOL")" "memtool keeps its name"
	go_on
	json --no-aslr mmap , exit
	json_is '.memtool.argv[1:] | join(" ")' '--json --no-aslr mmap , exit' "the document shows the line as typed"
	run --no-aslr --dry-run mmap
	status_is 0 "with --dry-run"
fi
if can_confine "a refused personality" personality EPERM; then
	confined personality EPERM json --no-aslr mmap
	status_is 3 "a refused personality: exit status 3"
	json_is '"\(.error.kind) \(.steps | length)"' 'system 0' "nothing is performed"
	err_has 'personality: Operation not permitted' "and the reason is said"
fi
refused "before the first command" "--no-aslr in a step" mmap --no-aslr
refused "takes no value" "with a value" --no-aslr=yes mmap
json poke --text --no-aslr
json_is 'final.data' '{"written":9}' "as the value of an option it is a word"

# --- what is refused ---------------------------------------------------------------

refused "memlok" "a resource that has no name" setrlimit memlok=1
refused "has no value" "no value" setrlimit memlock
refused "has no value" "neither of two values" setrlimit memlock=:
refused "not a limit" "a word for a value" setrlimit memlock=many
refused "negative" "a negative value" setrlimit memlock=-1
refused "suffix" "a suffix that is none" setrlimit memlock=4x:
refused "missing" "no limit" setrlimit

refused "option of prctl" "a property without a name" prctl mdw
refused "plain number" "a value that is no number" prctl mdwe=yes
refused "missing" "no property" prctl
refused "no user" "a user without an entry" setuid no-such-user
refused "is not a user" "a group that is no number" setuid 1:x
refused "not a system call" "a name that no call has" seccomp madvice
refused "not an answer" "an errno that is none" seccomp madvise=EBLAH
refused "cannot be filtered" "a call that memtool needs" seccomp mmap,write
for name in exit futex rseq sigaltstack set_robust_list; do
	refused "cannot be filtered" "$name, which threads need" seccomp "$name=EAGAIN"
done
for name in madvise munmap openat; do
	refused_for "$name" "before the fork in step 3" seccomp "mlock,$name=kill" , mmap , fork
done
run seccomp madvise=trap , mmap , madvise dontneed --expect SIGSYS
status_is 0 "without a fork a step may die of it"
for name in brk getcpu sched_setaffinity ftruncate getdents64; do
	refused "only fail with an errno" "$name=kill" seccomp "$name=kill"
done
refused "cannot be filtered" "what a step is sent by" seccomp recvmsg
refused "cannot be filtered" "what shows the end of a process" seccomp close=EIO
refused "not a valid capability" "a capability that is none" capset drop=ipc_lok
refused "missing" "no capability" capset
refused "not a valid namespace" "a namespace that is none" unshare usr
refused "not a number of seconds" "seconds with a unit" sleep 1s
refused "not a number of seconds" "a negative time" sleep -1

done_testing
