/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A command is a constant struct and a few lines.  It is one of three: a call,
 * an inspection or a program.
 *
 * To add a call:
 *
 * 1. Write commands/NAME.c (a '-' of the name is a '_' there) with a constant
 *    struct command command_NAME.  Take its parameters from param.h, in the
 *    order of the prototype; add there what is missing.  A name like "flags"
 *    means the same everywhere and differs only in its table of names
 *    (words/names_*.c).
 * 2. If it is one system call, .act is act_number, and .number is all of it.
 *    Otherwise write act(), which fills a struct returned by act_syscall() or
 *    between act_begin() and act_end().  It runs in the subject: no malloc, no
 *    stdio, no page that was not touched before.
 * 3. Say in .describes what the kernel does.  The traits of call_kind.h say
 *    what is to be observed: CALL_CHANGES_FLAGS where it may change VmFlags.
 * 4. If it finds out more than its result, give it a struct in findings.h
 *    and write tell(), which names each fact once for text and JSON.
 * 5. Name it in calls.h (an inspection in table.c), which declares it, and in
 *    commands/Makemodule.am, write man/memtool-NAME.1 and name it in
 *    man/Makemodule.am and memtool(1).  Help, completion, parsing, JSON and the
 *    check of the manual read the struct; "make check" says what is missing.
 * 6. In report/memtool.schema.json a call has a place in the list of
 *    "command", its "args", and its "data".  An inspection that is alone has
 *    four: the list of "kind", a property, the "if" that requires it, and its
 *    definition.  memtool-json(5) lists the inspections, too.
 * 7. What can lie behind a failure of it is a row of a table in why/; a call
 *    that fails as another does names that one in .like, and has its rows.
 *    Then look for that one's name in why/: where a cause asks() for it, and
 *    in filters.c, it does not stand for those that are like it.
 * 8. Write tests/cli/NAME.sh.  The examples of its manual page are run, and
 *    must exit with 0.  Add lines to tests/recorded/lines, and record them
 *    with scripts/record-fixtures; for other machines, to tests/elsewhere/lines.
 *    A call that needs a word has it in tests/interrupt.py.
 *
 * To add an inspection: the same struct, in inspections/NAME.c, with a look()
 * that fills a struct of its own and a tell() that prints it; inspection.h says
 * how.  Steps 3, 5, 6 and 8 are the same.
 *
 * A program has a text of its own and no document.  A PARAM_SWITCH is an option
 * without a value; and with .second a command takes two plain words, in either
 * order.
 */
#ifndef MEMTOOL_COMMANDS_COMMAND_H
#define MEMTOOL_COMMANDS_COMMAND_H

#include <stdio.h>

#include "command/call_kind.h"
#include "command/inspection.h"
#include "command/param.h"

enum { PARAMS_MAX = ARGS_MAX };

struct program {
	void (*print)(FILE *out);
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
	/*
	 * The steps that a lone call is given, as typed: it acts on memory that
	 * a step before it made.  NULL: it needs none.
	 */
	const char *first;
	const char *since; /* the first Linux that has it; NULL: old */
	/*
	 * Whether its arguments go together, asked when the line is read, which
	 * is when a file that they name is read, too.  What it leaves in *READ,
	 * one block of memory, look() finds in look->read; the plan frees it.
	 */
	bool (*verify)(
		const struct step *step, void **read, struct complaint *why);
	/* One of them: what kind of command it is. */
	const struct call_kind *call;
	const struct inspection *inspection;
	const struct program *program;
};

/* The kind of call that it makes; of another command, one without traits. */
const struct call_kind *command_kind(const struct command *command);

/* Whether it makes a call with this trait. */
bool command_has_trait(const struct command *command, enum call_trait trait);

/* Whether it shows something, and makes no call. */
bool command_is_inspection(const struct command *command);

/* Whether it looks at no process, and stands in no chain. */
bool command_is_alone(const struct command *command);

/* The number of parameters, and the place of PARAM among them or -1. */
size_t command_params(const struct command *command);
int command_find_param(const struct command *command, const char *name);
/* The same of the parameter with this role. */
int command_find_role(const struct command *command, enum role role);

/* Whether GIVEN, a step's or a call's, has the parameter of this name. */
bool command_given(
	const struct command *command, uint32_t given, const char *name);

/* Whether the command has a parameter of this kind. */
bool command_has_kind(const struct command *command, enum param_kind kind);

/* Whether it .harms indeed: a copy from memory does not. */
bool call_harms(const struct call *call);

/* What it acts on of what steps before it made, as --on chooses it. */
enum made_kind command_acts_on(const struct command *command);

/* Whether it acts on memory, and so on each block of several. */
bool command_acts_on_blocks(const struct command *command);

/*
 * The argument with this role, and the same as the signed number that it is;
 * 0 where the call has none.
 */
uint64_t arg(const struct call *call, enum role role);
int64_t signed_arg(const struct call *call, enum role role);
void set_arg(struct call *call, enum role role, uint64_t value);

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
