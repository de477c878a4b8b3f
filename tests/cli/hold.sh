#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010 # then is a word of memtool's
. "$(dirname "$0")/lib.sh"

# Below it lies all that a program has.
user_end=$("$MACHINE" user_end)

# hold ARGS...: memtool in the background, its standard input a pipe whose
# other end is descriptor 8.  Returns when it holds; $pid is memtool, $child
# the subject.
hold() {
	line="memtool $*"
	rm -f input out err
	mkfifo input || return 1
	timeout --foreground 300 "$MEMTOOL" "$@" <input >out 2>err &
	job=$!
	exec 8>input
	await grep -qs 'is held' err || lost "this is never held: $line"
	pid=$(children_of "$job")
	child=$(sed -n 's/.*: pid \([0-9]*\);.*/\1/p' err)
}

# Wait for memtool; $status is its.  What is no JSON is no document to keep.
over() {
	kept=${DOCUMENTS:-}
	grep -q '^{' out || DOCUMENTS=
	finish
	DOCUMENTS=$kept
	exec 8>&-
}

holds() {
	[ "$(state_of "$child")" = S ] && [ "$(state_of "$pid")" = S ]
}

# A figure of the held subject, read from outside, in bytes.
figure() { # FILE KEY
	awk -v key="$2:" '$1 == key { sum += $2 } END { printf "%.0f\n", sum * 1024 }' \
		"/proc/$child/$1"
}

# agrees SENTENCE MEMBER FILE KEY
agrees() {
	is "$(figure "$3" "$4")" "$(ask "final.effect.memory.$2.after")" "$1"
}

# looked_at NAME ARGS...: the figures of the last step are those of the
# subject, as they can be read from outside.
looked_at() {
	name=$1
	shift
	hold --json "$@" --hold enter
	ok "$name: it is held"
	jq -e '.subject.held == true and .subject.ended == null and .exit_status == 0' out >/dev/null
	ok "$name: the document is whole while it is held"
	json_is .subject.pid "$child" "$name: its pid is told"
	if [ -r "/proc/$child/smaps_rollup" ]; then
		agrees "$name: resident" resident smaps_rollup Rss
		agrees "$name: anonymous" anonymous smaps_rollup Anonymous
		agrees "$name: swapped" swapped smaps_rollup Swap
		agrees "$name: lazily freed" lazily_freed smaps_rollup LazyFree
		agrees "$name: huge" huge_anonymous smaps_rollup AnonHugePages
	fi
	agrees "$name: locked" locked status VmLck
	agrees "$name: page tables" page_tables status VmPTE
	agrees "$name: size" size status VmSize
	echo >&8
	over
	status_is 0 "$name: Enter ends it"
	gone "$child"
	ok "$name: the subject is gone"
}

if sanitized; then
	skip "the figures of a held subject" "AddressSanitizer changes them"
else
	looked_at "a written region" mmap 4M then touch write
	looked_at "a region half read" mmap 1M then touch write --length 64k then touch read --length 512k
	looked_at "a locked region" mmap 64k then mlock 32k
	looked_at "advice" mmap 1M then touch write then madvise dontneed --length 512k
	looked_at "a shared memory file" memfd 1M then mmap --flags shared then touch write
	looked_at "a grown break" sbrk 256k then touch write
	looked_at "a stack" alloca 256k then touch write
	looked_at "an unmapped region" mmap 1M then touch write then munmap --length 256k
	looked_at "a failure" mmap 64k then touch write then munmap --addr +1 --expect EINVAL
fi

# How it ends.
hold mmap then touch write --hold enter
out_has '^2  touch(' "the text is whole while it is held"
is "$(wc -l <err)" 1 "one line tells that it is held"
err_has '^memtool: the subject is held: pid [0-9]*; Enter ends it$' "and how it ends"
holds
ok "it waits, and the subject sleeps"
printf 'not yet' >&8
sleep 0.1
holds
ok "a word without an Enter does not end it"
echo >&8
over
is "$status $(state_of "$child")" '0 ' "Enter ends both"

hold mmap --hold enter
exec 8>&-
over
is "$status $(state_of "$child")" '0 ' "the end of the input is an Enter"

for signal in INT TERM HUP; do
	hold mmap --hold enter
	kill -"$signal" "$pid"
	over
	is "$status $(state_of "$child")" '0 ' "SIG$signal ends it, and the status is the chain's"
done
hold mmap 0 --hold enter
kill -TERM "$pid"
over
status_is 1 "which may be a failure"
err_has '1 of 1 step not as expected' "the verdict is told before"
is "$(tail -n 1 err | cut -c 1-28)" 'memtool: the subject is held' "the hold comes last"

hold --json mmap --hold enter
kill -KILL "$pid"
over
await gone "$child"
ok "the subject goes when memtool is killed"

hold --json mmap --hold enter
kill -KILL "$child"
over
status_is 0 "it ends when somebody ends the subject"
err_has '^memtool: no longer held: the subject died of SIGKILL$' "and says so"

run mmap --hold 0.3
status_is 0 "a number of seconds ends by itself"
err_has '^memtool: the subject is held: pid [0-9]*; it ends in 0.3 s$' "and tells how long it is"
start=$(date +%s%N)
run mmap --hold 1
end=$(date +%s%N)
[ $((end - start)) -ge 1000000000 ]
ok "it lasts so long"
run mmap --hold 0
status_is 0 "it may be no time at all"
hold mmap --hold 20
echo >&8
sleep 0.1
holds
ok "with a time nothing is read"
kill -INT "$pid"
over
status_is 0 "a signal ends it, too"

# Without an input an Enter cannot come.
line="memtool mmap --hold enter </dev/null"
rm -f err
timeout --foreground 300 "$MEMTOOL" mmap --hold enter </dev/null >out 2>err &
job=$!
await grep -qs 'is held' err
err_has 'a signal ends it$' "where there is no input, a signal ends it"
pid=$(children_of "$job")
sleep 0.1
[ "$(state_of "$pid")" = S ]
ok "it is held nevertheless"
kill -TERM "$pid"
over
status_is 0 "and ends by the signal"

# What there is to hold.
run mmap , munmap --addr NULL --length "$user_end" --hold 20
err_has '^memtool: there is nothing to hold: the subject died of SIGSEGV$' "a dead subject cannot be held"
json mmap , munmap --addr NULL --length "$user_end" --hold 20
json_is .subject.held false "the document says so"
json mmap
json_is .subject.held false "without --hold nothing is held"
run mmap --hold 20 --dry-run
is "$status $(wc -l <err)" '0 0' "a dry run has nothing to hold"
run --quiet mmap --hold 0.1
is "$(wc -c <out) $(grep -c 'is held' err)" '0 1' "--quiet tells the pid all the same"
run mmap 0 --hold 0.1 --skip-unsupported --stop , mmap
err_has 'is held' "a chain that --stop ended is held"

# Bad input.
for value in entr 5s -1 05 1. .5 ''; do
	run mmap --hold "$value"
	if [ "$status" -eq 2 ] && one_line && grep -qF "'$value'" err; then
		pass "--hold '$value' is refused"
	else
		flunk "--hold '$value' is refused"
	fi
done
run mmap --hold entr
err_has "did you mean 'enter'?" "and enter is suggested"
run __complete mmap --hold e
is "$(cat out)" enter "enter is completed"

done_testing
