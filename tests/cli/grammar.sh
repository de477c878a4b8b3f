#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# sizes WANTED SENTENCE WORD...: what words mean as a length.
sizes() {
	wanted=$1
	sentence=$2
	shift 2
	line="memtool mmap WORD, each of $*"
	got=
	for word in "$@"; do
		timeout 300 "$MEMTOOL" --json -n mmap "$word" </dev/null >out 2>err
		# No jq: a double cannot hold what is told here.
		got="$got $(sed -n 's/.*"length":\([0-9]*\).*/\1/p' out)"
	done
	is "$got" " $wanted" "$sentence"
}
sizes '0 1 4096 18446744073709551615' "decimal numbers, up to 2^64-1" 0 1 4096 18446744073709551615
sizes '16 16 4096 18446744073709551615' "hexadecimal numbers" 0x10 0X10 0x1000 0xFFFFffffFFFFffff
sizes '1024 1048576 1073741824 1099511627776' "k m g t are powers of 1024" 1k 1m 1g 1t
sizes '1024 1048576 1073741824 1099511627776' "in capitals too" 1K 1M 1G 1T
sizes '1024 1048576 1073741824 1099511627776 1125899906842624' "and with iB" 1KiB 1mib 1GIB 1TiB 1PiB
sizes '1000 1000000 1000000000 1000000000000' "kB MB GB TB are powers of 1000" 1kB 1MB 1gb 1TB
sizes "$page $((3 * page)) $((16 * page))" "p is pages" 1p 3p 0x10p
huge=$(sed -n 's/^Hugepagesize: *\([0-9]*\) kB/\1/p' /proc/meminfo)
if [ -n "$huge" ]; then
	sizes "$((huge * 1024)) $((huge * 2048))" "hp is default huge pages" 1hp 2hp
else
	skip "hp is default huge pages" "this kernel has none"
fi
sizes '18446744073709550592 17179869184' "what just fits" 18014398509481983k 16g
json mmap 0xffffffffffffffff
grep -q '"length":18446744073709551615[,}]' out
ok "2^64-1 is told exactly"

# Negative words are numbers, where a number may be negative.
json -n sbrk -64K , sbrk --increment -1p , sbrk --increment=-0x10 , mmap --fd -1 --offset -4096 , sbrk -9223372036854775808
json_is '[.steps[:3][].args.increment] | map(tostring) | join(" ")' "-65536 -$page -16" \
	"a word of - and a digit is a number"
json_is '.steps[3].args | "\(.fd) \(.offset)"' '-1 -4096' "a descriptor and an offset may be negative"
grep -q '"increment":-9223372036854775808[,}]' out
ok "-2^63 is told exactly"
json mlockall -1
json_is 'final | outcome' EINVAL "flags may be negative"
json -n close -1 , ftruncate -5 --fd 3
json_is '[.steps[] | .args.fd, .args.size] | map(tostring) | join(" ")' '-1 null 3 -5' \
	"so may the words of close and ftruncate"

# Names.
json -n mmap --flags private,anonymous , mmap --flags 'MAP_PRIVATE|MAP_ANONYMOUS' , mmap --flags Private,map_Anonymous \
	, mmap --flags 'private|anon' , mmap --flags 0x22 , mmap --flags 34 , mmap --flags 2,0x20 , mmap --flags private,0x20
json_is '[.steps[].args.flags] | unique | join(" ")' 'MAP_PRIVATE|MAP_ANONYMOUS' \
	"flags in any case, with or without prefix, joined by , or |, or as numbers"
json -n mmap --flags +populate , mmap --flags +populate,noreserve , msync +invalidate , mlockall +future , mremap 4p --flags +fixed
json_is '[.steps[] | select(.implicit | not) | .args.flags] | join(" ")' \
	'MAP_PRIVATE|MAP_ANONYMOUS|MAP_POPULATE MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE|MAP_POPULATE MS_SYNC|MS_INVALIDATE MCL_CURRENT|MCL_FUTURE MREMAP_MAYMOVE|MREMAP_FIXED' \
	"a + adds to the default"
json -n memfd , mmap --flags +populate
json_is 'final.args.flags' 'MAP_PRIVATE|MAP_POPULATE' "with a file the default is another"
json -n mmap --flags private,0x40000000000 , madvise 77 , mmap --prot 0x1000
json_is '[.steps[] | select(.implicit | not) | .args | if .prot == "0x1000" then .prot else .flags // .advice end] | join(" ")' \
	'MAP_PRIVATE|0x40000000000 0x4d 0x1000' "bits without a name are shown as numbers"
json -n mprotect rw , mprotect 'rw-' , mprotect 'r-x' , mprotect rwx , mprotect x , mprotect --prot -w- , mprotect none , mprotect READ,exec
json_is '[.steps[] | select(.implicit | not) | .args.prot] | join(" ")' \
	'PROT_READ|PROT_WRITE PROT_READ|PROT_WRITE PROT_READ|PROT_EXEC PROT_READ|PROT_WRITE|PROT_EXEC PROT_EXEC PROT_WRITE PROT_NONE PROT_READ|PROT_EXEC' \
	"letters serve for a protection"
# What is shown can be typed.
for flags in hugetlb,huge_2mb,private,anonymous shared_validate,sync,locked private,fixed_noreplace,stack,noreserve,0x8; do
	json -n mmap --flags "$flags"
	shown=$(ask final.args.flags)
	json -n mmap --flags "$shown"
	json_is final.args.flags "$shown" "the flags $shown read back as they are shown"
done
json -n mmap --flags private,noreserve,0x40000000000,populate
shown=$(ask final.args.flags)
json -n mmap --flags "$shown"
json_is final.args.flags "$shown" "numbers among them too"

# Where options may stand.
for place in '--json mmap 4p --prot read' 'mmap --json 4p --prot read' 'mmap 4p --prot read --json' \
	'mmap 4p --prot=read --json' 'mmap --length=4p --prot read -j' '-j mmap --prot read --length 4p' \
	'--json --stop mmap 4p --prot PROT_READ -q'; do
	# shellcheck disable=SC2086 # several words
	run $place
	json_is '"\(final.args.length | pages) \(final.args.prot)"' '4 PROT_READ' "options anywhere: $place"
done
run mmap , touch --json , munmap
json_is '.steps | length' 3 "an option of all stands in any step"
line='POSIXLY_CORRECT=1 memtool mmap 4p --prot read --json , touch'
POSIXLY_CORRECT=1 timeout 300 "$MEMTOOL" mmap 4p --prot read --json , touch </dev/null >out 2>err
json_is 'outcomes' 'ok ok' "POSIXLY_CORRECT changes nothing"
run -n sbrk -- -64k
out_has '^sbrk(-65536)' "behind -- a word is a word"
json -n open -- --json
json_is 'final.args.path' --json "behind -- an option is a word"
json -n open --path=--json
json_is 'final.args.path' --json "behind = a value may look like anything"
json -n open --path --json
json_is 'final.args.path' --json "and so may the word behind an option"

# Help and version.
for form in --help -h help 'help mmap' 'mmap --help' 'help schema' --version -V; do
	# shellcheck disable=SC2086
	run $form
	[ "$status" -eq 0 ] && [ -s out ] && [ ! -s err ]
	ok "$form prints to stdout and succeeds"
done
run help
for call in mmap munmap mremap mprotect madvise mlock munlock mlockall munlockall msync mincore mseal \
	brk sbrk alloca pagesize touch peek poke open memfd ftruncate close schema; do
	grep -q "^  $call  *[a-z]" out || break
done
ok "help lists every call"
run help madvise
out_has ' dontneed ' "help of a call lists its names"
run help --all madvise
out_has '^  dontneed  ' "help --all describes them"
run --version
out_has '^memtool [0-9]' "the version is behind the name"
ln -s "$MEMTOOL" frob
kept=$MEMTOOL
MEMTOOL=$work/frob
run --version
out_has '^frob [0-9]' "memtool goes by the name that it was called by"
run nonsense
err_has '^frob: ' "in its complaints too"
MEMTOOL=$kept

# popt has a file of its own, whose aliases could do anything.
mkdir home
printf 'memtool alias --evil --json\nmmap alias --evil --json\n' >home/.popt
line='HOME=home memtool mmap --evil'
HOME=$work/home timeout 300 "$MEMTOOL" mmap --evil </dev/null >out 2>err
status=$?
status_is 2 "aliases in ~/.popt are not read"

# Completion.
run __complete ma
out_has '^madvise$' "completion offers calls"
run __complete mmap --fl
out_has '^--flags$' "and options"
run __complete mmap --flags private,an
out_has '^private,anonymous$' "and names"
run __complete nonsense ''
status_is 0 "completion never complains"

done_testing
