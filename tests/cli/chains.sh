#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
. "$(dirname "$0")/lib.sh"

json mmap 4p 'then' touch write 'then' munmap
json_is '[outcomes, (.steps | length | tostring), ([.steps[].step] | tostring)] | join(" ")' \
	'ok ok ok 3 [1,2,3]' "steps joined by then count from 1"
json mmap 4p , touch write 'then' munmap
json_is "[.steps[].command] | join(\" \")" 'mmap touch munmap' "a lone comma means the same"
json_is 'final | changes' 'removed 4 rw-p -' "all steps run in one process"
json_is '.kind + " " + .format_version' 'chain 2.1' "a chain says what it is"

# What a step acts on.
json mmap 1p --as a , mmap 2p --as b , touch , touch --on a , mmap 3p , touch , touch --on b
json_is '[.steps[2, 3, 5, 6] | "\(.on.step)\(.on.name // "-"):\(.data.pages)"] | join(" ")' \
	'2b:2 1a:1 5-:3 2b:2' "a step acts on the newest region, or on the one that --on names"
json_is '.steps[0].name' a "a step tells the name that it gave"
json mmap 1p , brk , sbrk , touch
json_is 'final.on.step' 1 "a break that does not grow is no newest region"
json mmap 1p , brk +1p , touch , sbrk 2p , touch
json_is '[.steps[2, 4].on.step] | join(" ")' '2 4' "one that grows is"
json mmap 1p --as _x9 , touch --on _x9
json_is 'final.on.name' _x9 "a name may have letters, digits and _"

# Addresses.
json mmap 8p --as a , peek 1 --addr a , peek 1 --addr a+1p , peek 1 --addr a.end-1p , peek 1 --addr +2p \
	, peek 1 --addr end-2p , peek 1 --addr a.end-8p , peek 1 --addr +0
json_is '.steps[0].region.start as $start
	| [.steps[1:][].args.addr | distance($start)] | join(" ")' '0 1 7 2 6 0 0' \
	"addresses are a name, its end, or the region's, and an offset"
json mmap 8p --as a , munmap --addr a+4p , munmap --addr end , munmap --addr a.end , munmap --addr -1p
json_is '.steps[0].region.start as $start
	| [.steps[1:][].args.addr | distance($start)] | join(" ")' '4 8 8 -1' \
	"end is the region's end, and a bare -1p counts down from its start"
json touch --addr 4096 --length 1 --expect SIGSEGV , touch --addr 0x1000 --length 1 --expect SIGSEGV \
	, touch --addr 4k --length 1 --expect SIGSEGV , touch --addr NULL+4096 --length 1 --expect SIGSEGV \
	, touch --addr 0x2000-4k --length 1 --expect SIGSEGV
json_is '[.steps[].args.addr] | unique | join(" ")' 0x1000 "an address may be a number, and computed from one"
first=heap
machine_has heap_page || first=heap+1p
json sbrk 64k , touch --addr $first --length 1 , touch --addr heap.end-1 --length 1 , touch --addr stack.end-1 --length 1 \
	, touch --addr stack --length 1 , touch --addr vdso --length 1 , touch --addr vdso.end-1 --length 1 \
	, touch --addr brk-1 --length 1
json_is '[.steps[] | outcome] | unique | join(" ")' ok "heap, stack, vdso, brk and their ends are places"
json sbrk 64k , munmap --addr brk --length 0 --expect EINVAL , munmap --addr brk.end --length 0 --expect EINVAL
json_is '[.steps[1:][].args.addr] | unique == [.[0]] and .[0] != null' true "brk.end is the break too"
json_is '.steps[1].args.addr == .steps[0].data.break_after' true "brk is where the break is now"
json mmap 8p , munmap --addr +3p --length 2p , touch --addr +1p --length 2p , touch --addr +5p
json_is 'final.data.pages' 3 "--length defaults to the rest of the region"
json mmap 8p --as a , mmap 1p , touch --addr a+6p
json_is 'final.data.pages' 2 "also of a region that is not the newest"
json touch --addr vdso
json_is 'final | outcome + " " + (.data.pages > 0 | tostring)' 'ok true' \
	"at an absolute address it is the rest of the mapping there"
json touch --addr 0x1 --expect SIGSEGV
json_is 'final.args.length | pages' 1 "where nothing is mapped it is a page"
json peek 1 --addr heap
where pristine_heap json_is 'final.result | "\(.status): \(.reason)"' 'skipped: there is no mapping [heap] now' \
	"a place that is not there skips the step"

# Use after unmap.
json mmap --as a , munmap a , touch --on a , mmap --as b , touch --on a --expect SIGSEGV,ok
json_is '.steps[2] | "\(outcome) \(.on.name)"' 'SIGSEGV:SEGV_MAPERR a' "a region's name is usable after its memory is gone"
status_is 1 "and what happens then is a result"

# Failures.
json mmap 0 , touch , mmap 1p , touch
json_is outcomes 'EINVAL skipped ok ok' "after a failure the chain goes on"
json_is '.steps[1].result.reason' 'mmap failed with EINVAL (step 1)' "what has no memory is skipped, and says why"
json_is '.steps[1] | "\(.call) \(.args) \(.effect) \(.expect.met)"' 'null null null false' \
	"a skipped step has no call and no effect"
run mmap 0 , touch
out_has '^2  touch  skipped: mmap failed with EINVAL (step 1)' "text says that it was skipped"
err_has '^memtool: 2 of 2 steps not as expected: 1 (mmap: wanted ok, got EINVAL), 2 (touch: wanted ok, got skipped)$' \
	"the verdict names each step that was not as expected"
json mmap --as a , mremap 0 --as b , touch , touch --on a
json_is outcomes 'ok EINVAL skipped ok' "a failed mremap made no memory, what was there is"
json open /nonexistent/file , mmap --as a , touch
json_is '[.steps[1:][].result.reason] | join("; ")' \
	'open failed with ENOENT (step 1); open failed with ENOENT (step 1)' \
	"a step that needs a skipped one names the step that failed"
json mmap 0 , touch --expect fail,signal,ok
json_is '.steps[1].expect.met' false "a skipped step meets no expectation"
json mmap 0 , mmap 1p , touch --stop
json_is outcomes 'EINVAL skipped skipped' "--stop ends the chain at the first unexpected outcome"
json_is 'final.result.reason' '--stop ended the chain at step 1' "and says so"
json --stop mmap 0 --expect EINVAL , mmap 1p
json_is outcomes 'EINVAL ok' "--stop does not mind what was expected"
json --stop mmap 1p --expect fail , mmap 1p
json_is outcomes 'ok skipped' "--stop minds an unexpected success"

# Expectations.
json mmap 0 --expect fail , mmap 0 --expect EINVAL , mmap 0 --expect einval,ENOMEM , mmap --expect ok \
	, mprotect none , touch --expect signal , touch --expect SIGSEGV , touch --expect SIGSEGV:SEGV_ACCERR \
	, touch --expect segv , touch --expect SIGBUS,SIGSEGV
status_is 0 "an outcome may be fail, signal, an errno, a signal, with its code, or several"
json mmap 0 --expect ENOMEM , mmap --expect fail , mprotect none , touch --expect SIGBUS \
	, touch --expect SIGSEGV:SEGV_MAPERR , touch --expect ok
json_is '[.steps[].expect.met] | map(tostring) | join(" ")' 'false false true false false false' \
	"another errno, signal or code meets nothing"
json_is '.steps[0].expect | "\(.wanted) \(.given)"' 'ENOMEM true' "the document tells what was wanted"
run mmap 0 --expect EINVAL
out_has 'as expected: EINVAL' "text says that it was expected"

# Four times the steps take four times as long: 16 times would be quadratic.
cat >grow.py <<'END'
import resource, subprocess, sys

def seconds(count, step):
    line = " then ".join(step.format(i) for i in range(count)).split()
    def once():
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run([sys.argv[1], "--dry-run", "--quiet"] + line, check=True)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return min(once() for _ in range(3))

for step in "mmap 1p --as a{0}", "mmap 1p --as a{0} then touch --on a{0}":
    count = 4000 // step.count("--")
    print(round(seconds(4 * count, step) / max(seconds(count, step), 0.001), 1))
END
line='a chain of N named steps, and of 4N'
if ! command -v python3 >/dev/null; then
	skip "long chains can be read" "there is no python3"
elif python3 grow.py "$MEMTOOL" >out 2>err; then
	while read -r ratio; do
		[ "${ratio%.*}" -lt 8 ]
		ok "reading a chain takes time in proportion to its steps"
	done <out
else
	flunk "long chains can be read"
fi

done_testing
