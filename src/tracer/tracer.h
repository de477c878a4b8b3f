/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tracer: starts a program, or attaches to one, and stops its threads at
 * each memory call and at signals that end them.
 *
 *	while (tracer_next(&tracer, &event))
 *		...	event.task is stopped until the next tracer_next()
 */
#ifndef MEMTOOL_TRACER_TRACER_H
#define MEMTOOL_TRACER_TRACER_H

#include <signal.h>
#include <sys/types.h>

#include "command/plan.h"
#include "record/record.h"
#include "tracer/traced_calls.h"

/* A SIGSEGV or SIGBUS, with the instruction that raised it; 0: unknown. */
struct task_fault {
	siginfo_t signal;
	uint64_t instruction, stack; /* its address, and the stack pointer */
};

/* A thread; the first thread of a process has its number. */
struct task {
	struct task *next; /* in its row of the table */
	pid_t tid, pid;
	bool every; /* it stops at every system call, not at memory calls only
		     */
	bool shows_exit; /* it stops when it ends */
	bool exits;      /* it is about to end, and may stay for others */
	bool in_call;    /* it has entered .traced */
	bool entered;    /* it has entered the system call .number, any one */
	bool sets_filter, for_all; /* it has entered such a call, seccomp(2) */
	bool waits; /* it is new: it waits for the event of its maker */
	const struct traced_call *traced;
	uint64_t number, args[6];
	int64_t entered_ns;
	/*
	 * Of its signal handlers, as far as it was seen: sigaltstack(2).  .end
	 * 0: none; .asked: by the call that it has entered.
	 */
	struct signal_stack {
		struct span now, asked;
		bool changes;
	} signal_stack;
	struct task_fault caught; /* the last one that it has handled */
	int handed; /* the signal that it got when it went on; 0: none */
	struct space *space; /* its memory, shared by its process's threads */
	struct snapshot *before; /* taken at the entry; owned; NULL: none */
};

enum tracer_kind {
	TRACER_ENTRY,    /* it is about to make .task->traced */
	TRACER_RETURN,   /* that call has returned, with .value and .error */
	TRACER_FILTERED, /* a filter answers the call by SIGSYS; see .note */
	TRACER_FAULT, /* SIGSEGV or SIGBUS, described by .fault, will end it */
	TRACER_EXEC,  /* its process executes another program; see .note */
	/* It is about to end, of TRACER_FILTERED or not; its memory is there.
	 */
	TRACER_EXIT,
	TRACER_ENDED, /* the process has ended, with .status of waitpid(2) */
};

struct tracer_event {
	enum tracer_kind kind;
	struct task *task;
	uint64_t value;
	int error;          /* errno; 0: it succeeded */
	bool restarted;     /* a signal came first; the kernel calls it again */
	bool filtered;      /* TRACER_EXIT: because of a filter's answer */
	int64_t elapsed_ns; /* between the two stops, and those take most of it
			     */
	struct task_fault fault;
	int status;
	/*
	 * What must be said of the program; "": nothing.  The call that a
	 * filter answers is .task->traced, and if it is another one, named
	 * here.
	 */
	char note[192];
};

enum { TASK_ROWS = 256 };

struct tracer {
	const struct trace_request *request;
	struct task *rows[TASK_ROWS];
	size_t tasks;
	pid_t first;  /* the program's process, or that of --pid */
	bool begun;   /* the program has been executed */
	bool every;   /* there is no filter: stop at every system call */
	bool several; /* there has been more than one thread at once */
	bool detaching;
	pid_t dying;                    /* the last process that SIGSYS ends */
	bool told_rights, told_foreign; /* notes that are made once */
	int report; /* a pipe from the child before its exec(); -1: none */
	int status; /* of the first process, once it has ended */
	bool ended;
	int interrupted; /* --pid: the signal that ended the tracing; 0: none */
	struct task *stopped; /* the task of the last event; NULL: it is gone */
	int signal;           /* that it gets when it goes on */
	struct complaint *why;
	int exec_error; /* errno of exec(); 0: it worked */
	bool failed;    /* the tracer itself: see .why */
};

/*
 * What the program must inherit as if memtool did not exist.  Note it before
 * anything changes it.
 */
void tracer_note_inherited(void);

/* Start the program, or attach to the process; false: *WHY says why. */
bool tracer_start(struct tracer *t, const struct trace_request *request,
	struct complaint *why);

/* Let the last event's task go on, and wait.  False: all have ended. */
bool tracer_next(struct tracer *t, struct tracer_event *event);

/* The threads of TASK's process that are not about to end, and TASK itself. */
size_t tracer_threads(const struct tracer *t, const struct task *task);

void tracer_end(struct tracer *t);

#endif
