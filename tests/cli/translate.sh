#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010 # then is a word of memtool's
. "$(dirname "$0")/lib.sh"

# --- models: real mode --------------------------------------------------------

json translate --mode real 1234:5678
status_is 0 "an address of real mode is told"
json_is '"\(.kind) \(.ok) \(.steps)"' 'translate true null' "alone it is the document"
json_is '.translate | "\(.mode) \(.pid) \(.linear) \(.physical) \(.real.wraps)"' 'real null 0x179b8 0x179b8 false' \
	"the segment is shifted and the offset added"
json_is '.translate | [.segment, .split, .walk, .mapping, .page, .frame, .exception] | unique | tostring' '[null]' \
	"the parts of other modes are null"
json translate --mode real ffff:0010
json_is '.translate | "\(.real.a20_on) \(.real.a20_off) \(.linear) \(.physical)"' '0x100000 0x0 0x100000 null' \
	"beyond 1 MiB the line A20 decides, and both are told"
json translate 0xFFFF:0x10 --mode real --a20 off
json_is .translate.physical 0x0 "with A20 off it wraps"
json translate --far ffff:10 --mode real --a20 on
json_is .translate.physical 0x100000 "with A20 on it does not"
run translate --mode real ffff:0010
out_has '^A20 on  *0x100000' "text has the one"
out_has '^A20 off  *0x000000' "and the other"

# --- models: segments ---------------------------------------------------------

flat=0x00cff3000000ffff
small=0x0040f30000000fff
json translate --mode protected --selector 0x2b --offset 0x1000 --descriptor $flat
status_is 0 "a flat segment is translated"
json_is '.translate | "\(.linear) \(.physical) \(.exception)"' '0x1000 null null' "its linear address is the offset"
json_is '.translate.segment.selector | "\(.value) \(.index) \(.table) \(.rpl) \(.null)"' '0x2b 5 GDT 3 false' \
	"the selector is taken apart"
json_is '.translate.segment.descriptor | "\(.base) \(.limit) \(.granularity) \(.effective_limit) \(.type) \(.dpl) \(.present)"' \
	'0x0 0xfffff 4096 0xffffffff data, read/write, accessed 3 true' "so is the descriptor"
json_is '[.translate.segment.checks[] | "\(.check) \(.passed)"] | join(", ")' \
	'null true, table-limit null, type true, privilege true, present true, rights true, limit true' \
	"each check is told in its order"
json translate --mode protected --selector 0x2b --offset 0x1000 --descriptor $small
status_is 0 "an exception is an answer"
json_is '.translate | "\(.exception.name) \(.exception.error_code) \(.linear) \(.segment.base)"' '#GP 0 null null' \
	"one byte beyond a limit is #GP(0)"
json_is '.translate.exception.manual' 'Intel SDM 3A, Protection, Limit Checking' "with the section of the manual"
json translate --mode protected --selector 0x2b --offset 0x1000 --descriptor $small --segment ss
json_is '.translate.exception | "\(.name) \(.error_code)"' '#SS 0' "by the stack segment #SS(0)"
json translate --mode protected --selector 0x2f --offset 0 --descriptor 0x00cf73000000ffff
json_is '.translate.exception | "\(.name) \(.error_code)"' '#NP 44' "what is not present is #NP with the selector"
json translate --mode protected --selector 0x18 --cpl 3 --offset 0 --descriptor 0x00cf93000000ffff --table-limit 0x17
json_is '.translate | "\(.exception.error_code) \(.segment.checks[-1].check)"' '24 table-limit' \
	"the table's limit comes before privilege"
json translate --mode protected --selector 3 --offset 0
json_is '.translate | "\(.exception.name) \(.segment.checks[-1].check) \(.segment.descriptor)"' '#GP use null' \
	"a null selector needs no descriptor, and cannot be used"
json translate --mode long --segment fs --base 0x7f0000000000 --offset 0x28 --size 8
json_is '.translate | "\(.linear) \(.segment.rules) \(.segment.selector)"' '0x7f0000000028 64-bit null' \
	"in 64-bit mode FS has a base"
json translate --mode long --offset 0x800000000000
json_is '.translate.exception | "\(.name) \(.error_code)"' '#GP 0' "and addresses must be canonical"
json translate --mode long --offset 0x800000000000 --control +la57
json_is '.translate.linear' 0x800000000000 "which with 57 bits this one is"
run translate --mode protected --selector 0x2b --offset 0x1000 --descriptor $small
out_has '^ *63..56 55 54 ' "text draws the descriptor"
out_has 'FAILED *no byte is beyond the limit' "and says which check failed"
out_has '^exception  *#GP(0)' "and the exception"

# --- models: paging -----------------------------------------------------------

json translate --mode 32 0xc0100000
json_is '.translate | "\(.mode) \(.split.half) \(.split.canonical) \(.walk) \(.physical)"' '32 kernel true null null' \
	"3 GiB part user and kernel with 32 bits"
json_is '[.translate.split.fields[] | "\(.name) \(.high)..\(.low) \(.value)"] | join(", ")' \
	'PD 31..22 768, PT 21..12 256, offset 11..0 0' "the address is split"
json translate --mode 4level 0x00007f12a4b3c123
json_is '[.translate.split.fields[].value] | join(" ")' '254 74 293 316 291' "into four indices with 48 bits"
json translate --mode 5level 0xff00000000000000
json_is '.translate.split | "\(.half) \(.fields | length)"' 'kernel 6' "into five with 57"
json translate --mode 4level 0x800000000000
json_is '.translate.split | "\(.canonical) \(.half)"' 'false null' "what is not canonical has no half"
run translate --mode 4level 0x00007f12a4b3c123
out_has '^linear  *0x00007f12a4b3c123  user half' "text has the address"
out_has '^  *47..39  38..30  29..21  20..12  11..0$' "and its fields drawn"

cat >tables <<'TABLES'
# a page of 4 KiB
0x1000: 0x2007
2000: 3007    # the PDPT
3000: 4007

4028: 8000000000123065
3008: 0x4000e7
TABLES
json translate --mode 4level 0x5abc --tables tables --cr3 0x1000
status_is 0 "tables are walked"
json_is '.translate | "\(.linear) \(.physical) \(.exception)"' '0x5abc 0x123abc null' "to the physical address"
json_is '[.translate.walk.entries[] | "\(.table)[\(.index)] \(.address) \(.value)"] | join(", ")' \
	'PML4[0] 0x1000 0x2007, PDPT[0] 0x2000 0x3007, PD[0] 0x3000 0x4007, PT[5] 0x4028 0x8000000000123065' "entry by entry"
json_is '.translate.walk | "\(.page_size) \(.user) \(.writable) \(.executable) \(.accessed) \(.dirty)"' \
	'4096 true false false false true' "with the rights of all levels together"
json translate --mode 4level 0x201234 --tables tables --cr3 0x1000 --access write
json_is '.translate | "\(.physical) \(.walk.page_size) \(.split.fields | length)"' '0x401234 2097152 4' "a large page ends it early"
for case in 'write 3 7 P|W/R|U/S' 'exec 3 21 P|U/S|I/D' 'write 0 3 P|W/R' 'exec 0 17 P|I/D'; do
	# shellcheck disable=SC2086 # several words
	set -- $case
	json translate --mode 4level 0x5abc --tables tables --cr3 0x1000 --access "$1" --cpl "$2"
	json_is '.translate | "\(.exception.name) \(.exception.error_code) \(.exception.bits) \(.physical)"' "#PF $3 $4 null" \
		"to $1 with CPL $2 is a page fault"
done
json translate --mode 4level 0x5abc --tables tables --cr3 0x1000 --access write --cpl 0 --control nxe
json_is .translate.physical 0x123abc "without CR0.WP the kernel may write"
json translate --mode 4level 0x5abc --tables tables --cr3 0x1000 --control wp
json_is '.translate.exception.error_code' 13 "without EFER.NXE bit 63 is reserved"
json translate --mode 4level 0x8000005abc --tables tables --cr3 0x1000
json_is '.translate | "\(.exception.error_code) \(.walk.entries[-1].listed) \(.walk.page_size)"' '4 false null' \
	"an entry that is not listed is not present"
printf '1c00: 40c0e7\n' >tables32
json translate --mode 32 0xc0123456 --tables tables32 --cr3 0x1000
json_is '.translate | "\(.physical) \(.walk.page_size)"' '0x600523456 4194304' "a page of 4 MiB may lie above 4 GiB"
printf '1000: 2003\n' >tablespae
json translate --mode pae 0 --tables tablespae --cr3 0x1000
json_is '.translate.exception | "\(.name) \(.error_code)"' '#GP 0' "reserved bits in a register of PAE are #GP"
mkfifo pipe
cat tables >pipe &
json translate --mode 4level 0x5abc --tables pipe --cr3 0x1000
json_is .translate.physical 0x123abc "the tables may come through a pipe"
wait

json mmap , translate --mode 4level 0x5abc --tables tables --cr3 0x1000 , translate --mode real 1:2
json_is '[.steps[1,2].data | "\(.mode) \(.physical)"] | join(", ")' '4level 0x123abc, real 0x12' "as steps they tell the same"
json_is '.steps[1].args | "\(.mode) \(.tables) \(.cr3) \(.far)"' '4level tables 0x1000 null' "with their arguments"
for mode in '--mode real ffff:10' '--mode 5level 0x5abc' "--mode protected --selector 0x2b --offset 4k --descriptor $flat" \
	'--mode 4level 0x8000005abc --tables tables --cr3 0x1000' 'stack'; do
	# shellcheck disable=SC2086
	run mmap then translate $mode
	awk 'length($0) > 80 { wide = 1 } END { exit wide }' out
	ok "the text of $mode fits 80 columns, as a step too"
done

# --- bad input ----------------------------------------------------------------

# bad PART SENTENCE ARGS...: exit status 2, one line with PART, nothing told.
bad() {
	part=$1
	sentence=$2
	shift 2
	json "$@"
	if [ "$status" -ne 2 ] || ! one_line || ! grep -qF -e "$part" err; then
		flunk "$sentence" "wanted exit status 2 and '$part'"
		return
	fi
	json_is '"\(.error.kind) \(.steps // []) \(.translate)"' 'usage [] null' "$sentence"
}
bad 'ADDRESS is missing' "without an address there is nothing to do" translate
bad 'make memory first' "and how there is some" translate --pid self
bad "'--mode real' is missing" "SEG:OFF is of real mode" translate 1:2
bad 'both given' "one address is enough" translate 1:2 stack --mode real
bad "is not SEG:OFF" "what is no SEG:OFF is refused" translate --mode real 12345:0
bad "is not SEG:OFF" "as is half of one" translate --mode real 1:
bad 'SEG:OFF is missing' "real mode needs one" translate --mode real
bad 'does not accept address' "real mode takes no other address" translate --mode real 0x1234
bad 'is not a valid mode' "an unknown mode is refused" translate --mode rael 1:2
bad 'is not a valid mode' "so is the number of none" translate --mode 7 1:2
bad 'belongs to a model' "options of models are for models" translate stack --cr3 1
bad 'does not accept pid' "a model looks at no process" translate --mode 32 1 --pid 1
bad 'does not accept cr3' "a mode takes its own options only" translate --mode real 1:2 --cr3 1
bad 'DESCRIPTOR is missing' "a selector needs its descriptor" translate --mode protected --selector 0x2b --offset 0
bad 'OFFSET is missing' "a segment needs an offset" translate --mode protected --selector 0x2b --descriptor $flat
bad 'SELECTOR is missing' "and protected mode a selector" translate --mode protected --offset 0
bad '--selector is missing' "a descriptor alone is none" translate --mode long --offset 0 --descriptor $flat
bad 'out of range' "a selector has 16 bits" translate --mode protected --selector 0x10000 --offset 0
bad 'out of range' "a level is 0 to 3" translate --mode protected --selector 0x2b --offset 0 --descriptor $flat --cpl 4
bad '32 bits' "an offset has 32" translate --mode protected --selector 0x2b --offset 4g --descriptor $flat
bad 'not a plain number' "a selector has no unit" translate --mode protected --selector 1p --offset 0
bad 'not a plain number' "and no sign" translate --mode protected --selector -1 --offset 0
bad 'fetched through cs' "code is fetched through CS" translate --mode long --offset 0 --access exec --segment ds
bad '--segment fs or gs' "only FS and GS have a base of their own" translate --mode long --offset 0 --base 1
bad 'does not accept base' "and in 64-bit mode only" translate --mode protected --selector 0x2b --offset 0 --descriptor $flat --base 1
bad 'accepts only a number' "a model knows no places" translate --mode 4level stack
bad 'accepts only a number' "and no regions" mmap --as a , translate --mode 4level a
bad '32 bits' "an address of 32 bits has 32" translate --mode pae 0x100000000
bad '--tables is missing' "a walk needs tables" translate --mode pae 0 --cr3 1
bad 'CR3 is missing' "and CR3" translate --mode 4level 0 --tables tables
bad 'out of range' "physical addresses have 32 bits at least" translate --mode 4level 0 --tables tables --cr3 0 --physical-bits 31
bad "$(words ENOENT)" "a missing file is refused" translate --mode 4level 0 --tables missing --cr3 0
bad 'Is a directory' "a folder too" translate --mode 4level 0 --tables . --cr3 0

# bad_line TEXT LINE REASON SENTENCE
bad_line() {
	printf '%b' "$1" >wrong
	bad "tables: wrong:$2: $3" "$4" mmap , translate --mode "${5:-4level}" 0 --tables wrong --cr3 0
}
bad_line '1000: 1\n\nhello\n' 3 'the line must begin with a 64-bit hexadecimal number' "a word is no entry"
bad_line '1000 1\n' 1 "no ':'" "a colon must stand between"
bad_line '# x\n1000:\n' 2 'no 64-bit hexadecimal number' "a value must stand behind it"
bad_line '1000: 1 1\n' 1 'text after the value' "and nothing more"
bad_line '1004: 1\n' 1 'the address of an entry must be a multiple of 8' "an entry of 8 bytes is aligned"
bad_line '1002: 1\n' 1 'the address of an entry must be a multiple of 4' "one of 4 likewise" 32
bad_line '1000: 100000000\n' 1 'an entry has 32 bits' "and has no more than these" 32
bad_line '1000: 1\n2000: 1\n1000: 2\n' 3 'an earlier line has an entry at this address' "an address stands once"
bad_line '1000: 1\0' 1 'it contains a NUL byte' "text has no zeros"
bad_line "$(printf '%300s' '')"'\n' 1 'the line is too long; 254 bytes are accepted' "lines are short"
bad '/dev/zero:1: ' "a file without an end is not read to it" translate --mode 4level 0 --tables /dev/zero --cr3 0

# --- the machine --------------------------------------------------------------

json translate NULL
status_is 1 "where nothing is mapped, it fails"
err_has 'nothing is mapped at 0x0' "a line says so"
json_is '"\(.error.kind) \(.translate.mapping) \(.translate.linear)"' 'inspection null 0x0' "as does the document"
json mmap --as a then munmap then translate a --expect EFAULT
status_is 0 "as a step it fails with EFAULT"
json translate stack --pid 4194305
status_is 1 "a process that is not there fails, too"
json_is '.translate | "\(.linear) \(.split)"' 'null null' "and where its stack would be nobody knows"
json translate vdso
json_is '.translate | "\(.mapping.kind) \(.page.state)"' 'special resident' "a page of the kernel's own is in memory"
json mmap 4p --flags shared,anonymous then touch write then translate +0
json_is 'final.data.page | "\(.state) \(.file)"' 'shmem true' "shared memory is told as such"
json mmap 4p --prot none then translate +0
json_is 'final.data.page.state' untouched "what may not be touched was not"
run translate stack --dry-run
status_is 0 "a dry run looks at nothing"

json mmap 4p --as a then touch write --length 1p then translate a+5 then translate a+1p
status_is 0 "pages of the subject are told"
json_is '.steps[2,3].data | "\(.mapping.into) \(.page.state)"' "5 present
$page untouched" "one that was written and one that was not"
json_is '.steps[3].data | "\(.page.size) \(.frame.number) \(.physical)"' 'null null null' "what was not touched has no frame"
json mmap 4p --as a then touch read then translate a+1p
if machine_has shared_zero_page; then
	json_is 'final.data.page.state' zero "reading gives the page of zeros"
else
	json_is 'final.data.page.state' present "reading gives a page where none of zeros is shared"
fi
head -c 20000 /dev/zero | tr '\0' 'x' >data
json mmap --file data --offset 2p --length 1p --as a then touch read then translate a+7
json_is 'final.data.mapping | "\(.kind) \(.file_offset - 2 * '"$page"') \(.file_page) \(.path | test("/data$"))"' 'file 7 2 true' \
	"of a file the place in it is told"
json mmap 4p --as a then touch write then translate +$((page + 3))
json_is 'final.data.mapping.into' $((page + 3)) "without a base the newest region is meant"
json mmap 4p , touch write , translate
json_is '.steps[0].region.start == final.args.address' true "without an address it is the newest region's start"
json_is 'final.on.step' 1 "which the document tells"
json mmap 0 , translate
json_is 'final | "\(outcome) \(.result.reason)"' 'skipped mmap failed with EINVAL (step 1)' \
	"a region that was not made cannot be translated"
json mmap , translate --mode real 1:2
json_is 'final | "\(outcome) \(.args.address)"' 'ok null' "a model takes no region"
json mmap 4p --as a then touch write then translate a+5
if [ "$(ask 'final.data.split')" = null ]; then
	skip "the address is split as this machine does" "its page tables are not known"
else
	json_is 'final.data | (.linear | hex) == ([.split.fields[] | .value * pow(2; .low)] | add)' true \
		"the fields put together are the address"
	if [ "$(uname -m)" = x86_64 ]; then
		levels=4
		! grep -m1 '^flags' /proc/cpuinfo | grep -qw la57 || levels=5
		json_is 'final.data.split.paging' "$levels-level" "there are as many levels as the kernel says"
	fi
	fields=$(ask 'final.data.split.fields | length')
	bits=$(ask 'final.data.split | .bits == .fields[0].high + 1')
	is "$bits" true "the topmost index takes the highest bits"
	json layout
	json_is '.layout.paging_levels' $((fields - 1)) "layout has the same number of levels"
	# On s390x the tables grow with what is mapped.
	if [ "$(uname -m)" != s390x ]; then
		end=$("$MACHINE" user_end)
		json translate "$(printf '0x%x' $((end - page)))"
		json_is '.translate.split | "\(.canonical) \(.half)"' 'true user' "the last page of programs is the user's"
	fi
fi

# word FILE INDEX: a word of 8 bytes, read by other means, as 16 digits; a
# shell has no unsigned numbers.
word() {
	dd if="$1" bs=8 skip="$2" count=1 2>/dev/null | od -An -tx8 | tr -d ' '
}

# A process that stays: what was told of it, read again from outside.
mkfifo input
timeout --foreground 300 "$MEMTOOL" --json mmap 4p --as a then touch write then translate a+$((page + 0x123)) --hold enter \
	<input >out 2>err &
job=$!
exec 8>input
await grep -qs 'is held' err || lost "memtool holds no process"
pass "a process is held"
child=$(sed -n 's/.*: pid \([0-9]*\);.*/\1/p' err)
cp out told
linear=$(($(ask final.data.linear)))
entry=$(word "/proc/$child/pagemap" $((linear / page)))
if [ -z "$entry" ]; then
	skip "the frame is the one of pagemap" "there is no pagemap"
else
	# The number of the frame are bits 54 to 0, bit 63 says present.
	frame=$((0x${entry#??} & 0x7fffffffffffff))
	case $entry in
	[89a-f]*) seen=present ;;
	*) seen=absent ;;
	esac
	json_is 'final.data.page.state' "$seen" "the page is there, as pagemap says"
	if [ "$frame" -eq 0 ]; then
		json_is 'final.data | "\(.frame.number) \(.physical)"' 'null null' "the frame is not told to who may not know it"
		json_is 'final.data.frame.reason | test("CAP_SYS_ADMIN")' true "and the reason is"
	else
		json_is 'final.data.frame.number' "$(printf '0x%x' "$frame")" "the frame is the one of pagemap"
		is "$(($(ask 'final.data.physical')))" $((frame * page + 0x123)) "the physical address lies in it"
		if [ -r /proc/kpageflags ] && [ -r /proc/kpagecount ]; then
			json_is 'final.data.frame.mapped' "$((0x$(word /proc/kpagecount "$frame")))" "it is mapped as often as kpagecount says"
			flags=$((0x$(word /proc/kpageflags "$frame")))
			json_is 'final.data.frame.flags | split("|") | [index("ANON", "SWAPBACKED", "MMAP") != null] | all' true \
				"anonymous memory has the flags of it"
			is "$((flags >> 12 & 1)) $((flags >> 14 & 1)) $((flags >> 11 & 1))" '1 1 1' "kpageflags says the same"
		fi
	fi
	# And by another memtool.
	json translate --pid "$child" "$(jq -r '.steps[-1].data.linear' told)"
	json_is '.translate | [.pid, .mapping.start, .page, .frame.number, .split] | tostring' \
		"$(jq -r ".steps[-1].data | [$child, .mapping.start, .page, .frame.number, .split] | tostring" told)" \
		"another memtool sees the same"
	json translate --pid "$child" stack.end-1
	json_is .translate.mapping.kind stack "places are those of the process"
	json_is '.translate.mapping.end' "0x$(sed -n 's/^[0-9a-f]*-\([0-9a-f]*\) .*\[stack\]$/\1/p' "/proc/$child/maps")" \
		"which has its own stack"
fi
echo >&8
exec 8>&-
wait "$job"
job=
child=

# As an ordinary user all but the frame is told.
if can_be_nobody; then
	as_nobody json mmap 4p then touch write then translate +5
	status_is 0 "an ordinary user may look"
	json_is 'final.data | "\(.page.state) \(.page.size) \(.frame.number) \(.frame.flags) \(.physical)"' \
		"present $page null null null" "all but the frame is told"
	json_is 'final.data.frame.reason | test("CAP_SYS_ADMIN")' true "and why"
	as_nobody run mmap 4p then touch write then translate +5
	out_has 'unknown: .*CAP_SYS_ADMIN' "text says so, too"
else
	skip "an ordinary user may look" "there is no way to be one"
fi

# Huge pages: a transparent one, where the kernel makes it.
size=$(cat /sys/kernel/mm/transparent_hugepage/hpage_pmd_size 2>/dev/null)
json mmap 8M --as a then madvise hugepage --expect ok,fail then touch write then translate a+4194309
status_is 0 "memory that may have huge pages is told of"
if sanitized || [ -z "$size" ] || [ "$(ask 'final.data.page.size')" != "$size" ]; then
	skip "a huge page is one" "the kernel made none"
else
	frame=$(ask 'final.data.frame.number')
	[ "$frame" = null ] || [ "$(ask 'final.data.physical | hex')" -eq $((frame * page + 5)) ]
	ok "the frame of a huge page is that of the place in it"
	json_is 'final.data.split | . == null or (.fields[-1].name == "offset" and .fields[-1].high > 12)' true \
		"its offset has more bits"
fi

# --- completion ---------------------------------------------------------------

is "$("$MEMTOOL" __complete translate --mode '' | tr '\n' ' ')" 'real protected long 32 pae 4level 5level ' \
	"modes are completed"
is "$("$MEMTOOL" __complete translate --control wp,sm | tr '\n' ' ')" 'wp,smep wp,smap ' "control bits within a list"
is "$("$MEMTOOL" __complete translate --segment f)" fs "segment registers"
is "$("$MEMTOOL" __complete translate st | head -n 1)" stack "and places"

done_testing
