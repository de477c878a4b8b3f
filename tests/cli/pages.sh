#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC2016 # the $ are jq's
. "$(dirname "$0")/lib.sh"
on_one_processor

# Below it lies all that a program has.
user_end=$("$MACHINE" user_end)

# Words for the filters: the states of all pages, one letter each; and what
# mincore can know of them.
jq_words="$jq_words"'
def seen: .steps[-1].pages;
def each: [.runs[] | . as $r | range(.pages) | $r];
def letter: {unmapped: "-", untouched: ".", present: "#", zero: "0", file: "f",
	shmem: "m", swapped: "s", huge: "H", guard: "g", resident: "r",
	absent: "_", unknown: "?"}[.state];
def letters: each | map(letter) | join("");
def having($p): each | map(if .[$p] == null then "?" elif .[$p] then "y" else "n" end)
	| join("");
def in_memory: letters | gsub("[#0fmHr]"; "r") | gsub("[.g_]"; "_");
def whole: (.counts | add) == .pages and ([.runs[].pages] | add) == .pages
	and (.end | distance("0x0")) - (.start | distance("0x0")) == .pages
	and .runs[0].start == .start
	and ([.runs | .[:-1], .[1:]] | transpose | all(
		(.[1].start | hex) == (.[0].start | hex) + .[0].pages * $page
		and (.[0] | del(.start, .pages, .frame, .consecutive))
			!= (.[1] | del(.start, .pages, .frame, .consecutive))));
'

# scans SENTENCE: whether this kernel has PAGEMAP_SCAN.
scans() {
	json mmap --pages-by scan
	[ "$(ask 'seen.source')" = pagemap_scan ] && return 0
	skip "$1" "no PAGEMAP_SCAN here"
	return 1
}

# Without --pages there is none; where there is no region, neither.
json mmap
json_is 'final.pages' null "without --pages nothing is looked at"
json pagesize --pages
json_is 'final.pages' null "where there is no region there is nothing to look at"
status_is 0 "which is no failure"
json mmap --pages --dry-run
json_is 'final.pages' null "a dry run looks at nothing"
json mmap 8p --pages , touch write --length 2p
json_is '[.steps[].pages == null] | map(tostring) | join(" ")' 'false true' \
	"the step that asks for it is the one that is looked at"
json_is '.steps[0].pages | .pages' 8 "its pages are told in the middle of a chain"
again=$(ask '[.steps[1].effect | .memory.anonymous.delta, .faults.minor] | join(" ")')
is "$again" "$((2 * page)) 2" "a look disturbs the next step's effect not at all"
# AddressSanitizer reads pages of its own in between, at any time.
wanted="$((2 * page)) 2" figures='"\(.memory.resident.delta) \(.faults.minor)"'
! sanitized || wanted=2 figures=.faults.minor
for by in pagemap mincore; do
	json mmap 8p --pages-by "$by" , touch write --length 2p
	json_is ".steps[1].effect | $figures" "$wanted" "nor by $by"
done

# What a read gives: the page of zeros that all share, or one of its own.
read='#' read_exclusive=y read_counts='4 0'
! machine_has shared_zero_page || { read=0 read_exclusive=n read_counts='3 1'; }

# Each state.
small='madvise nohugepage --expect ok,EINVAL'
if scans "each state is told"; then
	# shellcheck disable=SC2086 # $small is a step
	json mmap 8p , $small , touch write --length 4p , touch read --addr +5p --length 1p \
		, munmap --addr +2p --length 1p --pages
	json_is 'seen | letters' "##-#.$read.." "untouched, present, zero and unmapped are told apart"
	json_is 'seen | [.source, .reason] | tostring' '["pagemap_scan",null]' "and by what it was seen"
	json_is 'seen | whole' true "the runs cover the region, and are told apart by something"
	json_is 'seen.counts | [.untouched, .present, .zero, .unmapped] | join(" ")' "3 $read_counts 1" \
		"the counts are right"
	json_is 'seen | having("exclusive")' "yy?y?$read_exclusive??" "the zero page is not exclusive"
	json_is 'seen | having("locked")' 'nn?n?n??' "what is not mapped is neither locked nor not"

	if needs "a guard is told" "no guards here" touch write , madvise guard_install; then
		json mmap 4p , touch write , madvise guard_install --addr +1p --length 2p --pages
		json_is 'seen | letters' '#gg#' "a guard is told"
	fi
	huge=$(cat /sys/kernel/mm/transparent_hugepage/hpage_pmd_size 2>/dev/null || echo 0)
	json mmap $((2 * huge)) --as a , madvise hugepage , touch write --addr a+1p --length 1 --pages
	if machine_has thp "a huge page is told"; then
		json_is 'seen | [.counts.huge, .counts.untouched] | map(. * $page) | join(" ")' \
			"$huge $huge" "a huge page is told"
		json_is 'seen.runs[] | select(.state == "huge").size' "$huge" "with its size"
		run mmap $((2 * huge)) , madvise hugepage , touch write --pages
		out_has "H huge $((2 * huge / page))" "text has them in its legend"
	fi
	json mmap $((2 * huge)) --as a , madvise hugepage , touch read --length 1 --pages
	if machine_has huge_zero_page || { machine_has shared_zero_page && ! machine_has thp; }; then
		json_is 'seen.counts | [.file, .huge, .present] | join(" ")' '0 0 0' \
			"the huge zero page is no file's"
		json_is 'seen.counts.zero > 0' true "but a zero page"
	elif machine_has thp; then
		json_is 'seen.counts | [.file, .huge, .zero] | join(" ")' "0 $((huge / page)) 0" \
			"where there is no huge zero page a read takes a huge page"
	else
		json_is 'seen.counts | [.file, .huge, .present, .zero] | join(" ")' '0 0 1 0' \
			"where there is no zero page a read takes a page"
	fi
	head -c $((4 * page)) /dev/zero >data
	json touch --file data --pages
	wanted=ffff
	! is_on_tmpfs data || wanted=mmmm
	json_is 'seen | letters' $wanted "pages of a file are told"
	json mmap --file data , touch write --addr +1p --length 1p --pages
	json_is 'seen | letters[1:2]' '#' "what was copied of a private file is memory"
	json mmap 3p --flags shared,anonymous , touch write --length 2p --pages
	json_is 'seen | letters' 'mm.' "shared memory is told"
	json memfd , mmap --fd 3 --flags shared , touch write --length 2p \
		, mmap --fd 3 --flags shared , touch read --length 1p --pages
	json_is 'seen.runs[0] | [.state, .exclusive] | tostring' '["shmem",false]' \
		"what is mapped twice is not exclusive"
	json mmap 2p , mlock --pages
	json_is 'seen | [letters, having("locked")] | join(" ")' '## yy' "locked pages are told"
	json mmap 4p , mlock --length 2p , munlock --length 1p , touch write --pages
	json_is 'seen | having("locked")' nynn "and those that are not any more"
	json mmap 4p , touch write , madvise dontneed --length 2p --pages
	json_is 'seen | letters' '..##' "what was given back is untouched"
	json mmap 2p --prot read , touch write --length 1p --expect SIGSEGV --pages
	json_is 'seen | letters' '..' "after a fault that was caught one can look"
fi

# Which region.
json mmap 8p , touch write --addr +2p --length 1p --pages
json_is 'seen.pages' 8 "it is the whole region that the step acts on"
json mmap 4p --as a , mmap 2p , touch --on a --pages
json_is 'seen.start == .steps[0].region.start' true "the region that --on chooses"
json mmap 4p , mremap 9p --pages
json_is '.steps[-1] | .pages.pages, .pages.start == .region.start' "9
true" "the region that the step made"
json touch --addr stack.end-1 --length 1 --pages
json_is 'seen.pages' 1 "a range without a region is rounded out to pages"
json mmap 5000 --pages
json_is 'seen.pages' "$(((5000 + page - 1) / page))" "so is a region"
json mmap 1 --addr 1 --flags +fixed --expect fail --pages
json_is 'final.pages' null "what was not made is not looked at"
json munmap --pages
json_is 'seen | letters' '----' "what was unmapped is a hole"
json mmap , munmap --addr brk --length 0 --expect ok,EINVAL --pages
json_is 'final.pages' null "where there is no length there are no pages"
json munmap --addr NULL --length "$user_end" --expect SIGSEGV --pages
json_is 'final.pages' null "of a subject that died there is nothing to see"

# A page that was touched on one processor waits in a batch of that processor's
# for its place in the lists; MADV_FREE on another finds it in none, and leaves
# it as it is (mm/swap.c).  What is compared comes from several runs: one
# processor for all of them.
cpu=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*\([0-9]*\).*/\1/p' /proc/self/status)
[ -z "$cpu" ] || taskset -p -c "$cpu" $$ >/dev/null 2>&1 || true

# Against the kernel's own file, of a subject that is held, at a place that is
# known beforehand; and the three ways against each other.
base=0x40000000
at="--addr $base --flags +fixed_noreplace"
head -c $((6 * page)) /dev/zero >data

# held PAGES: a letter a page: . untouched, g, s, p; x behind it: exclusive.
held() {
	dd if="/proc/$child/pagemap" bs=8 skip="$((base / page))" count="$1" 2>/dev/null |
		od -A n -v -t x8 -w8 | awk '
	function digit(n) { return index("0123456789abcdef", substr($1, n, 1)) - 1 }
	{
		high = digit(1)
		low = digit(2)
		if (int(low / 4) % 2) printf "g"
		else if (int(high / 4) % 2) printf "s"
		else if (high < 8) printf "."
		else printf low % 2 ? "px" : "p"
	}'
}

# What is known of each page, as letters that can be compared.
cat >compare.jq <<'END'
def each: [.runs[] | . as $r | range(.pages) | $r];
def kernel: each | map(. as $r
	| {untouched: ".", unmapped: ".", guard: "g", swapped: "s"}[.state] // "p"
	| if $r.exclusive then . + "x" else . end) | join("");
def in_memory: {unmapped: "-", untouched: "_", guard: "_", absent: "_"}[.state] // "r";
# Whether two know the same: where one knows less it agrees.  Without a scan
# it is not known which pages are huge, where only some of a mapping are.
def state: if .state == "present" and .size == null then "resident" else .state end;
def agree($a; $b): $a == $b or $a == null or $b == null
	or $a == "resident" or $b == "resident" or $a == "unknown" or $b == "unknown";
def alike: [.[0], .[1] | each] | transpose | all(. as [$a, $b]
	| agree($a | state; $b | state)
	and (["locked", "lazily_freed", "exclusive", "soft_dirty", "merged"]
		| all(. as $p | agree($a[$p]; $b[$p])))
	and ($a.size == $b.size or $a.size == null or $b.size == null));
END

# agrees PAGES CHAIN: what is told is what the kernel tells everybody, and each
# way to look tells the same as far as it can know.
agrees() {
	for how in $ways; do
		# shellcheck disable=SC2086 # $2 is a chain
		begin $2 --pages-by "$how" || break
		held "$1" >"kernel.$how"
		go_on
		mv out "told.$how"
	done
	line="$2"
	: >out
	# One jq for all that is asked: a line for each answer.
	# shellcheck disable=SC2046 # the files of the ways are several
	jq -r -s --argjson page "$page" --argjson file "$file" "$jq_words$(cat compare.jq)"'
		map(.steps[-3].pages) as $told
		| ($told[:-1][] | kernel),
		([$told[] | whole | tostring] | join(" ")),
		(if $told | length == 3 then
			([$told[0], $told[1]] | alike),
			([$told[0], $told[2] | each | map(in_memory)] | transpose
				| all(.[0] == .[1] or (.[0] == "_" and $file)))
		else empty end)' $(printf 'told.%s ' $ways) >answers 2>&1
	exec 7<answers
	for how in $ways; do
		[ "$how" = mincore ] || {
			read -r answer <&7
			is "$answer" "$(cat "kernel.$how")" \
				"$2: $how$who tells what the kernel tells"
		}
	done
	read -r answer <&7
	is "$answer" "$(echo $(printf 'true%.0s ' $ways))" "$2: the runs$who cover the region"
	if [ "$ways" = 'scan pagemap mincore' ]; then
		read -r answer <&7
		is "$answer" true "$2: scan and pagemap$who agree"
		# The page cache may have what the process has not; it lacks none.
		read -r answer <&7
		is "$answer" true "$2: mincore$who agrees with both"
	fi
	exec 7<&-
}

all_agree() {
	file=false
	agrees 8 "mmap 8p $at , touch write"
	agrees 8 "mmap 8p $at , touch write --length 3p , touch read --addr +4p --length 2p"
	agrees 8 "mmap 8p $at , touch write , madvise dontneed --addr +1p --length 3p"
	agrees 8 "mmap 8p $at , touch write , munmap --addr +3p --length 2p"
	agrees 8 "mmap 8p $at , touch write , mprotect none --addr +1p --length 2p"
	agrees 8 "mmap 8p $at , mlock --length 3p , touch write --addr +5p --length 1p"
	agrees 8 "mmap 8p $at , mlock --flags onfault , touch write --length 3p"
	agrees 8 "mmap 8p $at , touch write , madvise free --length 4p"
	agrees 8 "mmap 8p $at , touch write , madvise free --length 4p , touch write --length 2p"
	agrees 8 "mmap 8p $at , touch write , madvise free"
	agrees 8 "mmap 8p $at , touch write --stride 8k"
	agrees 8 "mmap 8p $at , touch write , madvise guard_install --addr +1p --length 2p --expect ok,EINVAL"
	agrees 8 "mmap 8p $at , madvise wipeonfork , touch read , touch write --length 1p"
	agrees $((4194304 / page)) "mmap 4M $at , madvise hugepage --expect ok,EINVAL , touch write --length 1"
	agrees $((4194304 / page)) "mmap 4M $at , madvise hugepage --expect ok,EINVAL , touch read --length 1"
	agrees $((4194304 / page)) "mmap 4M $at , madvise hugepage --expect ok,EINVAL , touch write , mprotect read --length 1p"
	file=true
	agrees 8 "mmap 8p --addr $base --flags shared,anonymous,fixed_noreplace , touch write --length 3p"
	agrees 4 "memfd , mmap --fd 3 --addr $base --flags shared,fixed_noreplace , touch read --length 2p"
	agrees 6 "open data , mmap --fd 3 --prot read --addr $base --flags shared,fixed_noreplace , touch read --length 1p"
	agrees 6 "open data , mmap --fd 3 --addr $base --flags private,fixed_noreplace , touch read --length 1p , touch write --addr +1p --length 1p"
}

who=
if [ "$(od -A n -t x8 -N 8 /proc/self/pagemap 2>/dev/null | wc -w)" -eq 0 ]; then
	skip "the ways to look agree" "no pagemap here"
elif needs "the ways to look agree" "$base is taken" mmap 4M --addr $base --flags +fixed_noreplace; then
	ways='scan pagemap mincore'
	scans "by scan as well" || ways='pagemap mincore'
	all_agree
fi

# The ordinary user: what is not known is null.
if can_be_nobody; then
	as_nobody json mmap 4p , touch write , madvise free --length 2p --pages
	json_is 'seen | [.flags_from, (.runs[] | .frame, .consecutive)] | unique | tostring' '[null]' \
		"an ordinary user is told no frames"
	json_is 'seen | having("exclusive")' yyyy "but whether a page is exclusive"
	json_is 'seen | having("lazily_freed")' '????' "which of some are lazily freed is not known"
	as_nobody json mmap 4p , touch write , madvise free --pages
	json_is 'seen | having("lazily_freed")' yyyy "all of them are seen in the mapping's sum"
	as_nobody json mmap 4p , touch write --pages
	json_is 'seen | having("lazily_freed")' nnnn "so are none"
	as_nobody json mmap 2p , mlock --pages
	json_is 'seen | having("locked")' yy "a locked mapping has locked pages"
	as_nobody run mlock 2p --pages
	out_has 'locked 2 (their mapping is)' "and text says how that is known"
	as_nobody json touch read --pages-by pagemap
	if machine_has shared_zero_page; then
		json_is 'seen | letters' rrrr "what may be the zero page is not called more than resident"
	else
		json_is 'seen | letters' '####' "a page that is exclusive is not the zero page"
	fi
	if [ "$(id -u)" = 0 ]; then
		head -c "$page" /dev/zero >other
		as_nobody json touch --file other --pages-by mincore
		json_is 'seen | letters' '?' "of another's file mincore is not believed"
		json_is 'seen.reason | contains("mincore")' true "and that is said"
		# A program that one may not read has a pagemap that one may not read,
		# if no rights of root are left to execute it with (limited).
		cp "$MEMTOOL" unreadable && chmod 711 unreadable
		kept=$MEMTOOL
		MEMTOOL=$work/unreadable
		as_nobody limited : json mmap 4p , touch write --length 1p --pages
		json_is 'seen | [.source, letters] | join(" ")' 'mincore r___' \
			"where pagemap is refused mincore is asked"
		as_nobody limited : json mmap --pages-by pagemap
		json_is 'seen | [.source, .counts, .runs] | tostring' '[null,null,null]' \
			"a way that is asked for is not replaced"
		json_is 'seen.reason | contains("'"$(words EACCES)"'")' true "and the reason is told"
		status_is 0 "the step is as expected all the same"
		as_nobody limited : run mmap --pages-by pagemap
		out_has "not shown: .*$(words EACCES)" "in text, too"
		MEMTOOL=$kept
	fi
else
	skip "an ordinary user" "nobody else can run memtool here"
fi

# Pages that were just written are merged with no others, whatever flags the
# kernel gives their frames; nor are those that may be merged from now on.
for by in pagemap scan mincore; do
	json mmap 4p , touch write --pages-by $by , touch read --length 1p
	json_is '[.steps[1].pages.runs // [] | .[].merged] | any' false \
		"what was just written is not merged ($by)"
done
json mmap 4p , madvise mergeable --expect ok,EINVAL , touch write --pages
json_is '[seen.runs[].merged] | any' false "nor is what is mergeable, before KSM comes by"
run mmap 4p , touch write --pages
out_lacks merged "and text does not say so"

# The privileged see frames.
if [ -r /proc/kpageflags ] && json touch write --pages && [ "$(ask 'seen.flags_from')" = kpageflags ]; then
	json mmap 4p , touch write , touch read --pages
	json_is 'seen.runs[0].frame | hex > 0' true "frames are told to the privileged"
	json mmap 8p , touch write , madvise free --length 3p --pages
	json_is 'seen | having("lazily_freed")' yyynnnnn "so is which page is lazily freed"
	json mmap 8p , touch write , madvise free --length 3p , touch write --length 1p --pages
	json_is 'seen | having("lazily_freed")' '???nnnnn' \
		"which one was written again the kernel keeps to itself"
	json touch read --pages-by pagemap
	json_is 'seen | letters' "$read$read$read$read" "and the zero page is seen without a scan"
else
	skip "frames" "/proc/kpageflags is not for us"
fi

# Large ones.
if scans "a terabyte is fast" && needs "a terabyte is fast" "no terabyte of addresses" \
	mmap 1T --flags +noreserve; then
	before=$(date +%s)
	json mmap 1T --flags +noreserve , madvise nohugepage --expect ok,EINVAL , touch write --addr +700G --length 1p --pages
	after=$(date +%s)
	[ $((after - before)) -le 3 ]
	ok "a terabyte is fast"
	json_is 'seen | [.counts.present, (.runs | length), .reason] | tostring' '[1,3,null]' \
		"and the one page in it is found"
	json_is 'seen | .counts.untouched + 1 == .pages' true "the others are untouched"
	run mmap 1T --flags +noreserve --pages
	[ "$(grep -c '^   [0-9a-f]* [.]*$' out)" -eq 8 ]
	ok "its picture has eight lines"
	for how in pagemap mincore; do
		json mmap 1T --flags +noreserve --pages-by $how
		json_is 'seen | [.counts.unknown > 0, (.counts | add) == .pages, .reason != null] | unique
			| tostring' '[true]' "by $how not all is looked at, and that is said"
	done
fi
sentence="runs are bounded, and cover all the same"
if [ "$page" -le 4096 ]; then
	json mmap 300M --flags +noreserve , madvise nohugepage --expect ok,EINVAL \
		, touch write --stride $((2 * page)) --pages
	json_is 'seen | (.counts | add) == .pages and (.runs | length) <= 32768' true "$sentence"
	json_is 'seen.reason | contains("runs")' true "which is said"
else
	skip "$sentence" "with such pages it takes too much memory"
fi

# Text.
run mmap 4p , touch write --length 2p --pages
out_has '^   pages 4, by ' "text says by what it was seen"
out_has '^   [0-9a-f]* ##..$' "a cell is a page, behind its address"
out_has '^   . untouched 2   # present 2$' "the legend tells what occurs"
out_lacks 'zero' "and nothing else"
run mmap 64M --flags +noreserve , madvise nohugepage --expect ok,EINVAL , touch write --length 1p --pages
out_has 'a cell is ' "cells of a large region are groups"
out_has ' %\.*$' "a cell of several states is marked"
! awk 'length > 80 { exit 1 }' out
[ $? -eq 1 ]
ok "text stays within 80 columns"
run --quiet touch --pages
[ ! -s out ]
ok "--quiet draws nothing"

# The options.
run touch --pages-by nobody
status_is 2 "another way is refused"
err_has "'nobody' is unknown; auto, scan, pagemap and mincore are accepted" "with those that there are"
run touch --pages-by scan --pages-by scan
status_is 2 "one way is enough"
json touch --pages-by auto
json_is 'seen.source != null' true "--pages-by alone is --pages"
works "both together are accepted" touch --pages --pages-by mincore

done_testing
