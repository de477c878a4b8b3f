#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
#
# The examples: each passes, or is skipped with a reason, in each form of the
# report and as an ordinary user; and each fails when one of its assertions is
# turned around, so that none is empty.
. "$(dirname "$0")/lib.sh"
on_one_processor

# The reason in the line that memtool has printed for status 77.
reason_of() {
	sed -n 's/^memtool: skipped: //p' err
}

# passes SENTENCE ARGS...: its status is 0, or it is skipped with one line.
passes() {
	sentence=$1
	shift
	run run "$@"
	if [ "$status" -eq 77 ] && one_line && [ -n "$(reason_of)" ]; then
		skip "$sentence" "$(reason_of)"
	elif [ "$status" -eq 0 ] && [ ! -s err ]; then
		pass "$sentence"
	else
		flunk "$sentence" "wanted exit status 0, or 77 and a reason"
	fi
}

# passes_as_tap STATUS: the points are as many as planned, and all are ok.
passes_as_tap() {
	run run --example "$name" --tap
	planned=$(sed -n 's/^1\.\.//p' out)
	[ "$status" -eq "$1" ] && [ "$(grep -c '^ok ' out)" -eq "$planned" ] &&
		! grep -q '^not ok' out && [ ! -s err ] &&
		if [ "$1" -eq 77 ]; then grep -q '^ok .* # SKIP [a-z]' out; fi
	ok "$name: as TAP"
}

passes_as_lines() { # STATUS
	run run --example "$name" --jsonl
	keep_document
	[ "$status" -eq "$1" ] && [ ! -s err ] &&
		[ "$(jq -r 'select(.event == "end") | .exit_status' out)" -eq "$1" ]
	ok "$name: as lines of JSON"
}

# The example with its assertion number $1 turned around.
turned() {
	awk -v wanted="$1" '
	{
		rest = $0
		line = ""
		while ((at = index(rest, "--assert "))) {
			line = line substr(rest, 1, at + 8)
			rest = substr(rest, at + 9)
			if (++count == wanted)
				sub(/=/, "!=", rest)
		}
		print line rest
	}' "$name.memtool"
}

# Each of them makes it fail; where it is skipped, those before that.
fails_when_turned() { # STATUS
	count=$(grep -o -e '--assert ' "$name.memtool" | wc -l)
	failed=0
	number=0
	while [ "$number" -lt "$count" ]; do
		number=$((number + 1))
		turned $number >turned.memtool
		run run turned.memtool
		if [ "$status" -eq 1 ]; then
			failed=$((failed + 1))
		elif [ "$1" -ne 77 ] || [ "$status" -ne 77 ]; then
			flunk "$name: its assertions can fail" "assertion $number is of no use"
			return
		fi
	done
	[ "$count" -gt 0 ] && { [ "$failed" -gt 0 ] || [ "$1" -eq 77 ]; }
	ok "$name: its assertions can fail"
}

# A page at most, a sentence as its title, no line that a terminal breaks.
has_its_form() {
	[ "$(wc -l <"$name.memtool")" -le 45 ] &&
		head -n 1 "$name.memtool" | grep -qE '^# [A-Za-z].{8,56}\.$' &&
		[ "$(expand "$name.memtool" | awk '{ print length }' | sort -n | tail -n 1)" -le 80 ] &&
		grep -q '^# SPDX-License-Identifier: ' "$name.memtool" &&
		[ "$(grep -c '^#' "$name.memtool")" -ge 4 ]
	ok "$name: it is a page that explains itself"
}

# --- the list -------------------------------------------------------------------

json examples
status_is 0 "the examples are listed"
json_is '.examples | "\(.name) \(.examples | length >= 19)"' 'null true' "all of them"
names=$(jq -r '.examples.examples[].name' out)
is "$names" "$(echo "$names" | sort)" "in order"
jq -r '.examples.examples[] | "\(.name)\t\(.title)"' out >wanted
run examples
sed 's/  */\t/' out >list
while IFS="$(printf '\t')" read -r name title; do
	printf '%s\t%s\n' "$name" "$title"
done <list | cmp -s - wanted
ok "text has their names and titles"
[ "$(awk '{ print length }' out | sort -n | tail -n 1)" -le 80 ]
ok "in 80 columns"
if [ -d "$SRCDIR/man/examples" ]; then
	is "$(cd "$SRCDIR/man/examples" && ls)" "$(echo "$names" | sed 's/$/.memtool/')" \
		"they are the files of the source"
else
	skip "they are the files of the source" "there is no source at $SRCDIR"
fi
run run "$SRCDIR/man/examples" --example locking
status_is 2 "an example and a file at once"
err_has 'one of them is accepted' "are refused"

# --- each of them ------------------------------------------------------------------

for name in $names; do
	run examples "$name"
	cp out "$name.memtool"
	json examples "$name"
	json_is '.examples.name' "$name" "$name: it is printed"
	jq -r '.examples.examples[0].text | rtrimstr("\n")' out | cmp -s - "$name.memtool"
	ok "$name: JSON has the same text"
	[ ! -d "$SRCDIR/man/examples" ] ||
		cmp -s "$SRCDIR/man/examples/$name.memtool" "$name.memtool"
	ok "$name: it is its file"
	has_its_form
	passes "$name: it passes" --example "$name"
	first=$status
	passes_as_tap "$first"
	passes_as_lines "$first"
	run run "$name.memtool"
	is "$status" "$first" "$name: the file does the same"
	fails_when_turned "$first"
done

if can_be_nobody; then
	for name in $names; do
		as_nobody passes "$name: an ordinary user, too" --example "$name"
	done
else
	skip "an ordinary user" "there is no way to be one"
fi

run run --example copy-on-write --set WRITTEN=2M
[ "$status" -eq 0 ] || [ "$status" -eq 77 ]
ok "a variable of an example can be set"
run __complete examples lock
is "$(cat out)" locking "names are completed"
run __complete run --example=lock
is "$(cat out)" --example=locking "those of run, too"
run __complete run --example copy-on-write --set WR
is "$(cat out)" WRITTEN= "and the variables of the one that is typed"

# --- what is refused ----------------------------------------------------------------

refused "'lockin' is not an example; 'memtool examples' lists them; did you mean 'locking'?" \
	"an unknown name" examples lockin
refused "'lockin' is not an example; 'memtool examples' lists them; did you mean 'locking'?" \
	"for run, too" run --example lockin
refused "needs a value" "none" run --example
refused "one word too many" "two names" examples locking sealing
refused "cannot be part of a chain" "in a chain" examples , mmap
refused "has no line 'set SIZE VALUE'" "--set of what it does not set" run --example locking --set SIZE=4p
json run --example locking --set SIZE=4p
json_is '.error.file' null "which is a mistake of the command line"
run run --example locking --assert faults=0
status_is 2 "an option of a step"
done_testing
