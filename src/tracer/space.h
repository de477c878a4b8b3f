/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the calls of a process have mapped, by the call: only these calls are
 * seen, so it lacks what exec(2) mapped, and how a stack grew.
 */
#ifndef MEMTOOL_TRACER_SPACE_H
#define MEMTOOL_TRACER_SPACE_H

#include "tracer/tracer.h"

/* Mapped by one call; merged with neighbours of the same kind of call. */
struct extent {
	uint64_t start, end;
	enum traced by;
};

struct space {
	unsigned users;         /* the threads that share it */
	struct extent *extents; /* by address */
	size_t count, room;
	uint64_t mapped, most;  /* bytes: now, and the most at any time */
	uint64_t program_break; /* the last answer of brk(2); 0: none yet */
	bool future_locked;     /* mlockall(MCL_FUTURE) is in effect */
	bool broken;            /* out of memory: it is not complete */
};

/* The space of a task, made if need be; NULL: out of memory. */
struct space *space_of(struct task *task);

/* That of a new task: the same, or a copy. */
struct space *space_of_child(struct task *maker, const struct task *task);
struct space *space_share(struct space *space);

/* One user less; the last one frees it. */
void space_leave(struct space *space);

/* Bytes that a call mapped and unmapped. */
struct moved {
	uint64_t mapped, returned;
};

/* Note what a call that succeeded has done. */
struct moved space_note(struct space *space, const struct call *call,
	enum traced bit, uint64_t value);

/* The bytes that calls of this kind have mapped, and are mapped now. */
uint64_t space_mapped_by(const struct space *space, enum traced bit);

#endif
