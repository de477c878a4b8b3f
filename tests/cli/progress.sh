#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010 # then is a word of memtool's
# shellcheck disable=SC2016,SC2086 # expanded later; words of memtool's
. "$(dirname "$0")/lib.sh"

script --version 2>&1 | grep -q util-linux || skip_all "script(1) of util-linux is not installed"
script -qec 'test -t 2' /dev/null </dev/null >/dev/null 2>&1 ||
	skip_all "there is no terminal to be had"

# on_terminal TERM ARGS...: what memtool writes to a terminal, as lines.
on_terminal() {
	line="memtool $*, on a terminal"
	terminal=$1
	shift
	printf 'exec "$MEMTOOL" %s\n' "$*" >run.sh
	TERM=$terminal timeout 300 script -qec 'sh ./run.sh' seen </dev/null >/dev/null 2>err
	status=$?
	tr '\r' '\n' <seen >out
}

on_terminal vt100 mmap then touch write
out_lacks 'step 2' "what is quick shows no progress"

# A stride of 1 takes long.
slow='mmap 4G --flags +noreserve --prot read then touch read --stride 1 --length'
took=$("$MEMTOOL" --json $slow 64M | jq '.steps[-1].result.duration_ns')
# As much as takes more than two seconds.  On a busy machine the measure may
# have been too slow: then more.
length=$((67108864 * 2500 / (took / 1000000 + 1)))
for _ in 1 2 3 4; do
	on_terminal vt100 $slow $length
	grep -o 's, [0-9]* of' out | tr -dc '0-9\n' >counts
	[ "$(sort -u counts | wc -l)" -le 1 ] || break
	length=$((2 * length))
	[ $length -le 1073741824 ] || length=1073741824
done
out_has '^memtool: step 2 (touch): 1\.[0-9] s, [0-9]* of [0-9]* places' "after a second the step and the time are shown"
sort -n counts | cmp -s - counts && [ "$(sort -u counts | wc -l)" -gt 1 ]
ok "what is done grows"
sed -n '/^memtool: step/,$p' out | grep -v '^memtool: step' | sed -n 1p | grep -q '^ *$'
ok "the line is erased when the step is done"
out_has '  touch(' "the report follows"
on_terminal vt100 --quiet $slow $length
out_lacks 'step 2' "--quiet shows no progress"
on_terminal dumb $slow $length
out_lacks 'memtool: step 2' "a dumb terminal is shown none"
run $slow $length
is "$(wc -c <err)" 0 "what is no terminal is shown none"

if machine_has kernel_faults "so are the faults that wait"; then
	on_terminal vt100 mmap 4p then usercopy --fault-delay 700
	out_has '^memtool: step 2 (usercopy): [12]\.[0-9] s, [123] of 4 pages' "so are the faults that wait, and were served"
fi

done_testing
