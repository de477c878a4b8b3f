#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010 # then is a word of memtool's
. "$(dirname "$0")/lib.sh"

json explain ENOMEM mlock
status_is 0 "what can lie behind an outcome is told"
json_is '"\(.kind) \(.ok) \(.steps) \(.subject)"' 'explain true null null' "nothing is performed for it"
json_is '.explain.outcome | "\(.status) \(.name) \(.number) \(.code) \(.message)"' \
	"error ENOMEM 12 null $(words ENOMEM)" "the errno has its name, number and words"
json_is '.explain | "\(.call) \(.manual)"' 'mlock mlock(2)' "the call has its manual page"
json_is '.explain.causes[] | select(.cause == "memlock-limit") | .remedy | type' string "a cause says what helps"
json_is '[.explain.causes[].behind[] | .call == "mlock" and (.outcomes - ["ENOMEM", "fail"] == [])] | all' true \
	"each cause can lie behind just that"
cp out asked

# same SENTENCE WORD...: the same is told.
same() {
	sentence=$1
	shift
	json explain "$@"
	json_is '.explain | tostring' "$(jq -r '.explain | tostring' asked)" "$sentence"
}
same "the words may be turned round" mlock ENOMEM
same "an errno may be a number" 12 mlock
same "an errno may be written small" enomem mlock
same "both may be options" --call mlock --outcome ENOMEM
same "one of them may be" mlock --outcome ENOMEM
same "a dry run is no different, for nothing is performed" ENOMEM mlock --dry-run

json explain mlock
json_is '.explain.outcome' null "without an outcome any is meant"
json_is '[.explain.causes[] | select(.cause == "memlock-limit").behind[].outcomes[]] | sort | join(" ")' \
	'ENOMEM EPERM' "and each cause says which"
json explain EAGAIN
json_is '.explain | "\(.call) \(.manual)"' 'null errno(3)' "without a call any is meant"
json_is '[.explain.causes[].behind[].call] | index("mmap") != null' true "and each cause says which"
json_is '[.explain.causes[].behind[].outcomes[]] | all(test("EAGAIN|fail"))' true "none is told of another outcome"
json explain
json_is '.explain.causes | map(.cause) | index("memlock-limit") != null' true "without both all causes are told"
json explain fail mlock
json_is '.explain.outcome | "\(.status) \(.name)"' 'error null' "fail is any errno"
json_is '.explain.causes | length > 0' true "and has the causes of all"
json explain SIGSEGV:SEGV_ACCERR touch
json_is '.explain.outcome | "\(.status) \(.name) \(.number) \(.code)"' 'signal SIGSEGV 11 SEGV_ACCERR' \
	"a signal may have its code"
json explain ok munlock
json_is '.explain.outcome | "\(.status) \(.name) \(.number)"' 'ok null null' "a success has no number"

# Nothing makes a call raise SIGURG.
json explain SIGURG munlockall
status_is 0 "that no cause is known is an answer"
json_is '.explain.causes | tostring' '[]' "the list is empty then"
run explain SIGURG munlockall
out_has '^memtool knows no cause of SIGURG (Urgent I/O condition) of ' "text says so"
out_has 'munlockall(2)\.$' "and points to the manual page"

run explain ENOMEM mlock
out_has "^Causes of ENOMEM ($(words ENOMEM)) of mlock:$" "text begins with what was asked"
out_has '^memlock-limit  *it would exceed the limit on locked memory' "a line has the name and the meaning"
out_has '^ *try  ulimit -l' "a line has what helps"
out_lacks '^ *for ' "what was asked is not repeated"
run explain mlock
out_has '^ *for  ENOMEM, EPERM' "what was not asked is told"
run explain
awk 'length($0) > 80 { wide = 1 } END { exit wide }' out
ok "the text fits 80 columns"
# Behind each name the text begins in one column.
"$MEMTOOL" explain | awk '/^[a-z]/ && !/:$/ { match($0, /^[a-z0-9-]+ +/); print RLENGTH }' | sort -u >columns
is "$(wc -l <columns)" 1 "the texts stand below each other"
run explain ENOMEM mlock --quiet
is "$status $(cat out err)" '0 ' "--quiet says nothing"

# help tells the same, from the same rows.
run help --all mlock
out_has 'undoes any number of them' "help tells what the call does"
out_has '^  ENOMEM  *[a-z]' "help tells its errors"
out_has 'memlock-limit  *it would exceed the limit on' "and what can lie behind them"
"$MEMTOOL" explain --json | jq -r '.explain.causes[] | .cause as $c | .behind[] | select(.call) | "\(.call) \($c)"' |
	sort -u >known
lacking=
while read -r call cause; do
	"$MEMTOOL" help --all "$call" | grep -q -e " $cause\$" -e " $cause  *[a-z]" || lacking="$lacking $call:$cause"
done <known
is "$lacking" '' "every cause of every call stands in help --all"
run help
commands=$("$MEMTOOL" __complete '' | wc -l)
[ "$(wc -l <out)" -lt $((commands + 36)) ]
ok "the overview has a line for each command, and few others"

# bad WORD SUGGESTION SENTENCE ARGS...
bad() {
	word=$1
	meant=$2
	sentence=$3
	shift 3
	json "$@"
	if [ "$status" -ne 2 ] || ! one_line; then
		flunk "$sentence" "wanted exit status 2 and one line on stderr"
		return
	fi
	json_is '"\(.error.kind) \(.error.word) \(.error.suggestion)"' "usage $word $meant" "$sentence"
}
bad mlok mlock "an unknown word is refused" explain mlok
bad ENOMEN ENOMEM "an unknown errno is" explain ENOMEN mlock
bad mlok mlock "an unknown call is" explain ENOMEM mlok
bad EINVAL null "two outcomes are" explain ENOMEM EINVAL
bad mmap null "two calls are" explain mlock mmap
bad x null "a third word is" explain ENOMEM mlock x
bad 5000 null "a number that is no errno is" explain 5000 mlock
bad schema null "what makes no call is" explain ENOMEM schema
bad explain null "it takes no part in a chain" mmap then explain ENOMEM
bad explain null "there is no process to hold" explain ENOMEM --hold enter

# A cause by its short name, with a hyphen as a word.
json explain double-free
json_is '.explain | "\(.cause) \([.causes[].cause] | join(","))"' 'double-free double-free' \
	"a cause alone is told"
run explain --cause guard
grep -q '^guard  the page is a guard page' out && ! grep -q '^protection' out
ok "any goes by --cause"
json explain --cause protection ENOMEM mlock
json_is '.explain | "\(.cause) \(.call) \(.causes | length)"' 'protection mlock 1' \
	"with a call and an outcome, too"
json explain --cause double-free ENOMEM mmap
json_is '.explain.causes | length' 0 "which may not be behind them"
bad doble-free double-free "an unknown cause is refused" explain doble-free
bad gard guard "so it is by --cause" explain --cause gard

# Completion offers either, then the other.
run __complete explain ENOMED
is "$(cat out)" ENOMEDIUM "an errno is completed"
run __complete explain mrem
is "$(cat out)" mremap "a call is completed"
run __complete explain mremap ''
grep -qx EINVAL out && ! grep -qx mmap out
ok "behind a call an outcome may follow"
run __complete explain EINVAL ''
grep -qx mmap out && ! grep -qx ENOMEM out && ! grep -qx schema out
ok "behind an outcome a call may follow"
run __complete explain EINVAL mmap ''
is "$(cat out)" '' "behind both nothing may"
run __complete explain --call mrem
is "$(cat out)" mremap "the option is completed as the word is"
run __complete explain SIGSEGV:SEGV_ACCE
is "$(cat out)" SIGSEGV:SEGV_ACCERR "a signal has codes"

run explain protection
status_is 0 "a cause of one word is taken for what it is"
out_has '^What protection means' "and explained"

done_testing
