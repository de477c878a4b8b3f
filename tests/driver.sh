#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Automake's driver for TAP, in fewer words: a line for each test program when
# it ends, with what it came to and how long it took; below it what failed,
# with the diagnostics.  The options are those that Automake passes.

now() {
	# In hundredths of a second, where date(1) knows smaller units at all.
	case $(date +%N) in
	*[!0-9]* | '') echo "$(date +%s)00" ;;
	*) date +%s%N | sed 's/.......$//' ;;
	esac
}

name='' log='' trs='' previous=''
for word; do
	case $previous in
	--test-name) name=$word ;;
	--log-file) log=$word ;;
	--trs-file) trs=$word ;;
	esac
	[ "$word" != -- ] || break
	previous=$word
done

start=$(now)
"$SHELL_OF_DRIVER" "$TAP_DRIVER_SH" "$@" >/dev/null
status=$?
end=$(now)

awk -v name="$name" -v took=$((end - start)) '
	/^:test-result: (PASS|XFAIL)/ { passed++ }
	/^:test-result: SKIP/ { skipped++ }
	/^:test-result: FAIL/ || /^:test-result: XPASS/ { failed++ }
	/^:test-result: ERROR/ { errors++ }
	END {
		word = failed + errors ? "FAIL" : passed ? "ok" : "skip"
		line = sprintf("%-4s %-28s %d passed", word, name, passed)
		if (skipped) line = line ", " skipped " skipped"
		if (failed) line = line ", " failed " failed"
		if (errors) line = line ", " errors " errors"
		printf "%s  %.1f s\n", line, took / 100
	}' "$trs"
grep -q '^:test-result: \(FAIL\|XPASS\|ERROR\)' "$trs" || exit $status
# Each result stands twice in the log: as it was printed, and as it was judged.
awk '/^FAIL/ { next }
	/^(ok|PASS|SKIP|1\.\.)/ { failing = 0 }
	/^not ok/ { failing = 1 }
	failing || /^(ERROR|XPASS): .* - / || /^Bail out/ { print "  > " $0 }' "$log"
exit $status
