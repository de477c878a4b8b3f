/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/internal.h"
#include "proc/cgroup.h"
#include "words/uapi.h"

/* Whether the call populates pages, not only addresses. */
static bool brings_in(const struct call *call)
{
	return command_has_trait(call->command, CALL_REACHES) ||
	       command_has_trait(call->command, CALL_BRINGS_IN) ||
	       call_has_flag(call, FLAG_FAULTS_IN);
}

/* Whether this step, with the memory made so far, may exhaust memory. */
static bool may_need_much(const struct observer *o, const struct call *call)
{
	const uint64_t much = 8 << 20; /* no group can run with less */
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
	const struct set_group *own = &o->now->set.groups[GROUP_MEMORY];
	struct memory_group group;

	/* A group of its own, with a small limit: any step may pass it. */
	if (own->step) {
		record->has_group_kills =
			read_group_kills(&own->group, &record->group_kills);
		return;
	}
	if (!o->counted_kills && may_need_much(o, &record->call)) {
		o->counted_kills = true;
		o->has_group_kills = read_memory_group(&group) &&
				     read_group_kills(&group, &o->group_kills);
	}
	record->has_group_kills = o->has_group_kills;
	record->group_kills = o->group_kills;
}
