/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subject's frames on its real stack.  The deepest is in a trap whose
 * handler, on its own stack, runs the whole loop.  When a call needs memory
 * from the real stack, the handler returns here; alloca moves the stack
 * pointer, which touches nothing (except on powerpc, where the ABI stores the
 * back chain at the new pointer, which writes the lowest page); and the next
 * trap returns to the loop.  No frame ever returns, so the memory stays until
 * the chain ends.
 *
 * A recursion that overflows the stack faults where a frame calls the next one.
 * The handler then restores the registers of the last trap: the frame that
 * began it continues, as after a longjmp. setjmp itself cannot be called here,
 * because that call might be the one that faults.
 *
 * This file is built without stack-clash protection, which would touch every
 * page that alloca takes.
 */
#include <alloca.h>
#include <signal.h>
#include <sys/syscall.h>

#include "acts/alloca.h"
#include "subject/internal.h"

#if defined(__x86_64__) || defined(__i386__)
#define TRAP() __asm__ volatile("int3" ::: "memory")
#elif defined(__aarch64__)
#define TRAP() __asm__ volatile("brk #0" ::: "memory")
/* The kernel's breakpoint instruction (arch/arm/kernel/ptrace.c). */
#elif defined(__thumb__)
#define TRAP() __asm__ volatile(".inst.n 0xde01" ::: "memory")
#elif defined(__arm__)
#define TRAP() __asm__ volatile(".inst 0xe7f001f0" ::: "memory")
#elif defined(__powerpc64__)
#define TRAP() __asm__ volatile("trap" ::: "memory")
#elif defined(__riscv)
/* Never the short form: registers_step_over() knows its length. */
#define TRAP() __asm__ volatile(".4byte 0x00100073" ::: "memory")
#elif defined(__s390x__)
/* Breakpoints need a tracer here: tgkill(process, thread, SIGTRAP). */
#define TRAP() send_trap(subject.writer.self, act_self)
#define SENDS_TRAP
#else
/* Pushes a frame, so an alloca beyond the limit dies in it. */
#define TRAP() raise(SIGTRAP)
#endif

/* Always inline: a call would touch the memory that alloca took. */
#define PART_OF_FRAME UNSANITIZED __attribute__((always_inline)) static inline

/* 0: not known for this machine. */
PART_OF_FRAME uint64_t stack_pointer(void)
{
	uintptr_t pointer = 0;

#if defined(__x86_64__)
	__asm__ volatile("mov %%rsp, %0" : "=r"(pointer));
#elif defined(__i386__)
	__asm__ volatile("mov %%esp, %0" : "=r"(pointer));
#elif defined(__aarch64__) || defined(__arm__)
	__asm__ volatile("mov %0, sp" : "=r"(pointer));
#elif defined(__riscv)
	__asm__ volatile("mv %0, sp" : "=r"(pointer));
#elif defined(__powerpc__)
	__asm__ volatile("mr %0, 1" : "=r"(pointer));
#elif defined(__s390x__)
	__asm__ volatile("lgr %0, 15" : "=r"(pointer));
#endif
	return pointer;
}

#ifdef SENDS_TRAP
PART_OF_FRAME void send_trap(long process, long self)
{
	register long number __asm__("1") = SYS_tgkill;
	register long group __asm__("2") = process;
	register long thread __asm__("3") = self;
	register long trap __asm__("4") = SIGTRAP;

	__asm__ volatile("svc 0"
			 : "+d"(group)
			 : "d"(number), "d"(thread), "d"(trap)
			 : "memory");
}
#endif

static void stand(uint64_t frames);

/* Volatile: if the compiler knew the function, it would make a loop. */
static void (*volatile const call_frame)(uint64_t frames) = stand;

PART_OF_FRAME void note_pointer(void)
{
	subject.returned.found.stack.pointer_after = stack_pointer();
	subject.returned.found.stack.reached++;
}

/*
 * One frame, the first of FRAMES; 0: the outermost, which takes nothing until
 * requested.
 */
UNSANITIZED __attribute__((noinline)) static void stand(uint64_t frames)
{
	if (frames) {
		subject.taken = alloca(subject.call.args[ALLOCA_SIZE]);
		note_pointer();
	}
	if (frames > 1)
		call_frame(frames - 1);
	for (;;) {
		subject.trap_expected = 1;
		TRAP();
		if (!subject.returned.calls)
			subject.returned.found.stack.pointer_before =
				stack_pointer();
		subject.returned.found.stack.pointer_after = stack_pointer();
		subject.returned.found.stack.frames +=
			subject.call.args[ALLOCA_COUNT];
		if (subject.call.args[ALLOCA_COUNT]) {
			call_frame(subject.call.args[ALLOCA_COUNT]);
		} else {
			subject.taken = alloca(subject.call.args[ALLOCA_SIZE]);
			note_pointer();
		}
	}
}

_Noreturn void stack_run(void)
{
	subject.taken = NULL;
	for (;;)
		stand(0);
}
