# SPDX-License-Identifier: GPL-2.0-or-later
#
# The words that tests/elsewhere/lines has beyond those of tests/cli/lib.sh,
# and the judgement of one expectation.

def here: $here;
def kernel: $here.kernel | [scan("[0-9]+") | tonumber][:2];
def has($property): $here.has[$property] // false;
def grew($kind): final.effect.memory[$kind].delta;
def told($kind; wanted): grew($kind)
	| . == wanted or (. == null and kernel < [6,2]);
def apart(from; to): ((to | hex) - (from | hex)) / $page;
def causes: [final.why[].cause] | join(" ");

# What was got, where that is not what was wanted.
def memory: [final.effect.memory? // {} | to_entries[]?
	| select((.value.delta? // 0) != 0) | "\(.key) \(.value.delta)"];
def got: if .steps then
		[outcomes, (memory[]), "faults \(final.effect.faults.minor?)",
			(final | changes? // empty | select(. != "")),
			(causes | select(. != "") | "why \(.)"),
			(final.data? // empty | "data \(tojson[:200])")]
		| join("; ")
	else "exit status \(.exit_status), \(.[.kind] | tojson[:300])" end;

# Of files NUMBER.out with a line each: an object with the lines by number.
def documents: [inputs | {value: ., key:
	(input_filename | sub(".*/"; "") | rtrimstr(".out"))}] | from_entries;

# "right", "not here", or what was got.
def judge($document; condition; expression):
	if ($document // "") == "" then "there is no document"
	else try ($document | fromjson
		| if condition then
			if expression then "right" else "got \(got)" end
		else "not here" end) catch "jq: \(.)"
	end;
