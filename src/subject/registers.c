/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The registers at the trap of the real stack (see stack.c), from the kernel's
 * signal frame.
 */
#include <string.h>

#include "subject/internal.h"

uint64_t registers_instruction(const ucontext_t *context)
{
#if defined(__x86_64__)
	return (uint64_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__i386__)
	return (uint32_t)context->uc_mcontext.gregs[REG_EIP];
#elif defined(__aarch64__)
	return context->uc_mcontext.pc;
#elif defined(__arm__)
	return context->uc_mcontext.arm_pc;
#elif defined(__powerpc64__)
	return context->uc_mcontext.gp_regs[PT_NIP];
#elif defined(__riscv)
	return context->uc_mcontext.__gregs[REG_PC];
#else
	(void)context;
	return 0;
#endif
}

void registers_step_over(ucontext_t *context)
{
/* These leave the program counter at the instruction, int3 after it. */
#if defined(__aarch64__)
	context->uc_mcontext.pc += 4;
#elif defined(__arm__)
	enum { THUMB = 1 << 5 };

	context->uc_mcontext.arm_pc +=
		context->uc_mcontext.arm_cpsr & THUMB ? 2 : 4;
#elif defined(__powerpc64__)
	context->uc_mcontext.gp_regs[PT_NIP] += 4;
#elif defined(__riscv)
	context->uc_mcontext.__gregs[REG_PC] += 4;
#else
	(void)context;
#endif
}

/* The rest of mcontext_t, floating point, is not needed. */
static bool copy(mcontext_t *to, const mcontext_t *from)
{
#if defined(__x86_64__) || defined(__i386__)
	memcpy(to->gregs, from->gregs, sizeof(to->gregs));
	return true;
#elif defined(__aarch64__)
	memcpy(to->regs, from->regs, sizeof(to->regs));
	to->sp = from->sp;
	to->pc = from->pc;
	to->pstate = from->pstate;
	return true;
#elif defined(__arm__)
	*to = *from;
	return true;
#elif defined(__powerpc64__)
	memcpy(to->gp_regs, from->gp_regs, sizeof(to->gp_regs));
	return true;
#elif defined(__riscv)
	memcpy(to->__gregs, from->__gregs, sizeof(to->__gregs));
	return true;
#elif defined(__s390x__)
	to->psw = from->psw;
	memcpy(to->gregs, from->gregs, sizeof(to->gregs));
	return true;
#else
	/* The trap's frame no longer exists. */
	(void)to;
	(void)from;
	return false;
#endif
}

void registers_keep(const ucontext_t *context)
{
	copy(thread_registers(), &context->uc_mcontext);
}

bool registers_restore(ucontext_t *context)
{
	return copy(&context->uc_mcontext, thread_registers());
}
