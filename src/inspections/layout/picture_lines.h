/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of a picture, each with its start address at the left. */
#ifndef MEMTOOL_INSPECTIONS_LAYOUT_PICTURE_LINES_H
#define MEMTOOL_INSPECTIONS_LAYOUT_PICTURE_LINES_H

#include <stdint.h>

#include "render/render.h"

struct frame {
	struct render *render;
	unsigned indent;
};

/* "    7f66d2226000 | libc.so.6  library         1.82 MiB  5 mappings |" */
void frame_block(struct frame *frame, uint64_t start, const char *name,
	const char *word, uint64_t size, const char *note);

/* "    7f66d237b000 :                            4.05 GiB  not mapped :" */
void frame_gap(
	struct frame *frame, uint64_t start, const char *what, uint64_t size);

/* "                 +-- user ------------------------------------------+" */
void frame_edge(struct frame *frame, uint64_t address, const char *title);

#endif
