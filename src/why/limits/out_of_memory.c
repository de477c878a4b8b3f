/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Killed because memory ran out, in the control group or in the system.
 * Neither gives an errno.  The group's count of OOM kills shows it; the
 * observer reads that count before the first step.
 */
#include <inttypes.h>
#include <signal.h>
#include <string.h>

#include "proc/cgroup.h"
#include "why/limits/growth.h"
#include "words/array.h"

/* No process runs in a group with less, bytes. */
enum { LEAST = 8 << 20 };

/* What killed it, and the group that reached its limit, if any. */
struct killing {
	int step;     /* that made the group; 0: none */
	bool counted; /* the count rose: memory ran out */
	bool limited;
	uint64_t kills;
	struct memory_group group;
	struct group_limit limit;
};

/* The group's kills before the step; false: they were not counted. */
static bool kills_before(const struct diagnosis *d,
	const struct killing *killing, uint64_t *kills)
{
	bool new = killing->step && killing->step == d->record->number;

	*kills = new ? 0 : d->record->group_kills;
	return new || d->record->has_group_kills;
}

static bool look(const struct diagnosis *d, struct killing *killing)
{
	struct memory_group own;
	uint64_t before;

	*killing = (struct killing){0};
	if (d->signal != SIGKILL || !diagnosis_group(d, GROUP_MEMORY,
					    &killing->group, &killing->step))
		return false;
	if (kills_before(d, killing, &before) &&
		read_group_kills(&killing->group, &killing->kills)) {
		if (killing->kills <= before)
			return false; /* somebody sent the signal */
		killing->counted = true;
		killing->kills -= before;
	}
	own = killing->group;
	killing->limited = read_group_limit(&killing->group, &killing->limit);
	/* A limit above the group that the step made is not the step's. */
	if (killing->limited && strcmp(own.path, killing->group.path) != 0)
		killing->step = 0;
	return true;
}

static void try_limit(struct cause *c, const struct killing *killing,
	const char *file, uint64_t enough)
{
	if (killing->step) {
		cause_try(c, "cgroup memory.max=%" PRIu64 " in step %d", enough,
			killing->step);
		return;
	}
	cause_try(c, "echo %" PRIu64 " > %s/%s", enough, killing->group.path,
		file);
	cause_try(c, "docker run --memory=%" PRIu64 " ...", enough);
	cause_try(c, "MemoryMax=%" PRIu64 ", in a systemd unit", enough);
	cause_try(c, "resources.limits.memory: %" PRIu64 ", of a pod", enough);
}

static bool cgroup_limit(const struct diagnosis *d, struct cause *c)
{
	struct killing killing;
	uint64_t enough;

	if (!look(d, &killing) || !killing.limited)
		return false;
	c->verified = killing.counted;
	enough = killing.limit.limit +
		 growth_in_all(d, page_ceil(d, arg(d->call, ROLE_LENGTH)));
	/* What a program would have used after that is unknown. */
	if (d->record->traced)
		enough = 2 * killing.limit.limit;
	if (enough < LEAST)
		enough = LEAST;
	cause_fact(c, "limit",
		killing.group.unified ? "memory.max "
				      : "memory.limit_in_bytes ",
		as_bytes(killing.limit.limit));
	cause_fact(c, "hits",
		killing.group.unified ? "memory.events max " : "failcnt ",
		as_count(killing.limit.hits));
	cause_fact(c, "oom_kills", killing.counted ? "oom_kill +" : NULL,
		killing.counted ? as_count(killing.kills) : as_null());
	cause_text(c, "group", "group ", killing.group.path);
	cause_set_in(c, killing.step);
	try_limit(c, &killing,
		killing.group.unified ? "memory.max" : "memory.limit_in_bytes",
		enough);
	return cause_says(c, "%s its control group's memory limit",
		killing.counted ? "it was killed for exceeding"
				: "it may have been killed for exceeding");
}

static bool out_of_memory(const struct diagnosis *d, struct cause *c)
{
	struct killing killing;

	if (!look(d, &killing) || killing.limited || !killing.counted)
		return false;
	cause_fact(c, "oom_kills", "oom_kill +", as_count(killing.kills));
	cause_text(c, "group", "no limit on ", killing.group.path);
	cause_try(c, "a smaller --length, or more memory or swap");
	return cause_says(c, "it was killed: the system ran out of memory");
}

static const struct cause_row rows[] = {
	{"cgroup-limit", "*=SIGKILL",
		"it was killed for exceeding its control group's memory limit",
		"a larger memory.max, or resources.limits of a pod",
		cgroup_limit},
	{"out-of-memory", "*=SIGKILL",
		"it was killed: the system ran out of memory", NULL,
		out_of_memory},
};

const struct cause_table causes_of_out_of_memory = {rows, ARRAY_SIZE(rows)};
