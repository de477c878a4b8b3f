/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the subject share. */
#ifndef MEMTOOL_SUBJECT_INTERNAL_H
#define MEMTOOL_SUBJECT_INTERNAL_H

#include <setjmp.h>
#include <ucontext.h>

#include "command/command.h"
#include "record/recording.h"
#include "subject/subject.h"

/* Pages may have 64 KiB (arm64, ppc64): our memory has room to align. */
enum { PAGE_LARGEST = 64 * 1024 };

/* How many addresses or blocks are read or recorded at once. */
enum { BLOCKS_AT_ONCE = 256 };

/* The first whole page of SIZE bytes in MEMORY. */
static inline void *first_page(const char *memory, size_t size)
{
	return (void *)(((uintptr_t)memory + size - 1) & ~(size - 1));
}

/* All of its state: it outlives every stack frame (see stack.c). */
struct subject {
	struct subject_links links;
	struct writer writer;
	int parts[SNAPSHOT_PARTS]; /* opened before the first step; or -1 */
	bool foreign;              /* .parts are not from the kernel's procfs */
	struct preparation needs;  /* of the chain */
	struct call call;
	struct returned returned;
	uint64_t child; /* which of the step's children it is, from 0 */
	/* The guard around a step. */
	sigjmp_buf jump;
	volatile sig_atomic_t guarded;
	struct signal_entry fault;
	bool faulted; /* the last step ended by a fault */
	/* The memory that alloca returned, once the real stack is done. */
	void *volatile taken;
	volatile sig_atomic_t trap_expected;
	volatile sig_atomic_t on_stack; /* the real stack is in use */
};

extern struct subject subject;

/* How a guarded step returned. */
enum guard_way {
	GUARD_DIRECT,
	GUARD_FAULT, /* the memory it accessed faulted: subject.fault */
	GUARD_CLOCK, /* it returned, then the code after it faulted */
	GUARD_CHILD, /* this process is the step's child */
};

/*
 * Handle the signals that memory calls raise, on our own stack.  False: errno
 * is set.
 */
bool guard_install(void);

/* The inaccessible page below the handlers' stack. */
char *guard_page(size_t page);

/* Perform subject.call, except one on the real stack, and record it. */
void loop_perform(void);

/*
 * The calls of a step, one after the other: begin; make them all, or note one
 * that was made elsewhere or faulted; end, which sums up.
 */
void repeat_begin(void);
void repeat_calls(void);
void repeat_note(bool returned);
void repeat_again(void); /* the next call begins elsewhere */
void repeat_end(void);

/* How long each of several calls took: count them, then ask. */
void durations_begin(void);
void durations_note(int64_t ns);
/* What PERCENT of them did not exceed; -1: none was timed. */
int64_t durations_quantile(unsigned percent, int64_t least, int64_t most);

/* Receive calls until the channel closes, or one needs the real stack. */
void loop_run(void);

/* Stay on the real stack, and take memory from it when a call needs it. */
_Noreturn void stack_run(void);

/* Where the signal was raised; 0: unknown. */
uint64_t registers_instruction(const ucontext_t *context);

/*
 * Continue after the trap instruction of stack_run() and save the registers;
 * restore them from another signal: false if not possible.
 */
void registers_step_over(ucontext_t *context);
void registers_keep(const ucontext_t *context);
bool registers_restore(ucontext_t *context);

/* Open the files of the chain's snapshots; false: errno is set. */
bool snapshot_open(const struct preparation *needs);

/* Close them: after a fork they still show the parent. */
void snapshot_close(void);

/* Before a call whose counters lag: stay on this CPU. */
void snapshot_stay(void);

/* The size of the call's file, before its first call and after its last. */
void file_size_before(const struct call *call, struct returned *returned);
void file_size_after(const struct call *call, struct returned *returned);

/* Record these parts of the current address space. */
void snapshot_take(uint32_t parts);

/* Open a file at a descriptor above those of the user's calls; or -1. */
int subject_open(const char *path);

/*
 * Before the first snapshot: all that COUNT threads need besides what the C
 * library gives them.  False: errno is set.
 */
bool threads_make_room(uint32_t count);
/* Return when this thread has the turn, with a call for it: see threads.c. */
void threads_pass_on(uint32_t number);
/*
 * True: it is a new thread, which has now got its first call.  False: it is
 * not.
 */
bool threads_begin(void);
/* Whether a thread is being made that has not had its turn yet. */
bool threads_starting(void);
/* In a child: the caller is its first thread, and all others are gone. */
void threads_forked(void);
/* Where the acting thread keeps its registers: see registers.c. */
mcontext_t *thread_registers(void);

/* Take the faults now that would otherwise count for the first step. */
void rehearse(void);
/* The same for memory that will be written. */
void rehearse_written(const char *from, const char *to);
/* The same for what only some chains need. */
void rehearse_for(const struct preparation *needs);

/* The part of the handlers' stack in use before deep calls. */
extern char *const subject_stack_used, *const subject_stack_end;

/*
 * The next call from the channel, in subject.call, with the descriptors of a
 * step that forks in act_children.  False: the channel has been closed.
 */
bool call_receive(void);

/* Make the files of the chain's snapshots, and all that its steps need. */
bool subject_prepare(void);

/* Empty the recording: what was written to it was only a rehearsal. */
bool recording_empty(void);

/* For act_children.become: go back to loop_perform(). */
void child_become(uint64_t n);
/* Be a subject with its own channel, recording and files. */
void child_start(void);

/* Report over the channel that all is recorded, or what failed. */
void subject_answer(const char *failed, int error);

#endif
