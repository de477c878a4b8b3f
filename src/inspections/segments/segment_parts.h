/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a selector and a descriptor are told, and drawn. */
#ifndef MEMTOOL_INSPECTIONS_SEGMENT_PARTS_H
#define MEMTOOL_INSPECTIONS_SEGMENT_PARTS_H

#include "render/render.h"

/* "selector" of a register that has one; it is not drawn. */
void segment_tell_value(struct render *r, uint16_t value);

/* "selector"; null where there is none. */
void segment_tell_selector(
	struct render *r, unsigned indent, bool known, uint16_t value);

/* "descriptor"; null where there is none. */
void segment_tell_descriptor(struct render *r, unsigned indent, bool known,
	uint64_t value, bool long_mode);

#endif
