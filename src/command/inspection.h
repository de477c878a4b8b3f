/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An inspection: a command that makes no call.  It reads and shows the state of
 * the subject, or of whatever its parameters name.  A lone inspection is the
 * whole document; in a chain it is a step, and its output is the step's "data".
 *
 * To add an inspection:
 *
 * 1. Write inspections/FAMILY/NAME.c with a struct of the facts, a look() that
 *    fills it, and a print() that prints it.
 * 2. look() may read, fork and fail; print() does none of that.  The report
 *    calls look() before it opens the object that print() fills, so a child
 *    never has a copy of a half-written object.
 * 3. If only part of the facts can be read, look() fills that part and says why
 *    the rest is missing; print() prints the part, with null for the rest.
 *    This counts as a failed call: the exit status is 1, and for a lone
 *    inspection the document's error has the kind "inspection".
 *    inspections/missing.h lists missing facts when the rest is complete;
 *    zones.c is an example.
 * 4. Declare the facts in constant arrays of fields (render/field.h), once for
 *    text and JSON.
 *
 * Only "maps" reads while it prints, in stream(): a process may have 64,000
 * mappings, and memtool's memory must not grow with them.  Its look() opens
 * the file, and fails if there is nothing to read.
 */
#ifndef MEMTOOL_COMMAND_INSPECTION_H
#define MEMTOOL_COMMAND_INSPECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "render/render.h"
#include "words/reason.h"

struct call;
struct complaint;
struct step;

/* The input of an inspection. */
struct look {
	const struct call *call; /* its parameters, evaluated */
	pid_t subject;           /* sleeps meanwhile; 0 if .alone */
	bool step;               /* part of a chain */
	const void *read;        /* from .verify() */
	bool dry;                /* perform nothing */
	/*
	 * The look() of an .alone inspection complains here about invalid
	 * input. That is reported as bad usage, and nothing is printed.
	 */
	struct complaint *refusal;
};

/* The inspected process: --pid, or the subject. */
pid_t look_process(const struct look *look);

/* The indent of its lines of text, in a chain below the call. */
unsigned look_indent(const struct look *look);

struct inspection {
	bool alone;  /* it needs no subject, and cannot be part of a chain */
	size_t size; /* size of the struct that it fills, initially zeroed */
	/* Fill it.  False: not everything could be read; *REASON says why. */
	bool (*look)(
		const struct look *look, void *seen, struct reason *reason);
	/* Print it as members of an open object. */
	void (*print)(
		struct render *r, const struct look *look, const void *seen);
	/* Instead of print(), only for "maps": continue reading, and print. */
	bool (*stream)(struct render *r, const struct look *look, void *seen,
		struct reason *reason);
	void (*free)(void *seen); /* free what the struct owns; NULL: nothing */
};

#endif
