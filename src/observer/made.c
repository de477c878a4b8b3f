/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a step needs from an earlier one, and why that is missing. */
#include "observer/made.h"

#include <inttypes.h>
#include <stdio.h>

/* Follow skipped steps back to the one that failed. */
static int find_culprit(
	const struct observer *o, const struct plan *plan, int index)
{
	size_t n = 0;

	while (o->made[index].outcome.kind == OUTCOME_SKIPPED &&
		n < command_params(plan->steps[index].command)) {
		int needs = plan_needs(&plan->steps[index], n++);
		const struct made *made = needs < 0 ? NULL : &o->made[needs];

		if (!made || made->kind != MADE_NOTHING)
			continue;
		index = needs;
		n = 0;
	}
	return index;
}

/*
 * "open failed with ENOENT (step 1)", "the open made for it failed with ...".
 * Always returns false.
 */
static bool blame(const struct observer *o, const struct plan *plan,
	const struct step *step, int index, struct reason *reason)
{
	const struct step *culprit = &plan->steps[find_culprit(o, plan, index)];
	const struct outcome *outcome = &o->made[culprit - plan->steps].outcome;
	bool own = culprit->implicit && culprit->number == step->number;
	const char *name = culprit->command->name;
	char how[64] = "failed", what[64], where[40] = "";

	outcome_format(outcome, what, sizeof(what));
	if (outcome->kind == OUTCOME_OK)
		snprintf(how, sizeof(how), "made no %s",
			made_type(command_kind(culprit->command)->makes)->noun);
	else if (outcome->number)
		snprintf(how, sizeof(how), "%s %.32s",
			outcome->kind == OUTCOME_SIGNAL ? "ended in"
							: "failed with",
			what);
	if (culprit->implicit && !own)
		snprintf(where, sizeof(where), " made for step %d",
			culprit->number);
	if (culprit->implicit)
		return reason_set(reason, 0, "the %s%s %s", name,
			own ? " made for it" : where, how);
	return reason_set(
		reason, 0, "%s %s (step %d)", name, how, culprit->number);
}

bool was_made(const struct observer *o, const struct plan *plan,
	const struct step *step, int index, uint64_t blocks,
	struct reason *reason)
{
	const struct step *maker = &plan->steps[index];
	const struct made *made = &o->made[index];
	bool there = made->kind != MADE_NOTHING;

	if (there && made->count < blocks && step_repeats(maker))
		return reason_set(reason, 0,
			"%s made only %zu of %" PRIu64 " blocks (step %d)",
			maker->command->name, made->count, maker->calls,
			maker->number);
	return there || blame(o, plan, step, index, reason);
}
