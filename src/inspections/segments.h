/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of "memtool segments" share. */
#ifndef MEMTOOL_INSPECTIONS_SEGMENTS_H
#define MEMTOOL_INSPECTIONS_SEGMENTS_H

#include "commands/command.h"
#include "inspections/segment_try.h"
#include "models/gdt.h"
#include "observer/traced_registers.h"

enum { SEGMENTS_COLUMN = 12 }; /* where what is said of a thing begins */

/* Begin a line of text, indented as the report indents it. */
void segments_line(struct render *r, unsigned indent, const char *label);

/* "limit", "rights" and "told_by"; null where D is NULL. */
void segments_tell_rights(
	struct render *r, const struct descriptor *d, const char *told_by);
/* "code, execute/read, accessed; DPL 3, P, L, G" */
void segments_say_rights(struct render *r, const struct descriptor *d);

/* "registers": all six. */
void segments_tell_registers(struct render *r, unsigned indent,
	const struct traced_registers *registers);

/* "gdt", as this process may see it, and "hidden", which it may not. */
void segments_tell_gdt(struct render *r, unsigned indent);
void segments_tell_hidden(struct render *r, unsigned indent,
	const struct hidden_answer answers[HIDDEN]);

/*
 * "own_segment".  False: it could not be performed, or not all of it, and
 * *FAILURE says why.
 */
bool segments_tell_trial(
	struct render *r, unsigned indent, struct failure *failure);

/* A signal as a result has it; null where there was none. */
void segments_tell_signal(
	struct render *r, const char *key, const struct fault *fault);

/* One of its "readings". */
void segments_tell_reading(struct render *r, unsigned indent,
	const struct segment_trial *trial, enum reading reading);

#endif
