#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# judge.sh PLATFORM DIRECTORY: what a machine of scripts/test-elsewhere has
# sent is in DIRECTORY/console.  Unpack it into results, compare it with what
# tests/elsewhere/lines wants, count the results of the test programs, validate
# the documents.  Leaves a row of the table in DIRECTORY/row, and in failures
# what went wrong.

set -eu
platform=$1
place=$2
results=$place/results
: >"$place/failures"
facts='' page=''

fail() { # LINE...
	printf '%s\n' "$@" >>"$place/failures"
}

# Each "@@ NAME" of the console becomes the folder results/NAME.
unpack_results() {
	rm -rf "$results" "$place/pieces"
	mkdir -p "$results" "$place/pieces"
	tr -d '\r' <"$place/console" | awk -v place="$place/pieces/" '
		/^@@ end$/ { close(file); file = "" }
		file { print >file }
		/^@@ [a-z]/ && !/^@@ (end|done)$/ {
			name = $2
			gsub("/", "=", name)
			file = place name
		}'
	for piece in "$place"/pieces/*; do
		[ -e "$piece" ] || return 0
		name=$(basename "$piece" | tr '=' /)
		mkdir -p "$results/$name"
		base64 -d "$piece" 2>/dev/null | gunzip 2>/dev/null |
			tar -x -C "$results/$name" 2>/dev/null || true
	done
}

# The expectations of tests/elsewhere/lines, one a line, by tabs: the number of
# the command, the line of the file, the condition, the expression.
expectations() {
	awk '
		/^#/ || /^[[:space:]]*$/ { next }
		/^[^[:space:]]/ { command++; condition = "true"; next }
		{
			word = $1
			sub(/^[[:space:]]*[a-z]+[[:space:]]+/, "")
		}
		word == "when" { condition = $0; next }
		word == "want" {
			printf "%d\t%d\t%s\t%s\n", command, NR, condition, $0
			next
		}
		{ printf "line %d: neither when nor want\n", NR >"/dev/stderr"; exit 2 }
	' tests/elsewhere/lines
}

# All of them as one program of jq, since a jq for each would take a minute on
# a busy machine.  It prints a judgement for each, in order.
program() {
	# The words of the test suite's own filters.
	sed -n "/^jq_words='/,/^'/p" tests/cli/lib.sh | sed '1d;$d'
	cat tests/elsewhere/words.jq
	# shellcheck disable=SC2016 # the $ are jq's
	echo 'documents as $documents | ('
	tab=$(printf '\t')
	while IFS=$tab read -r number _ condition expression; do
		# shellcheck disable=SC2016
		printf '($statuses[%d] as $exit | judge($documents["%d"]; %s; %s)),\n' \
			$((number - 1)) "$number" "$condition" "$expression"
	done <"$place/expectations"
	echo 'empty)'
}

# The exit status of each command, in their order; null where it did not end.
statuses() {
	n=0
	while read -r _; do
		n=$((n + 1))
		cat "$results/commands/$n.status" 2>/dev/null || echo null
	done <"$place/commands" | jq -sc .
}

judge_commands() {
	right=0 wrong=0
	if [ ! -e "$results/facts/facts" ]; then
		wrong=1
		fail "the machine told nothing: see $place/console"
		return
	fi
	facts=$(cat "$results/facts/facts")
	page=$(echo "$facts" | jq .page)
	expectations >"$place/expectations"
	program >"$place/program.jq"
	jq -nRr --argjson here "$facts" --argjson page "$page" \
		--argjson statuses "$(statuses)" -f "$place/program.jq" \
		"$results"/commands/*.out >"$place/judgements" 2>&1 || {
		wrong=1
		fail "$(head -n 5 "$place/judgements")"
		return
	}
	paste "$place/expectations" "$place/judgements" >"$place/judged"
	while IFS=$tab read -r number line _ expression got; do
		case $got in
		right) right=$((right + 1)) ;;
		"not here") ;;
		*)
			wrong=$((wrong + 1))
			fail "line $line: $(sed -n "${number}p" \
				"$place/commands")" "    want $expression" \
				"    $got"
			;;
		esac
	done <"$place/judged"
}

# Counts the results of the test programs, in TAP.
judge_programs() {
	passed=0 failed=0 skipped=0
	while read -r program; do
		said=$results/$program/said
		if ! grep -qs '^1\.\.' "$said"; then
			failed=$((failed + 1))
			fail "$program: it did not end"
		fi
		[ -e "$said" ] || continue
		oks=$(grep -c '^ok ' "$said" || true)
		left_out=$(grep -ciE '^ok .*# SKIP' "$said" || true)
		passed=$((passed + oks - left_out))
		skipped=$((skipped + left_out +
			$(grep -ciE '^1\.\.0 # SKIP' "$said" || true)))
		failed=$((failed + $(grep -cE '^not ok |^Bail out' "$said" || true)))
		awk -v name="$program" '
			/^(ok|1\.\.)/ { failing = 0 }
			/^(not ok|Bail out)/ { failing = 1; print name ": " $0; next }
			failing { print "    " $0 }' "$said" >>"$place/failures"
	done <"$place/programs"
}

judge_documents() {
	{
		find "$results" -name 'documents.*' -exec cat {} +
		cat "$results"/commands/*.out 2>/dev/null || true
	} >"$place/documents"
	documents=$(tests/validate.py .build/memtool "$place/documents" 2>&1) ||
		fail "$documents"
	documents=$(printf '%s\n' "$documents" | tail -n 1)
}

tab=$(printf '\t')
unpack_results
judge_commands
judge_programs
judge_documents
kernel=$(echo "${facts:-null}" | jq -r '.kernel // "-"')
printf '%-16s %-22s %7s  %-20s %-37s %-26s %6s\n' "$platform" "$kernel" \
	"${page:+$((page / 1024)) KiB}" "$right right, $wrong wrong" \
	"$passed passed, $failed failed, $skipped skipped" \
	"$documents" "$(cat "$place/seconds" 2>/dev/null || echo '?') s" \
	>"$place/row"
