/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The effect of a step on the other processes: a page that two of them share
 * is one's own again when the other has written it, or has gone.
 */
#include <stdlib.h>

#include "effect/effect.h"
#include "record/performer.h"

const enum memory_kind effect_shared[SHARED_KINDS] = {
	MEMORY_PRIVATE_DIRTY, MEMORY_SHARED_DIRTY, MEMORY_LOCKED};

static bool has_moved(const struct other_effect *other)
{
	for (int i = 0; i < SHARED_KINDS; i++)
		if (effect_difference(
			    &other->before, &other->after, effect_shared[i]))
			return true;
	return false;
}

bool effect_find_others(const struct record *record, struct effect *effect)
{
	effect->several = record->other_count > 0;
	if (!effect->several)
		return true;
	effect->others = calloc(record->other_count, sizeof(*effect->others));
	if (!effect->others)
		return false;
	for (size_t i = 0; i < record->other_count; i++) {
		const struct other *seen = &record->others[i];
		struct other_effect *other =
			&effect->others[effect->other_count];

		if (!snapshots_have(seen->before, seen->after, PART_ROLLUP))
			continue;
		other->performer = seen->performer;
		other->before =
			effect_figures(seen->before, seen->performer->pid);
		other->after =
			effect_figures(seen->after, seen->performer->pid);
		effect->other_count += has_moved(other);
	}
	return true;
}
