/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locked memory and its limit, mlock(2). */
#include <errno.h>
#include <linux/capability.h>
#include <sys/resource.h>

#include "why/limits/growth.h"
#include "words/uapi.h"

bool passes_memlock(const struct inquiry *q, struct locking *l)
{
	struct growth growth = {0};
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;
	uint64_t pages;

	*l = (struct locking){.all = asks(q, &command_mlockall)};
	if (!inquiry_limit(q, RLIMIT_MEMLOCK, &l->limit))
		return false;
	inquiry_status(q, "VmLck", &l->locked);
	if (l->all) {
		inquiry_status(q, "VmSize", &l->asked);
	} else if (asks(q, &command_mlock)) {
		if (!range_of(q, &range))
			return false;
		l->asked = range.end - range.start;
		/* What is locked already is not counted twice (mm/mlock.c). */
		walk = smaps_walk_of(q, range);
		while (smaps_walk_next(&walk, &m))
			if (has_flag(&m, "lo"))
				l->asked -= overlap(&m.mapping, range);
	} else {
		growth = growth_of(q);
		l->asked = growth.space;
		/* A stack is not new: whether it is locked can be seen. */
		if (q->signal && !growth.locked)
			return false;
	}
	/* Pages are counted; with a limit of 0 nothing is asked any further. */
	if (q->error == EPERM)
		return l->limit == 0 &&
		       (!asks(q, &command_mmap) || growth.locked);
	if (l->all)
		return arg(q->call, ROLE_FLAGS) & MCL_CURRENT &&
		       l->asked > l->limit;
	pages = l->limit - l->limit % q->page;
	return l->asked && (l->asked > pages || l->locked > pages - l->asked);
}

bool refused_by_memlock(const struct inquiry *q, struct locking *l)
{
	return passes_memlock(q, l) && !inquiry_capable(q, CAP_IPC_LOCK);
}
