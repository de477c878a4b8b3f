/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/internal.h"
#include "proc/cgroup.h"
#include "words/uapi.h"

/* Whether the call brings in pages, and not addresses alone. */
static bool brings_in(const struct call *call)
{
	if (command_find_param(call->command, "prot") >= 0)
		return arg(call, ROLE_FLAGS) & (MAP_POPULATE | MAP_LOCKED);
	return command_has_trait(call->command, CALL_REACHES) ||
	       command_has_trait(call->command, CALL_BRINGS_IN);
}

/* Whether memory can run short: of this step, and of what was made so far. */
static bool may_need_much(const struct observer *o, const struct call *call)
{
	const uint64_t much = 8 << 20; /* no group lives with less */
	uint64_t sum = 0;

	if (!brings_in(call))
		return false;
	for (size_t i = 0; i < call->index && sum < much; i++)
		if (o->made[i].kind == MADE_MEMORY)
			sum += o->made[i].size < much ? o->made[i].size : much;
	return sum >= much || arg(call, ROLE_LENGTH) >= much - sum ||
	       arg(call, ROLE_NEW_LENGTH) >= much;
}

void count_kills(struct observer *o, struct record *record)
{
	struct memory_group group;

	if (!o->counted_kills && may_need_much(o, &record->call)) {
		o->counted_kills = true;
		o->has_group_kills = read_memory_group(&group) &&
				     read_group_kills(&group, &o->group_kills);
	}
	record->has_group_kills = o->has_group_kills;
	record->group_kills = o->group_kills;
}
