#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# Below it lies all that a program has.
user_end=$("$MACHINE" user_end)

# What kills the subject is a result, and never memtool.

ends SIGSEGV "munmap of everything" munmap --addr NULL --length "$user_end"
json_is 'final | "\(.result.signal.code) \(.result.signal.address) \(.effect)"' 'null null null' \
	"nobody is left to tell where, or what it changed"
json_is '.subject.ended | "\(.step) \(.signal) \(.exit_status)"' '1 SIGSEGV null' "the subject's end is told"
json munmap --addr NULL --length "$user_end" , mmap , touch --expect fail,signal,ok
json_is outcomes 'SIGSEGV skipped skipped' "after a death the later steps are skipped"
json_is '.steps[1].result.reason' 'the subject died of SIGSEGV in step 1 (munmap)' "and say why"
run munmap --addr NULL --length "$user_end" --expect SIGSEGV
status_is 0 "a death can be expected"

json munmap --addr stack , pagesize , mmap , touch write
if sanitized; then
	skip "without its stack the subject goes on" \
		"AddressSanitizer looks for its stack"
else
	json_is outcomes 'ok ok ok ok' "without its stack the subject goes on"
fi
json_is '.steps[1].data.auxv' null "the auxiliary vector lay there: null"
json_is '.steps[0].effect.mappings | map(.before.path) | unique | join(",")' '[stack]' "the stack is what was removed"
json munmap --addr vdso , mmap , touch write , pagesize
json_is outcomes 'ok ok ok ok' "without its vdso the subject goes on"
json_is '.steps[0].result.duration_ns' null "what could not be timed is null"
json_is '[.steps[1:][].result.duration_ns | type] | unique | join(" ")' number "the clock is asked another way after"
json munmap --addr vdso
json_is '.subject.ended' null "it lives to the end"

if [ "$(uname -m)" = x86_64 ]; then
	sentence="an instruction that is none is SIGILL, and fatal"
	if needs "$sentence" "executable memory is refused here" mmap --prot rwx; then
		json mmap 1p --prot rwx , poke 0f0b , touch exec , pagesize
		json_is outcomes 'ok ok SIGILL:ILL_ILLOPN skipped' "$sentence"
		json_is '.steps[2].result.signal.address == .steps[0].region.start' true "its address is known"
		json_is '.subject.ended | "\(.step) \(.signal)"' '3 SIGILL' "it ended the subject"
		run mmap 1p --prot rwx , poke cc , touch exec --expect SIGTRAP
		status_is 0 "a breakpoint is SIGTRAP"
		run mmap 1p --prot rwx , poke f4 , touch exec --expect SIGSEGV
		status_is 0 "a privileged instruction is SIGSEGV"
		# exit_group(7): mov $231,%eax; mov $7,%edi; syscall
		json mmap 1p --prot rwx , poke b8e7000000bf070000000f05 , touch exec , pagesize
		json_is '.subject.ended | "\(.signal) \(.exit_status)"' 'null 7' "a subject that exits is told from one that dies"
		json_is '.steps[2] | "\(.result.status) \(.result.reason) \(.effect)"' \
			'error the subject exited with status 7 null' "its step says so"
		json_is '.steps[2].result.errno' null "there is no errno where nothing returned"
		status_is 1 "an end is not as expected"
		# A jump to where nothing is, in a page that was asked for: mov $8,%eax; jmp *%rax
		json mmap 1p --prot rwx , poke b808000000ffe0 , touch exec --length 1 --expect SIGSEGV:SEGV_MAPERR , pagesize
		json_is '.steps[2].result.signal.address' 0x8 "a fault elsewhere has its address"
		json_is 'final | outcome' skipped "and is fatal"
	fi
else
	skip "an instruction that is none is SIGILL, and fatal" "this is no x86-64"
fi

# From outside.
begin mmap
kill -KILL "$child"
finish
status_is 1 "a subject that is killed from outside is a result"
json_is '[.steps[] | outcome] | join(" ")' 'ok ok SIGKILL' "the step that it was in has the signal"
json_is 'final | "\(.result.signal.code) \(.result.signal.address) \(.effect) \(.result.duration_ns)"' 'null null null null' \
	"nothing else is known of it"
json_is '.error' null "that is no error of memtool's"
begin mmap
kill -TERM "$child"
finish
json_is 'final | outcome' SIGTERM "SIGTERM to the subject is a result as well"
begin mmap --as a , mprotect none
kill -SEGV "$child"
finish
json_is 'final | outcome | split(":")[0]' SIGSEGV "a SIGSEGV that somebody sent is no fault"
json_is 'final.result.signal.address' null "and has no address"

begin mmap
kill -KILL "$pid"
finish
await gone "$child"
ok "when memtool itself is killed its subject goes too"

begin mmap
kill -STOP "$child"
kill -TERM "$pid"
finish
status_is 143 "a subject that is stopped does not keep memtool"
await gone "$child"
ok "and is not left behind"

# A death after the step before it keeps what that one told.
json mmap 3p --as a , munmap --addr NULL --length "$user_end"
json_is '.steps[0] | changes' 'added 3 - rw-p' "what happened before a death is told"

# Code that calls itself until the stack is out, and code that forks and spins.
if [ "$(uname -m)" = x86_64 ] && ! sanitized; then
	json mmap 1p --prot rwx , poke e8fbffffff , touch exec , mmap
	json_is outcomes 'ok ok SIGSEGV skipped' "executed code that overruns the stack dies of it"
	json mmap 1p --prot rwx , poke b8390000000f0585c07502ebfec3 , touch exec --length 1
	subject=$(ask .subject.pid)
	await gone_with_its_group "$subject"
	ok "what executed code has forked goes with the subject"
else
	skip "executed code that overruns the stack dies of it" "the code is x86-64's"
	skip "what executed code has forked goes with the subject" "the code is x86-64's"
fi

done_testing
