/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/plan.h"

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

bool plan_uses_heap(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (command_has_trait(plan->steps[i].command, CALL_USES_HEAP))
			return true;
	return false;
}

int plan_needs(const struct step *step, size_t argument)
{
	const struct expression *e = &step->args[argument];

	if (e->source == SOURCE_NUMBER || e->source == SOURCE_PLACE)
		return -1;
	return e->step;
}
