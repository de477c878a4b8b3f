/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The subject's outermost frame, on its real stack.  It sits in a trap whose
 * handler, on a stack of its own, is the whole loop.  When a call wants memory
 * from the real stack, the handler returns here; alloca moves the stack
 * pointer, which touches nothing; and the next trap goes back to the loop.  The
 * frame never returns, so the memory stays until the chain ends.
 *
 * This file is built without stack-clash protection, which would touch every
 * page that alloca takes.
 */
#include <alloca.h>
#include <ucontext.h>

#include "subject/inside.h"

#if defined(__x86_64__) || defined(__i386__)
#define TRAP() __asm__ volatile("int3" ::: "memory")
#elif defined(__aarch64__)
#define TRAP() __asm__ volatile("brk #0" ::: "memory")
#else
/* Pushes a frame, so that an alloca beyond the limit dies in it. */
#define TRAP() raise(SIGTRAP)
#endif

void stack_step_over(void *context)
{
#if defined(__aarch64__)
	/* brk leaves the program counter at itself, int3 behind. */
	((ucontext_t *)context)->uc_mcontext.pc += 4;
#else
	(void)context;
#endif
}

UNSANITIZED __attribute__((noinline)) _Noreturn void stack_run(void)
{
	subject.taken = NULL;
	for (;;) {
		subject.trap_expected = 1;
		TRAP();
		subject.taken = alloca(subject.call.length);
	}
}
