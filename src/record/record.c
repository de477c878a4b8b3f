/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/record.h"

#include <stdlib.h>

bool record_met(const struct record *record)
{
	return outcome_meets(&record->outcome, &record->step->expect);
}

uint32_t snapshot_parts(const struct plan *plan, size_t index)
{
	uint32_t parts = PART_BIT(PART_MAPS);
	const struct step *step;

	if (index >= plan->count)
		return 0;
	step = &plan->steps[index];
	if (plan->options.memory == MEMORY_COUNTERS)
		parts |= PART_BIT(PART_ROLLUP) | PART_BIT(PART_STATUS);
	/* It costs too much to be taken around each step. */
	if (step->command->changes_flags || step->pages)
		parts |= PART_BIT(PART_SMAPS);
	return parts;
}

bool snapshots_have(const struct snapshot *before,
	const struct snapshot *after, enum snapshot_part part)
{
	return before && after && before->parts & after->parts & PART_BIT(part);
}

void record_free(struct record *record)
{
	free(record->bytes);
	record->bytes = NULL;
	pages_free(record->pages);
	record->pages = NULL;
}
