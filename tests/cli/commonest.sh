#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# The commonest failures, as memtool-explain(1) lists them: the causes are those
# that explain lists first, they can be behind what is said to be seen, and each
# line that is shown gives its cause.

# "SEEN|SLUG|LINE", LINE may be empty.
sed -e 's/\\f[BIRP]//g' -e 's/\\%//g' -e 's/\\-/-/g' "$SRCDIR/man/memtool-explain.1" | awk '
	function end() { if (slug) print seen "|" slug "|" shown; slug = shown = "" }
	/^\.SH/ { end(); inside = /THE COMMONEST FAILURES/ }
	!inside { next }
	/^\.TP/ { end(); tag = 1; next }
	tag { seen = $0; tag = 0; getline slug; sub(/\.$/, "", slug); next }
	/^\$ / { shown = substr($0, 3) }' >failures
cut -d '|' -f 2 failures >slugs
is "$(wc -l <slugs)" 20 "the table has 20 rows"
json explain
jq -r '.explain.causes[].cause' out | head -n 20 >first
is "$(cat slugs)" "$(cat first)" "they are the causes that explain lists first, in this order"

# "mlock, mlockall: ENOMEM, EPERM; mmap: EAGAIN" as "mlock ENOMEM" and so on.
pairs_of() {
	printf '%s\n' "$1" | sed -e 's/any access/touch/g' -e 's/any call/mmap/' |
		tr ';' '\n' | awk -F ': ' '{
			calls = split($1, call, ", ")
			outcomes = split($2, outcome, ", ")
			for (i = 1; i <= calls; i++)
				for (j = 1; j <= outcomes; j++) {
					split(outcome[j], word, " ")
					gsub(/ /, "", call[i])
					if (word[1] ~ /^[A-Zo]/) print call[i], word[1]
				}
		}'
}
wrong=
while IFS='|' read -r seen slug _; do
	pairs_of "$seen" >pairs
	[ -s pairs ] || wrong="$wrong $slug:(nothing)"
	while read -r call outcome; do
		json explain --cause "$slug" "$outcome" "$call"
		grep -q "\"cause\":\"$slug\",\"summary\"" out ||
			wrong="$wrong $slug:$call:$outcome"
		# Where it is common, it comes before what is not.
		json explain "$outcome" "$call"
		jq -r '.explain.causes[].cause' out >order
		awk 'NR == FNR { common[$1] = 1; next }
			!($1 in common) { rare = 1 }
			$1 == slug && rare { exit 1 }' slug="$slug" slugs order ||
			wrong="$wrong $slug:$call:$outcome:late"
	done <pairs
done <failures
is "$wrong" '' "each can be behind what is seen, and is listed before the others"

mkdir bin
cp "$MEMTOOL" bin/memtool

# Why a line cannot be tried here; nothing where it can.
lacks() {
	case $1 in
	memory-kept | double-free)
		! sanitized || echo "the allocator is the sanitizer's"
		;;
	overcommit)
		[ "$(cat /proc/sys/vm/overcommit_memory)$(uname -m)" = 0x86_64 ] ||
			echo "the setting, or the address space, is another"
		;;
	hugetlb-pool | hugetlb-size)
		[ -d /sys/kernel/mm/hugepages/hugepages-2048kB ] || echo "there are no huge pages of 2 MiB"
		;;
	thp-*)
		[ "$(cat /sys/kernel/mm/transparent_hugepage/hpage_pmd_size 2>&1)" = 2097152 ] ||
			echo "there are no transparent huge pages of 2 MiB"
		;;
	esac
}

while IFS='|' read -r _ slug shown; do
	[ -n "$shown" ] || continue
	sentence="its line gives $slug: $shown"
	reason=$(lacks "$slug")
	if [ -n "$reason" ]; then
		skip "$sentence" "$reason"
		continue
	fi
	case $slug in
	memory-kept | double-free) machine_has glibc "$sentence" || continue ;;
	memlock-limit) can_be_nobody || {
		skip "$sentence" "cannot become an ordinary user"
		continue
	} ;;
	esac
	case $shown in
	ulimit*) can_limit_memory "$sentence" || continue ;;
	esac
	line=$shown
	set -- sh -c "PATH=$work/bin:\$PATH; $shown --json"
	[ "$slug" != memlock-limit ] || [ "$(id -u)" != 0 ] || {
		# shellcheck disable=SC2086 # several words
		set -- $nobody "$@"
	}
	"$@" </dev/null >out 2>err
	status=$?
	keep_document
	json_is "[final.why[] | select(.cause == \"$slug\" and .verified)] | length" 1 "$sentence"
done <failures

done_testing
