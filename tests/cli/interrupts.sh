#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC1091
#
# Interrupted anywhere, by whatever signal, every command's document is whole.

. "$(dirname "$0")/lib.sh"

sanitized && skip_all "it is as without sanitizers"
command -v python3 >/dev/null || skip_all "there is no python3"
python3 "$SRCDIR/tests/interrupt.py" "$MEMTOOL"
exit
