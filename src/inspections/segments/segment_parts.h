/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How to print and draw selectors and descriptors. */
#ifndef MEMTOOL_INSPECTIONS_SEGMENTS_SEGMENT_PARTS_H
#define MEMTOOL_INSPECTIONS_SEGMENTS_SEGMENT_PARTS_H

#include "render/render.h"

/* "selector" of a register; it is not drawn. */
void segment_print_value(struct render *r, uint16_t value);

/* "selector"; null if there is none. */
void segment_print_selector(
	struct render *r, unsigned indent, bool known, uint16_t value);

/* "descriptor"; null if there is none. */
void segment_print_descriptor(struct render *r, unsigned indent, bool known,
	uint64_t value, bool long_mode);

#endif
