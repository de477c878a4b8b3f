/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void plan_free(struct plan *plan)
{
	for (size_t i = 0; i < plan->string_count; i++)
		free(plan->strings[i]);
	free(plan->strings);
	free(plan->steps);
	plan->strings = NULL;
	plan->steps = NULL;
	plan->count = plan->string_count = 0;
}

void process_name(
	const struct step *fork, uint64_t item, char name[PROCESS_NAME_SIZE])
{
	const char *own = fork->name ? fork->name : "";

	if (*own && item)
		snprintf(name, PROCESS_NAME_SIZE, "%s.%" PRIu64, own, item);
	else
		snprintf(name, PROCESS_NAME_SIZE, "%s", own);
}

bool plan_forks(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (command_kind(plan->steps[i].command)->makes == MADE_PROCESS)
			return true;
	return false;
}

uint64_t plan_threads(const struct plan *plan)
{
	uint64_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (command_kind(plan->steps[i].command)->makes == MADE_THREAD)
			count += plan->steps[i].calls;
	return count;
}

bool plan_uses_heap(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (command_has_trait(plan->steps[i].command, CALL_USES_HEAP))
			return true;
	return false;
}

bool step_reads_flags(const struct step *step)
{
	/* It is too expensive to do around each step. */
	return command_has_trait(step->command, CALL_CHANGES_FLAGS) ||
	       step->pages;
}

int plan_needs(const struct step *step, size_t argument)
{
	const struct expression *e = &step->args[argument];

	if (e->source == SOURCE_NUMBER || e->source == SOURCE_PLACE)
		return -1;
	return e->step;
}
