#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010,SC2016 # then is a word of memtool's, $ are jq's
. "$(dirname "$0")/lib.sh"

[ -r /proc/zoneinfo ] || skip_all "there is no /proc/zoneinfo"
[ -r /proc/buddyinfo ] || skip_all "there is no /proc/buddyinfo"

# of_zoneinfo WORD: "node zone value" of each zone, the value in bytes.
of_zoneinfo() {
	awk -v word="$1" -v page="$page" '
	/^Node/ { node = $2 + 0; zone = $4; seen = 0 }
	$1 == word && NF == 2 && !seen { seen = 1; printf "%d %s %.0f\n", node, zone, $2 * page }
	' /proc/zoneinfo
}

json zones
status_is 0 "the zones are told"
json_is '"\(.kind) \(.ok) \(.steps) \(.subject)"' 'zones true null null' "nothing is performed for it"
# What a balloon or hotplug may change between two looks is left out.
json_is '.zones.zones[] | "\(.node) \(.zone) \(.span)"' "$(of_zoneinfo spanned)" "the spans are the kernel's"
json_is '.zones.zones[] | "\(.node) \(.zone) \(.present)"' "$(of_zoneinfo present)" "what is present is as well"
json_is '[.zones.zones[] | select(.orders)] | length' "$(wc -l </proc/buddyinfo)" \
	"each zone of buddyinfo has its orders"
json_is '[.zones.zones[].orders // empty | length] | unique | join(" ")' \
	"$(awk '{ print NF - 4 }' /proc/buddyinfo | sort -u | paste -s -d ' ')" "and as many as the kernel has"
json_is '[.zones.zones[].orders // empty | .[] | .size == ($page * pow(2; .order))] | all' true \
	"a block of an order has its size"
json_is '[.zones.zones[] | select(.free) | .distance.low == .free - .watermarks.low] | all' true \
	"the distance is what is free above a watermark"
json_is '[.zones.zones[] | select(.present > 0) | .watermarks | .min <= .low and .low <= .high] | all' true \
	"the watermarks stand in their order"
json_is '[.zones.zones[] | select(.present == 0) | .start == null] | all' true "an empty zone begins nowhere"
json_is '[.zones.zones[] | select(.zone | IN("DMA", "DMA32", "Normal", "HighMem", "Movable", "Device")) | .meaning | length > 10] | all' \
	true "each kind of zone has its sentence"
json_is '"\(.zones.request) \(.zones.missing)"' 'null []' "nothing was asked, nothing is missing"

# A zone's free memory, against the sum of its blocks in the same document.
cat >by-hand.jq <<'JQ'
[.zones.zones[].orders // empty
	| . as $orders
	| ([.[] | .blocks * pow(2; .order)] | add) as $free
	| ([.[].blocks] | add) as $blocks
	| .[] | .order as $o
	| ([$orders[] | select(.order >= $o) | .blocks * pow(2; .order)] | add // 0) as $usable
	| (if $free == 0 then 1000 else (($free - $usable) * 1000 / $free | floor) end) == .unusable_index
	and (if $blocks == 0 then 0 elif $usable > 0 then -1000
		else 1000 - ((1000 + ($free * 1000 / pow(2; $o) | floor)) / $blocks | floor) end) == .fragmentation_index
] | length > 0 and all
JQ
is "$(jq -f by-hand.jq out)" true "the indices are those of mm/vmstat.c, computed once more"

# The same by the kernel itself, where it shows them; they move meanwhile.
# shellcheck disable=SC2016 # expanded inside
by_kernel='mount -t debugfs none "$0" 2>/dev/null && cat "$0/extfrag/unusable_index"'
mkdir debug
if [ "$(id -u)" = 0 ] && unshare -m sh -c "$by_kernel" "$work/debug" >unusable 2>/dev/null; then
	near=no
	for _ in 1 2 3 4 5; do
		unshare -m sh -c "$by_kernel" "$work/debug" >unusable
		json zones
		ask '.zones.zones[] | select(.orders) | "\(.zone) \([.orders[].unusable_index] | join(" "))"' >ours
		sed 's/^Node *[0-9]*, zone *//' unusable | paste -d ' ' - ours | awk '
		{ half = NF / 2; for (i = 2; i <= half; i++) { d = $i * 1000 - $(i + half); if (d > 15 || d < -15) far = 1 } }
		END { exit far }' && near=yes && break
	done
	is $near yes "they are near those of /sys/kernel/debug/extfrag"
else
	skip "they are near those of /sys/kernel/debug/extfrag" "it takes root, unshare and debugfs"
fi

json zones --size 1
json_is '.zones.request | "\(.size) \(.order)"' '1 0' "a byte takes a page"
json_is ".zones.request.block_size" "$page" "of which the size is told"
json_is '.zones.request | select(.outcome == "served") | .zone | IN("DMA", "DMA32", "Normal")' true \
	"a zone of the kernel's serves it"
json zones 3p
json_is '.zones.request.order' 2 "three pages take a block of four"
json_is '.zones.request | .outcome != "served" or .taken_order >= .order' true "the block that is taken is large enough"
json_is '.zones.request.tried | length > 0' true "the zones that are asked are told"
json zones --size 1TiB
status_is 0 "that nothing is as large is an answer"
json_is '.zones.request | "\(.outcome) \(.zone) \(.tried)"' 'refused null []' "no zone is asked for a block that there is not"
json zones 0xffffffffffffffff
json_is '.zones.request.outcome' refused "the largest size is no different"

run zones
status_is 0 "as text as well"
out_has '^node 0, zone ' "a zone has its line"
out_has 'share of the free memory' "the blocks are drawn"
awk 'length($0) > 80 { wide = 1 } END { exit wide }' out
ok "the text fits 80 columns"
run zones 2M
out_has '^a request of 2 MiB (GFP_KERNEL): order ' "what is asked is told"
out_has 'compaction\|reclaimed\|largest has order' "and whether it is served"
run zones --quiet
is "$status $(cat out err)" '0 ' "--quiet says nothing"

if can_be_nobody; then
	as_nobody json zones 2M
	json_is '"\(.ok) \(.zones.missing) \(.zones.request.order != null)"' 'true [] true' "an ordinary user sees the same"
else
	skip "an ordinary user sees the same" "no other user can run it"
fi

# Where a file has nothing, the rest is told.
cat >hide <<'HIDE'
for file in $HIDDEN; do mount --bind /dev/null "$file" || exit 99; done
exec "$@"
HIDE
export HIDDEN
HIDDEN=/proc/buddyinfo
if [ "$(id -u)" = 0 ] && unshare -m sh hide true 2>/dev/null; then
	as="unshare -m sh $work/hide"
	json zones 2M
	json_is '.zones | "\([.zones[] | .orders == null] | all) \(.request) \(.missing[0].file)"' \
		'true null /proc/buddyinfo' "without buddyinfo the zones are told, and what is missing"
	status_is 0 "which is success"
	HIDDEN=/proc/zoneinfo
	json zones 2M
	json_is '.zones | "\([.zones[] | .free == null and .orders != null] | all) \(.request) \(.missing[0].file)"' \
		'true null /proc/zoneinfo' "without zoneinfo the blocks are"
	run zones
	awk 'length($0) > 80 { wide = 1 } END { exit wide }' out
	ok "the text fits 80 columns then, too"
	HIDDEN='/proc/zoneinfo /proc/buddyinfo'
	json zones
	json_is '"\(.ok) \(.error.kind) \(.zones.zones) \(.zones.missing | length) \(.exit_status)"' \
		'false inspection [] 2 1' "without both nothing is, and it fails"
	as=
else
	skip "without buddyinfo the zones are told" "it takes root and unshare"
fi

run zones --size 0
status_is 2 "a request of nothing is refused"
one_line
ok "in one line"
run zones --size big
status_is 2 "so is what is no size"
run mmap then zones
status_is 2 "it is no step of a chain"
done_testing
