/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Killed, because memory was short: in the control group, or in the system.
 * Neither is ever an errno.  That it was so is told by the group's count of
 * such deaths, which the observer has read before the first step.
 */
#include <inttypes.h>
#include <signal.h>

#include "proc/cgroup.h"
#include "why/arguments/ranges.h"
#include "words/array.h"
#include "words/program.h"

/* What killed it, with the group that has run into its limit, if any. */
struct killing {
	bool counted; /* the count rose: it was a lack of memory */
	bool limited;
	uint64_t kills;
	struct memory_group group;
	struct group_limit limit;
};

static bool look(const struct inquiry *q, struct killing *k)
{
	*k = (struct killing){0};
	if (q->signal != SIGKILL || !read_memory_group(&k->group))
		return false;
	if (q->record->has_group_kills &&
		read_group_kills(&k->group, &k->kills)) {
		if (k->kills <= q->record->group_kills)
			return false; /* it was somebody's doing */
		k->counted = true;
		k->kills -= q->record->group_kills;
	}
	k->limited = read_group_limit(&k->group, &k->limit);
	return true;
}

static bool cgroup_limit(const struct inquiry *q, struct cause *c)
{
	struct killing k;
	uint64_t enough;

	if (!look(q, &k) || !k.limited)
		return false;
	c->verified = k.counted;
	enough = k.limit.limit + page_ceil(q, arg(q->call, ROLE_LENGTH));
	cause_fact(c, "limit",
		k.group.unified ? "memory.max " : "memory.limit_in_bytes ",
		as_bytes(k.limit.limit));
	cause_fact(c, "hits",
		k.group.unified ? "memory.events max " : "failcnt ",
		as_count(k.limit.hits));
	cause_fact(c, "oom_kills", k.counted ? "oom_kill +" : NULL,
		k.counted ? as_count(k.kills) : as_null());
	cause_text(c, "group", "group ", k.group.path);
	cause_try(c, "echo %" PRIu64 " > %s/%s", enough, k.group.path,
		k.group.unified ? "memory.max" : "memory.limit_in_bytes");
	cause_try(c, "docker run --memory=%" PRIu64 " ...", enough);
	return cause_says(c, "%s its control group's limit on memory",
		k.counted ? "it was killed for passing"
			  : "it may have been killed for passing");
}

static bool out_of_memory(const struct inquiry *q, struct cause *c)
{
	struct killing k;

	if (!look(q, &k) || k.limited || !k.counted)
		return false;
	cause_fact(c, "oom_kills", "oom_kill +", as_count(k.kills));
	cause_text(c, "group", "no limit on ", k.group.path);
	cause_try(c, "%s mmap N then touch write, with a smaller N",
		program_name());
	return cause_says(c, "it was killed: the system ran out of memory");
}

static const struct cause_row rows[] = {
	{"cgroup-limit", "*=SIGKILL",
		"it was killed for passing its control group's limit on memory",
		"a larger memory.max", cgroup_limit},
	{"out-of-memory", "*=SIGKILL",
		"it was killed: the system ran out of memory", NULL,
		out_of_memory},
};

const struct cause_table causes_of_groups = {rows, ARRAY_SIZE(rows)};
