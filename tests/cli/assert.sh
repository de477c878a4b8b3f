#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# --assert: facts that must hold.

jq_words="$jq_words"'
def asserted: map("\(.fact) \(.op) \(.wanted) \(.got) \(.met)") | join("; ");
'

# --- what holds -----------------------------------------------------------------

json mmap 8p --assert mapped=1 --assert perms=rw-p --assert size=8p --assert locked=0 \
	--assert 'value!=0' --assert why=none --assert status=ok --assert unsupported=false , \
	mprotect r --length 2p --assert mapped=2 --assert perms=r--p --assert mappings=1 \
	--assert change=changed
status_is 0 "assertions of several kinds hold"
json_is '.steps[0].assert | map(.met) | unique | tostring' '[true]' "each one is met"
json_is '.steps[0].assert[0] | [.fact, .op, .wanted, .got] | tostring' '["mapped","=","1",1]' \
	"the document has both sides"
json_is '.assert | tostring' '[]' "nothing is asserted of the total"
json mmap
json_is '[.assert, .steps[0].assert] | tostring' '[[],[]]' "without --assert the arrays are empty"

json mmap 8p , madvise nohugepage --expect ok,EINVAL , touch write --assert faults=1..16 \
	--assert 'resident=+8p' --assert 'anonymous>=1p' --assert touched=8 --assert duration=..1s
status_is 0 "ranges, signs, units, the call's own data, durations"
json poke 00ff , peek 2 --assert bytes=00ff
status_is 0 "bytes are compared as words"
json --assert size=0 --assert mappings=0 mmap 4p , munmap
status_is 0 "before the first call it is the chain's total"
json_is '.assert | asserted' 'size = 0 0 true; mappings = 0 0 true' "which the document has apart"
json mmap 4p --pages --assert pages.counts.untouched=4 --assert vm_flags=rd
status_is 0 "what --pages measures"
json touch --times 3 --assert repeat.calls=3 --assert repeat.least=..1s
status_is 0 "what --times measures"
json mlock --addr +1 --length 1p --syscalls --assert syscalls.count=1..
status_is 0 "what --syscalls measures"

# --- a failure ------------------------------------------------------------------

run mmap 4p --assert 'size>4p' , munmap
status_is 1 "an assertion that does not hold is not as expected"
out_has '^   not as asserted: size>4p, got +16 KiB$' "a line has both sides"
is "$(cat err)" 'memtool: 1 of 2 steps not as expected: 1 (mmap: wanted size>4p, got +16 KiB)' \
	"and the verdict"
json mmap 4p --assert 'size>4p' --assert mapped=1
status_is 1 "the same as a document"
json_is '.steps[0].assert | asserted' "size > 4p $((4 * page)) false; mapped = 1 1 true" \
	"each one says whether it is met"
json_is '.steps[0].expect.met' true "the outcome was still as expected"
json_is '.ok' false "the document is not ok"

run -q mmap 4p --assert mapped=2 , munmap
is "$(cat err)" 'memtool: step 1 (mmap: wanted mapped=2, got 1)' "--quiet has a line for it"
run --stop mmap 4p --assert mapped=2 , munmap
out_has 'skipped: --stop ended the chain at step 1' "--stop ends the chain"
run munmap --addr +1 --assert errno=ENOMEM
err_has 'munmap: wanted ok, got EINVAL; wanted errno=ENOMEM, got EINVAL' "both are said"
run -q munmap --addr +1 --expect EINVAL --assert errno=EINVAL --assert 'why!=none'
status_is 0 "an expected failure has facts, too"
run --assert mappings=0 mmap 4p
status_is 1 "a total that is not as asserted"
out_has '^   not as asserted: mappings=0, got 1$' "is said below it"
is "$(cat err)" 'memtool: not as expected: total (wanted mappings=0, got 1)' "and in the verdict"
run -q --assert mappings=0 mmap 4p
is "$(cat err)" 'memtool: total (wanted mappings=0, got 1)' "with --quiet, too"

# --- null, rows, causes ---------------------------------------------------------

json munmap --assert 'errno!=EINVAL'
status_is 1 "null never holds, not even with !="
json_is 'final.assert[0].got' null "and is null"
json munmap --assert perms=r--p
status_is 1 "there must be a row"
json mmap 4p , mprotect r --length 1p , munmap --addr end-1p --length 1p , mprotect none --assert 'perms=---p' \
	--expect ok,ENOMEM
status_is 0 "each row must hold"
json mmap 4p , mprotect none --length 1p , mprotect none --addr +2p --length 1p --assert mapped=4 , mmap --assert perms=---p
status_is 1 "one that does not is enough"
json munmap --addr +1 --expect EINVAL --assert why=none
status_is 1 "why=none needs that there is no cause"
json munmap --addr +1 --expect EINVAL --assert 'why!=thp-off' --assert why=1
status_is 0 "a cause that is not there, and their number"

# --- inspections ----------------------------------------------------------------

json maps --assert mappings=3.. --assert 'mappings.perms!=rwxp' --assert pid=1..
status_is 0 "an inspection's own facts"
json_is '.assert | length' 3 "are in the document"
run maps --assert mappings=1
status_is 1 "which may not hold"
out_has '^not as asserted: mappings=1, got' "as text"
json mmap , maps --assert mappings=1
status_is 1 "in a chain, too"
json_is 'final.assert[0].met' false "where they are the step's"
json fit --assert 'x=1'
status_is 2 "inspections that are never a step take it"

# --- nothing is performed -------------------------------------------------------

json --dry-run --assert faults=0 mmap --assert mapped=1
status_is 0 "a dry run"
json_is '[.assert[0].met, .steps[0].assert[0].met] | tostring' '[null,null]' "proves nothing"

# refused ASSERTION PATTERN [ARGS]: one line, nothing performed.
refused() {
	assertion=$1 pattern=$2
	shift 2
	json munmap --assert "$assertion" "$@"
	status_is 2 "'$assertion' is refused"
	err_has "$pattern" "with the reason"
	json_is '.error.kind' usage "in a whole document"
}
refused faults 'no operator'
refused 'faults!3' 'not an operator'
refused '=3' 'no fact'
refused 'faults=' 'no value'
refused 'faults==0' 'two operators'
refused 'faults=many' "'many' is not a number"
refused 'faults=5..3' 'is empty'
refused 'faults<1..2' 'is a range'
refused 'faults<1,2' 'several values'
refused 'resdent=1' "did you mean 'resident'"
refused 'minor=1' "did you mean 'effect.faults.minor'"
refused 'touched=1' 'is not a fact of munmap'
refused 'effect=1' "several parts: .*'effect.mappings'"
refused 'perms=rw' 'is not a value of perms'
refused 'perms<r--p' 'no order'
refused 'status=fine' 'ok, error, signal, skipped, timeout are accepted'
refused 'unsupported=no' 'true, false are accepted'
refused 'why=thp-of' "did you mean 'thp-off'"
refused 'duration=10h' 'is not a duration'
refused 'pages.counts.present=1' 'it is with --pages'
refused 'syscalls.count=1' 'it is with --syscalls'
refused 'repeat.calls=1' 'it is with --times'
refused 'region.size=1p' 'the call makes no memory'
refused 'resident=0' '--memory none leaves it out' --memory none
refused 'duration=1us..' 'is not timed' --syscalls
json maps --assert perms=rw-p
err_has "did you mean 'mappings.perms'" "an inspection has no short names"
json --assert mappings=1 maps
err_has "after 'maps' it is accepted" "nor a total"
json --assert resident=0 --memory none mmap
err_has "'resident' is not measured" "the total is not always measured"
json --assert vm_flags=rd mmap
err_has "'vm_flags' is not measured" "nor all of it"
json schema --assert x=1
err_has "unknown option '--assert'" "a program has no facts"

# --- its names ------------------------------------------------------------------

run __complete mmap --assert resi
is "$(cat out)" resident "completion offers short names"
run __complete mmap --assert effect.memory.lo
out_has '^effect.memory.locked.after$' "and paths"
run __complete mmap --assert why=thp-of
is "$(cat out)" why=thp-off "and causes"
run __complete mincore --assert=res
is "$(cat out)" --assert=resident "after an equals sign, too"
"$MEMTOOL" __complete mprotect --assert '' | sort -u >names
sed -n '/^\.SS "Short names/,/^\.SS args/s/\\fB\\%\([a-z_]*\)\\fR/\n\1\n/gp' \
	"$SRCDIR/man/memtool-json.5" | sort -u >marked
is "$(comm -23 names marked | tr '\n' ' ')" '' "memtool-json(5) marks each short name"

done_testing
