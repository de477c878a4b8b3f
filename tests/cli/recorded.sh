#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
#
# What memtool prints, and how it exits, is what is recorded in tests/recorded:
# as text exactly, as JSON but for the order of keys.  tests/recorded.py runs
# the command lines and compares; a change that is meant is recorded by
# scripts/record-fixtures.
. "$(dirname "$0")/lib.sh"

sanitized && skip_all "the memory of a sanitized program is laid out otherwise"
python=${MEMTOOL_PYTHON:-/usr/bin/python3}
"$python" -c 'import ctypes, sys; sys.exit(sys.version_info < (3, 9))' \
	2>/dev/null || skip_all "$python is no Python 3.9"
machine_has glibc || skip_all "recorded with glibc"
ldd "$MEMTOOL" 2>/dev/null | grep -q 'libc\.so\.6' ||
	skip_all "recorded with a dynamic memtool"

line="tests/recorded.py compare $MEMTOOL"
: >err
"$python" -B "$SRCDIR/tests/recorded.py" compare "$MEMTOOL" "$MACHINE" "$SRCDIR" \
	>out 2>err
status=$?
# It prints TAP itself.
grep -q '^1\.\.' out || lost "tests/recorded.py did not end"
cat out
exit $status
