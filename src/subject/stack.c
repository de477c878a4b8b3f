/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subject's frames on its real stack.  The deepest sits in a trap whose
 * handler, on a stack of its own, is the whole loop.  When a call wants memory
 * from the real stack, the handler returns here; alloca moves the stack
 * pointer, which touches nothing (on powerpc the ABI wants the address of the
 * frame before it at the new one, so that the lowest page is written); and the
 * next trap goes back to the loop.  No frame ever returns, so the memory stays
 * until the chain ends.
 *
 * A recursion that outgrows the stack faults where a frame calls the next one.
 * The handler then puts the registers back as they were at the last trap: the
 * frame that began it goes on, as after a longjmp.  setjmp itself could not be
 * called here, where the next call may be the one that faults.
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
/* What the kernel takes for a breakpoint (arch/arm/kernel/ptrace.c). */
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
/* Breakpoints are for who is traced: tgkill(self, self, SIGTRAP). */
#define TRAP() send_trap(subject.writer.self)
#define SENDS_TRAP
#else
/* Pushes a frame, so that an alloca beyond the limit dies in it. */
#define TRAP() raise(SIGTRAP)
#endif

/* A call would touch what alloca has taken: without optimization, too. */
#define PART_OF_FRAME UNSANITIZED __attribute__((always_inline)) static inline

/* 0: it is not known how this machine tells it. */
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
PART_OF_FRAME void send_trap(long self)
{
	register long number __asm__("1") = SYS_tgkill;
	register long group __asm__("2") = self;
	register long thread __asm__("3") = self;
	register long trap __asm__("4") = SIGTRAP;

	__asm__ volatile("svc 0"
			 : "+d"(group)
			 : "d"(number), "d"(thread), "d"(trap)
			 : "memory");
}
#endif

static void stand(uint64_t frames);

/* Whom a frame calls the compiler must not know, or it makes a loop of it. */
static void (*volatile const call_frame)(uint64_t frames) = stand;

PART_OF_FRAME void note_pointer(void)
{
	subject.returned.found.stack.pointer_after = stack_pointer();
	subject.returned.found.stack.reached++;
}

/*
 * One frame, the first of so many that are wanted; 0: the outermost, which
 * takes nothing before it is asked.
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
