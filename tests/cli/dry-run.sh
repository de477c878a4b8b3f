#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

run open made --flags creat,rdwr --dry-run
status_is 0 "a dry run succeeds"
[ ! -e made ]
ok "nothing is performed"
out_has '^open("made", O_RDWR|O_CREAT, 0644)$' "the call is shown without a result"
json -n mmap 4p --as a , touch write , munmap a --expect EINVAL
json_is '.ok' null "whether all would be well nobody knows"
json_is '"\(.exit_status) \(.subject) \(.error)"' '0 null null' "there was no subject and no error"
json_is '[.steps[] | "\(outcome) \(.result.reason) \(.effect) \(.expect.met)"] | unique | join(",")' \
	'skipped dry run null null' "each step is skipped, for that reason"
json_is '[.steps[].call] | join("; ")' \
	"mmap(NULL, $((4 * page)), PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0); touch(<a>, <rest>, write); munmap(<a>, <rest>)" \
	"what is not known yet stands in angle brackets"
json_is '.steps[1].args | "\(.addr) \(.length) \(.access)"' 'null null write' "and is null in args"
json_is '.steps[1].on | "\(.step) \(.name)"' '1 a' "what a step acts on is known"
json -n madvise hugepage
json_is '[.steps[] | "\(.implicit)\(.command)"] | join(" ")' 'truemmap truetouch falsemadvise' \
	"implicit steps are shown"
run -n madvise hugepage
out_has '^-  mmap(NULL' "as text too"
run -n mmap --file nothing --offset 1p
out_has 'open("nothing", O_RDONLY)' "--file is an open"
out_has '<file size>\|<fd>' "of a file that nobody opened nothing is known"
run -n peek 4 --addr stack.end-8 , peek 4 --addr brk-4k
out_has 'peek(<\[stack\].end-8>, 4)' "places are shown by their names"
run -n mmap 4x
status_is 2 "a mistake is a mistake in a dry run, too"
json -n mmap
json_is '.steps[0].result.duration_ns' null "nothing was timed"
run --dry-run --quiet mmap
is "$(wc -c <out)" 0 "a quiet dry run says nothing"

done_testing
