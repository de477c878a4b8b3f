/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How to print a mapping, and the totals. */
#ifndef MEMTOOL_INSPECTIONS_MAPS_MAPPING_ROW_H
#define MEMTOOL_INSPECTIONS_MAPS_MAPPING_ROW_H

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
	bool table;      /* print rows of text */
	bool headed;     /* the table has its headings */
	struct totals totals;
	char *path; /* of the current mapping, NUL-terminated */
	size_t room;
};

/* "start" to "vm_flags" of a mapping; FLAGS: whether to print its flags. */
void mapping_print(struct render *r, const struct mapping *m, const char *path,
	bool flags);

/* Print a mapping, and count it.  False: out of memory. */
bool rows_print(struct rows *rows, const struct smaps_mapping *m);

void rows_free(struct rows *rows);

/* "totals" of the mappings printed; SAID: in text as well. */
void rows_print_totals(struct rows *rows, bool worded);

#endif
