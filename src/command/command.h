/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A command is a constant struct and a few lines of code.  It is a call, an
 * inspection or a program.
 *
 * To add a call:
 *
 * 1. Write calls/NAME.c (with '_' for '-' in the name) with a constant struct
 *    command command_NAME.  Take its parameters from param.h, in the order of
 *    the prototype; add missing ones there.  A name like "flags" means the same
 *    everywhere, only its table of names differs (words/names_*.c).
 * 2. For a single system call set .act = act_number and .number, without code.
 *    Otherwise write act(), which fills in struct returned with act_syscall(),
 *    or between act_begin() and act_end().  It runs in the subject: no malloc,
 *    no stdio, no untouched pages.
 * 3. Describe in .describes what the kernel does.  Set the traits of
 *    call_kind.h: CALL_CHANGES_FLAGS if it may change VmFlags.
 * 4. If it finds out more than its result, add a struct to findings.h, and
 *    write print(), which names each fact once for text and JSON.
 * 5. Add it to calls.h (an inspection to table.c), which declares it, and to
 *    calls/Makemodule.am; write man/memtool-NAME.1, and add that to
 *    man/Makemodule.am and memtool(1).  Help, completion, parsing, JSON and the
 *    check of the manual use the struct; "make check" reports what is missing.
 * 6. In report/memtool.schema.json add a call to the list of "command", its
 *    "args", and its "data".  A stand-alone inspection needs four entries: in
 *    the list of "kind", a property, the "if" that requires it, and its
 *    definition.  memtool-json(5) also lists the inspections.
 * 7. Add its causes of failure as rows of a table in why/; a call that fails
 *    like another one names that in .like, and inherits its rows.  A cause
 *    that asks() for the other call includes those that are like it.  If its
 *    system calls have other names, list them in .kernel_calls: filters know
 *    only these.  filters.c needs a row for each new system call.
 * 8. Write tests/cli/NAME.sh, add it to tests/Makemodule.am and to the list in
 *    scripts/test-elsewhere, and add a row for the call to
 *    tests/check_commands.c.  The examples in its manual page are run, and
 *    must exit with 0.  Add lines to tests/recorded/lines and record them with
 *    scripts/record-fixtures; for other machines, to tests/elsewhere/lines.
 *    A call that needs a word has it in tests/interrupt.py.
 *
 * To add an inspection: the same struct, in inspections/FAMILY/NAME.c, with a
 * look() that fills its own struct and a print() that prints it; see
 * inspection.h.
 * Steps 3, 5, 6 and 8 are the same.
 *
 * A program prints its own text, without a document.  A PARAM_SWITCH is an
 * option without a value; with .second a command takes two plain words, in
 * either order.
 */
#ifndef MEMTOOL_COMMAND_COMMAND_H
#define MEMTOOL_COMMAND_COMMAND_H

#include <stdio.h>

#include "command/call_kind.h"
#include "command/inspection.h"
#include "command/param.h"

enum { PARAMS_MAX = ARGS_MAX };

struct program {
	void (*print)(FILE *out);
	/*
	 * Instead of printing: it performs the steps of the file that its WORD
	 * names; see cli/run.c.
	 */
	bool reads_steps;
	/* Instead of printing: it traces another program; see trace.c. */
	bool traces;
	const char *takes; /* its words, for help; NULL: none */
};

struct command {
	const char *name; /* as typed; also names the file and the symbol */
	const char *summary;
	/* What the kernel does, in which units, and the pitfalls. */
	const char *describes;
	const char *manual; /* the page that defines it: "mmap(2)" */
	const struct param *params[PARAMS_MAX]; /* the prototype's order */
	const struct param *word; /* the meaning of a plain WORD */
	/*
	 * The meaning of a second WORD; the form of the words tells which is
	 * which.  NULL: a step takes one WORD.
	 */
	const struct param *second;
	/*
	 * The steps added, as if typed, before a call that has nothing to act
	 * on.  NULL: none.
	 */
	const char *first;
	/*
	 * Whether .first must be added, if that is not a question of memory;
	 * WORD is the value of .word.
	 */
	bool (*lacks_first)(const struct plan *plan, const char *word);
	/*
	 * Whether it acts on memory, if that depends on the WORD; NULL: the
	 * parameters say it.
	 */
	bool (*wants_memory)(const char *word);
	const char *since; /* the first Linux that has it; NULL: old */
	/*
	 * Check the combination of its arguments when the line is read, and
	 * read the files that they name.  look() finds the result *READ, one
	 * block of memory, in look->read; the plan frees it.
	 */
	bool (*verify)(
		const struct step *step, void **read, struct complaint *why);
	/* Exactly one of these: the kind of command. */
	const struct call_kind *call;
	const struct inspection *inspection;
	const struct program *program;
};

/* The kind of call that it makes; for others, one without traits. */
const struct call_kind *command_kind(const struct command *command);

/* Whether it makes a call with this trait. */
bool command_has_trait(const struct command *command, enum call_trait trait);

/* Whether it is an inspection or a program, not a call. */
bool command_is_inspection(const struct command *command);

/* Whether it needs no subject, and cannot be part of a chain. */
bool command_is_alone(const struct command *command);

/* The number of parameters, and the index of a parameter or -1. */
size_t command_params(const struct command *command);
int command_find_param(const struct command *command, const char *name);
/* The index of the parameter with this role, or -1. */
int command_find_role(const struct command *command, enum role role);

/* Whether GIVEN, of a step or a call, has the parameter with this name. */
bool command_given(
	const struct command *command, uint32_t given, const char *name);

/* Whether the command has a parameter of this kind. */
bool command_has_kind(const struct command *command, enum param_kind kind);

/* Whether it really .harms: a copy from memory does not. */
bool call_harms(const struct call *call);

/* The kind of thing made by earlier steps that it acts on, see --on. */
enum made_kind command_acts_on(const struct command *command);

/* Whether it acts on memory, and thus on each of several blocks. */
bool command_acts_on_blocks(const struct command *command);

/*
 * The argument with this role, unsigned and signed; 0 if the call has none.
 */
uint64_t arg(const struct call *call, enum role role);
int64_t signed_arg(const struct call *call, enum role role);
void set_arg(struct call *call, enum role role, uint64_t value);

/* Whether parameter N is part of the call: typed, or a default. */
bool call_has(const struct call *call, size_t n);

/* Enough for any argument, and for any call, as text. */
enum { ARGUMENT_MAX = 2 * CALL_TEXT_MAX + 8, CALL_FORMAT_MAX = 10000 };

/*
 * Print one argument in the form that memtool accepts:
 * "PROT_READ|PROT_WRITE", "0x1000", "-1".
 */
void call_format_argument(const struct call *call, const struct param *param,
	char *text, size_t size);

/* The name in the printed call: "mlock2". */
const char *call_spelling(const struct call *call);

/*
 * Print the whole call, with arguments printed by FORMAT; or with evaluated
 * arguments, as strace does.
 */
typedef void (*argument_formatter)(const struct call *call, size_t n,
	const void *context, char *text, size_t size);
void call_format_with(const struct call *call, argument_formatter format,
	const void *context, char *text, size_t size);
void call_format(const struct call *call, char *text, size_t size);

/* The Linux version that the call and its flags need. */
const char *call_since(const struct call *call);

/* Whether COMMAND is OTHER, or fails in the same ways (.like). */
bool command_is_like(
	const struct command *command, const struct command *other);

/* Whether a flag of the call has this trait (words/names.h). */
bool call_has_flag(const struct call *call, enum flag_trait trait);

#endif
