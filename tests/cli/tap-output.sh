#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
#
# --tap: the Test Anything Protocol, version 14.
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# tap_is TEXT SENTENCE ARGS...: all that it prints on stdout; an address is A.
tap_is() {
	printf '%s\n' "$1" >wanted
	sentence=$2
	shift 2
	run --tap "$@"
	sed 's/0x[0-9a-f]\{8,\}/A/g' out | cmp -s - wanted
	ok "$sentence"
}

map='mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)'
tap_is "TAP version 14
1..3
ok 1 - $map
ok 2 - touch(<region>, <rest>, write)
ok 3 - munmap(<region>, <rest>)" "each step is a test point" mmap 1p , touch write , munmap
status_is 0 "all as expected is exit status 0"
is "$(wc -c <err)" 0 "and silence on stderr"
tap_is "TAP version 14
1..2
not ok 1 - mmap(NULL, 0, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
  ---
  wanted: \"ok\"
  got: \"EINVAL\"
  call: \"mmap(NULL, 0, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\"
  why:
    - cause: \"zero-length\"
      message: \"the length may not be 0\"
      remedy:
        - \"--length 1p\"
  ...
not ok 2 - munmap(<region>, <rest>)
  ---
  wanted: \"ok\"
  got: \"skipped\"
  reason: \"mmap failed with EINVAL (step 1)\"
  ..." "a failure has a block that says why" mmap 0 , munmap
status_is 1 "and is exit status 1"
is "$(wc -c <err)" 0 "the verdict is not repeated on stderr"
tap_is "TAP version 14
1..2
ok 1 - mprotect(<region>, <rest>, PROT_NONE)
ok 2 - touch(<region>, <rest>, read), wanted SIGSEGV" "an outcome that is expected is ok" \
	mprotect none , touch --expect SIGSEGV
tap_is "TAP version 14
1..1
ok 1 - munmap(<region>, <rest>) # SKIP dry run: nothing was performed" "a dry run skips all" munmap --dry-run
tap_is "TAP version 14
1..1
ok 1 - maps()" "a lone inspection is a point" maps
tap_is "TAP version 14
1..2
ok 1 - $map
ok 2 - maps()" "so is one in a chain" mmap 1p , maps
tap_is "TAP version 14
1..1
not ok 1 - maps(2147483647)
  ---
  wanted: \"ok\"
  got: \"ESRCH\"
  reason: \"there is no process 2147483647, or it is hidden\"
  call: \"maps(2147483647)\"
  ..." "one that sees nothing fails" maps 2147483647
tap_is "TAP version 14
1..1
ok 1 - poke(<region>, \"a\\#b\\\\\\\\c\", 5)" "a description has no directive of its own" poke --text 'a#b\c'
tap_is "TAP version 14
1..1
not ok 1 - sleep(1000)
  ---
  wanted: \"ok\"
  got: \"timeout\"
  reason: \"it did not end within 0.1 s\"
  call: \"sleep(1000)\"
  ..." "a timeout fails" sleep 1000 --timeout 0.1
printf 'mmap 1p\n\nsleep 1000 --timeout 0.1\n' >steps.mt
tap_is "TAP version 14
1..2
ok 1 - $map
not ok 2 - sleep(1000)
  ---
  wanted: \"ok\"
  got: \"timeout\"
  reason: \"it did not end within 0.1 s\"
  call: \"sleep(1000)\"
  line: 3
  ..." "a step of a file has its line" run steps.mt

# An implicit step is part of the point that it serves.

if can_limit_memory "a point has its implicit steps"; then
	limited 'ulimit -v 200000' run --tap munlock --length 1G
	out_has '^1\.\.1$' "only typed steps are counted"
	out_has '^# made for step 1: mmap: wanted ok, got ENOMEM$' "an implicit step that fails is told in a comment"
	out_has '^not ok 1 - munlock' "and fails the point"
fi

# What the kernel lacks: mseal.

sentence="what the kernel lacks is skipped if it may be"
if can_look_old "$sentence" mseal ENOSYS; then
	old_kernel mseal ENOSYS run --tap --skip-unsupported mseal , munmap
	out_has '^ok 1 - mseal(.*) # SKIP the kernel lacks what was asked$' "$sentence"
	out_has '^ok 2 - munmap' "the rest is tested"
	status_is 77 "the exit status is that of any form"
	old_kernel mseal ENOSYS run --tap mseal
	out_has '^not ok 1 - mseal' "without the option it fails"
fi

# No plan, but a reason.

bails() { # TEXT STATUS SENTENCE ARGS...
	text=$1
	wanted_status=$2
	sentence=$3
	shift 3
	run "$@"
	[ "$status" -eq "$wanted_status" ] && one_line &&
		[ "$(head -n 1 out)" = 'TAP version 14' ] && grep -q "^Bail out! .*$text" out && ! grep -q '^1\.\.' out
	ok "$sentence"
}
bails "'mprotct' is not a call" 2 "a line that is refused" --tap mprotct
bails "'mprotct' is not a call" 2 "wherever the option is" mmap --tap , mprotct
printf 'mmap 4q\n' >wrong.mt
bails 'wrong.mt:1:6: mmap: length' 2 "a mistake in a file has its place" run wrong.mt --tap

for form in --json --pretty; do
	run --tap $form mmap
	[ "$status" -eq 2 ] && one_line && grep -q -e "--tap and $form are two forms" err &&
		jq -e '.error.word == "--tap" and .steps == []' out >/dev/null && ! grep -q TAP out
	ok "$form at the same time is refused, as JSON"
done

# It comes as it happens.

mkfifo fifo
# shellcheck disable=SC2086 # $starter is several words
$starter "$MEMTOOL" --tap mmap 1p , open fifo >out 2>err </dev/null &
job=$!
first_is_there() {
	grep -q '^ok 1' out
}
await first_is_there
ok "a point is printed when its step is done"
pid=$(children_of "$job")
kill -TERM "$pid"
wait "$job"
status=$?
job=
pid=
out_has '^Bail out! interrupted by SIGTERM$' "an interruption ends the test"
status_is 143 "with its exit status"
run --tap --quiet mmap 0
out_has '^not ok 1' "--quiet leaves it as it is"
err_has 'wanted ok, got EINVAL' "and prints its lines on stderr"
if [ -e /dev/full ]; then
	"$MEMTOOL" --tap mmap >/dev/full 2>err
	is $? 3 "what cannot be written is exit status 3"
fi

# --- what is asserted of all ---------------------------------------------------

tap_is "TAP version 14
1..2
ok 1 - mmap(NULL, 16384, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
not ok 2 - total
  ---
  reason: \"wanted locked=1, got +0\"
  ..." "assertions on the total are a point" --assert locked=1 mmap
status_is 1 "that can fail"
run --tap --assert size=16K mmap 16K --runs 3
status_is 0 "and hold"
out_has '^1\.\.3$' "the runs are a point, too"
is "$(sed -n '/total/,$p' out)" "ok 2 - total
ok 3 - 3 runs" "both come last"
run --tap open once --flags creat,excl,rdwr --runs 3
status_is 1 "of which two fail"
is "$(sed -n '/^not/,$p' out)" 'not ok 2 - 3 runs
  ---
  reason: "2 of them not as expected"
  ...' "as the last point says"
rm -f once
run --tap --dry-run --assert locked=1 mmap
out_has '^ok 2 - total # SKIP dry run' "a dry run skips it"
run --tap --assert resident=1 mmap --assume size=1 , munmap
out_has '^ok 3 - total # SKIP assumed size=1' "and so does an assumption"

# Another reader agrees.

if command -v prove >/dev/null; then
	# Many know versions up to 13 only; what is new in 14 is not used here.
	"$MEMTOOL" --tap mmap 1p , touch write , mmap 0 --expect EINVAL | sed 1s/14/13/ >good
	prove -e cat good >out 2>&1
	is $? 0 "prove accepts what is ok"
	"$MEMTOOL" --tap mmap 1p , mmap 0 , touch write 2>err | sed 1s/14/13/ >bad
	prove -e cat bad >out 2>&1
	is $? 1 "and not what is not"
	out_has 'Failed tests:  2-3' "it finds the same points"
else
	skip "prove agrees" "there is no prove(1)"
fi

done_testing
