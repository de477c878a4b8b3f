/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A region's pages as a picture, its legend and properties. */
#ifndef MEMTOOL_REPORT_PAGES_TEXT_H
#define MEMTOOL_REPORT_PAGES_TEXT_H

#include "render/render.h"
#include "report/cells.h"

/* A picture that fits the terminal. */
struct cell_picture picture_for_output(const struct pages *pages);

/* Print its lines, for text. */
void draw_pages(struct render *r, const struct pages *pages,
	struct cell_picture *picture);

/* "counts"; in text, the legend of the picture. */
void print_counts(struct render *r, const uint64_t *counts,
	const struct cell_picture *picture);

/* How many pages are locked and so on, and their frames, for text. */
void text_properties(struct render *r, const struct pages *pages);

#endif
