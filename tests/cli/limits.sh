#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# Below it lies all that a program has.
user_end=$("$MACHINE" user_end)

# Where memtool cannot work it says so in one line, with exit status 3 and no
# half a document; what it can do it does.

# whole SENTENCE: status 0, or 3 and one line; and a document, or nothing.
whole() {
	if [ "$status" -eq 3 ]; then
		one_line && { [ ! -s out ] || jq -e '.error.kind == "system" and .exit_status == 3' out >said 2>&1; }
	else
		[ "$status" -eq 0 ] && jq -e '.ok' out >said 2>&1
	fi
	ok "$1"
}

# below LIMITS ARGS...: with pipes for output, which no limit keeps from growing.
below() {
	line="($1) memtool $*"
	limits=$1
	shift
	{
		{
			timeout 300 sh -c "$limits"' && exec "$@"' sh "$MEMTOOL" "$@" \
				</dev/null 2>&1 >&8 8>&- 7>&-
			echo $? >&7
		} | cat >err
	} 8>&1 7>status | cat >out
	status=$(cat status)
	limits=
}

below 'ulimit -f 0' mmap
[ "$status" -eq 3 ] && one_line && [ ! -s out ]
ok "no file may grow, as text: exit status 3 and one line"
below 'ulimit -f 0' --json mmap
json_is '"\(.error.kind) \(.exit_status) \(.steps | length)"' 'system 3 0' \
	"no file may grow, as JSON: the document says what failed"
[ "$status" -eq 3 ] && one_line
ok "and so do the exit status and one line"
# Not even the output may grow: the file is cut at 512 bytes or at once.
line='(ulimit -f 0) memtool mmap >file'
for form in mmap '--json mmap'; do
	# shellcheck disable=SC2086,SC2016 # several words; expanded inside
	timeout 300 sh -c 'ulimit -f 0; exec "$0" "$@" >cut' "$MEMTOOL" $form </dev/null 2>&1 | cat >err
	[ ! -s cut ] && one_line
	ok "an output that may not grow is one line on stderr, by $form"
done

for files in 4 5 6 7 8 9 10 12 16 24 32; do
	limited "ulimit -n $files" run --json mmap
	if [ "$status" -eq 127 ]; then
		skip "with $files descriptors it works or says why not" "the loader needs more"
	else
		whole "with $files descriptors it works or says why not"
	fi
done

if can_limit_memory "with little memory it works or says why not"; then
	for kib in 2800 3000 3200 3500 4000 5000 8000; do
		limited "ulimit -v $kib" run --json mmap
		if [ "$status" -eq 127 ] || [ "$status" -gt 128 ]; then
			skip "with $kib KiB of address space it works or says why not" \
				"the loader needs more"
		else
			whole "with $kib KiB of address space it works or says why not"
		fi
	done
	limited 'ulimit -v 30000' json mmap 64M , mmap 1M , touch write
	json_is outcomes 'ENOMEM ok ok' "a limit on memory is the steps' limit"
	# The environment is on the stack, too.  Pages are larger elsewhere.
	if [ "$page" = 4096 ]; then
		as='env -i'
		limited 'ulimit -s 48' run mmap
		status_is 0 "a stack of 48 KiB is enough"
		as=
	else
		skip "a stack of 48 KiB is enough" "it is few pages"
	fi
	limited 'ulimit -s 128' json mmap , touch write
	json_is outcomes 'ok ok' "with a small stack it works"
fi
limited 'ulimit -c unlimited' json munmap --addr NULL --length "$user_end"
[ -z "$(find . -name 'core*')" ]
ok "a death leaves no core behind"
limited 'ulimit -t 5' json mmap
json_is .ok true "a limit on time is not in the way"

if can_be_nobody; then
	if [ "$(id -u)" = 0 ]; then
		as_nobody limited 'ulimit -p 0 2>/dev/null || ulimit -u 0' run --json mmap
		if [ "$status" -eq 2 ]; then
			skip "without a process to spare it is exit status 3" "this shell cannot limit processes"
		else
			json_is '"\(.error.kind) \(.exit_status)"' 'system 3' "without a process to spare it is exit status 3"
			err_has '^memtool: fork: ' "and says that it is fork"
		fi
	else
		skip "without a process to spare it is exit status 3" "it would count all processes of this user"
	fi
else
	skip "without a process to spare it is exit status 3" "cannot become an ordinary user"
fi

if sanitized; then
	skip "without /proc it is exit status 3 and one line that names it" "AddressSanitizer needs /proc"
elif [ "$(id -u)" = 0 ] && unshare -m sh -c 'mount -t tmpfs none /proc' 2>/dev/null; then
	for form in 'mmap' '--json mmap'; do
		line="memtool $form, without /proc"
		# shellcheck disable=SC2086 # several words
		timeout 300 unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' sh "$MEMTOOL" $form \
			</dev/null >out 2>err
		status=$?
		[ "$status" -eq 3 ] && one_line && grep -q '^memtool: open /proc' err
		ok "without /proc it is exit status 3 and one line that names it, by $form"
	done
	json_is '"\(.error.kind) \(.steps | length)"' 'system 0' "without /proc the document is whole"
	keep_document
	timeout 300 unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' sh "$MEMTOOL" mmap 4x </dev/null >out 2>err
	status=$?
	status_is 2 "bad usage is found without /proc"
	timeout 300 unshare -m sh -c 'mount -t tmpfs none /sys && exec "$@"' sh "$MEMTOOL" --json pagesize </dev/null >out 2>err
	json_is 'final.data.page_sizes | tostring' "[$page]" "without /sys there are no other sizes of pages"
else
	skip "without /proc it is exit status 3 and one line that names it" "cannot hide /proc"
fi

# Nobody's environment.
line='env -i memtool --json mmap'
timeout 300 env -i "$MEMTOOL" --json mmap </dev/null >out 2>err
json_is .ok true "without an environment it works"
mkdir gone
line='memtool --json mmap, in a directory that is gone'
(cd gone && rmdir ../gone && timeout 300 "$MEMTOOL" --json mmap </dev/null >../out 2>../err)
json_is .ok true "in a directory that is gone it works"
# An ignored SIGCHLD would lose how the subject ended.
line='memtool with SIGCHLD ignored'
(
	trap '' CHLD
	timeout 300 env --ignore-signal=CHLD "$MEMTOOL" --json munmap --addr NULL --length "$user_end" \
		</dev/null >out 2>err
)
if [ -s out ]; then
	json_is 'final | outcome' SIGSEGV "an ignored SIGCHLD hides no death"
else
	skip "an ignored SIGCHLD hides no death" "env(1) cannot ignore signals"
fi
# A blocked signal is still the result of what raises it.
if env --block-signal=SEGV true 2>/dev/null; then
	line='memtool with SIGSEGV blocked'
	timeout 300 env --block-signal=SEGV "$MEMTOOL" --json mprotect none , touch , pagesize </dev/null >out 2>err
	json_is 'outcomes' 'ok ok SIGSEGV:SEGV_ACCERR ok' "a blocked SIGSEGV is caught all the same"
	timeout --foreground --preserve-status -s TERM 300 env --block-signal=TERM "$MEMTOOL" --json mmap </dev/null >out 2>err
	json_is '.ok' true "a blocked SIGTERM is not in the way"
else
	skip "a blocked SIGSEGV is caught all the same" "env(1) cannot block signals"
fi

done_testing
