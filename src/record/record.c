/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/record.h"

#include <stdlib.h>

bool record_met(const struct record *record)
{
	return !record->step ||
	       outcome_meets(&record->outcome, &record->step->expect);
}

bool record_as_expected(const struct record *record)
{
	return record_met(record) && !record->asserts_unmet &&
	       !record->casualty;
}

bool record_repeats(const struct record *record)
{
	return record->step && step_repeats(record->step);
}

/* An implicit step comes right before the typed step that it serves. */
static const struct command *served_by(
	const struct plan *plan, const struct step *step)
{
	const struct step *end = plan->steps + plan->count;

	if (!step->implicit)
		return NULL;
	while (step < end && step->implicit)
		step++;
	return step < end ? step->command : NULL;
}

struct record record_of_step(const struct plan *plan, size_t index)
{
	const struct step *step = &plan->steps[index];

	return (struct record){
		.step = step,
		.on = step->on < 0 ? NULL : &plan->steps[step->on],
		.serves = served_by(plan, step),
		.number = step->number,
		.call = {.command = step->command,
			.given = step->given,
			.index = (uint32_t)index},
	};
}

static uint32_t parts_around(const struct plan *plan, const struct step *step)
{
	uint32_t parts = PART_BIT(PART_MAPS);

	if (command_is_inspection(step->command))
		return parts;
	if (plan->options.memory == MEMORY_COUNTERS)
		parts |= PART_BIT(PART_ROLLUP) | PART_BIT(PART_STATUS);
	if (step_reads_flags(step))
		parts |= PART_BIT(PART_SMAPS);
	return parts;
}

uint32_t snapshot_parts(const struct plan *plan, size_t index)
{
	uint32_t parts = 0;

	/* Inspections take no snapshot: look at the next step instead. */
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
	free(record->output);
	record->output = NULL;
	pages_free(record->pages);
	record->pages = NULL;
	system_calls_free(record->system_calls);
	record->system_calls = NULL;
	free(record->assumption);
	record->assumption = NULL;
	free(record->others);
	record->others = NULL;
	record->other_count = 0;
}
