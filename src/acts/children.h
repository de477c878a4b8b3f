/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a step that forks is given: a channel and a recording for each child,
 * made by the observer.  A child is a subject like its parent.
 */
#ifndef MEMTOOL_ACTS_CHILDREN_H
#define MEMTOOL_ACTS_CHILDREN_H

#include "command/call.h"
#include "command/made_kind.h"

struct child_links {
	int channel, recording;
};

/* Memory whose pages parent and child write again after a fork. */
struct own_range {
	uint64_t start, end;
};

struct act_children {
	/*
	 * A pipe: each child closes its writing end when it is ready, or dies;
	 * then the parent reads the end of the file.
	 */
	int ready[2];
	struct child_links links[FORKS_MOST];
	uint32_t count;
	/* In the child: be the Nth of the step, from 0. */
	void (*become)(uint64_t n);
};

extern struct act_children act_children;

/* In the child: close what is not its own. */
void children_keep(uint64_t n);

/* In the parent: wait until all children are ready or gone. */
void children_await(void);

/*
 * Take the faults that a fork leaves behind: each page of memtool's own that is
 * shared now is written, so that no step has to.
 */
void children_write_own(const struct call *call);

#endif
