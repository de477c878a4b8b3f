/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A number with its bit fields drawn below it: the bits, their value, their
 * name.
 *
 *	linear    0x00007f12a4b3c123
 *	          47..39  38..30  29..21  20..12  11..0
 *	          254     74      293     316     0x123
 *	          PML4    PDPT    PD      PT      offset
 */
#ifndef MEMTOOL_INSPECTIONS_TRANSLATE_BIT_FIELDS_H
#define MEMTOOL_INSPECTIONS_TRANSLATE_BIT_FIELDS_H

#include <stdint.h>

#include "render/render.h"

struct bit_field {
	const char *name;
	unsigned high, low;
	uint64_t value;
	bool hex; /* not an index */
};

enum { FIELDS_COLUMN = 12 }; /* where text after a label begins */

/* Draw FIELDS, from left to right, as lines of text. */
void fields_draw(struct render *r, unsigned indent,
	const struct bit_field *fields, unsigned count);

/* Begin a line: "linear      " */
void fields_label(struct render *r, unsigned indent, const char *label);

#endif
