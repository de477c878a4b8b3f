/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plan: the steps of the command line, with all mistakes already found.
 * cli/ makes it, observer/ performs it, report/ prints it.
 */
#ifndef MEMTOOL_COMMAND_PLAN_H
#define MEMTOOL_COMMAND_PLAN_H

#include "command/assertion.h"
#include "command/command.h"
#include "words/address.h"
#include "words/outcome.h"

/* How an argument is computed when its step is performed. */
enum source {
	SOURCE_NUMBER, /* .number */
	SOURCE_MADE,   /* the start of what .step made, or its .end */
	SOURCE_PLACE,  /* a well-known .place */
	SOURCE_REST,   /* from the step's addr to the end of .step's region */
	SOURCE_FILE_SIZE, /* the size of fd's file from offset on, at least
			     .number */
};

struct expression {
	enum source source;
	int step;                /* an index in the plan; -1: none */
	enum address_base place; /* for SOURCE_PLACE */
	bool end;
	uint64_t item;   /* one of several that .step made, from 1; 0: all */
	uint64_t number; /* the value, or the number to add */
};

/* How --pages reads the pages. */
enum pages_by {
	PAGES_BY_AUTO,
	PAGES_BY_SCAN,
	PAGES_BY_PAGEMAP,
	PAGES_BY_MINCORE,
};

struct step {
	const struct command *command;
	int number; /* as typed, from 1; implicit: the step it serves */
	int line;   /* of the file that it is from, from 1; 0: no file */
	bool implicit;
	const char *name; /* --as; NULL: none */
	int on;           /* index of the step it acts on; -1: none */
	/*
	 * The process that performs it: the step that forked it, and which of
	 * several, from 1.  -1: the first process.
	 */
	int in;
	uint64_t in_item;
	/* The process whose memory it has: the same, unless that is a thread.
	 */
	int process;
	uint64_t process_item;
	uint32_t given; /* bit N: parameter N was typed */
	struct expression args[PARAMS_MAX];
	const char *text; /* path or bytes; not NUL-terminated */
	size_t text_length;
	void *read; /* from its command's .verify() */
	struct expectation expect;
	const char *wanted; /* as typed; "ok" by default */
	bool expect_given;
	struct assertions asserts; /* --assert; owned by the plan */
	/*
	 * It makes its call --times times; if it acts on several blocks, on
	 * each of them, or every --every.  .calls is the total number of calls.
	 */
	uint64_t times, every, calls;
	bool each;
	bool pages; /* --pages: show its region page by page */
	enum pages_by pages_by;
	bool syscalls;      /* --syscalls: show those its call makes */
	int64_t timeout_ns; /* --timeout, its own or the plan's; 0: none */
};

/* What is measured around each step, --memory. */
enum memory_mode { MEMORY_COUNTERS, MEMORY_NONE };

/* How long the subject is kept after the report, --hold. */
enum hold { HOLD_NOT, HOLD_ENTER, HOLD_TIME };

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

enum { RUNS_MOST = 10000 };

struct options {
	bool json, pretty, jsonl, tap, quiet, dry_run, stop, skip_unsupported;
	bool no_aslr;
	enum color color;
	enum memory_mode memory;
	enum hold hold;
	int64_t hold_ns;     /* for HOLD_TIME */
	size_t runs, warmup; /* --runs, --warmup; 0: none */
	int64_t timeout_ns;  /* --timeout of each step; 0: none */
};

/* memtool itself could not trace; as env(1) says it of commands. */
enum { EXIT_TRACE_FAILED = 125, EXIT_NOT_EXECUTED, EXIT_NOT_FOUND };

/* What memtool trace was asked for. */
struct trace_request {
	bool failed, summary, effects;
	uint64_t calls;     /* bits of enum traced: those to show */
	const char *output; /* a file; NULL: stderr, or stdout with --pid */
	int pid;            /* 0: .argv is started */
	char **argv;        /* the program and its arguments, then NULL */
};

struct plan {
	const char *program; /* the name it was invoked by */
	int argc;
	char **argv;
	struct options options;
	/* A lone inspection, the only step; NULL: a chain. */
	const struct command *inspection;
	struct step *steps;
	size_t count;
	size_t typed;              /* number of typed steps */
	struct assertions asserts; /* --assert before the first call: total */
	struct trace_request trace;
	char **strings; /* owned by the plan, used by the steps */
	size_t string_count, string_room;
};

/*
 * The name of a process that FORK made, the ITEMth of several (0: the only
 * one): "c", "c.2"; "" if the step has no name.
 */
enum { PROCESS_NAME_SIZE = NAME_SIZE + 16 };
void process_name(
	const struct step *fork, uint64_t item, char name[PROCESS_NAME_SIZE]);

/* Whether any step makes a process; how many threads they make. */
bool plan_forks(const struct plan *plan);
uint64_t plan_threads(const struct plan *plan);

/* Whether any step calls the C library's allocator. */
bool plan_uses_heap(const struct plan *plan);

/* Free everything that the plan owns. */
void plan_free(struct plan *plan);

/* Whether it makes its call more than once. */
static inline bool step_repeats(const struct step *step)
{
	return step->calls > 1 || step->each;
}

/* Whether VmFlags and more are read of each mapping around it. */
bool step_reads_flags(const struct step *step);

/* The index of the step that this argument depends on; or -1. */
int plan_needs(const struct step *step, size_t argument);

#endif
