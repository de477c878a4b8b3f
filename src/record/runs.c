/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/runs.h"

#include <stdlib.h>

#include "words/array.h"

static void compare(struct run_step *step, const struct run_sample *sample)
{
	if (!step->begun)
		step->first = *sample;
	step->begun = true;
	step->outcome_differs |= sample->outcome != step->first.outcome;
	step->effect_missing |= !sample->has_effect;
	step->effect_differs |= sample->effect != step->first.effect;
}

bool runs_add(struct runs *runs, const struct run_sample *sample)
{
	struct run_step *step;
	int64_t *ns;

	if (sample->step >= runs->step_count)
		return true;
	step = &runs->steps[sample->step];
	compare(step, sample);
	if (sample->duration_ns < 0)
		return true;
	ns = array_reserve(step->ns, &step->room, step->count + 1, sizeof(*ns));
	if (!ns)
		return false;
	step->ns = ns;
	step->ns[step->count++] = sample->duration_ns;
	return true;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

void runs_sort(struct runs *runs)
{
	for (size_t i = 0; i < runs->step_count; i++)
		if (runs->steps[i].count)
			qsort(runs->steps[i].ns, runs->steps[i].count,
				sizeof(*runs->steps[i].ns), by_size);
}

int64_t runs_quantile(const struct run_step *step, unsigned percent)
{
	size_t rank = (step->count * percent + 99) / 100;

	if (!step->count)
		return -1;
	return step->ns[rank ? rank - 1 : 0];
}

void runs_free(struct runs *runs)
{
	for (size_t i = 0; i < runs->step_count; i++)
		free(runs->steps[i].ns);
	free(runs->steps);
	runs->steps = NULL;
	runs->step_count = 0;
}
