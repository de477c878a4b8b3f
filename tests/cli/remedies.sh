#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# What memtool proposes helps.  Each line below fails, or does not do what it
# seems to; each remedy of its causes is taken from the document and followed,
# where that changes nothing but this shell and the files of this test:
#
#	ulimit ...      before memtool, in the same shell
#	--OPTION VALUE  in the last step, in place of its own
#	CALL ...        with "then": alone.  If a step before the last made what
#	                it acts on by the same call: in place of that.  Else
#	                before the last step; or in place of it, if that is the
#	                same call, or munmap
#	truncate, chattr of a file in this directory
#
# Then all steps must succeed, and the cause must be gone.

mkdir bin
cp "$MEMTOOL" bin/memtool
PATH=$work/bin:$PATH
calls=" $(memtool __complete '' | tr '\n' ' ')"

# The last step of a line, and the steps before it, with a "then" behind.
last_of() { printf '%s\n' "${1##* then }"; }
before_of() {
	case $1 in
	*' then '*) printf '%s then ' "${1% then *}" ;;
	esac
}

# succeeds SLUG PREPARATION LINE: all is well after that, for the whole line.
succeeds() {
	tried=$3
	# shellcheck disable=SC2086 # $as is a command of several words
	$as sh -c "$limit
$2
memtool --json $3" </dev/null >out 2>err
	status=$?
	keep_document
	[ "$status" -eq 0 ] && jq -e --arg slug "$1" \
		'all(.steps[-1].why[]; .cause != $slug)' out >/dev/null
}

# An option in place of the last step's own, which may be its word.
with_option() { # SLUG REMEDY
	name=${2%% *}
	step=$(last_of "$original" | sed "s/ $name [^ ]*//")
	succeeds "$1" : "$(before_of "$original")$step $2" && return 0
	[ "$status" -eq 2 ] || return 1
	step=$(printf '%s\n' "$step" | awk '{ $2 = ""; print }')
	succeeds "$1" : "$(before_of "$original")$step $2"
}

with_call() { # SLUG REMEDY
	call=${2%% *}
	case $2 in
	*' then '*)
		succeeds "$1" : "$2"
		return
		;;
	esac
	last=$(last_of "$original")
	before=$(before_of "$original")
	case "$before" in
	"$call "*' then '*)
		succeeds "$1" : "$2 then ${before#* then }$last" && return 0
		;;
	esac
	succeeds "$1" : "$before$2 then $last" && return 0
	[ "$call" = "${last%% *}" ] || [ "$call" = munmap ] || return 1
	succeeds "$1" : "$before$2"
}

# follow SLUG REMEDY: 0: it helped; 1: it did not; 2: it is not followed here.
follow() {
	case $2 in
	'ulimit '*) succeeds "$1" "$2" "$original" ;;
	--*) with_option "$1" "$2" ;;
	*PATH* | *PROGRAM*) return 2 ;;
	'truncate -s '* | 'chattr '*)
		cp file file.kept
		succeeds "$1" "$2" "$original"
		helped=$?
		cp file.kept file
		return $helped
		;;
	*)
		case $calls in
		*" ${2%% *} "*) with_call "$1" "$2" ;;
		*) return 2 ;;
		esac
		;;
	esac
}

# remedied SLUG LINE: it has this cause, and all remedies that are followed help.
remedied() {
	wanted=$1
	original=$2
	sentence="$wanted: ${limit:+$limit; }memtool $original"
	line="(${limit:-:}) memtool $original"
	succeeds none : "$original"
	jq -r --arg slug "$wanted" '.steps[-1].why[] | select(.cause == $slug) | .remedy[]' out >remedies
	followed=0
	useless=
	while read -r remedy; do
		follow "$wanted" "$remedy"
		case $? in
		0) followed=$((followed + 1)) ;;
		1) useless="$useless [$remedy => $tried]" ;;
		esac
	done <remedies
	if [ "$followed" -gt 0 ] && [ -z "$useless" ]; then
		pass "$sentence ($followed)"
	else
		flunk "$sentence" "followed $followed, in vain:$useless"
	fi
}

printf 'four' >file
printf 'four' >'an odd name'
chmod 666 file 'an odd name'
limit=
as=

# --- that what does not help is noticed ----------------------------------------------

original='mmap 4p --prot none then touch'
line="memtool $original"
! follow protection 'mprotect none' && ! follow protection '--addr +1p'
ok "a call or an option that does not help is noticed"
original='mmap 64M --times 20'
limit='ulimit -S -v 200000'
! can_limit_memory "so is a limit that is too low" || {
	! follow as-limit 'ulimit -v 250000'
	ok "so is a limit that is too low"
}
limit=

# --- arguments ---------------------------------------------------------------

if machine_has x86_64 "out-of-range: room for MAP_32BIT"; then
	remedied out-of-range 'mmap 3G --flags +32bit,noreserve'
fi
remedied misaligned 'munmap --addr +1'
remedied misaligned 'mmap 4p then madvise dontneed --addr +100'
remedied misaligned 'open file then mmap 1p --offset 100'
remedied zero-length 'mmap 0'
remedied zero-length 'mremap 0'
remedied no-map-type 'mmap 4p --flags anonymous'
remedied unknown-flag 'mremap 8p --flags fixed --new-addr 0x10000000'
remedied upper-bits 'madvise 0x100000004'
remedied address-taken 'mmap 4p --as a then mmap 4p --addr a --flags +fixed_noreplace'
remedied address-taken 'mmap 8p then munmap --addr +7p then mremap 16p --flags 0 --length 4p'
remedied bad-descriptor 'mmap 4p --flags private'
remedied mapping-kind 'mprotect rw,growsdown'
remedied tmpfile-mode 'open . --flags tmpfile'
# A sanitizer has an allocator of its own, and memory that no limit has room for.
sanitized || remedied alignment 'posix_memalign 100 --alignment 24'
remedied flag-ignored 'msync async'

# --- mappings and pages ----------------------------------------------------------

remedied protection 'mmap 4p --prot none then touch'
remedied protection 'mmap 4p --prot read then touch write'
remedied hole 'mmap 4p then munmap --addr +1p --length 1p then madvise dontneed --length 4p'
remedied mapping-locked 'mmap 4p then mlock then madvise dontneed'
if needs "guard: madvise guard_remove" "this kernel has no guard pages" madvise guard_install; then
	remedied guard 'mmap 4p then madvise guard_install then touch'
fi

# --- files -----------------------------------------------------------------------

remedied beyond-end-of-file 'memfd 1p then mmap 4p --flags shared then touch'
remedied beyond-end-of-file 'open file --flags rdwr then mmap 4p --flags shared then touch write'
remedied beyond-end-of-file "open 'an odd name' --flags rdwr then mmap 4p --flags shared then touch write"
if needs "a file without a name" "this file system has none" open . --flags tmpfile,rdwr; then
	remedied beyond-end-of-file 'open . --flags tmpfile,rdwr then ftruncate 1 then mmap 4p --flags shared then touch'
fi
remedied descriptor-mode 'open file then mmap 1p --flags shared'
remedied descriptor-mode 'open file --flags wronly then mmap 1p --prot read'
remedied descriptor-mode 'open file then ftruncate 100'
remedied path-missing 'open missing'
rm -f missing
remedied path-kind 'open . --flags rdwr'

# --- memory ------------------------------------------------------------------------

if [ "$(cat /proc/sys/vm/overcommit_memory)$(uname -m)" = 0x86_64 ]; then
	remedied overcommit 'mmap 32T'
else
	skip "overcommit: memtool mmap 32T" "the setting, or the address space, is another"
fi

# --- huge pages --------------------------------------------------------------------

if machine_has thp "there is room for a huge page" &&
	[ "$(cat /proc/sys/vm/overcommit_memory)" != 2 ]; then
	remedied thp-too-small 'mmap 64k then madvise hugepage'
	remedied thp-too-small 'mmap 64k then touch write then madvise collapse'
	remedied thp-untouched 'mmap 8M then madvise collapse'
fi

# --- limits: the soft ones, that this shell may raise again --------------------------

# The hard limit must allow it.
hard_is_above() { # OPTION NUMBER SENTENCE
	# shellcheck disable=SC3045 # every sh here has both options
	hard=$(ulimit -H -"$1")
	[ "$hard" = unlimited ] || [ "$hard" -ge "$2" ] || {
		skip "$3" "the hard limit is $hard"
		return 1
	}
}

if can_limit_memory "limits on memory"; then
	limit='ulimit -S -v 200000'
	remedied as-limit 'mmap 64M --times 20'
	remedied as-limit 'malloc 64M --times 5'
	remedied as-limit 'mmap 4p then mremap 1G'
	remedied as-limit 'malloc 1M --times 500'
	limit='ulimit -S -d 100000'
	remedied data-limit 'mmap 64M --times 4'
	remedied data-limit 'mmap 256M --prot read then mprotect rw'
	remedied data-limit 'brk +256M'
	limit='ulimit -S -s 8192'
	remedied stack-limit 'alloca 64M then touch write'
	remedied stack-limit 'alloca 4k --frames 4096'
fi
limit='ulimit -S -f 200'
remedied file-length 'memfd 4M'
limit='ulimit -S -n 20'
hard_is_above n 200 "nofile-limit" && remedied nofile-limit 'open file --times 50'

limit='ulimit -S -l 64'
if can_be_nobody && hard_is_above l 8192 "memlock-limit"; then
	as=$nobody
	[ "$(id -u)" = 0 ] || as=
	remedied memlock-limit 'mlock 1M'
	remedied memlock-limit 'mmap 64k --times 5 then mlock'
	remedied memlock-limit 'mmap 64k --flags +locked --times 5'
	remedied memlock-limit 'mmap 4p then mlock then mremap 1M'
	sanitized || remedied memlock-limit 'mlockall'
	remedied memlock-limit 'mlockall future then brk +1M'
	sanitized || remedied memlock-limit 'mlockall future then malloc 1M --times 5'
	limit='ulimit -S -l 0'
	remedied memlock-limit 'mlock 4p'
	limit=
	remedied min-addr 'mmap 1p --addr 0 --flags +fixed'
	as=
fi

# What counts is the whole step: 8 huge pages, and not one after the other.
pools=/sys/kernel/mm/hugepages/hugepages-2048kB
if [ "$(cat $pools/nr_hugepages $pools/nr_overcommit_hugepages 2>/dev/null | tr -d '\n')" = 00 ]; then
	json mmap 16M --flags +hugetlb,noreserve,huge_2mb , touch write
	json_is '[final.why[].remedy[] | select(test("hugepages *= *8"))] | length > 0' true \
		"a touch of 8 huge pages asks for 8"
	json mmap 16M --flags +hugetlb,noreserve,huge_2mb , madvise populate_write --addr +4M
	json_is '[final.why[].remedy[] | select(test("hugepages *= *6"))] | length > 0' true \
		"populating 6 of them for 6"
	json mmap 4M --flags +hugetlb,huge_2mb --times 4
	json_is '[final.why[].remedy[] | select(test("hugepages *= *8"))] | length > 0' true \
		"4 mappings of 2 for 8"
else
	skip "a touch of 8 huge pages asks for 8" "the pool of 2 MiB is not empty, or there is none"
fi

# --- whom they are for ---------------------------------------------------------------

limit=
sentence="who has no right to become root is not told to be it"
if [ "$(id -u)" = 0 ] && setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin true 2>/dev/null; then
	as='setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin'
	json madvise hwpoison
	as=
	if [ "$(ask 'final | outcome')" = EPERM ]; then
		json_is '[final.why[].remedy[] | select(test("root"))] | length' 0 "$sentence"
		remedy_has capability 'docker run --cap-add SYS_ADMIN' "but how a container gets the right"
	else
		skip "$sentence" "this kernel has no MADV_HWPOISON"
	fi
else
	skip "$sentence" "setpriv cannot take a right away here"
fi

done_testing
