#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Where another than the kernel answers for /proc/self/maps, what it shows is
# not the subject's: nothing may be concluded from it.
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2016,SC2034,SC2154,SC2317

. "$(dirname "$0")/lib.sh"

if sanitized; then
	skip "an emulator's files are not trusted" "a sanitizer reads them itself, and ends"
	done_testing
	exit
fi

# What any such place shall come to, once it is found out: the calls have their
# results, and what they changed is not known, with the reason.
unseen_by() { # REASON
	json mmap 4M , touch write , munmap
	status_is 0 "($1) the calls themselves work"
	json_is '[.steps[].effect] == [null, null, null] | tostring' true \
		"($1) no effect is known"
	json_is '[.steps[].effect_reason] | unique | join(";")' "$1" \
		"($1) each step says why"
	json_is '[.steps[].why[].cause] | join(" ")' '' \
		"($1) nothing is said about what was mapped"
	run mmap 4M , munmap
	out_lacks 'no visible effect' "($1) text does not speak of no change"
	out_lacks 'nothing was mapped' "($1) nor of nothing mapped"
	out_has 'effect unknown: ' "($1) but says that it is not known"
	json mmap 64K , maps , translate , layout
	json_is '[.steps[1:][] | .result.status, .result.unsupported] | unique
		| map(tostring) | join(" ")' 'true error' \
		"($1) inspections of the subject are refused"
	json_is '[.steps[1:][].result.reason] | unique | join(";")' "$1" \
		"($1) with the reason"
	json mmap 64K , maps --skip-unsupported
	status_is 77 "($1) which --skip-unsupported takes for what it is"
	json mmap 4p --pages
	json_is '.steps[0].pages | tostring' null "($1) no page is told"
	json mmap 4p , mincore
	json_is 'final | .data | "\(.pages) \(.trusted)"' '4 null' \
		"($1) whether mincore tells the truth is not known"
	json malloc 100K , free
	json_is '[.steps[].result.status] | join(" ")' 'ok ok' \
		"($1) blocks of the allocator come and go"
	json_is '[.steps[].data | .break_grown, .mappings_grown, .origin] | unique | map(tostring)
		| join(" ")' null "($1) and where from is not known"
}

# A folder for /proc, with files of our own making below "self".
other_proc='mount -t tmpfs none "$0" && mkdir "$0/self" && cd "$0" &&
	for name in cpuinfo meminfo sys; do ln -s "/real/$name" .; done &&'
file_for_maps="$other_proc"'cp /proc/self/maps self/maps &&
	cp /proc/self/smaps_rollup /proc/self/status self &&
	mount --rbind . /proc && exec "$@"'
others_maps="$other_proc"'touch self/maps self/smaps_rollup self/status &&
	for name in maps smaps_rollup status; do
		mount --bind "/proc/$PPID/$name" "self/$name" || exit
	done && mount --rbind . /proc && exec "$@"'

beside_a_proc_of() { # SCRIPT REASON
	if [ "$(id -u)" != 0 ] ||
		! unshare -m sh -c "$1" "$work/proc" true 2>/dev/null; then
		skip "($2)" "it needs the right to mount"
		return
	fi
	printf '%s\n' "$1" >"$work/begin"
	as="unshare -m sh $work/begin"
	sed -i 's|"$0"|'"$work/proc|g" "$work/begin"
	sed -i "s|\"\$0/self\"|$work/proc/self|" "$work/begin"
	unseen_by "$2"
	as=
}

mkdir -p "$work/proc"
beside_a_proc_of "$file_for_maps" 'an emulator answers for /proc/self/maps'
beside_a_proc_of "$others_maps" \
	'/proc/self/maps does not list the memory that was made, as under an emulator'

# A real one, where it is installed.
emulator=qemu-$(uname -m)
if command -v "$emulator" >/dev/null && "$emulator" "$MEMTOOL" --version >/dev/null 2>&1; then
	as=$emulator
	unseen_by 'an emulator answers for /proc/self/maps'
	as=
else
	skip "($emulator)" "it is not installed"
fi

done_testing
