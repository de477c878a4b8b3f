#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
#
# make dist leaves a whole tarball or none.  It is made elsewhere than in the
# tree: distdir says where.
. "$(dirname "$0")/lib.sh"

sanitized && skip_all "it is as without sanitizers"
build=$(dirname "$MEMTOOL")
grep -q '^dist-gzip:' "$build/Makefile" 2>/dev/null ||
	skip_all "no Makefile lies beside $MEMTOOL"
for tool in make tar gzip; do
	command -v $tool >/dev/null || skip_all "there is no $tool"
done
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

# Every program of the PATH, but for one.
mkdir bin made
for directory in /bin /usr/bin $(echo "$PATH" | tr : ' '); do
	# Of two of one name the first stays: ln(1) complains of the other.
	ln -s "$directory"/* bin 2>/dev/null
done

dist() {
	rm -rf made/*
	line="make dist"
	PATH=$work/bin timeout 600 make -s -C "$build" dist-gzip \
		"distdir=$work/made/memtool" >out 2>err </dev/null
	status=$?
}

# failing TOOL: it writes something, and fails.
failing() {
	rm -f "bin/$1"
	printf '#!/bin/sh\necho half\nexit 1\n' >"bin/$1"
	chmod +x "bin/$1"
}

leaves_nothing_made() { # WHAT
	[ "$status" -ne 0 ]
	ok "$1: make dist fails"
	err_has 'make dist: .*gzip' "$1: it says what it needs"
	is "$(ls made)" '' "$1: nothing is left"
}

dist
status_is 0 "make dist makes a tarball"
is "$(ls made)" memtool.tar.gz "and nothing else"
gzip -dc made/memtool.tar.gz | tar tf - >out 2>err
ok "which is whole"
out_has '/README$' "it has the sources"
(cd "$SRCDIR" && find man -type f) | while read -r file; do
	grep -q "/$file\$" out || echo "$file"
done >missing
is "$(cat missing)" '' "and every page of the manual, and every example"

failing gzip
dist
leaves_nothing_made "gzip fails"
rm bin/gzip
dist
leaves_nothing_made "without gzip"
ln -s "$(command -v gzip)" bin/gzip
failing tar
dist
leaves_nothing_made "tar fails"

done_testing
