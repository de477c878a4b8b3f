/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the subject share. */
#ifndef MEMTOOL_SUBJECT_INSIDE_H
#define MEMTOOL_SUBJECT_INSIDE_H

#include <setjmp.h>
#include <ucontext.h>

#include "command/command.h"
#include "record/recording.h"
#include "subject/subject.h"

/* Pages may be of 64 KiB (arm64, ppc64): memory of ours has room to align. */
enum { PAGE_LARGEST = 64 * 1024 };

/* How many addresses, or blocks, are read or written down at once. */
enum { BLOCKS_AT_ONCE = 256 };

/* The first whole page of SIZE bytes behind the beginning of MEMORY. */
static inline void *first_page(const char *memory, size_t size)
{
	return (void *)(((uintptr_t)memory + size - 1) & ~(size - 1));
}

/* Its whole state: it outlives every frame of the stack (see stack.c). */
struct subject {
	struct subject_links links;
	struct writer writer;
	int parts[SNAPSHOT_PARTS]; /* opened before the first step; or -1 */
	bool foreign; /* .parts are not of the kernel's proc */
	struct call call;
	struct returned returned;
	/* The guard around a step. */
	sigjmp_buf jump;
	volatile sig_atomic_t guarded;
	struct signal_entry fault;
	bool faulted; /* the last step ended by it */
	/* The memory that alloca gave, when the real stack is done. */
	void *volatile taken;
	volatile sig_atomic_t trap_expected;
	volatile sig_atomic_t on_stack; /* the real stack is at work */
	mcontext_t at_trap;             /* see registers.c */
};

extern struct subject subject;

/* How a guarded step came back. */
enum guard_way {
	GUARD_DIRECT,
	GUARD_FAULT, /* the memory that it reaches faulted: subject.fault */
	GUARD_CLOCK, /* it returned, and what came after faulted */
};

/*
 * Handle the signals that memory calls cause, on a stack of our own.  False:
 * errno says why not.
 */
bool guard_install(void);

/* The page below the handlers' stack, which cannot be touched. */
char *guard_page(size_t page);

/* Perform subject.call, but for one on the real stack, and record it. */
void loop_perform(void);

/*
 * The calls of a step, one after the other: begin; make them all, or note one
 * that was made elsewhere or came to a fault; end, which adds them up.
 */
void repeat_begin(void);
void repeat_calls(void);
void repeat_note(bool returned);
void repeat_again(void); /* the next of them begins elsewhere */
void repeat_end(void);

/* Take calls until the channel closes, or one wants the real stack. */
void loop_run(void);

/* Stay on the real stack, and take memory from it when a call asks. */
_Noreturn void stack_run(void);

/* Where the signal was raised; 0: nobody knows. */
uint64_t registers_instruction(const ucontext_t *context);

/*
 * Continue behind the trap instruction of stack_run(); keep its registers, and
 * go back to them from another signal: false, where that cannot be done.
 */
void registers_step_over(ucontext_t *context);
void registers_keep(const ucontext_t *context);
bool registers_restore(ucontext_t *context);

/* Open what the snapshots of the chain consist of; false: errno says why. */
bool snapshot_open(const struct preparation *needs);

/* Before a call that the counters lag behind: stay on this processor. */
void snapshot_stay(void);

/* Record these parts of the address space as it is. */
void snapshot_take(uint32_t parts);

/* Open a file at a descriptor that no call of the user's is given; or -1. */
int subject_open(const char *path);

/* Pay now for what would otherwise be counted as the first step's faults. */
void rehearse(void);
/* And for what only some chains need. */
void rehearse_for(const struct preparation *needs);

/* The part of the handlers' stack that is in use before deep calls. */
extern char *const subject_stack_used, *const subject_stack_end;

/* Say over the channel that all is recorded, or what failed. */
void subject_answer(const char *failed, int error);

#endif
