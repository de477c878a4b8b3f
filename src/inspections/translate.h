/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of translate share.  Each part is a member of the document,
 * null where the mode has none; translate.c opens the document and says which.
 */
#ifndef MEMTOOL_INSPECTIONS_TRANSLATE_H
#define MEMTOOL_INSPECTIONS_TRANSLATE_H

#include "commands/command.h"
#include "inspections/fields.h"
#include "models/exception.h"
#include "models/paging.h"

struct translation {
	struct render *render;
	const struct look *look;
	const struct call *call;
	unsigned indent; /* of a line of text */
};

/* What has come of it, for the head of the document. */
struct translated {
	bool has_linear, has_physical;
	uint64_t linear, physical;
	struct exception exception;
};

/* The parts, each a member of the object that is open. */
struct translated translate_real(const struct translation *t);
struct translated translate_segment(const struct translation *t);
struct translated translate_tables(const struct translation *t);
/* "mapping", "page" and "frame" of a process.  False: see FAILURE. */
bool translate_live(const struct translation *t, struct translated *translated,
	struct failure *failure);

/* "split" of ADDRESS, into a page of 2^SHIFT bytes. */
void translate_tell_split(const struct translation *t,
	const struct paging *paging, uint64_t address, unsigned shift);

/* Whether the parameter was typed. */
bool translate_has(const struct call *call, const struct param *param);
/* Its number, or OTHERWISE. */
uint64_t translate_get(
	const struct call *call, const struct param *param, uint64_t otherwise);

/* .verify of the command. */
bool translate_verify(
	const struct step *step, void **read, struct complaint *why);
/* Read a file of page-table entries, one block of memory. */
bool translate_read_tables(const char *path, unsigned entry_size, void **read,
	struct complaint *why);

#endif
