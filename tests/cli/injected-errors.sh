#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC1091
#
# Whatever system call of memtool's fails: it comes to an end, and tells no
# wrong figure.

. "$(dirname "$0")/lib.sh"

sanitized && skip_all "AddressSanitizer makes system calls of its own"
command -v python3 >/dev/null || skip_all "there is no python3"
python3 "$SRCDIR/tests/inject.py" "$MEMTOOL" >"$work/tap"
status=$?
[ "$status" -eq 77 ] && skip_all "strace, or tracing, is not to be had here"
cat "$work/tap"
exit "$status"
