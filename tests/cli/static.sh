#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
#
# Static programs, made of the objects that are there: malloc's family works in
# them, and exactly.  There the allocator, the C library and memtool are one
# object, and the heap is in use before the program begins.
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

sanitized && skip_all "sanitizers need a dynamic program"
build=$(dirname "$MEMTOOL")
grep -q '^memtool-static\$(EXEEXT):' "$build/Makefile" 2>/dev/null ||
	skip_all "no Makefile lies beside $MEMTOOL"
command -v make >/dev/null || skip_all "there is no make"
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
compiler=$(sed -n 's/^CC = //p' "$build/Makefile")

# linked KIND: build memtool-KIND and tests/machine likewise, in $work/KIND.
# Where a library has no archive, or code is not position-independent, all of
# KIND is skipped.
linked() {
	line="make memtool-$1"
	rm -f "$build/memtool-$1"
	# scripts/libraries puts there what no package has.
	if ! LIBRARY_PATH=$build/libraries/lib make -s -C "$build" "memtool-$1" \
		>out 2>err </dev/null; then
		lacking=$(grep -m 1 -oE 'cannot find (-l[a-z]*|[a-z0-9]*\.o)|recompile with -f(PIE|PIC)|unrecognized .*-static-pie' err)
		if [ -n "$lacking" ]; then
			skip "memtool-$1" "$lacking"
		else
			flunk "memtool-$1 is linked" "$(tail -3 err)"
		fi
		return 1
	fi
	pass "memtool-$1 is linked"
	mkdir -p "$1/tests"
	mv "$build/memtool-$1" "$1/memtool"
	# shellcheck disable=SC2046,SC2086 # a compiler and its options
	$compiler -D_GNU_SOURCE "-$1" -o "$1/tests/machine" \
		$(sed -n 's/^CPPFLAGS = //p' "$build/Makefile") \
		"$SRCDIR/tests/machine.c" >out 2>err || lost "tests/machine cannot be linked: $(head -1 err)"
}

is_static() {
	! readelf -lW "$MEMTOOL" | grep -q INTERP
}

# passes SCRIPT: it does, with this memtool.
passes() {
	line="tests/cli/$1.sh with $MEMTOOL"
	MACHINE=${MEMTOOL%/*}/tests/machine sh "$here/$1.sh" >out 2>err </dev/null
	if grep -q '^1\.\.' out && ! grep -qE '^not ok|^Bail out' out; then
		pass "$kind: all of $1.sh"
	else
		flunk "$kind: all of $1.sh" "$(grep -E -A 4 '^not ok|^Bail out' out | head -10)"
	fi
}

exactly() {
	json malloc 100 --times 2 , pagesize --times 10 , free --addr NULL
	json_is '[.steps[1:][] | faults] | join(" ")' '0 0' "$kind: a step that does nothing has no faults"
	json malloc 100 , malloc 100 --times 10 , malloc 1M
	json_is '[.steps[] | outcome] | join(" ")' 'ok ok ok' "$kind: malloc works"
	where glibc json_is '.steps[0] | faults <= 1' true "$kind: the first faults at most for its own page"
	json_is '.steps[1] | "\(faults) \(changes)"' '0 ' "$kind: what follows in its page has no effect"
	json_is 'final | .data.origin' own-mapping "$kind: a large one has a mapping of its own"
	json_is 'final | changes | test("^added [0-9]+ - rw-p$")' true "$kind: which is all that it adds"
	json_is '.steps[0].data.allocator' memtool "$kind: the allocator's file is the program"
	json malloc 4M , touch write , free
	json_is '.steps[1] | .effect.memory.resident.delta >= 4 * 1048576 - $page' true "$kind: its pages come when they are touched"
	json_is '.steps[2].effect.memory.resident.delta <= -4 * 1048576' true "$kind: and go when it is freed"
	works "$kind: each call of the family" malloc 9 , calloc 9 , realloc 99 , reallocarray 9 --nmemb 3 \
		, memalign 9 , posix_memalign 9 , aligned_alloc 64 , free
	json malloc 100 --as a , free , free --on a
	json_is 'final | outcome | startswith("SIG")' true "$kind: a double free ends the subject"
	told double-free true "$kind: and is explained"
	if machine_has glibc "$kind: glibc's figures are told"; then
		json malloc 100 , malloc 1000
		json_is 'final.data.heap.in_use - .steps[0].data.heap.in_use - final.data.usable | IN(4, 8)' true \
			"$kind: glibc's figures are told"
		json mallopt mxfast --value 10000
		told mallopt-refused true "$kind: and its causes"
		works "$kind: malloc_trim and mallopt are there" mallopt perturb --value 1 , malloc_trim
	fi
	json alloca 1M
	json_is 'final | "\(outcome) \(faults)"' 'ok 0' "$kind: alloca touches nothing"
	json mmap 4p , touch write , mprotect none , peek
	json_is '"\(.steps[1] | faults) \(final | outcome)"' '4 SIGSEGV:SEGV_ACCERR' "$kind: faults are counted and caught"
}

for kind in static static-pie; do
	MEMTOOL=$build/memtool
	linked $kind || continue
	MEMTOOL=$work/$kind/memtool
	MACHINE=$work/$kind/tests/machine
	unset machine_glibc
	line=$MEMTOOL
	# Debian's musl-gcc knows no -static-pie.
	if [ $kind = static-pie ] && ! is_static; then
		skip "memtool-$kind" "the compiler makes a dynamic program of it"
		continue
	fi
	is_static
	ok "memtool-$kind needs no loader"
	exactly
done
if [ -x static/memtool ]; then
	kind=static
	MEMTOOL=$work/static/memtool
	for script in heap heap-blocks heap-errors heap-break; do
		passes $script
	done
fi

done_testing
