#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# --runs, --warmup, and the median of --times.

jq_words="$jq_words"'
def ordered: .min_ns <= .median_ns and .median_ns <= .p90_ns and .p90_ns <= .max_ns;
'

json mmap 4p , touch write , munmap --runs 7 --warmup 2
status_is 0 "a chain is performed several times"
json_is '.runs | [.count, .warmup, .unexpected] | tostring' '[7,2,0]' "and says how often"
json_is '.runs.steps | map(.command) | join(" ")' 'mmap touch munmap' "with a row for each step"
json_is '.runs.steps | map(ordered) | unique | tostring' '[true]' "whose times are in order"
json_is '.runs.steps | map(.same_outcome) | unique | tostring' '[true]' "it ends the same each time"
json_is '.steps | length' 3 "the steps are those of one run"
json_is '[.steps[1].result.duration_ns, .runs.steps[1].min_ns] | .[0] >= .[1]' true \
	"which counts"
run mmap 4p , munmap --runs 3
out_has '^runs 3$' "text has a table"
out_has '^ *1  *mmap  .* same  *same$' "with a line for each step"
json mmap 4p
json_is '.runs' null "it is null without --runs"
json mlock 1p --runs 2
json_is '.runs.steps | map("\(.step)\(.implicit)") | join(" ")' '1true 1false' "implicit steps are marked"
json mmap 4p --runs 1
json_is '.runs | "\(.count) \(.steps[0] | .min_ns == .max_ns)"' '1 true' "a single run"

# --- what differs ---------------------------------------------------------------

json open new --flags creat,excl,rdwr --runs 3
status_is 1 "a run that is not as expected"
json_is '.runs | "\(.unexpected) \(.steps[0].same_outcome)"' '2 false' "is counted, and told"
json_is '.steps[0].result.status' ok "although the first one was"
run -q open new2 --flags creat,excl,rdwr --runs 3
is "$(cat err)" 'memtool: not as expected: 2 of 3 runs' "--quiet has a line for it"
json open new3 --flags creat,excl,rdwr --expect ok,EEXIST --runs 3
status_is 0 "both outcomes are accepted"
json_is '.runs.steps[0].same_outcome' false "and differ"
json open grows --flags creat,rdwr , ftruncate 4p , mmap --as m , touch write , close --runs 2 --expect ok
json_is '.runs.steps[1].same_outcome' true "effects are compared apart"

json mmap 4p , munmap --addr +1 , touch --stop --runs 3
json_is '.runs.steps | map("\(.command) \(.same_outcome)") | join(", ")' 'mmap true, munmap true, touch true' \
	"a step that is skipped is not taken for the first"

# --- assertions -----------------------------------------------------------------

json mmap 4p --assert duration=..10s , munmap --assert duration=..1ns --runs 5
status_is 1 "an assertion on the duration"
json_is '[.steps[].assert[0].met] | tostring' '[true,false]' "is judged once"
json_is '[.steps[].assert[0].got] == [.runs.steps[].median_ns]' true "by the median"
json_is '.runs.unexpected' 1 "and is not each run's"
json mmap 4p --assert mapped=2 --runs 4
json_is '.runs.unexpected' 4 "other assertions are"

# --- a word that only looks like it -----------------------------------------------

json mmap 4p , poke --text --runs=3
json_is '.runs' null "the value of another option is not --runs"
json_is '.steps | length' 2 "and the chain is performed once"

# --- pristine -------------------------------------------------------------------

json malloc 100 --runs 3
json_is '.runs.steps[0] | .same_outcome and .same_effect' true "each heap is new"
# To lock all that a sanitizer maps takes for ever.
if ! sanitized; then
	json mlockall current , mmap 4p --runs 3 --expect ok,ENOMEM,EPERM
	json_is '.runs.count' 3 "what a run has locked ends with it"
fi

# --- bad input ------------------------------------------------------------------

for words in '--runs 0' '--runs 10001' '--runs -1' '--runs 0x2' '--runs many' '--runs 2 --warmup x' \
	'--warmup 2' '--runs 2 --hold 1' '--runs 2 --dry-run'; do
	# shellcheck disable=SC2086
	json mmap 4p $words
	status_is 2 "'$words' is refused"
	one_line
	ok "in one line"
	json_is '.error.kind' usage "and a whole document"
done
json maps --runs 2
status_is 2 "an inspection has no runs"

# --- signals --------------------------------------------------------------------

# The process that was started is not the one that performs the first run.
for signal in TERM:143 INT:130; do
	begin mmap 4p --runs 3
	kill -s "${signal%:*}" "$pid"
	finish
	is "$status" "${signal#*:}" "SIG${signal%:*} ends the runs"
	gone "$child"
	ok "and leaves no process"
	json_is '[.error.kind, .runs] | tostring' '["interrupted",null]' "with a whole document"
done
begin mmap 4p --runs 3
kill -s KILL "$pid"
finish
await gone "$child"
ok "no run outlives memtool"

# --- the median of --times ------------------------------------------------------

json munlock --times 1000
json_is 'final.repeat | .least_ns <= .median_ns and .median_ns <= .p90_ns and .p90_ns <= .most_ns' true \
	"repeated calls have a median and a 90th percentile"
run munlock --times 1000
out_has 'each, median [0-9.]* [nmu]*s, p90 [0-9.]* [nmu]*s' "text has them, too"
json munlock
json_is '.steps[-1].repeat' null "a single call has none"

run --runs 2 --jsonl mmap
status_is 2 "--runs with --jsonl is refused"
err_has 'give one of them' "with the reason"

done_testing
