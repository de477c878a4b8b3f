#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# Why a call failed: the kernel, the rights, and what filters calls.

# --- what the kernel lacks ------------------------------------------------------

# Only root may do it, and whoever is not root learns that it is missing or
# refused: no page comes to harm.
if can_be_nobody; then
	as_nobody json madvise hwpoison
	if [ "$(ask 'final | outcome')" = EINVAL ]; then
		# A filter may have answered in its place.
		verified=true
		machine_has no_seccomp || verified=false
		told not-built $verified "an advice that the kernel was built without: not-built"
		fact_is not-built missing MADV_HWPOISON "it tells which"
		fact_is not-built option CONFIG_MEMORY_FAILURE "and how it is built with it"
		fact_is not-built kernel "$(uname -r)" "and which kernel this is"
		as_nobody run madvise hwpoison
		out_has 'built without MADV_HWPOISON (not-built' "text tells it"
		skip "an advice for the privileged: capability" "this kernel has no MADV_HWPOISON"
	else
		skip "an advice that the kernel was built without: not-built" "this kernel has it"
		told capability true "an advice for the privileged: capability"
		fact_is capability capability CAP_SYS_ADMIN "it tells which"
	fi
else
	skip "an advice for the privileged: capability" "cannot become an ordinary user"
fi
json madvise --advice 0x7777
not_told not-built "a number that no kernel knows is not missing from this one"
not_told kernel-too-old "nor is this one too old for it"
json madvise cold --addr +1
not_told not-built "a mistake in the arguments is none of the kernel's"
json mremap 8p --flags fixed
not_told kernel-too-old "nor a mistake in the flags"

json mremap 4p --flags dontunmap
not_told not-built "nor one that the attempt could be made of"
json memfd 1p --flags huge_2mb
not_told not-built "a size of huge pages without huge pages is a mistake, and known"

# A filter that answers as a kernel does that does not know it.
sentence="what a kernel that is too old does not know: kernel-too-old"
if ! setarch --uname-2.6 true 2>/dev/null; then
	skip "$sentence" "setarch cannot make the kernel look old"
elif can_confine "$sentence" madvise:2=21 EINVAL; then
	as="$python $here/../confine.py madvise:2=21 EINVAL setarch --uname-2.6"
	json madvise pageout
	as=
	told kernel-too-old false "$sentence, and a filter could be the reason"
	json_is 'final.result.unsupported' true "the step is marked as unsupported"
	fact_is kernel-too-old missing MADV_PAGEOUT "it tells what is missing"
	fact_is kernel-too-old since 5.4 "and since when it is there"
	not_told not-built "it is not said to be left out"
	confined madvise:2=21 EINVAL json madvise pageout
	told not-the-kernel false "in a kernel that is new enough somebody else answered"
	told seccomp false "and a filter is suspected"
	not_told not-built "for no option of its build leaves it out"
	confined madvise:2=12 EINVAL json madvise mergeable
	if [ -d /sys/kernel/mm/ksm ]; then
		not_told not-built "what the kernel shows is not left out"
		fact_is not-the-kernel sign /sys/kernel/mm/ksm "the cause says what shows it"
	else
		told not-built false "what an option leaves out may be left out"
	fi
	told seccomp false "or be filtered"
	json_is 'final.why[0].cause' seccomp "the filter, which is there, comes first"
	not_told kernel-too-old "and the kernel is not too old"
	json madvise pageout
	not_told kernel-too-old "without the filter nothing is missing"
	as='setarch --uname-2.6'
	json madvise pageout --addr +1
	as=
	json_is 'final.result.unsupported' false "nor is it unsupported where only the version is old"
	as="$python $here/../confine.py mseal ENOSYS setarch --uname-2.6"
	json mseal
	as=
	told kernel-too-old false "a call that is not there at all"
	fact_is kernel-too-old since 6.10 "it tells since when it is"
fi

# --- the processor ---------------------------------------------------------------

# 53 push %rbx; b814000000 mov $20, %eax; cd80 int $0x80; 5b pop %rbx; c3 ret
sentence="int \$0x80 without 32-bit system calls: no-compat-calls"
if [ "$(uname -m)" != x86_64 ] || sanitized; then
	skip "$sentence" "this is no x86-64, or AddressSanitizer is in the way"
elif needs "$sentence" "executable memory is refused here" mmap --prot rwx; then
	json mmap 4p --prot rwx , poke 53b814000000cd805bc3 , touch exec --length 1p
	if machine_has ia32; then
		not_told no-compat-calls "where there are such calls nothing is told of them"
	else
		told no-compat-calls true "$sentence"
		json_is "$(the_fact no-compat-calls instruction) | distance(\"0x0\") * \$page % \$page" 6 "it tells where"
		remedy_has no-compat-calls 'poke 0f05' "and what there is instead"
	fi
	# Another instruction that a program may not execute: hlt.
	json mmap 4p --prot rwx , poke f4 , touch exec --length 1p
	json_is 'final | outcome' SIGSEGV:SI_KERNEL "other instructions raise the same"
	not_told no-compat-calls "and are not taken for it"
	run explain no-compat-calls
	out_has 'int \$0x80' "explain knows it"
fi

# --- filters of system calls ------------------------------------------------------

sentence="a call that a filter refuses: seccomp"
if can_confine "$sentence" mremap EPERM; then
	confined mremap EPERM json mremap 8p
	json_is 'final | outcome' EPERM "a filter can refuse anything"
	told seccomp true "$sentence"
	fact_is seccomp seccomp 2 "it tells that there is a filter"
	remedy_has seccomp 'docker run --security-opt seccomp=' "and the remedy"
	confined mremap:3=1 EPERM json mremap 8p
	told seccomp false "a filter that looks at the arguments can only be guessed"
	confined memfd_create:1=1 EPERM json memfd 1p
	remedy_has seccomp 'SystemCallFilter=memfd_create' "the remedy names the system call"
	confined mremap:3=1 EINVAL json mremap 8p
	told seccomp false "an errno of the arguments may be a filter's"
	confined mremap:3=1 EINVAL json mremap 8p --addr +1
	not_told seccomp "but not where the arguments are to blame"
	for action in ENOMEM EAGAIN; do
		confined madvise:2=8 $action json madvise free
		told seccomp false "any errno may be a filter's: $action"
		confined mprotect:2=5 $action json mprotect rx
		told seccomp false "of any call: $action"
	done
	confined madvise:2=8 ENOMEM json mmap 4p , munmap , madvise free
	not_told seccomp "but not where the cause is known"
	confined brk ENOMEM json sbrk 4p
	told seccomp true "a filtered brk: seccomp"
	remedy_has seccomp 'SystemCallFilter=brk,' "the remedy names brk"
	# 14: RLIMIT_RTPRIO, which no library asks for.
	confined prlimit64:1=14 EPERM json setrlimit rtprio=0
	remedy_has seccomp 'SystemCallFilter=prlimit64' "setrlimit makes prlimit64"
	confined memfd_create EMFILE run mmap
	status_is 3 "memtool itself needs a memory file"
	err_has 'memfd_create: [A-Z][a-z ]*$' "and blames no limit that is not reached"
	confined memfd_create:1=1 EMFILE json memfd 1p
	told seccomp false "a filter may answer EMFILE"
	not_told nofile-limit "while the limit is not reached"
	# A length that nothing else maps.
	confined mmap:1=1052679 EBADF json mmap 1052679
	not_told bad-descriptor "an anonymous mapping has no descriptor that could be bad"
	for action in EPERM EACCES; do
		confined mmap:2=7 $action json mmap 1p --prot rwx
		told exec-filter true "a filter that wants W^X: $action"
		not_told seccomp "is told once"
		remedy_has exec-filter 'MemoryDenyWriteExecute=no' "with its remedy"
		confined mprotect:2=5 $action json mprotect rx
		told exec-filter true "mprotect meets it as well: $action"
	done
	head -c "$page" /dev/zero >one_page
	for action in ENODEV EINVAL; do
		confined mmap:3=1 $action json mmap --file one_page --open rdwr --flags shared
		told shared-refused false "shared mappings are refused: $action"
		remedy_has shared-refused '--flags MAP_PRIVATE' "and private ones are not"
		not_told not-mappable "the file has pages to map ($action)"
	done
	confined mmap:2=7 EPERM json mmap 1p --prot rw , mprotect rx
	json_is 'final | outcome' ok "what it does not filter succeeds"
	confined mremap EPERM json mmap 4p , munmap , madvise cold
	not_told seccomp "a call that the filter lets pass is not put down to it"
	confined madvise:2=21 trap json madvise pageout
	json_is 'final | outcome' SIGSYS:SYS_SECCOMP "a filter can send a signal"
	told seccomp true "which nothing else sends"
	confined madvise:2=21 kill json madvise pageout
	told seccomp true "or kill at once"
	confined mseal ENOSYS json mseal
	told seccomp false "ENOSYS is what a kernel without the call says, too"
	confined mlock EPERM json mlock 1p
	told seccomp true "EPERM of mlock is the filter's where no limit is in the way"
	if can_be_nobody; then
		as="$python $here/../confine.py madvise:2=21 EPERM"
		[ "$(id -u)" != 0 ] || as="$as $nobody"
		limited 'ulimit -l 0' json mlock
		as=
		not_told seccomp "and the limit's where one is"
	else
		skip "and the limit's where one is" "cannot become an ordinary user"
	fi
fi
json munmap --addr +1
not_told seccomp "without a filter there is none to blame"

# --- executable memory ---------------------------------------------------------------

sentence="memory that may be written and executed: mdwe"
if can_confine "$sentence" mdwe; then
	confined mdwe json mmap 1p --prot rwx
	json_is 'final | outcome' EACCES "PR_SET_MDWE makes it EACCES"
	told mdwe true "$sentence"
	fact_is mdwe mdwe 1 "it tells what is set"
	confined mdwe json mmap 1p , mprotect rx
	told mdwe true "memory that was not executable may not become executable"
	confined mdwe json mmap 1p --prot rx , mprotect read
	nothing_told "less is allowed"
	confined mdwe json memfd 1p , close , mmap --fd 99
	not_told mdwe "another failure is not put down to it"
fi

# --- security modules -------------------------------------------------------------------

sentence="a refusal that nothing else explains: security-module"
if ! [ -d /sys/kernel/security ]; then
	skip "$sentence" "there is no /sys/kernel/security to mount over"
elif can_mount "$sentence" && can_confine "$sentence" mremap:3=1 EPERM; then
	cat >modules <<-END
		mount -t tmpfs none /sys/kernel/security || exit 1
		echo capability,apparmor >/sys/kernel/security/lsm
		exec $python $here/../confine.py mremap:3=1 EPERM "\$@"
	END
	as="unshare -m sh modules"
	json mremap 8p
	told security-module false "$sentence"
	fact_is security-module modules capability,apparmor "it tells the modules"
	if can_be_nobody; then
		sed 's/mremap:3=1 EPERM/mremap:3=77 EPERM '"$nobody"'/' modules >modules.nobody
		as="unshare -m sh modules.nobody"
		limited 'ulimit -l 0' json mlock
		as=
		told memlock-limit true "where something explains it"
		not_told security-module "none is suspected"
	fi
	as=
fi
json mremap 8p --flags fixed
not_told security-module "EINVAL is never put down to one"

done_testing
