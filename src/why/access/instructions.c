/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why an instruction run by "touch exec" raised a signal. */
#include <signal.h>
#include <sys/uio.h>
#include <unistd.h>

#include "proc/child.h"
#include "why/diagnosis.h"
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

#else

static bool no_compat_calls(const struct diagnosis *d, struct cause *c)
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
};

const struct cause_table causes_of_instructions = {rows, ARRAY_SIZE(rows)};
