/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An address space drawn as a column of blocks, high addresses at the top. */
#ifndef MEMTOOL_INSPECTIONS_LAYOUT_PICTURE_H
#define MEMTOOL_INSPECTIONS_LAYOUT_PICTURE_H

#include <sys/types.h>

#include "models/space.h"
#include "proc/address_space.h"
#include "proc/maps_text.h"
#include "render/render.h"

struct picture {
	struct space space;
	struct address_space machine; /* memtool's own addresses */
	struct address_space process; /* those of the process */
	char program[4096]; /* the path of its program; "" is unknown */
};

void picture_begin(struct picture *picture, pid_t pid);

/* Add a mapping; one that is not SHOWN is a block without a name. */
void picture_add(
	struct picture *picture, const struct mapping *mapping, bool shown);

/* Whether the mapping belongs to the process's program. */
bool picture_is_program(
	const struct picture *picture, const struct mapping *mapping);

/* Draw it, at most 77 columns after the indent. */
void picture_draw(
	const struct picture *picture, struct render *r, unsigned indent);

#endif
