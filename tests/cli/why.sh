#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh source-path=SCRIPTDIR disable=SC1091,SC2154
#
# What the tests of causes share, behind lib.sh: each looks at the last step
# of the document.

# told SLUG VERIFIED SENTENCE: the cause is among those told; VERIFIED is true,
# or false where it cannot be known.
told() {
	json_is "[final.why[] | select(.cause == \"$1\") | .verified] | unique | join(\" \")" "$2" "$3"
}

# not_told SLUG SENTENCE
not_told() {
	json_is "any(final.why[]; .cause == \"$1\")" false "$2"
}

# nothing_told SENTENCE: no step had anything to explain.
nothing_told() {
	json_is '[.steps[].why[].cause] | join(" ")' '' "$1"
}

# the_fact SLUG KEY: the filter for what a cause says there.
the_fact() {
	echo "final.why[] | select(.cause == \"$1\") | .facts.$2"
}

# fact SLUG KEY: what it says there.
fact() {
	ask "$(the_fact "$1" "$2")"
}

# fact_is SLUG KEY WANTED SENTENCE
fact_is() {
	json_is "$(the_fact "$1" "$2")" "$3" "$4"
}

# fact_if_known SLUG KEY VALUE SENTENCE: or null, where the kernel has merged the
# mapping with a neighbour.
fact_if_known() {
	json_is "$(the_fact "$1" "$2") | . == $3 or . == null" true "$4"
}

# fact_above SLUG KEY NUMBER SENTENCE
fact_above() {
	json_is "$(the_fact "$1" "$2") > $3" true "$4"
}

# remedy_has SLUG TEXT SENTENCE: one of its remedies begins so.
remedy_has() {
	json_is "any(final.why[] | select(.cause == \"$1\") | .remedy[]; startswith(\"$2\"))" true "$3"
}

# A figure of /proc/meminfo in bytes.
meminfo() {
	awk -v key="$1:" '$1 == key { printf "%.0f\n", $2 * 1024 }' /proc/meminfo
}

python=${MEMTOOL_PYTHON:-/usr/bin/python3}

# confined RESTRICTION... run|json|needs ARGS...: below what confine.py sets.
# It runs with "as", so that it is no ordinary user's at the same time.
confined() {
	as="$python $here/../confine.py $1"
	shift
	case $1 in
	run | json) ;;
	*)
		as="$as $1"
		shift
		;;
	esac
	"$@"
	line="($as) $line"
	as=
}

# can_confine SENTENCE RESTRICTION...
can_confine() {
	sentence=$1
	shift
	"$python" "$here/../confine.py" "$@" true >out 2>err && return 0
	skip "$sentence" "no $*: $(head -1 err)"
	return 1
}

# old_kernel CALL ACTION run|json ARGS...: without the call or the value.  A
# filter answers as a kernel does that lacks it; so that this is taken for the
# kernel's answer, the kernel says that it is too old to have it.
old_kernel() {
	as="$python $here/../confine.py $1 $2 setarch --uname-2.6"
	shift 2
	"$@"
	line="($as) $line"
	as=
}

can_look_old() { # SENTENCE CALL ACTION
	if ! setarch --uname-2.6 true 2>/dev/null; then
		skip "$1" "setarch cannot make the kernel look old"
		return 1
	fi
	can_confine "$@"
}

# with_file PATH TEXT run|json ARGS...: another text stands in a file of /proc
# or /sys, for memtool alone; false: this cannot be done here.
with_file() {
	printf '%s\n' "$2" >other
	as="unshare -m sh -c mount\${IFS}--bind\${IFS}$work/other\${IFS}$1&&exec\${IFS}\"\$0\"\${IFS}\"\$@\""
	shift 2
	"$@"
	as=
}

can_mount() {
	machine_has mounts "$1"
}
