/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plan: what the command line asks for, with every mistake in it already
 * found.  cli/ makes it, observer/ carries it out, report/ tells of it.
 */
#ifndef MEMTOOL_COMMANDS_PLAN_H
#define MEMTOOL_COMMANDS_PLAN_H

#include "command/command.h"
#include "words/address.h"
#include "words/outcome.h"

/* What an argument is made of when its step's turn has come. */
enum source {
	SOURCE_NUMBER, /* .number */
	SOURCE_MADE,   /* what .step made: its value, or its .end */
	SOURCE_PLACE,  /* a well-known .place */
	SOURCE_REST,   /* from the step's addr to the end of .step's region */
	SOURCE_FILE_SIZE, /* what the file of fd has from offset on; >= .number
			   */
};

struct expression {
	enum source source;
	int step;                /* an index in the plan; -1: none */
	enum address_base place; /* of a SOURCE_PLACE */
	bool end;
	uint64_t item;   /* of several that .step made, from 1; 0: the step's */
	uint64_t number; /* the value, or what is added to it */
};

/* How --pages looks. */
enum pages_by {
	PAGES_BY_AUTO,
	PAGES_BY_SCAN,
	PAGES_BY_PAGEMAP,
	PAGES_BY_MINCORE,
};

struct step {
	const struct command *command;
	int number; /* as typed, from 1; an implicit one: whom it serves */
	bool implicit;
	const char *name; /* --as; NULL: none */
	int on;           /* index of the step it acts on; -1: none */
	uint32_t given;   /* bit N: parameter N was typed */
	struct expression args[PARAMS_MAX];
	const char *text; /* path or bytes; not ended by a NUL */
	size_t text_length;
	void *read; /* by its command's .verify() */
	struct expectation expect;
	const char *wanted; /* as typed; "ok" where nothing was */
	bool expect_given;
	/*
	 * It makes its call --times; where it acts on what a step made that had
	 * several, on each of them, or each --every.  .calls is all that makes.
	 */
	uint64_t times, every, calls;
	bool each;
	bool pages; /* --pages: show its region page by page */
	enum pages_by pages_by;
	bool syscalls; /* --syscalls: tell those that its call makes */
};

/* How much is looked at around each step, --memory. */
enum memory_mode { MEMORY_COUNTERS, MEMORY_NONE };

/* Until when the subject is kept behind the report, --hold. */
enum hold { HOLD_NOT, HOLD_ENTER, HOLD_TIME };

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
	bool json, pretty, quiet, dry_run, stop, skip_unsupported;
	enum color color;
	enum memory_mode memory;
	enum hold hold;
	int64_t hold_ns; /* of a HOLD_TIME */
};

struct plan {
	const char *program; /* as it was invoked */
	int argc;
	char **argv;
	struct options options;
	/* It stands alone, as the only step; NULL: a chain. */
	const struct command *inspection;
	struct step *steps;
	size_t count;
	size_t typed;   /* how many of them were typed */
	char **strings; /* owned by the plan; the steps point into them */
	size_t string_count, string_room;
};

/* Whether any of its steps calls the C library's allocator. */
bool plan_uses_heap(const struct plan *plan);

/* Free what the plan owns. */
void plan_free(struct plan *plan);

/* Whether it makes its call more than once. */
static inline bool step_repeats(const struct step *step)
{
	return step->calls > 1 || step->each;
}

/* The index of the step that this one cannot do without, if it fails; or -1. */
int plan_needs(const struct step *step, size_t argument);

#endif
