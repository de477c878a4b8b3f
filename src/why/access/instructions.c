/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why an instruction raised a signal that has no address. */
#include <elf.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <unistd.h>

#include "proc/child.h"
#include "proc/ptrace.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/array.h"

#ifdef __x86_64__

/* Whether the instruction in the subject's memory is int $0x80. */
static bool is_interrupt_0x80(const struct diagnosis *d)
{
	static const unsigned char wanted[] = {0xcd, 0x80};
	unsigned char bytes[sizeof(wanted)];
	uint64_t at = d->record->fault_instruction;
	struct iovec here = {bytes, sizeof(bytes)};
	struct iovec there = {(void *)(uintptr_t)at, sizeof(bytes)};

	return at &&
	       process_vm_readv(d->subject, &here, 1, &there, 1, 0) ==
		       (ssize_t)sizeof(bytes) &&
	       bytes[0] == wanted[0] && bytes[1] == wanted[1];
}

struct trial {
	bool done;
	struct fault fault;
};

/* getpid(2) is number 20 in 32-bit programs.  It clobbers r8 to r11. */
static void interrupt_0x80(void *context)
{
	int number = 20;

	(void)context;
	__asm__ volatile("int $0x80"
			 : "+a"(number)
			 :
			 : "memory", "r8", "r9", "r10", "r11");
}

static void work(void *shared)
{
	struct trial *trial = shared;

	child_attempt(interrupt_0x80, NULL, &trial->fault);
	trial->done = true;
}

/* Whether a child of ours gets the same signal. */
static bool raises_everywhere(void)
{
	struct trial *trial = child_share(sizeof(*trial));
	int status;
	pid_t pid;
	bool raised;

	if (!trial)
		return false;
	raised = child_run(work, trial, &pid, &status) == 0 && trial->done &&
		 trial->fault.number == SIGSEGV &&
		 trial->fault.code == SI_KERNEL;
	child_unshare(trial, sizeof(*trial));
	return raised;
}

static bool no_compat_calls(const struct diagnosis *d, struct cause *c)
{
	if (d->record->outcome.code != SI_KERNEL || !is_interrupt_0x80(d) ||
		!raises_everywhere())
		return false;
	cause_fact(c, "instruction", "int $0x80 at ",
		as_address(d->record->fault_instruction));
	cause_try(c, "poke 0f05 (syscall) and 64-bit call numbers");
	cause_try(c, "a kernel with CONFIG_IA32_EMULATION, not booted with "
		     "ia32_emulation=off, on a machine that runs 32-bit code");
	return cause_says(
		c, "this machine has no 32-bit system calls (int $0x80)");
}

#define REGISTER(name)                                                         \
	{                                                                      \
#name, offsetof(struct user_regs_struct, name)                 \
	}

static const struct {
	char name[4];
	size_t offset;
} registers[] = {REGISTER(rax), REGISTER(rbx), REGISTER(rcx), REGISTER(rdx),
	REGISTER(rsi), REGISTER(rdi), REGISTER(rbp), REGISTER(rsp),
	REGISTER(r8), REGISTER(r9), REGISTER(r10), REGISTER(r11), REGISTER(r12),
	REGISTER(r13), REGISTER(r14), REGISTER(r15)};

/*
 * The processor does not report an address that is in neither half of the
 * space, but a register of the stopped thread may have it.  Whether the
 * instruction used it as one is not known.
 */
static bool not_canonical(const struct diagnosis *d, struct cause *c)
{
	struct user_regs_struct values;
	struct iovec all = {&values, sizeof(values)};
	uint64_t value;

	if (!d->record->traced || d->record->has_fault_address ||
		d->record->outcome.code != SI_KERNEL ||
		ptrace_control(PTRACE_GETREGSET, record_thread(d->record),
			NT_PRSTATUS, &all) == -1)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(registers); i++) {
		memcpy(&value, (char *)&values + registers[i].offset,
			sizeof(value));
		if (value < user_end(d) ||
			address_is_kernels(address_space(d), value))
			continue;
		c->verified = false;
		cause_fact(c, "value", "", as_address(value));
		cause_text(c, "register", "in register ", registers[i].name);
		cause_fact(c, "limit", "user addresses end at ",
			as_address(user_end(d)));
		return cause_says(c, "an address that no process can have");
	}
	return false;
}

#else

static bool no_compat_calls(const struct diagnosis *d, struct cause *c)
{
	(void)d;
	(void)c;
	return false;
}

static bool not_canonical(const struct diagnosis *d, struct cause *c)
{
	(void)d;
	(void)c;
	return false;
}

#endif

static const struct cause_row rows[] = {
	{"no-compat-calls", "touch=SIGSEGV",
		"it executes int $0x80, but this machine has no 32-bit system "
		"calls",
		"the syscall instruction", no_compat_calls},
	{"not-canonical", "touch=SIGSEGV",
		"an address that no process can have: the processor does not "
		"tell it",
		NULL, not_canonical},
};

const struct cause_table causes_of_instructions = {rows, ARRAY_SIZE(rows)};
