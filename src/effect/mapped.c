/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Into how many mappings the memory of a step is divided afterwards: what it
 * made, or else the region that it acts on.
 */
#include "effect/effect.h"
#include "proc/maps_text.h"

int64_t effect_mapped(const struct record *record)
{
	const struct part *text = &record->after->part[PART_MAPS];
	uint64_t start =
		record->has_region ? record->region_start : record->on_start;
	uint64_t size =
		record->has_region ? record->region_size : record->on_size;
	struct maps maps = maps_of(text->text, text->length);
	struct mapping m;
	int64_t count = 0;

	if (!size)
		return -1;
	while (maps_next(&maps, &m) && m.start < start + size)
		count += m.end > start;
	return count;
}
