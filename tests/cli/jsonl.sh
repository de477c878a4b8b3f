#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
#
# --jsonl: the document of a chain in lines, as it happens.
. "$(dirname "$0")/lib.sh"

# What it prints goes to the documents that are validated.
lines() { # ARGS...
	run --jsonl "$@"
	keep_document
}

# The lines put together again: a whole document.
# shellcheck disable=SC2016 # the $ are jq's
whole='(.[0] + {steps: [.[] | select(.event == "step") | del(.event)]} + .[-1]) | del(.event)'
together() {
	jq -cs "$whole" out >whole && mv whole out
}

# What is another in each run; memory is not measured.
same='del(.memtool.argv, .steps[].in.pid, .steps[].result.duration_ns, .subject.pid, .processes[].pid, .processes[].tid)'
like_a_document() { # SENTENCE ARGS...
	sentence=$1
	shift
	lines --memory none "$@"
	is "$(jq -r .event out | sort | uniq -c | awk '$2 != "step" { print $1, $2 }' | tr '\n' ' ')" '1 begin 1 end ' \
		"$sentence: it begins and ends once"
	together
	jq -S "$same" out >of_lines
	json --memory none "$@"
	jq -S "$same" out | cmp -s - of_lines
	ok "$sentence: put together it is the document"
}

like_a_document "a chain" mmap 4p --addr 0x10000000 , mprotect read , munmap
like_a_document "implicit steps, and a failure" mprotect --addr 0x10000000 read , mmap 0 , munmap
like_a_document "an inspection in a chain" mmap 4p --addr 0x10000000 , maps 2147483647 --expect ESRCH , munmap
like_a_document "a refused line" mprotct
like_a_document "a dry run" munmap --dry-run
printf 'mmap 4p --addr 0x10000000\nmunmap\n' >steps.mt
like_a_document "a file" run steps.mt
printf 'mmap 4q\n' >wrong.mt
like_a_document "a mistake in a file" run wrong.mt

lines mmap 0 , munmap
status_is 1 "the exit status is that of the chain"
is "$(wc -c <err)" 0 "and stderr as silent as with --json"
lines mmap --json
is "$(wc -l <out)" 3 "--json adds nothing"
lines --quiet mmap 0
err_has 'wanted ok, got EINVAL' "--quiet prints its lines on stderr"

# As it happens.

mkfifo fifo
# shellcheck disable=SC2086 # $starter is several words
$starter "$MEMTOOL" --jsonl mmap 4p , open fifo >out 2>err </dev/null &
job=$!
there_are() {
	[ "$(wc -l <out)" -eq "$1" ]
}
await there_are 2
ok "a step is printed when it is done"
is "$(jq -r '"\(.event) \(.command)"' out | tr '\n' ' ')" 'begin null step mmap ' "behind the beginning"
pid=$(children_of "$job")
kill -TERM "$pid"
wait "$job"
status=$?
job=
pid=
keep_document
is "$(jq -rs '.[-1] | "\(.event) \(.error.kind) \(.exit_status)"' out)" 'end interrupted 143' \
	"an interruption has its end"
status_is 143 "and its exit status"

# Refused.

refused() { # TEXT SENTENCE ARGS...
	text=$1
	sentence=$2
	shift 2
	run "$@"
	keep_document
	[ "$status" -eq 2 ] && one_line && grep -qF -e "$text" err
	ok "$sentence"
}
refused "'maps' on its own has no steps; --json is accepted" "a lone inspection" maps --jsonl
is "$(jq -r .event out | tr '\n' ' ')" 'begin end ' "in lines"
refused "'zones' on its own has no steps" "what is always alone" zones --jsonl
refused "--tap and --jsonl are two forms" "test points at once" --tap --jsonl mmap
run --jsonl --pretty mmap
[ "$status" -eq 2 ] && one_line && grep -q 'two forms' err && [ "$(jq -r .error.word out)" = --jsonl ]
ok "indentation is refused, as one document"
printf 'options --jsonl --pretty\nmmap\n' >both.mt
run run both.mt
[ "$status" -eq 2 ] && one_line && [ "$(jq -r .error.word out)" = --jsonl ]
ok "in a file, too"
if [ -e /dev/full ]; then
	"$MEMTOOL" --jsonl mmap >/dev/full 2>err
	is $? 3 "what cannot be written is exit status 3"
fi

# The schema knows the lines.

python=${MEMTOOL_PYTHON:-/usr/bin/python3}
if "$python" -c 'import jsonschema' 2>/dev/null; then
	"$MEMTOOL" --jsonl mmap 4p , mlock 1 >good
	"$python" -B "$SRCDIR/tests/validate.py" "$MEMTOOL" good >out 2>err
	is $? 0 "lines are valid against the schema"
	for wrong in 's/"ok":true/"ok":1/' 's/"event":"step",/&"more":1,/' 's/"event":"end"/"event":"more"/'; do
		sed "$wrong" good >bad
		"$python" -B "$SRCDIR/tests/validate.py" "$MEMTOOL" bad >out 2>err
		is $? 1 "$wrong is not"
	done
	"$MEMTOOL" --json mmap 4p | sed 's/{"step":1/{"event":"step","step":1/' >bad
	"$python" -B "$SRCDIR/tests/validate.py" "$MEMTOOL" bad >out 2>err
	is $? 1 "a whole document has no events"
else
	skip "lines are valid against the schema" "$python has no jsonschema"
fi

done_testing
