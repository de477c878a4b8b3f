# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154,SC2034,SC2016
#
# For tests of trace: source it after lib.sh.

machine_has ptrace || skip_all "no program may be traced here: ${known#no: }"

# Words for the filters: the last call, and the causes of all.
jq_words="$jq_words"'
def last: .trace.calls[-1];
def causes: [.trace.calls[].why[0].cause // "none"] | join(" ");
def failures: [.trace.calls[] | "\(.command) \(outcome)"] | join(", ");
'

# trace ARGS...: with a document, whatever the program prints.
trace() {
	line="memtool trace --json --output out $*"
	rm -f out
	: >out
	chmod 666 out
	# shellcheck disable=SC2086 # $as is a command of several words
	$as "$MEMTOOL" trace --json --output "$work/out" "$@" </dev/null >said 2>err
	status=$?
	keep_document
}
