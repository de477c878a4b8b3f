/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/record.h"

#include <stdlib.h>

bool record_met(const struct record *record)
{
	return outcome_meets(&record->outcome, &record->step->expect);
}

static uint32_t parts_around(const struct plan *plan, const struct step *step)
{
	uint32_t parts = PART_BIT(PART_MAPS);

	if (command_is_inspection(step->command))
		return parts;
	if (plan->options.memory == MEMORY_COUNTERS)
		parts |= PART_BIT(PART_ROLLUP) | PART_BIT(PART_STATUS);
	/* It costs too much to be taken around each step. */
	if (command_has_trait(step->command, CALL_CHANGES_FLAGS) || step->pages)
		parts |= PART_BIT(PART_SMAPS);
	return parts;
}

uint32_t snapshot_parts(const struct plan *plan, size_t index)
{
	uint32_t parts = 0;

	/* An inspection takes none: what is before it is before the next. */
	for (; index < plan->count; index++) {
		parts |= parts_around(plan, &plan->steps[index]);
		if (!command_is_inspection(plan->steps[index].command))
			break;
	}
	return parts;
}

bool snapshots_have(const struct snapshot *before, const struct snapshot *after,
	enum snapshot_part part)
{
	return before && after && before->parts & after->parts & PART_BIT(part);
}

void record_free(struct record *record)
{
	free(record->bytes);
	record->bytes = NULL;
	free(record->said);
	record->said = NULL;
	pages_free(record->pages);
	record->pages = NULL;
	system_calls_free(record->system_calls);
	record->system_calls = NULL;
}
