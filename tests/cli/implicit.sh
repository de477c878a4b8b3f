#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json touch
json_is '[.steps[] | "\(.step) \(.implicit) \(.command)"] | join(", ")' '1 true mmap, 1 false touch' \
	"an implicit step carries the number of the step that it serves"
run touch
out_has '^-  mmap(' "an implicit step is marked by a dash"
out_has 'made for touch' "an implicit step tells whom it serves"
out_has '^1  touch(' "the typed step keeps its number"

json touch , munmap , mmap 1p , touch
json_is '[.steps[] | "\(.step)\(if .implicit then "i" else "" end)"] | join(" ")' '1i 1 2 3 4' \
	"only a call with no region before it gets an implicit step"
json_is '.steps[2].on.step' 1 "what an implicit step made serves the later ones"
json pagesize , touch
json_is '[.steps[] | "\(.step)\(if .implicit then "i" else "" end)"] | join(" ")' '1 2i 2' \
	"the implicit step stands right before the one that it serves"

first() {
	json "$@"
	json_is '.steps[0] | if .implicit then .args.length | pages else "none" end' "$wanted" "$sentence"
}
wanted=12 sentence="implicit memory grows to offset and length"
first touch --addr +10p --length 2p
wanted=8 sentence="implicit memory grows to the length"
first madvise dontneed --length 8p
wanted=4 sentence="implicit memory is four pages at least"
first munlock --length 1p
wanted=4 sentence="implicit memory stays as it is where the length is no memory at all"
first munmap --length 0xfffffffffffff000 --expect EINVAL
wanted=none sentence="a number needs no implicit memory"
first munmap --addr 0x10000 --length 1p
wanted=none sentence="a place needs no implicit memory"
first touch --addr vdso --length 1
wanted=4 sentence="an offset within four pages needs no more"
first touch --addr +3p
json touch --addr +10p
json_is '.steps[0].args.length > 10 * .host.page_size' true "behind an offset alone there is memory"
json_is outcomes 'ok ok' "and it can be touched"
json mmap 1p , touch --addr +2p --length 1p --expect ok,SIGSEGV
json_is '.steps | length' 2 "a typed mmap is left as it was typed"

# Each call's own first steps.
for call in munmap munlock mincore 'mremap 8p' 'mprotect read' mlock touch peek 'poke 41'; do
	# shellcheck disable=SC2086 # a call and its word
	json $call
	json_is '[.steps[] | .command] | join(" ")' "mmap ${call%% *}" "a lone $call maps memory first"
done
for call in mmap pagesize munlockall brk sbrk 'alloca 64k' memfd; do
	# shellcheck disable=SC2086
	json $call
	json_is '[.steps[] | .command] | join(" ")' "${call%% *}" "a lone $call needs nothing first"
done

# Files.
head -c $((3 * page)) /dev/zero >data
cp data before
json touch --file data
json_is '[.steps[] | "\(.step)\(.implicit)\(.command)"] | join(" ")' '1trueopen 1truemmap 1falsetouch' \
	"--file opens and maps a file for the call"
json_is '.steps[0].args.flags + " " + .steps[1].args.prot + " " + .steps[1].args.flags' \
	'O_RDONLY PROT_READ MAP_SHARED' "it is mapped shared, and only read"
json_is 'final.data.pages' 3 "all of the file is mapped"
json touch --file data --addr +4p --length 1p --expect SIGBUS
json_is '.steps[1].args.length | pages' 5 "the mapping of a file grows to what is asked for"
json madvise willneed --file data
json_is '[.steps[] | .command] | join(" ")' 'open mmap touch madvise' "the touch of madvise stays"
json_is '.steps[2].args.access' read "but it reads"
for call in munmap mlock mincore msync 'mprotect none' peek; do
	# shellcheck disable=SC2086
	run $call --file data
done
cmp -s data before
ok "--file writes to no file"
json touch --file data --open rdwr
json_is '.steps[0].args.flags + " " + .steps[1].args.prot' 'O_RDWR PROT_READ|PROT_WRITE' \
	"--open gives the flags of open"
json mmap 1p , touch --file data , touch
json_is '[.steps[] | .on.step | tostring] | join(" ")' 'null null 2 2 2' \
	"--file takes its own memory where there is other"

json touch --file nothing
json_is '[outcomes, (.exit_status | tostring)] | join(" ")' 'ENOENT skipped skipped 1' \
	"a missing file is a result: ENOENT, exit status 1"
json_is '[.steps[1:][].result.reason] | join("; ")' \
	'the open made for it failed with ENOENT; the open made for it failed with ENOENT' \
	"the steps that it was for are skipped, and name it"
json touch --file nothing , peek
json_is 'final.result.reason' 'the open made for step 1 failed with ENOENT' \
	"a later step says for whom the failed one was made"
json touch --file nothing --expect ENOENT
status_is 1 "an expectation is the typed step's"
run touch --file nothing
err_has 'before 1 (open: wanted ok, got ENOENT)' "the verdict names the implicit step"

done_testing
