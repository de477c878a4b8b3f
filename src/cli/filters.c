/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filters of system calls, and the steps after them. */
#include "calls/calls.h"
#include "cli/internal.h"
#include "words/filter.h"

/* The first fork from step FROM on; NULL: none. */
static const struct step *fork_after(const struct plan *plan, size_t from)
{
	for (size_t i = from; i < plan->count; i++)
		if (plan->steps[i].command == &command_fork)
			return &plan->steps[i];
	return NULL;
}

/* Whether all processes that are forked after STEP can be made. */
static bool check_filter(
	struct cli *cli, const struct plan *plan, const struct step *step)
{
	const struct step *fork =
		fork_after(plan, (size_t)(step - plan->steps) + 1);
	const char *name = filter_ends_fork((const void *)step->text);

	if (!fork || !name)
		return true;
	cli->why->step = step->number;
	return complain(cli->why, name,
		"'%s' can only fail with an errno before the fork in step %d: "
		"memtool calls it itself there, and would be ended by kill and "
		"trap",
		name, fork->number);
}

bool check_filters(struct cli *cli)
{
	const struct plan *plan = cli->plan;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].command == &command_seccomp &&
			!check_filter(cli, plan, &plan->steps[i]))
			return false;
	return true;
}
