#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154,SC2016 # of lib.sh; the $ are those of jq
#
# The results of a test script, part of lib.sh.  A jq for each question would
# cost several times what memtool does: json_is only notes the question, with
# the document as it is at that moment.  One jq answers all of them when the
# script ends, and prints them among the other results, in order.
#
# $work.results has a record for each line of TAP: its text, or, after the byte
# 035, the fields of a question, which 037 separates.  036 ends a record.
# $work.filters has the filters of the questions.

: >"$work.results"
: >"$work.filters"
asked=0

put() { # TEXT...
	printf '%s\n' "$@" >>"$work.results"
}

end_record() {
	printf '\036' >>"$work.results"
}

# What went wrong, as comments of TAP.
diagnose() {
	printf '# %s\n' "$line" | cut -c1-400
	echo "# exit status $status"
	if [ $# -gt 0 ]; then
		printf '# %s\n' "$@"
	fi
	sed -n '1,20s/^/# stdout: /p' out | cut -c1-1500
	sed -n '1,20s/^/# stderr: /p' err | cut -c1-1500
}

pass() {
	tests=$((tests + 1))
	put "ok $tests - $1"
	end_record
}

# flunk SENTENCE DIAGNOSTIC...
flunk() {
	tests=$((tests + 1))
	put "not ok $tests - $1"
	shift
	diagnose "$@" >>"$work.results"
	end_record
	# What follows would fail as well, if it looks at that.
	[ -z "$pid" ] || ! gone "$pid" || lost "the memtool in the background is gone"
}

# COMMAND; ok SENTENCE: whether the command before it succeeded.
ok() {
	# shellcheck disable=SC2181 # it is the caller's command that is meant
	if [ $? -eq 0 ]; then pass "$1"; else flunk "$1"; fi
}

# is GOT WANTED SENTENCE
is() {
	if [ "$1" = "$2" ]; then
		pass "$3"
	else
		flunk "$3" "got    '$1'" "wanted '$2'"
	fi
}

status_is() {
	is "$status" "$1" "$2"
}

# ask FILTER: what a filter says of the document; filters may use jq_words.
# It costs a jq: where nothing depends on the answer but a result, take json_is.
ask() {
	jq -r --argjson page "$page" "$jq_words$1" out 2>&1
}

# json_is FILTER WANTED SENTENCE
json_is() {
	tests=$((tests + 1))
	printf '($asked[%s][4] | _answer(\n%s\n)),\n\036' $asked "$1" >>"$work.filters"
	{
		printf '\035%s\037%s\037%s\037%s\037' "$tests" "$2" "$3" "$line"
		cat out 2>&1
		printf '\037%s\037' "$status"
		[ ! -s err ] || cat err
		printf '\036'
	} >>"$work.results"
	asked=$((asked + 1))
}

# json_same FILTER FILTER SENTENCE: both say the same of the document, and
# something.
json_same() {
	json_is "[([$1] | tojson), ([$2] | tojson)] | if .[0] == .[1] and .[0] != \"[]\" and .[0] != \"[null]\" then \"the same\" else join(\" and \") end" \
		"the same" "$3"
}

skip() {
	tests=$((tests + 1))
	put "ok $tests - $1 # SKIP $2"
	end_record
}

skip_all() {
	put "1..0 # SKIP $1"
	end_record
	exit 0
}

# lost REASON: what the whole script depends on is gone.
lost() {
	put "Bail out! $1"
	diagnose >>"$work.results"
	end_record
	exit 1
}

# One line for the plan, and the exit status that TAP wants.
done_testing() {
	put "1..$tests"
	end_record
	print_results && ! grep -q '^not ok' "$work.output"
	exit
}

# Print the records, once.
print_results() {
	[ -e "$work.results" ] || return 0
	if [ $asked -eq 0 ]; then
		tr -d '\036' <"$work.results"
	else
		answer 2>"$work.why" || { mend_filters && answer; }
	fi >"$work.output"
	printed=$?
	rm -f "$work.results"
	cat "$work.output"
	return $printed
}

# The answer of one filter as the other side of json_is has it.  A document
# that is no JSON must not look like an empty answer.
jq_answers='
def _documents:
	. as $text
	| [try fromjson catch empty]
	| if . == [] then [$text | split("\n")[] | select(. != "") | fromjson] else . end;
def _chomp: if endswith("\n") then .[:-1] | _chomp else . end;
def _answer(filter):
	[try (_documents as $documents
		| if $documents == [] then error("there is no document") else . end
		| [$documents[] | filter | if type == "string" then . else tojson end]
		| join("\n") | _chomp) catch "jq: \(.)"] | .[0];
'

# Number, wanted, sentence, line, document, exit status, stderr.
jq_results='
def _lines($name): split("\n") | if .[-1] == "" then .[:-1] else . end
	| .[:20][] | "# \($name): \(.[:1500])";
def _result($got):
	if $got == .[1] then "ok \(.[0]) - \(.[2])"
	else
		"not ok \(.[0]) - \(.[2])",
		"# \(.[3][:400])", "# exit status \(.[5])",
		"# got    \u0027\($got)\u0027", "# wanted \u0027\(.[1])\u0027",
		(.[4] | _lines("stdout")), (.[6] | _lines("stderr"))
	end;
split("\u001e")[:-1] as $records
| [$records[] | select(startswith("\u001d")) | .[1:] | split("\u001f")] as $asked
| ['

jq_print='null] as $got
| foreach $records[] as $record (-1;
	if $record | startswith("\u001d") then . + 1 else . end;
	. as $at
	| if $record | startswith("\u001d") then $asked[$at] | _result($got[$at])
	else $record | _chomp end)
'

answer() {
	{
		printf '%s\n' "$jq_words$jq_answers$jq_results"
		tr -d '\036' <"$work.filters"
		printf '%s\n' "$jq_print"
	} >"$work.jq"
	jq -Rrs --argjson page "$page" -f "$work.jq" "$work.results"
}

# A filter that jq cannot read must not hide the answers of the others.
mend_filters() {
	rm -f "$work".filter.*
	awk -v RS='\036' -v name="$work.filter." '/[^\n]/ {
		file = sprintf("%s%04d", name, NR)
		printf "%s", $0 >file
		close(file)
	}' "$work.filters"
	: >"$work.filters"
	for filter in "$work".filter.*; do
		printf '%s\n[] as $asked | [%s null]\n' "$jq_words$jq_answers" \
			"$(cat "$filter")" >"$work.jq"
		if jq -n --argjson page "$page" -f "$work.jq" >/dev/null 2>"$work.why"; then
			cat "$filter" >>"$work.filters"
		else
			sed 's/^/# /' "$work.why"
			echo '"jq: this is no filter",' >>"$work.filters"
		fi
	done
}
