/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages of a region as a picture, its legend, and what is known of them. */
#ifndef MEMTOOL_REPORT_PAGES_TEXT_H
#define MEMTOOL_REPORT_PAGES_TEXT_H

#include "render/render.h"
#include "report/cells.h"

/* A picture that fits the terminal. */
struct picture picture_for_output(const struct pages *pages);

/* Its lines, for text. */
void draw_pages(
	struct render *r, const struct pages *pages, struct picture *picture);

/* "counts", in text the legend of what was drawn. */
void tell_counts(struct render *r, const uint64_t *counts,
	const struct picture *picture);

/* How many pages are locked and so on, and their frames, for text. */
void say_properties(struct render *r, const struct pages *pages);

#endif
