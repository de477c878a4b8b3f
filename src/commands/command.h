/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A command is a constant struct and a few lines.
 *
 * To add a call:
 *
 * 1. Write commands/NAME.c (a '-' of the name is a '_' there) with a constant
 *    struct command command_NAME and its act(), which fills a struct returned
 *    by act_syscall() or between act_begin() and act_end().  It runs in the
 *    subject: no malloc, no stdio, no page that was not touched before.
 * 2. Take its parameters from param.h, in the order of the prototype; add
 *    there what is missing.  A name like "flags" means the same everywhere
 *    and differs only in its table of names (words/names_*.c).
 * 3. Say in .describes what the kernel does; set .changes_flags where it may
 *    change VmFlags, and .lags where its counters must be drained first.
 * 4. If it finds out more than its result, leave it in returned.detail and
 *    write tell(), which names each fact once for text and JSON.
 * 5. Name it in table.c (its struct is declared there), put NAME.c into
 *    Makefile.am, write man/memtool-NAME.1, and describe its "data" in
 *    report/memtool.schema.json.  Help, completion, parsing, JSON and the
 *    check of the manual read the struct; "make check" says what is missing.
 * 6. What can lie behind a failure of it is a row of a table in why/.
 *
 * An inspection is the same struct with look() in place of act().  Its file is
 * inspections/NAME.c.  It makes no call: it looks at the subject (or whatever
 * its parameters name) while that sleeps, and tells what it sees.  Alone it
 * is the whole document; in a chain it is a step, and what it sees its "data".
 * One that looks at no process is .alone, and stands in no chain; with print()
 * it is not even a document.  A PARAM_SWITCH is an option without a value; and
 * with .second it takes two plain words, in either order.
 */
#ifndef MEMTOOL_COMMANDS_COMMAND_H
#define MEMTOOL_COMMANDS_COMMAND_H

#include <stdio.h>
#include <sys/types.h>

#include "commands/act.h"
#include "commands/call.h"
#include "commands/param.h"
#include "render/render.h"

struct step;
struct command;

/* What an inspection looks at. */
struct look {
	const struct call *call; /* its parameters, evaluated */
	pid_t subject;           /* asleep meanwhile; 0 where it is .alone */
	bool step;               /* part of a chain */
	void *ready;             /* what its ready() has made for its look() */
	const void *read;        /* by .verify() */
	bool dry;                /* nothing may be performed for it */
};

/* Why it could not be seen. */
struct failure {
	int error; /* errno */
	char message[192];
	bool unsupported; /* this kernel or machine has no such thing */
};

/* The process that it is of: by --pid another's, else the subject. */
pid_t look_process(const struct look *look);

/* Where its lines of text begin: in a chain below the call. */
unsigned look_indent(const struct look *look);

/* Fill in FAILURE.  Returns false, always. */
bool fail_to_look(struct failure *failure, int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

enum { PARAMS_MAX = 20 };

enum makes { MAKES_NOTHING, MAKES_REGION, MAKES_FILE };

/* How a result is shown is a property of the call. */
enum result_kind {
	RESULT_NUMBER,  /* 0, or a descriptor */
	RESULT_NOTHING, /* it is a function without one */
	RESULT_ADDRESS,
	RESULT_COUNT, /* of .unit() */
};

/* What it returns when it fails, as text shows it before the errno. */
enum failed_result {
	FAILED_MINUS_ONE,
	FAILED_NULL,
	FAILED_ERROR_NUMBER, /* the error itself; errno is not set */
};

/* What may break an allocator's records, if it is done to its memory. */
enum harm {
	HARMS_NOTHING,
	HARMS_BY_WRITING, /* outside of a block that is live */
	HARMS_BY_MAPPING, /* by what becomes of the pages, wherever that is */
};

struct command {
	const char *name; /* as it is typed; the file and the symbol likewise */
	const char *summary;
	/* What the kernel does, in which units, and what people trip over. */
	const char *describes;
	const char *manual; /* the page that defines it: "mmap(2)" */
	const struct param *params[PARAMS_MAX]; /* the prototype's order */
	const struct param *word;               /* what a plain WORD is */
	/*
	 * And a second one; which of the two is which their looks tell.  NULL:
	 * a step takes one WORD.
	 */
	const struct param *second;
	const char *first; /* the steps that a lone call is given, as typed */
	const char *spelling; /* in the call as shown, if it is not .name */
	/*
	 * The call as strace prints it, where it is not its parameters in
	 * their order: "writev(fd, [{$0, $1}], 1)", $N for the N-th.
	 */
	const char *(*shape)(const struct call *call);
	const char *leads;    /* what stands before its parameters: "&block" */
	const char *since;    /* the first Linux that has it; NULL: old */
	enum makes makes;
	enum result_kind result;
	enum failed_result failed;
	bool needs_region; /* it acts on memory that a step before it made */
	bool moves_break;  /* an address without a base is the break's */
	bool reaches;      /* a fault in addr..addr+length is its result */
	bool brings_in;    /* it may fault in pages of addr..addr+length */
	bool uses_scratch; /* act() fills act_scratch */
	bool heap;         /* it calls the C library's allocator; see heap.h */
	bool clears;       /* the block that it gives shall be zero */
	enum harm harms;   /* to an allocator's records */
	bool on_stack;     /* it is performed on the subject's real stack */
	/* The observer looks at the subject behind it: that must live on. */
	bool looked_at;
	bool changes_flags; /* VmFlags may change where maps shows nothing */
	bool lags; /* what it does to the counters is counted in batches */
	/* At any time of the call, detail[1] of detail[0] are done. */
	bool counts;
	void (*act)(const struct call *call, struct returned *r);
	/*
	 * What else to find out, in the subject as well, when the call or all
	 * of its repetitions have returned.
	 */
	void (*settle)(const struct call *call, struct returned *r);
	/*
	 * The call's name where it depends on what was given; NULL: .spelling
	 * or .name.
	 */
	const char *(*spell)(const struct call *call);
	/* What a RESULT_COUNT counts: "page". */
	const char *(*unit)(const struct call *call);
	/* Whether parameter N is part of this call at all; NULL: yes. */
	bool (*takes)(const struct call *call, size_t n);
	/* The facts of "data", after a call that returned or faulted. */
	void (*tell)(struct render *r, const struct call *call,
		const struct returned *returned, const unsigned char *bytes);
	/*
	 * The memory that was made; false: none (a break that did not grow).
	 * Where it is NULL: .length bytes at the value.
	 */
	bool (*made)(const struct call *call, const struct returned *returned,
		uint64_t *start, uint64_t *size);
	/* Whether its arguments can make memory at all; NULL: yes. */
	bool (*grows)(const struct step *step);
	/*
	 * An inspection's work: tell what is seen, as members of an object
	 * that is open.  False: it could not be seen, or not all of it; then
	 * *FAILURE says why.
	 */
	bool (*look)(struct render *r, const struct look *look,
		struct failure *failure);
	/*
	 * Of one that is .alone, and reads what may be wrong: called before
	 * anything is told.  False: *WHY it is refused, as bad usage is.  What
	 * it leaves in LOOK->ready, look() frees.
	 */
	bool (*ready)(struct look *look, struct complaint *why);
	bool alone; /* it looks at no process, and is no step of a chain */
	/*
	 * Whether its arguments go together, asked when the line is read, which
	 * is when a file that they name is read, too.  What it leaves in *READ,
	 * one block of memory, look() finds in look->read; the plan frees it.
	 */
	bool (*verify)(
		const struct step *step, void **read, struct complaint *why);
	/* In place of look(): a text of its own, and no document. */
	void (*print)(FILE *out);
};

/* Whether it shows something, and makes no call. */
bool command_is_inspection(const struct command *command);

/* The number of parameters, and the place of PARAM among them or -1. */
size_t command_params(const struct command *command);
int command_find_param(const struct command *command, const char *name);

/* Whether GIVEN, a step's or a call's, has the parameter of this name. */
bool command_given(
	const struct command *command, uint32_t given, const char *name);

/* Whether the command has a parameter of this kind. */
bool command_has_kind(const struct command *command, enum param_kind kind);

/* Whether it .harms indeed: a copy from memory does not. */
bool call_harms(const struct call *call);

/* Whether it acts on memory, and so on each block of several. */
bool command_acts_on_blocks(const struct command *command);

/* A parameter's number within a call. */
uint64_t call_get(const struct call *call, const struct param *param);
void call_set(struct call *call, const struct param *param, uint64_t value);

/* Whether parameter N is part of the call: typed, or by a default. */
bool call_has(const struct call *call, size_t n);

/* Room enough for any argument, and for any call, as text. */
enum { ARGUMENT_MAX = 2 * CALL_TEXT_MAX + 8, CALL_FORMAT_MAX = 10000 };

/*
 * One argument as a person reads it and memtool reads it back:
 * "PROT_READ|PROT_WRITE", "0x1000", "-1".
 */
void call_format_argument(const struct call *call, const struct param *param,
	char *text, size_t size);

/* The name that stands in the call: "mlock2". */
const char *call_spelling(const struct call *call);

/*
 * The whole call, each argument as FORMAT writes it; and the same with all of
 * them evaluated, as strace prints it.
 */
typedef void (*argument_formatter)(const struct call *call, size_t n,
	const void *context, char *text, size_t size);
void call_format_with(const struct call *call, argument_formatter format,
	const void *context, char *text, size_t size);
void call_format(const struct call *call, char *text, size_t size);

/* The newest Linux that one of its flags, or the call itself, needs. */
const char *call_since(const struct call *call);

#endif
