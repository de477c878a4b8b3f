/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A region's pages as cells, each for one or more pages. */
#ifndef MEMTOOL_REPORT_CELLS_H
#define MEMTOOL_REPORT_CELLS_H

#include "record/pages.h"

struct cell_picture {
	const struct pages *pages;
	uint64_t total;    /* pages */
	uint64_t per_cell; /* pages; a power of two */
	uint64_t at;       /* pages drawn so far */
	size_t run;        /* the run that .at is in */
	uint64_t run_end;  /* page after it */
	bool mixed;        /* a cell of several states was drawn */
};

/* For at most CELLS cells. */
struct cell_picture picture_of(const struct pages *pages, uint64_t cells);

/* The next cell's mark; '\0' at the end.  *STATE is that of its first page. */
char picture_next(struct cell_picture *picture, enum page_state *state);

enum { MARK_MIXED = '%' };
char picture_mark(enum page_state state);

#endif
