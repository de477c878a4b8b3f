# SPDX-License-Identifier: GPL-2.0-or-later
#
# awk -f shape.awk VOCABULARY PRINTED SHOWN: whether what a page SHOWS may be the
# output of a program that PRINTED something else here: numbers, addresses and
# paths differ, and so may a result, by machine and user.  What is the same
# everywhere is held against each other:
# - the calls that were made, in their order, up to the result;
# - the words: each is one that the program has (VOCABULARY) or printed;
# - a cause: where both have the same errno, and the page leaves nothing out, it
#   shows a cause if the program found one.
# A line for each difference.

FNR == 1 { file++ }

# Numbers are not compared, nor what is a path, or the text of an errno.
function masked(line) {
	gsub(/0x[0-9a-f]+/, "#", line)
	gsub(/[0-9]+/, "#", line)
	gsub(/[ \t]+/, " ", line)
	sub(/ $/, "", line)
	return line
}

# "2 mlock(#, #": the step and its call, without what came of it.
function call_of(line) {
	if (line !~ /^([0-9]+|-)  [a-z_0-9]+\(/)
		return ""
	sub(/\) += .*/, ")", line)
	sub(/   .*/, "", line)
	return masked(line)
}

function note_names(line, names) {
	while (match(line, /= (-1 )?(E[A-Z0-9]+|SIG[A-Z]+)/)) {
		name = substr(line, RSTART, RLENGTH)
		sub(/^= (-1 )?/, "", name)
		names[name] = 1
		line = substr(line, RSTART + RLENGTH)
	}
}

function words_of(line, list) {
	gsub(/(^|[ "(])\/[^ "]*/, " ", line)
	gsub(/0x[0-9a-f]+|[0-9a-f]*[0-9][0-9a-f]*/, " ", line)
	gsub(/[^A-Za-z]+/, " ", line)
	return split(tolower(line), list, " ")
}

file == 1 { known[$0] = 1; next }

file == 2 {
	n = words_of($0, list)
	for (i = 1; i <= n; i++)
		known[list[i]] = 1
	call = call_of($0)
	if (call != "")
		made[call] = 1
	note_names($0, printed_names)
	if ($0 ~ /^   why /)
		printed_cause = 1
	next
}

# A dump of memory has no words, and what the C library says is its own.
/^ *[0-9a-f]+  ([0-9a-f]+ )+/ || /^ *the subject printed: / { next }
{
	line = $0
	call = call_of(line)
	if (call != "" && !(call in made))
		print "no such call was made: " $0
	note_names(line, shown_names)
	if (line ~ /^   why /)
		shown_cause = 1
	if (line ~ /^ *\.\.\.$/)
		shortened = 1
	sub(/= -1 E[A-Z0-9]+ \([^)]*\)/, "=", line)
	n = words_of(line, list)
	for (i = 1; i <= n; i++)
		if (length(list[i]) > 2 && list[i] !~ /^[a-f]+$/ &&
			!(list[i] in known))
			print "the program has no word " list[i] ": " $0
}

END {
	same = 0
	for (name in printed_names)
		if (name in shown_names)
			same = 1
	if (printed_cause && !shown_cause && !shortened && same)
		print "a cause is missing in what is shown"
}
