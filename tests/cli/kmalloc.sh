#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010,SC2016 # then is a word of memtool's, $ are jq's
. "$(dirname "$0")/lib.sh"

# sizes: what kmalloc has caches of, by the names of their folders.
sizes() {
	for folder in /sys/kernel/slab/kmalloc-*; do
		echo "${folder##*/kmalloc-}"
	done | sed -n 's/^\([0-9]*\)k$/\1 * 1024/p; s/^[0-9]*$/&/p' | bc | sort -n
}

json kmalloc 300
status_is 0 "what serves a request is told"
json_is '"\(.kind) \(.ok) \(.steps) \(.subject)"' 'kmalloc true null null' "nothing is performed for it"
json_is '.kmalloc | "\(.size) \(.served_by) \(.given >= 300) \(.wasted == .given - 300)"' '300 cache true true' \
	"it is an object, and what is too much of it is wasted"
json_is '.kmalloc.demonstration' null "without --demonstrate there is none"

if [ -d /sys/kernel/slab ] && command -v bc >/dev/null && [ -n "$(sizes)" ]; then
	differ=
	for size in 1 8 9 63 64 65 96 97 129 192 193 300 1024 1025 4096 8000; do
		json kmalloc $size
		wanted=$(sizes | awk -v size=$size '$1 >= size { print $1; exit }')
		[ "$(ask .kmalloc.given)" = "$wanted" ] || differ="$differ $size"
	done
	is "$differ" '' "of each size the smallest cache that holds it serves"
	json_is '.kmalloc.assumed' false "the kernel told of its caches"
	json kmalloc 300
	[ -d "/sys/kernel/slab/$(ask .kmalloc.cache)" ]
	ok "the cache is one of the kernel's"
	json_is '.kmalloc | .cache == .caches[0].cache' true "and the first that is told"
else
	skip "of each size the smallest cache that holds it serves" "there is no /sys/kernel/slab, or no bc"
fi

if [ -r /proc/slabinfo ] && [ -d /sys/kernel/slab ]; then
	json kmalloc 300
	cache=$(ask .kmalloc.cache)
	json_is '.kmalloc.caches[0] | "\(.slot) \(.objects_per_slab) \(.slab_size | pages)"' \
		"$(awk -v name="$cache" '$1 == name { print $4, $5, $6 }' /proc/slabinfo)" "its slabs are laid out as slabinfo says"
	# Others allocate between the two looks.
	is "$(awk -v name="$cache" -v told="$(ask '.kmalloc.caches[0].objects')" '
		$1 == name { d = $3 - told; print (d < 0 ? -d : d) <= 2000 + told / 4 ? "near" : $3 " " told }' /proc/slabinfo)" \
		near "it has about as many objects"
	json_is '.kmalloc.caches[0] | .in_use <= .objects and .objects == .slabs * .objects_per_slab' true \
		"the slabs hold the objects"
	json_is '.kmalloc.missing | tostring' '[]' "nothing is missing"
else
	skip "its slabs are laid out as slabinfo says" "only root reads /proc/slabinfo"
fi

json kmalloc 0
json_is '.kmalloc | "\(.served_by) \(.cache) \(.given) \(.wasted)"' 'nothing null null null' "nothing serves a request of nothing"
json kmalloc 1M
json_is '.kmalloc | "\(.served_by) \(.cache) \(.given) \(.order != null)"' 'pages null 1048576 true' \
	"above the largest cache it is a block of pages"
json kmalloc 1GiB
status_is 0 "that nothing is as large is an answer"
json_is '.kmalloc | "\(.served_by) \(.given)"' 'refused null' "it is refused"

# demonstrates SENTENCE: of the document, what holds whoever looks.
demonstrates() {
	if [ "$(ask .kmalloc.demonstration.made)" = 0 ]; then
		skip "$1" "$(ask '.kmalloc.demonstration.error | "\(.call): \(.errno)"')"
		return
	fi
	json_is '.kmalloc.demonstration
		| .made as $made | (.figures | length > 0)
		and .seen == (.shown_by != null)
		and (.message | length > 0)
		and (.calls | all(.times == $made))
		and (.made == .wanted or .error != null)
		and ([.figures[] | .growth == (if .before == null or .during == null then null else .during - .before end)] | all)' \
		true "$1"
}

for size in 8 300 20000; do
	json kmalloc $size --demonstrate
	status_is 0 "objects of $size bytes are kept for a moment"
	demonstrates "what is told of it agrees with itself ($size)"
	if sanitized || [ "$(ask .kmalloc.demonstration.made)" != "$(ask .kmalloc.demonstration.wanted)" ]; then
		skip "the growth is seen ($size)" "not all could be made"
	else
		# On a machine that is busy it may not be: then once more.
		[ "$(ask .kmalloc.demonstration.seen)" = true ] || json kmalloc $size --demonstrate
		[ "$(ask .kmalloc.demonstration.seen)" = true ] || json kmalloc $size --demonstrate
		json_is .kmalloc.demonstration.seen true "the growth is seen ($size)"
		json_is '.kmalloc.demonstration | .shown_by as $f | [.figures[] | select(.figure == $f)][0].growth >=
			(if $f == "SUnreclaim" then .wanted * .size / 2 else .wanted / 2 end)' true "and is as large as it must be ($size)"
	fi
done
json kmalloc 33k --demonstrate
json_is '"\(.ok) \(.kmalloc.demonstration)"' 'true null' "what no call keeps is not demonstrated"
run kmalloc 33k --demonstrate
out_has '^no demonstration ' "and text says why"
json kmalloc 300 --demonstrate --dry-run
json_is '.kmalloc.demonstration' null "a dry run keeps nothing"

run kmalloc 300 --demonstrate
out_has 'socket(2), setsockopt(SO_ATTACH_FILTER): ' "the calls are told"
out_has '^figure  *before  *during  *after$' "and the figures"
awk 'length($0) > 80 { wide = 1 } END { exit wide }' out
ok "the text fits 80 columns"

# With few descriptors fewer are made, and that is told.
limited 'ulimit -n 60' json kmalloc 300 --demonstrate
json_is '.kmalloc.demonstration | "\(.made < .wanted) \(.error.call) \(.error.errno)"' 'true socket(2) EMFILE' \
	"where a limit stops it, it is told"


# However it is interrupted, nothing is left.
# (Its size, as it is typed, marks it.)
leaves_nothing 0x1f40 "0.02 0.06 0.08 0.1 0.15" kmalloc 0x1f40 --demonstrate
is "$left" '' "an interrupted demonstration leaves no process"

if can_be_nobody; then
	as_nobody json kmalloc 300 --demonstrate
	json_is '"\(.ok) \(.kmalloc.served_by) \(.kmalloc.given >= 300)"' 'true cache true' "an ordinary user is told what serves it"
	json_is '.kmalloc | if .caches[0].slabs == null
		then [.missing[] | select(.file == "/proc/slabinfo")][0] | .error != null and (.message | test("unknown"))
		else true end' true "what may not be seen is null, and told"
	demonstrates "an ordinary user may demonstrate"
	as_nobody run kmalloc 300
	status_is 0 "as text as well"
	awk 'length($0) > 80 { wide = 1 } END { exit wide }' out
	ok "which fits 80 columns"
else
	skip "an ordinary user is told what serves it" "no other user can run it"
fi

# On a kernel that tells of no cache the usual sizes are assumed.
cat >hide <<'HIDE'
mount --bind /dev/null /proc/slabinfo && mount -t tmpfs none /sys/kernel/slab || exit 99
exec "$@"
HIDE
if [ "$(id -u)" = 0 ] && [ -d /sys/kernel/slab ] && [ -e /proc/slabinfo ] && unshare -m sh hide true 2>/dev/null; then
	as="unshare -m sh $work/hide"
	json kmalloc 300
	json_is '.kmalloc | "\(.assumed) \(.cache) \(.wasted) \(.caches) \(.missing | length)"' \
		'true kmalloc-512 212 [] 2' "without a word of caches the usual sizes are assumed"
	run kmalloc 300
	out_has 'assumed' "which is said"
	json kmalloc 300 --demonstrate
	demonstrates "and a demonstration goes by the memory of all slabs"
	as=
else
	skip "without a word of caches the usual sizes are assumed" "it takes root and unshare"
fi

run kmalloc
status_is 2 "a size is needed"
one_line
ok "which one line says"
run kmalloc -1
status_is 2 "it is not negative"
run kmalloc 300 400
status_is 2 "and one alone"
run kmalloc 300 then munmap
status_is 2 "it is no step of a chain"
done_testing
