#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010 # then is a word of memtool's
# shellcheck disable=SC2016,SC2317 # the $ are those of awk and jq; awaited
# shellcheck disable=SC2034 # as is for the functions of lib.sh
. "$(dirname "$0")/lib.sh"

# The inspection segments, held against programs that print their registers,
# and against the kernel's own account of what it was asked for.

# --- bad input ----------------------------------------------------------------

# refused WORD-IN-MESSAGE SENTENCE ARGS...
refused() {
	word=$1
	sentence=$2
	shift 2
	run "$@"
	if [ "$status" -eq 2 ] && one_line && grep -q -e "$word" err && [ ! -s out ]; then
		pass "$sentence"
	else
		flunk "$sentence" "wanted exit status 2 and a line with $word"
	fi
}
refused "'0'" "no process has the number 0" segments 0
refused "'x'" "a word that is no number is refused" segments x
refused 'demonstrate' "a switch takes no value" segments --demonstrate=yes
refused "'2'" "a second word is refused" segments 1 2

if [ "$(uname -m)" != x86_64 ]; then
	json segments
	status_is 1 "elsewhere than x86 there are no segments"
	json_is '.error.kind' inspection "and it is said why"
	run segments --skip-unsupported
	status_is 77 "it is unsupported"
	done_testing
fi

registers='.segments.registers[] | "\(.name) \(.selector.value) \(.descriptor) \(.limit)"'
user_cs='cs 0x33 __USER_CS 0xffffffff'
user_ds='ss 0x2b __USER_DS 0xffffffff'

# --- the subject --------------------------------------------------------------

if ! needs "registers are shown" "ptrace is refused here" segments; then
	done_testing
fi
works "the segments of the subject are shown" segments
json segments
json_is "[$registers] | .[:2] | join(\", \")" "$user_cs, $user_ds" "a 64-bit program runs in the segments of Linux"
json_is '.segments.code' 64-bit "its code is 64-bit code"
json_is '[.segments.registers[].name] | join(" ")' 'cs ss ds es fs gs' "all six are there"
json_is '.segments.registers | map(select(.selector.null)) | [.[] | .limit, .rights] | unique | tostring' '[null]' "a null selector has no segment"
json_is '.segments.registers[0].rights | "\(.type) \(.dpl) \(.long) \(.default_big) \(.granularity)"' 'code, execute/read, accessed 3 true false 4096' "LAR tells the rights of 64-bit code"
json_is '.segments.registers[4].base | hex > 0' true "fs has a base: the C library's"
# That of 32-bit code may be there where no such code can be run.
seen='^(0x23 )?0x2b 0x33'
! machine_has code_32 || seen='^0x23 0x2b 0x33'
json_is "[.segments.gdt[] | select(.visible) | .selector] | join(\" \") | test(\"$seen\")" true "a program sees the segments of programs"
json_is '[.segments.gdt[] | select(.visible | not) | .limit] | unique | tostring' '[null]' "of the others it sees nothing"
json_is '.segments.gdt[-1] | if .visible then .cpu < '"$(getconf _NPROCESSORS_CONF)"' else true end' true "the number of the CPU is that of one that there is"
json_is '[.segments.hidden[].instruction] | join(" ")' 'sgdt sidt sldt str smsw' "all that UMIP hides is tried"
if machine_has umip; then
	json_is '.segments.umip | . == "emulated" or . == "refused"' true "with UMIP no instruction tells the truth"
	json_is '.segments | if .umip == "emulated" then .hidden[0].limit else "0x0" end' 0x0 "the GDT that is told has no byte"
else
	json_is '.segments.umip' absent "without UMIP they are the processor's own answers"
fi
json_is '.segments.own_segment' null "nothing is demonstrated unasked"
run segments
[ "$(awk 'length > 80' out | wc -l)" -eq 0 ]
ok "the text fits 80 columns"

json mmap 4p then segments
json_is 'final | "\(.command) \(.result.status) \(.data.code)"' 'segments ok 64-bit' "it is a step of a chain"
json mmap 4p then segments then munmap
json_is outcomes 'ok ok ok' "the chain goes on behind it"
json mmap 4p --syscalls then segments then touch write --syscalls
json_is outcomes 'ok ok ok' "before and behind what is traced"

# --- other processes ----------------------------------------------------------

json segments 999999999
status_is 1 "a process that is not there has no registers"
json_is .error.kind inspection "and it is said why"
err_has 'there is no process 999999999' "in a line"
sleep 60 &
sleeper=$!
json segments $sleeper
json_is "[$registers] | .[:2] | join(\", \")" "$user_cs, $user_ds" "another process is looked at"
json_is '.segments.pid' $sleeper "the right one"
case $(state_of $sleeper) in S) true ;; *) await asleep $sleeper ;; esac
ok "it sleeps on as before"
kill -STOP $sleeper
json segments --pid $sleeper
status_is 0 "a stopped one is looked at as well"
is "$(state_of $sleeper)" T "and stays stopped"
kill -KILL $sleeper
wait $sleeper 2>/dev/null
if [ "$(id -u)" = 0 ] && can_be_nobody; then
	as_nobody json segments 1
	status_is 1 "a user may not stop what is not his"
	err_has 'no permission' "and reads why"
else
	skip "a user may not stop what is not his" "we are no root"
fi
if [ -r /proc/2/stat ] && grep -q kthreadd /proc/2/stat; then
	run segments 2
	err_has 'kernel thread' "a thread of the kernel is known as one"
fi

# --- a program that prints its registers --------------------------------------

cat >registers.c <<'C'
#define _GNU_SOURCE
#include <asm/ldt.h>
#include <asm/prctl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static unsigned selector(const char *name)
{
	unsigned short s = 0;

	if (!strcmp(name, "cs")) __asm__("mov %%cs, %0" : "=r"(s));
	if (!strcmp(name, "ss")) __asm__("mov %%ss, %0" : "=r"(s));
	if (!strcmp(name, "ds")) __asm__("mov %%ds, %0" : "=r"(s));
	if (!strcmp(name, "es")) __asm__("mov %%es, %0" : "=r"(s));
	if (!strcmp(name, "fs")) __asm__("mov %%fs, %0" : "=r"(s));
	if (!strcmp(name, "gs")) __asm__("mov %%gs, %0" : "=r"(s));
	return s;
}

int main(int argc, char **argv)
{
	static const char *const names[] = {"cs", "ss", "ds", "es", "fs", "gs"};
	struct user_desc *d = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	unsigned long fs = 0, gs = 0;
	unsigned short s = 0x2b;

	(void)argc;
	d->base_addr = 0x12340000;
	d->limit = 0x5a5;
	d->seg_32bit = 1;
	d->useable = 1;
	if (!strcmp(argv[1], "ldt")) {
		d->entry_number = 3;
		if (syscall(SYS_modify_ldt, 0x11, d, sizeof(*d)))
			return 77;
		s = 3 << 3 | 7;
		__asm__ volatile("mov %0, %%gs" : : "r"(s));
	}
	if (!strcmp(argv[1], "tls")) {
		long result;

		/* set_thread_area of 32-bit programs: 64-bit ones have none. */
		d->entry_number = 13;
		__asm__ volatile("int $0x80" : "=a"(result)
			: "0"(243L), "b"(d) : "memory", "r8", "r9", "r10", "r11");
		if (result)
			return 77;
		s = 13 << 3 | 3;
		__asm__ volatile("mov %0, %%gs" : : "r"(s));
	}
	if (!strcmp(argv[1], "ds"))
		__asm__ volatile("mov %0, %%ds" : : "r"(s));
	syscall(SYS_arch_prctl, ARCH_GET_FS, &fs);
	syscall(SYS_arch_prctl, ARCH_GET_GS, &gs);
	for (int i = 0; i < 6; i++)
		printf("%s 0x%x %s0x%lx\n", names[i], selector(names[i]), "",
			i == 4 ? fs : i == 5 ? gs : 0);
	fflush(stdout);
	pause();
	return 0;
}
C
if ! cc -O1 registers.c -o registers 2>cc.err; then
	skip "programs print the same registers" "there is no compiler"
	done_testing
fi

# held MODE: such a program, its number in $held.  False: it is not possible.
held() {
	: >printed
	./registers "$1" >printed &
	held=$!
	await has_printed
	[ -s printed ] || { wait $held; return 1; }
}
has_printed() {
	[ -s printed ] || gone $held
}
let_go() {
	kill -KILL $held
	wait $held 2>/dev/null
}
told='.segments.registers[] | "\(.name) \(.selector.value) \(.base)"'
for mode in plain ds ldt tls; do
	if ! held $mode; then
		skip "$mode: a program prints the same registers" "this kernel lets it not"
		continue
	fi
	json segments $held
	ask "$told" >seen
	if cmp -s seen printed; then
		pass "$mode: a program prints the same registers"
	else
		flunk "$mode: a program prints the same registers" "$(diff printed seen)"
	fi
	gs='.segments.registers[5] | "\(.selector.table) \(.selector.index) \(.descriptor) \(.limit) \(.told_by)"'
	case $mode in
	ldt) json_is "$gs" 'LDT 3 null null null' "the LDT of another process is nobody's to see" ;;
	tls)
		json_is "$gs" 'GDT 13 TLS 2 0x5a5 thread-area' "a thread's own entry is asked of that thread"
		json_is '.segments.registers[5].rights | "\(.type) \(.dpl) \(.default_big) \(.granularity)"' 'data, read/write, accessed 3 true 1' "with its rights"
		;;
	esac
	let_go
done

# --- a segment of its own -----------------------------------------------------

reading='.segments.own_segment.readings[] | "\(.name) \(if .signal then .signal.name + ":" + .signal.code elif .byte == .expected then "read" else "wrong" end)"'
run segments --demonstrate
if [ "$status" -ne 0 ] && grep -q 'modify_ldt: ' err; then
	skip "a real segment is shown" "modify_ldt is refused here"
	done_testing
fi
demonstrates() { # WHO
	run segments --demonstrate
	status_is 0 "$1: a real segment is shown"
	[ "$(awk 'length > 80' out | wc -l)" -eq 0 ]
	ok "$1: in 80 columns"
	out_has '^64-bit .*%gs:0x800 .*not checked' "$1: 64-bit code passes the limit"
	json segments --demonstrate
	json_is "[$reading][:3] | join(\", \")" 'flat-64 read, segment-64 read, beyond-64 read' "$1: 64-bit code reads at both ways, and beyond the limit"
	json_is '.segments.own_segment.limit_checked_by_64_bit_code' false "$1: it checks no limit"
	if ! machine_has code_32; then
		json_is '.segments.own_segment | "\(.limit_checked_by_32_bit_code) \(.no_32_bit_code | type)"' 'null string' "$1: it is said why there is no 32-bit code"
		return
	fi
	json_is "[$reading][3:] | join(\", \")" 'last-32 read, flat-32 read, beyond-32 SIGSEGV:SI_KERNEL' "$1: 32-bit code faults one byte beyond the limit"
	json_is '.segments.own_segment.readings[-1].signal.address' null "$1: without an address"
	json_is '.segments.own_segment.limit_checked_by_32_bit_code' true "$1: it checks the limit"
}
# What there is where the processor never gets to see the LDT.
demonstrates_none() { # WHO
	run segments --demonstrate
	status_is 1 "$1: without an LDT in use nothing is demonstrated"
	one_line && grep -q 'no LDT is in use .* raised SIGSEGV (SI_KERNEL)$' err
	ok "$1: and it is said why, in a line"
	out_has '^            the descriptor is 0x' "$1: what the kernel keeps is shown"
	out_has '^            LAR and LSL find no such segment$' "$1: and what the processor says"
	out_has '^            SLDT reads 0x0000: no LDT is in use$' "$1: and its register"
	[ "$(awk 'length > 80' out | wc -l)" -eq 0 ]
	ok "$1: in 80 columns"
	json segments --demonstrate
	json_is "$own.segment | \"\\(.selector) \\(.ldtr) \\(.loaded) \\(.load_signal | tojson)\"" \
		'0x7 0x0 false {"name":"SIGSEGV","code":"SI_KERNEL","address":null}' "$1: loading the selector raised the signal"
	json_is "$own.segment | (.descriptor | endswith(\"07ff\")) and .limit == null and .rights == null and .gs_base == null" true "$1: the descriptor has the limit, and no more is known"
	json_is "$own | [.readings[].performed, .limit_checked_by_64_bit_code, .limit_checked_by_32_bit_code] | unique | tostring" '[null,false]' "$1: nothing was read through it"
	json_is '"\(.error.kind) \(.ok) \(.exit_status)"' 'inspection false 1' "$1: it is a failure"
	run segments --demonstrate --skip-unsupported
	status_is 77 "$1: it is unsupported"
	json mmap 4p then segments --demonstrate --skip-unsupported
	status_is 77 "$1: as a step, too"
	json_is 'final.result | "\(.status) \(.errno.name) \(.unsupported)"' 'error ENOSYS true' "$1: and the step says so"
}
own='.segments.own_segment'
demonstrate=demonstrates
machine_has ldt || demonstrate=demonstrates_none
$demonstrate "$(id -un)"
if [ "$(id -u)" = 0 ] && can_be_nobody; then
	as=$nobody
	$demonstrate nobody
	as=
else
	skip "an ordinary user sees the same" "we are no root"
fi
if machine_has ldt; then
	json segments --demonstrate
	json_is "$own.segment | \"\\(.ldtr) \\(.loaded) \\(.load_signal)\" | test(\"^(0x[0-9a-f]+|null) true null$\")" true "gs was loaded with it"
	json_is "$own.segment | \"\\(.limit) \\(.told_by)\"" '0x7ff lar-lsl' "LSL tells the limit that was set"
	json_is "$own | .segment.base == .start and .segment.gs_base == .start" true "the base is the mapping's, and gs has it"
	json_same "$own.segment.descriptor | hex / 65536 | floor % 16777216" "$own.start | hex % 16777216" "it stands in the descriptor that the kernel reads back"
	json_is "$own | (.readings[2].address | hex) - (.start | hex)" 2048 "the byte beyond the limit is of the same page"
fi
# What memtool is part of has no segment: it was a child's.
json segments --demonstrate
[ -n "$(ask '.segments.own_segment.pid')" ] && ! [ -d "/proc/$(ask '.segments.own_segment.pid')" ]
ok "the child is gone"
json mmap 4p then segments --demonstrate --expect ok,fail then segments
json_is 'final.data.registers[5].selector.null' true "the subject has no such segment afterwards"

# --- where it is refused ------------------------------------------------------

python=${MEMTOOL_PYTHON:-/usr/bin/python3}
# below RESTRICTION... -- SENTENCE: whether memtool can be run so.
below() {
	"$python" "$here/../confine.py" "$@" true >/dev/null 2>&1
}
if below modify_ldt ENOSYS; then
	as="$python $here/../confine.py modify_ldt ENOSYS"
	json segments --demonstrate
	status_is 1 "without modify_ldt there is no demonstration"
	err_has 'CONFIG_MODIFY_LDT_SYSCALL' "and it is said why"
	json_is '.segments | "\(.code) \(.own_segment)"' '64-bit null' "the rest is told"
	run segments --demonstrate --skip-unsupported
	status_is 77 "it is unsupported"
	json mmap 4p then segments --demonstrate --skip-unsupported
	status_is 77 "as a step, too"
	json_is 'final.result | "\(.status) \(.errno.name) \(.unsupported)"' 'error ENOSYS true' "and the step says so"
	run segments --skip-unsupported
	status_is 0 "what was not asked for is not missed"
	as="$python $here/../confine.py modify_ldt EPERM"
	run segments --demonstrate --skip-unsupported
	status_is 1 "a call that is refused is not unsupported"
	err_has 'seccomp' "a filter may have done it"
	as="$python $here/../confine.py ptrace EPERM"
	run segments
	status_is 1 "without ptrace there are no registers"
	err_has 'ptrace is refused' "and it is said why"
	as=
else
	skip "without modify_ldt there is no demonstration" "no filter can be set"
fi
if ! machine_has ldt "without new executable memory 32-bit code is not seen"; then
	:
elif below mdwe; then
	as="$python $here/../confine.py mdwe"
	json segments --demonstrate
	json_is '.segments.own_segment | "\(.limit_checked_by_64_bit_code) \(.limit_checked_by_32_bit_code)"' 'false null' "without new executable memory 32-bit code is not seen"
	json_is '.segments.own_segment.no_32_bit_code | test("PROT_EXEC")' true "and it is said why"
	as=
else
	skip "without new executable memory 32-bit code is not seen" "this kernel has no PR_SET_MDWE"
fi
done_testing
