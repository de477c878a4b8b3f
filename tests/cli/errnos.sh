#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# Each errno that a cause names for a call is one that the call can give:
# tests/errnos.txt, by the manual pages and the kernel.

list=$SRCDIR/tests/errnos.txt
grep -v '^#' "$list" | awk 'NF { for (i = 3; i <= NF; i++) print $1, $i, $2 }' >sourced
awk '{ print $1, $2 }' sourced | sort -u >possible

# "CALL ERRNO CAUSE", a line each; "fail" is any errno, and no claim.
json explain
jq -r '.explain.causes[] | .cause as $cause | .behind[] | (.call // "*") as $call | .outcomes[]
	| select(test("^E[A-Z0-9]+$")) | "\($call) \(.) \($cause)"' out | sort -u >named
[ "$(wc -l <named)" -gt 100 ] && [ "$(wc -l <possible)" -gt 80 ]
ok "both lists are there"

# A cause of any call needs an errno that any call can give.
impossible=$(awk '
	NR == FNR { can[$1 " " $2] = 1; next }
	!(($1 " " $2) in can) && !(("* " $2) in can) { print $3 ": " $1 "=" $2 }' possible named)
is "$impossible" '' "no cause names an errno that its call cannot give"

# Else a misspelt line would allow nothing, and nobody would notice.
cut -d ' ' -f 2 possible | sort -u | while read -r errno; do
	"$MEMTOOL" explain "$errno" >/dev/null 2>&1 || echo "$errno"
done >unknown
is "$(cat unknown)" '' "each errno of the list exists"
"$MEMTOOL" __complete '' | sort >calls
cut -d ' ' -f 1 possible | sort -u | grep -vx '\*' | comm -23 - calls >unknown
is "$(cat unknown)" '' "each call of the list does"

# The pages that are installed have what the list says; older ones lack some.
lacking=
checked=0
grep -oE '[a-z_]+\([23]\)$' sourced | sort -u >pages
while read -r name; do
	section=${name#*(}
	section=${section%)}
	file=/usr/share/man/man$section/${name%(*}.$section.gz
	[ -e "$file" ] || continue
	gzip -dc "$file" >page
	# A page may be another's: ".so man2/mmap.2".
	other=$(sed -n 's/^\.so //p' page)
	[ -z "$other" ] || gzip -dc "/usr/share/man/$other.gz" >page
	grep -qE '^\.TH .*"Linux man-pages ([7-9]|6\.(0[3-9]|[1-9]))' page || continue
	checked=$((checked + 1))
	awk -v page="$name" '$3 == page { print $2 }' sourced | sort -u >wanted
	while read -r errno; do
		grep -qw "$errno" page || lacking="$lacking $name:$errno"
	done <wanted
done <pages
if [ "$checked" -gt 0 ]; then
	is "$lacking" '' "the installed manual pages have the errnos that the list has from them"
else
	skip "the installed manual pages have the errnos that the list has from them" \
		"the Linux man-pages, 6.03 or newer, are not installed"
fi

done_testing
