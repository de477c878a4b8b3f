#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
#
# --assume: where it does not hold, the rest of the chain is skipped.
. "$(dirname "$0")/lib.sh"

jq_words="$jq_words"'
def asserted: map("\(.fact) \(.met) \(.assumed)") | join("; ");
'

# --- it holds -------------------------------------------------------------------

run mmap 4p --assume mapped=1 , munmap --assert mapped=0
status_is 0 "a chain goes on where an assumption holds"
out_has '^   as assumed: mapped=1, got 1$' "a line has both sides"
is "$(wc -c <err)" 0 "and nothing is said on stderr"
json mmap 4p --assume mapped=1 --assert mapped=1 , munmap
json_is '.steps[0].assert | asserted' 'mapped true true; mapped true false' \
	"the document tells both kinds apart"
json_is '"\(.ok) \(.exit_status)"' 'true 0' "it is ok"

# --- it does not ----------------------------------------------------------------

unmet='madvise 1212 --assume status=ok'
# shellcheck disable=SC2086 # several words
run mmap 4p , $unmet , touch write , munmap
status_is 77 "an assumption that does not hold is exit status 77"
out_has '^   not as assumed: status=ok, got error$' "its step says what is the case"
out_has '^3  touch  skipped: step 2 assumed status=ok, got error$' "the next is skipped, with the reason"
out_has '^4  munmap  skipped: step 2 assumed' "so is the last"
is "$(cat err)" "memtool: skipped: step 2 (madvise) assumed status=ok, got error: \
0x4bc is not a known advice (unknown-flag)" "one line says what, and why"
run mmap 4p --assume mapped=2 , munmap
is "$(cat err)" 'memtool: skipped: step 1 (mmap) assumed mapped=2, got 1' "without a cause, too"
# shellcheck disable=SC2086
run -q mmap 4p , $unmet , touch
status_is 77 "--quiet"
is "$(wc -l <err) $(wc -c <out)" '1 0' "has this line alone"
# shellcheck disable=SC2086
json -q mmap 4p , $unmet , touch
is "$(wc -l <err)" 1 "beside a document, too"
# shellcheck disable=SC2086
json mmap 4p , $unmet --assert value=3 , touch --assert touched=3
json_is '"\(.ok) \(.exit_status) \(.error)"' 'false 77 null' "the document has the exit status"
json_is '.steps[1].assert | asserted' 'status false true; value false false' "and what is the case"
json_is '.steps[2] | "\(outcome) \(.result.reason) \(.assert[0].met)"' \
	'skipped step 2 assumed status=ok, got error null' "the rest is skipped, and not judged"
is "$(wc -c <err)" 0 "stderr is silent"
# shellcheck disable=SC2086
json --assert mappings=99 mmap 4p , $unmet
status_is 77 "the total is not judged"
json_is '.assert[0].met' null "and says so"
# shellcheck disable=SC2086
json mmap 4p , $unmet , maps
json_is 'final | outcome' skipped "an inspection is skipped, too"
json pagesize , maps --assume mappings=0 , munmap
status_is 77 "one can have an assumption"
run maps --assume mappings=0
status_is 77 "on its own, too"
is "$(sed 's/got .*/got/' err)" 'memtool: skipped: step 1 (maps) assumed mappings=0, got' "with the line"
run mmap 4p --assume mapped=1 --assume mapped=2 --assume 'size<1' , munmap
err_has 'assumed mapped=2, got 1; size<1, got' "several must all hold"
run mmap 0 --assume errno=ENOMEM , munmap
status_is 77 "an outcome is not judged either"
err_has 'assumed errno=ENOMEM, got EINVAL: .*(zero-length)$' "only the assumption"
run mmap 0 --expect EINVAL , touch --assume touched=4 , munmap
status_is 77 "null never holds"
run mmap 4p , fork --as c , touch --in c --assume touched=99 , touch
status_is 77 "steps of another process"
out_has '^4  touch  skipped: step 3 assumed' "end the chain of all"

# --- a failure is not excused ------------------------------------------------------

# shellcheck disable=SC2086
run mmap 4p --assert mapped=2 , $unmet , touch
status_is 1 "an assertion before it that does not hold"
is "$(grep -c '' err)" 2 "has its own line"
err_has '1 of 3 steps not as expected: 1 (mmap: wanted mapped=2, got 1)$' "which counts nothing else"
err_has '^memtool: skipped: step 2' "beside that of the assumption"
# shellcheck disable=SC2086
run --stop mmap 4p --assert mapped=2 , $unmet , touch
status_is 1 "--stop ends the chain before"
is "$(grep -c skipped: err)" 0 "so that nothing was assumed"
# shellcheck disable=SC2086
run --stop mmap 4p , $unmet , touch
status_is 77 "with --stop an assumption ends it as without"
out_has 'skipped: step 2 assumed' "and is the reason"
run mmap 0 , munmap --assume status=ok
status_is 1 "a step that a failure skips has no assumption"
# shellcheck disable=SC2086
run --skip-unsupported mmap 4p , $unmet , touch
status_is 77 "--skip-unsupported changes nothing"

# --- TAP, lines, runs --------------------------------------------------------------

map='mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)'
# shellcheck disable=SC2086
run --tap mmap 1p , $unmet , touch --assert touched=99
status_is 77 "--tap"
is "$(cat out)" "TAP version 14
1..3
ok 1 - $map
ok 2 - madvise(<region>, <rest>, 0x4bc) # SKIP assumed status=ok, got error: \
0x4bc is not a known advice (unknown-flag)
ok 3 - touch(<region>, <rest>, read) # SKIP step 2 assumed status=ok, got error" "has the directive SKIP"
run --tap mmap 1p --assume mapped=2 , msync
is "$(sed 's/(.*)//' out)" "TAP version 14
1..2
ok 1 - mmap # SKIP assumed mapped=2, got 1
ok 2 - msync # SKIP step 1 assumed mapped=2, got 1" "what serves a skipped step is not told"
run --tap msync --file nothing --assume status=ok
status_is 1 "an implicit step that fails"
is "$(grep -c '^not ok 1' out)" 1 "is a failure"
run --tap mmap 1p --assume mapped=1 --assert mapped=2
is "$(grep -c '^not ok 1' out) $(grep -c SKIP out)" '1 0' "a failure stays one"
# shellcheck disable=SC2086
run --jsonl mmap 4p , $unmet , touch
status_is 77 "--jsonl"
keep_document
is "$(jq -r 'select(.event == "end") | .exit_status' out)" 77 "tells it at the end"
# shellcheck disable=SC2086
json mmap 4p , $unmet , touch --runs 3
status_is 77 "--runs"
json_is '.runs | "\(.count) \(.unexpected) \(.skipped)"' '3 0 3' "counts the runs that ended so"
# shellcheck disable=SC2086
run mmap 4p , $unmet --runs 3
out_has '^runs 3, ended by --assume: 3$' "text does, too"
run open new --flags creat,excl,rdwr --assume status=ok , close --runs 3
status_is 77 "if another run than the first did"
is "$(cat err)" 'memtool: skipped: --assume ended 2 of 3 runs' "the line says how many"
# shellcheck disable=SC2086
run mmap 4p --assert mapped=2 , $unmet --runs 2
status_is 1 "and runs that failed are failures"
json --dry-run mmap 4p --assume mapped=99 , munmap
status_is 0 "a dry run assumes nothing"
json_is '.steps[0].assert | asserted' 'mapped null true' "but tells it"

# --- files ------------------------------------------------------------------------

printf 'mmap 4p\n\nmunmap --assume mapped=1   # it is gone\ntouch\n' >steps.mt
run run steps.mt
status_is 77 "a file"
is "$(cat err)" 'memtool: skipped: step 2 in line 3 (munmap) assumed mapped=1, got 0' "its line is named"
out_has 'skipped: step 2 in line 3 assumed mapped=1, got 0' "in the reasons, too"
printf 'options --assume mapped=1\nmmap 4p\n' >steps.mt
run run steps.mt
status_is 2 "the options of a file"
err_has "unknown option '--assume'" "can assume nothing, as there is no step"

run __complete mmap --assume resi
is "$(cat out)" resident "its facts are completed"

# --- refused ------------------------------------------------------------------------

refused "assume: 'falts' is not a fact of mmap" "an unknown fact" mmap --assume falts=1
err_has "did you mean 'faults'?" "with a suggestion"
refused "assume: 'pages.counts.present' is not measured" "one that is not measured" \
	mmap --assume pages.counts.present=1
refused "assume: touched: 'x'" "a value that it cannot be" touch --assume touched=x
refused "needs a value" "no value" touch --assume
refused "unknown option '--assume'" "before the first call" --assume mapped=1 mmap
printf 'mmap 4p\ntouch --assume falts=3\n' >steps.mt
run run steps.mt
err_has "^memtool: steps.mt:2:16: touch: assume: 'falts'" "in a file, with its place"
many=$(yes -- '--assume mapped=1' | head -33)
# shellcheck disable=SC2086
refused 'assume: ' "more than 32" mmap $many
done_testing
