#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010,SC2016 # then is a word of memtool's, $ are jq's
. "$(dirname "$0")/lib.sh"

meminfo() {
	awk -v key="$1:" '$1 == key { printf "%.0f", $2 * 1024 }' /proc/meminfo
}

# near GOT WANTED SLACK SENTENCE: others come and go between two looks.
near() {
	is "$(awk -v a="$1" -v b="$2" -v c="$3" 'BEGIN { d = a - b; print (d < 0 ? -d : d) <= c ? "near" : a " " b }')" near "$4"
}

json vmalloc
status_is 0 "the area is told"
json_is '"\(.kind) \(.ok) \(.steps) \(.subject)"' 'vmalloc true null null' "nothing is performed for it"
json_is .vmalloc.total "$(meminfo VmallocTotal)" "it is as large as the kernel says"
near "$(ask '.vmalloc.used // 0')" "$(meminfo VmallocUsed)" 8388608 "and about as much of it is in use"
near "$(ask '.vmalloc.kernel_stacks')" "$(meminfo KernelStack)" 8388608 "so much are stacks"
json_is '.vmalloc.demonstration' null "without --demonstrate there is none"

if cat /proc/vmallocinfo >info 2>/dev/null && [ -s info ]; then
	json_is '.vmalloc.missing | tostring' '[]' "nothing is missing"
	# On a busy machine thousands are freed at once: wait for a quiet moment.
	counts_agree() {
		json vmalloc
		wc -l </proc/vmallocinfo >lines
		count=$(ask .vmalloc.areas.count)
		[ $((count - $(cat lines))) -le 3000 ] && [ $(($(cat lines) - count)) -le 3000 ]
	}
	await counts_agree
	near "$count" "$(cat lines)" 3000 "there are about as many areas as lines"
	json vmalloc --top 1000
	cat /proc/vmallocinfo >info
	# What is mapped of devices does not come and go.
	json_is '[.vmalloc.by_caller[] | select(.kind == "ioremap") | .size] | add // 0' \
		"$(awk '/ ioremap/ { sum += $2 } END { printf "%.0f", sum }' info)" "the areas of devices have their size"
	json_is '[.vmalloc.by_caller[] | select(.kind == "ioremap") | .areas] | add // 0' \
		"$(grep -c ' ioremap' info)" "and are counted"
	json_is '.vmalloc | ([.by_caller[].areas] | add) == .areas.count and ([.by_caller[].size] | add) == .areas.size' true \
		"the callers come to all"
	json_is '.vmalloc.largest | map(.size) | . == (sort | reverse)' true "the largest stand first"
	json_is '.vmalloc.largest[0].size' "$(awk '$2 > m { m = $2 } END { print m }' info)" "and are the largest"
	json_is '.vmalloc.by_caller | map(.size) | . == (sort | reverse)' true "so do the callers"
	json vmalloc --top 2
	json_is '.vmalloc | "\(.by_caller | length <= 2) \(.largest | length <= 2)"' 'true true' "--top shortens both"
	run vmalloc
	out_has '^ *areas  *size  *memory  *kind  *caller$' "as text they are a table"
else
	json_is '.vmalloc | "\(.areas) \(.by_caller) \(.largest)"' 'null null null' "what may not be seen is null"
	json_is '.vmalloc.missing[0].file' /proc/vmallocinfo "and told"
fi

demonstrates() {
	if [ "$(ask .vmalloc.demonstration.made)" = 0 ]; then
		skip "$1" "$(ask '.vmalloc.demonstration.error | "\(.call): \(.errno)"')"
		return
	fi
	json_is '.vmalloc.demonstration
		| .seen == (.shown_by != null) and (.message | length > 0)
		and (.made == .wanted or .error != null)
		and ([.figures[] | .growth == (if .before == null or .during == null then null else .during - .before end)] | all)' \
		true "$1"
}

json vmalloc --demonstrate
status_is 0 "stacks are made for a moment"
demonstrates "what is told of them agrees with itself"
if sanitized || [ "$(ask .vmalloc.demonstration.made)" != 200 ]; then
	skip "the stacks are seen" "not all could be made"
else
	json_is '[.vmalloc.demonstration.figures[] | select(.figure == "KernelStack")][0].growth >= 150 * $page' true \
		"the kernel stacks grow"
	# By vmalloc where the kernel was built so.
	[ "$(ask .vmalloc.demonstration.seen)" = true ] || json vmalloc --demonstrate
	if [ "$(ask '.vmalloc.used')" != null ] && [ "$(ask .vmalloc.demonstration.seen)" = true ]; then
		json_is '[.vmalloc.demonstration.figures[] | select(.figure == "VmallocUsed")][0].growth >= 100 * $page' true \
			"so does what vmalloc has allocated"
	else
		skip "so does what vmalloc has allocated" "its stacks lie elsewhere, or others moved too much"
	fi
fi
json vmalloc --demonstrate --dry-run
json_is '.vmalloc.demonstration' null "a dry run makes none"

# A limit on tasks stops it, and that is told; root is below none.
if can_be_nobody; then
	as_nobody json vmalloc --demonstrate
	demonstrates "an ordinary user may demonstrate"
	json_is '.vmalloc | if .areas == null then .missing[0].error != null and .by_caller == null else true end' true \
		"what may not be seen is null, and told"
	# shellcheck disable=SC2016 # expanded by the shell that is limited
	as_nobody limited 'prlimit --pid $$ --nproc=60' json vmalloc --demonstrate
	if [ "$(ask .vmalloc.demonstration.made)" = 200 ]; then
		skip "where a limit stops it, it is told" "this user has no limit"
	else
		json_is '.vmalloc.demonstration.error.errno' EAGAIN "where a limit stops it, it is told"
	fi
else
	skip "an ordinary user may demonstrate" "no other user can run it"
fi

run vmalloc --demonstrate
out_has 'clone(2): [0-9]* times' "the calls are told"
out_has '^figure  *before  *during  *after$' "and the figures"
awk 'length($0) > 80 { wide = 1 } END { exit wide }' out
ok "the text fits 80 columns"

# (The number, as it is typed, marks the run.)
leaves_nothing 0x3e7 "0.02 0.06 0.07 0.08" vmalloc --top 0x3e7 --demonstrate
is "$left" '' "an interrupted demonstration leaves no process"

run vmalloc --top 0
status_is 2 "a list of none is refused"
one_line
ok "in one line"
run vmalloc --top many
status_is 2 "so is what is no number"
run vmalloc 3
status_is 2 "it takes no word"
run vmalloc then munmap
status_is 2 "it is no step of a chain"
done_testing
