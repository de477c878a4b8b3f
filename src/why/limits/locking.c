/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locked memory and its limit, mlock(2). */
#include <errno.h>
#include <linux/capability.h>
#include <sys/resource.h>

#include "why/limits/growth.h"
#include "words/uapi.h"

/* Memory that is already locked is not counted twice (mm/mlock.c). */
static uint64_t not_locked_in(const struct diagnosis *d, struct range range)
{
	struct smaps_walk walk = smaps_walk_of(d, range);
	uint64_t asked = range.end - range.start;
	struct smaps_mapping m;

	while (smaps_walk_next(&walk, &m))
		if (has_flag(&m, "lo"))
			asked -= overlap(&m.mapping, range);
	return asked;
}

/* What the call wants locked; false: it wants nothing, or that is unknown. */
static bool find_asked(const struct diagnosis *d, const struct growth *growth,
	struct locking *locking)
{
	struct range range;

	if (locking->all)
		return diagnosis_status(d, "VmSize", &locking->asked);
	if (asks(d, &command_mlock)) {
		if (!range_of(d, &range))
			return false;
		locking->asked = not_locked_in(d, range);
		return true;
	}
	locking->asked = growth->space;
	/* A stack is an existing mapping: smaps shows whether it is locked. */
	return !d->signal || growth->locked;
}

bool passes_memlock(const struct diagnosis *d, struct locking *locking)
{
	struct growth growth = {0};
	uint64_t pages;

	*locking = (struct locking){.all = asks(d, &command_mlockall)};
	if (!locking->all && !asks(d, &command_mlock))
		growth = growth_of(d);
	if (!diagnosis_limit(d, RLIMIT_MEMLOCK, &locking->limit))
		return false;
	diagnosis_status(d, "VmLck", &locking->locked);
	if (!find_asked(d, &growth, locking))
		return false;
	/* The kernel counts pages; with a limit of 0 it does not count. */
	if (d->error == EPERM)
		return locking->limit == 0 &&
		       (!asks(d, &command_mmap) || growth.locked);
	if (locking->all)
		return arg(d->call, ROLE_FLAGS) & MCL_CURRENT &&
		       locking->asked > locking->limit;
	pages = locking->limit - locking->limit % d->page;
	/* mlock is refused, too, if more was locked before the limit was set.
	 */
	return (locking->asked || asks(d, &command_mlock)) &&
	       (locking->asked > pages ||
		       locking->locked > pages - locking->asked);
}

bool refused_by_memlock(const struct diagnosis *d, struct locking *locking)
{
	return passes_memlock(d, locking) &&
	       !diagnosis_capable(d, CAP_IPC_LOCK);
}
