#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

run mmap
out_has '^mmap(' "a lone step has no number"
run mmap , touch
out_has '^1  mmap(' "the steps of a chain have numbers"
out_has '^2  touch(' "from 1 on"
run touch
out_has '^-  mmap(' "an implicit step has a dash"

# narrow SENTENCE ARGS...
narrow() {
	sentence=$1
	shift
	run "$@"
	LC_ALL=C.UTF-8 awk 'length($0) > 80 { wide = 1 } END { exit wide }' out
	ok "$sentence fits 80 columns"
}
printf 'data' >data
narrow "a lone mmap" mmap
narrow "a long list of flags" mmap --flags private,anonymous,populate,noreserve,stack,nonblock,denywrite
narrow "a long list of flags in a chain" mmap 4p , mmap --prot rwx --flags private,anonymous,populate,noreserve,stack --addr 0x7fff00000000
narrow "a fault" mprotect none , touch write
narrow "an error" mmap , munmap --addr +1 --length 0xfffffffffffff000
narrow "expectations" mprotect none --as nobody --expect ok,fail
narrow "a name and an expectation" mmap --as a_rather_long_name --expect ok,ENOMEM,EAGAIN
narrow "a mapping of a file" mmap --file data , munmap
narrow "a memory file" msync
narrow "the sizes of pages" pagesize
narrow "a dump of bytes" peek 256
narrow "a changed break" brk +1M , sbrk -4k
narrow "a shared mapping moved" mmap 4p --flags shared,anonymous --as a , mremap 8p
narrow "a skipped step" mmap 0 , touch , mprotect read
narrow "the death of the subject" munmap --addr NULL --length 0x7ffffffff000 , mmap , touch
narrow "a dry run" -n madvise hugepage , touch --addr +1p
narrow "help" help
narrow "help of a call" help mmap

# Durations stand at the right edge.
run pagesize
awk 'NR == 1 { exit !(length($0) == 80 && /[0-9] (ns|us|ms|s)$/) }' out
ok "the duration stands at the right edge"

# Each kind of change.
run mmap 8p --as a , mprotect read --addr +2p --length 1p , munmap a , touch --on a --expect SIGSEGV , pagesize
out_has '^   + .*rw-p' "an added mapping is marked by +"
out_has '^   ~ .*rw-p -> r--p' "a changed one by ~"
out_has '^   - .*rw-p' "a removed one by -"
out_has '^   no visible effect$' "a step without effect is shown as such"
run madvise nohugepage --expect ok,EINVAL , touch write , madvise dontneed , touch write
out_has '^   resident +16 KiB anonymous   page faults 4$' "faults are counted"
is "$(wc -c <err)" 0 "success says nothing on stderr"

# A mapping of every second page, all of them unmapped at once.
holes=
for hole in 1 3 5 7 9 11 13 15 17 19 21 23 25 27; do
	holes="$holes , munmap --addr a+${hole}p --length 1p"
done
# shellcheck disable=SC2086
run mmap 29p --as a $holes , munmap --addr a --length 29p
is "$(sed -n '/^16 /,/^total/p' out | grep -c '^   - ')" 12 "of many changes the first are shown"
out_has '^   ... and 3 mappings more (--json has all)$' "and that there are more"
# shellcheck disable=SC2086
json mmap 29p --as a $holes , munmap --addr a --length 29p
json_is '.steps[-1].effect.mappings | length' 15 "and JSON has all of them"

# The verdict.
run mmap 0 , mmap , munmap --addr +1
err_has '^memtool: 2 of 3 steps not as expected: 1 (mmap: wanted ok, got EINVAL), 3 (munmap: wanted ok, got EINVAL)$' \
	"the last line names each step that was not as expected"
run mmap 0
err_has '^memtool: 1 of 1 step not as expected' "one step is no plural"
run mmap --expect ENOMEM,SIGSEGV
err_has 'wanted ENOMEM,SIGSEGV, got ok)$' "what was wanted is told as it was typed"

# Quiet.
run -q mmap , touch
is "$(cat out err)" '' "--quiet says nothing of success"
run mmap 0 , touch , mmap , munmap --addr +1 --quiet
is "$(wc -c <out)" 0 "--quiet says nothing on stdout"
is "$(sed 's/: mmap failed.*//' err | tr '\n' '|')" \
	'memtool: step 1 (mmap: wanted ok, got EINVAL)|memtool: step 2 (touch: wanted ok, got skipped)|memtool: step 4 (munmap: wanted ok, got EINVAL)|' \
	"--quiet has a line for each unexpected step"
json -q mmap
json_is '.ok' true "--quiet --json is the document"

# JSON, indented.
run --pretty -n mmap , touch
[ "$(wc -l <out)" -gt 20 ]
ok "--pretty implies --json, on many lines"
jq -c 'del(.memtool.argv)' out >pretty
run --json -n mmap , touch
is "$(wc -l <out)" 1 "--json is one line"
is "$(jq -c 'del(.memtool.argv)' out)" "$(cat pretty)" "both are the same document"

# Colours.
escape=$(printf '\033')
run --color=always mmap , munmap
out_has "$escape\\[32m+" "--color=always colours what was added"
out_has "$escape\\[31m-" "and what was removed"
run --color=always -n mmap , munmap , touch
sed "s/$escape\\[[0-9;]*m//g" out >plain
run --color=never -n mmap , munmap , touch
cmp -s out plain
ok "without its colours it is the same text"
out_lacks "$escape" "--color=never has none"
run mmap
out_lacks "$escape" "a file gets no colours"
run --json --color=always mmap
out_lacks "$escape" "a document has no colours"
run --color=always mprotect none --expect ok , touch --expect SIGSEGV , touch
sed "s/$escape\\[[0-9;]*m//g" out | awk 'length($0) > 80 { wide = 1 } END { exit wide }'
ok "colours take no columns"

# On a terminal.
terminal() {
	# shellcheck disable=SC2086 # $1 is an environment of several words
	script -qec "env $1 $MEMTOOL $2 mmap" /dev/null </dev/null >out 2>err
}
terminal TERM=xterm ''
if grep -q 'mmap(' out; then
	line='memtool mmap, on a terminal'
	out_has "$escape\\[" "a terminal gets colours"
	terminal 'TERM=xterm NO_COLOR=1' ''
	out_lacks "$escape\\[" "NO_COLOR turns them off"
	terminal 'TERM=xterm NO_COLOR=' ''
	out_has "$escape\\[" "an empty NO_COLOR does not"
	terminal 'TERM=xterm NO_COLOR=1' --color=always
	out_has "$escape\\[" "--color=always is stronger than NO_COLOR"
	terminal TERM=xterm --color=never
	out_lacks "$escape\\[" "--color=never is stronger than the terminal"
	terminal TERM=dumb ''
	out_lacks "$escape\\[" "a dumb terminal gets none"
else
	skip "a terminal gets colours" "script(1) gives no terminal"
fi

# What is not ours to print.
run open "$(printf 'a\033[31mb\nc')" --expect ENOENT
out_lacks "$escape" "control characters of a path do not reach the terminal"
is "$(grep -c '^open(' out)" 1 "nor does its line break"
name=$(printf 'a\377b')
json open "$name" --expect ENOENT
json_is 'final.args.path' 'a\xffb' "bytes that are no UTF-8 become \\xHH"
json open "$(printf 'a\\\377b')" --expect ENOENT
json_is 'final.args.path' 'a\x5c\xffb' "and then a backslash becomes \\x5c"
json open 'a\b' --expect ENOENT
json_is 'final.args.path' 'a\b' "where all is UTF-8 it stays"
json open 'ä"b' --expect ENOENT
json_is 'final.args.path' 'ä"b' "quotes and UTF-8 come through"

done_testing
