#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# The call as shown is the call that was made: strace(1) sees the same.
command -v strace >/dev/null || skip_all "there is no strace"
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS
strace -o /dev/null true 2>/dev/null || skip_all "strace may not trace here"

# The order of flags within a call is strace's own, and changes with its version.
sort_flags() {
	awk '{
		line = ""
		rest = $0
		while (match(rest, /[A-Z0-9_a-z]+(\|[A-Z0-9_a-z]+)+/)) {
			count = split(substr(rest, RSTART, RLENGTH), flag, "|")
			for (i = 2; i <= count; i++)
				for (j = i; j > 1 && flag[j - 1] > flag[j]; j--) {
					other = flag[j]
					flag[j] = flag[j - 1]
					flag[j - 1] = other
				}
			line = line substr(rest, 1, RSTART - 1) flag[1]
			for (i = 2; i <= count; i++)
				line = line "|" flag[i]
			rest = substr(rest, RSTART + RLENGTH)
		}
		print line rest
	}'
}

# A memfd is two calls, a touch none.
jq_words="$jq_words"'def made: .call and (.command | test("^(memfd|touch)$") | not);'

# traced SENTENCE ARGS...: each call of the chain stands in strace's output,
# in this order, with its result.
traced() {
	sentence=$1
	shift
	line="strace memtool $*"
	rm -f trace.*
	timeout 300 strace -ff -o trace -a 0 \
		-e trace=memory,desc,openat,memfd_create \
		"$MEMTOOL" --json "$@" </dev/null >out 2>err
	status=$?
	# As strace has it: openat, and no digits of memtool's own.
	ask '.steps[] | select(made)
		| (.call | sub("^open\\("; "openat(AT_FDCWD, ") | rtrimstr(")"))
		+ (if .command == "mincore" then ", " else ")" end)' | sort_flags >calls
	ask '.steps[] | select(made)
		| if .result.status == "error" then "= -1 \(.result.errno.name)" else "= \(.result.value)" end' >results
	# It explains a number that it does not know.
	sed -e 's| /\* [^*]* \*/||' "trace.$(ask .subject.pid)" | sort_flags >stripped
	at=1
	missing=
	while IFS= read -r call && IFS= read -r result <&4; do
		# The first such line behind the one before.
		found=$(tail -n "+$at" stripped | grep -nF -e "$call" | grep -F -e "$result" | head -n 1 | cut -d: -f1)
		if [ -z "$found" ]; then
			missing="$missing$call $result; "
		else
			at=$((at + found))
		fi
	done <calls 4<results
	if [ ! -s calls ]; then
		flunk "$sentence" "there is no call to look for"
	else
		is "$missing" '' "$sentence: strace sees these calls, in this order"
	fi
}

head -c $((4 * page)) /dev/zero >data
traced "mmap, mprotect, munmap" \
	mmap 8p --as a , mprotect read --addr +2p --length 3p , mprotect none , mmap 1p --addr a --flags +fixed,populate , munmap a
traced "many flags" mmap --flags private,populate,noreserve,anonymous,stack,nonblock , mmap --flags shared,anonymous,0x4000
traced "errors" mmap 0 , mmap 1p --as a , munmap --addr a+1 , mprotect rwx,growsdown --addr a , mmap 1p --addr a --flags +fixed_noreplace
traced "madvise" mmap 4p , madvise normal , madvise dontneed , madvise willneed --expect ok,EBADF , madvise nohugepage --expect ok,EINVAL , madvise 1212
traced "mremap" mmap 4p , mremap 8p , mremap 2p --flags 0
traced "locking" mmap 4p , mlock , mlock --flags onfault , munlock , mlockall 0 , munlockall
traced "msync and mincore" memfd 4p , mmap --flags shared , msync , msync async,invalidate , msync async,sync , mincore
traced "files" open data , mmap , close , open nothing , open new --flags creat,rdwr,trunc --mode 600 , ftruncate 1p , close
traced "an implicit open and mapping" madvise willneed --file data
traced "the break" brk

# What the kernel lacks, simulated.
timeout 300 strace -f -o /dev/null -e inject=munlockall:error=ENOSYS \
	"$MEMTOOL" --json munlockall </dev/null >out 2>err
status=$?
if [ "$(ask 'final | outcome')" = ENOSYS ]; then
	json_is 'final.result.unsupported' true "ENOSYS is marked as unsupported"
	line='strace -e inject=munlockall:error=ENOSYS memtool --skip-unsupported munlockall'
	timeout 300 strace -f -o /dev/null -e inject=munlockall:error=ENOSYS \
		"$MEMTOOL" --skip-unsupported munlockall </dev/null >out 2>err
	status=$?
	status_is 77 "--skip-unsupported makes ENOSYS exit status 77"
else
	skip "ENOSYS is marked as unsupported" "strace cannot inject"
fi

done_testing
