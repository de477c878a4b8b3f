/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How one mapping is told, and what all of them come to. */
#ifndef MEMTOOL_INSPECTIONS_ROW_H
#define MEMTOOL_INSPECTIONS_ROW_H

#include "proc/smaps.h"
#include "render/render.h"

struct totals {
	uint64_t mappings, size;
	struct memory memory;
};

struct rows {
	struct render *render;
	unsigned indent; /* of a line of text */
	bool detail;     /* figures and flags as well */
	bool table;      /* rows of text are wanted */
	bool headed;     /* the table has its head */
	struct totals totals;
	char *path; /* of the mapping at hand, ended by a NUL */
	size_t room;
};

/* "start" to "vm_flags" of a mapping; FLAGS: whether they are told. */
void mapping_tell(struct render *r, const struct mapping *m, const char *path,
	bool flags);

/* Tell of a mapping, and count it.  False: memory is short. */
bool rows_tell(struct rows *rows, const struct smaps_mapping *m);

void rows_free(struct rows *rows);

/* "totals", of the mappings that were told; SAID: in text as well. */
void rows_tell_totals(struct rows *rows, bool said);

#endif
