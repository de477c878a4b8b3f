/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is read of a stopped thread, and the records that are made of it. */
#ifndef MEMTOOL_TRACER_SIGHT_H
#define MEMTOOL_TRACER_SIGHT_H

#include "record/performer.h"
#include "record/record.h"
#include "tracer/tracer.h"

/* These parts of a process, by PART_BIT; NULL: out of memory, or it is gone. */
struct snapshot *snapshot_of(const struct task *task, uint32_t parts);
void snapshot_drop(struct snapshot **snapshot);

/*
 * The mappings up to END with their flags: enough for a call that acts on what
 * is below END, if it succeeds.
 */
struct snapshot *snapshot_until(const struct task *task, uint64_t end);

/*
 * The parts to read at the entry of a call, so that one that did nothing can
 * be told from one that did its work; 0: this call always shows it.  *UNTIL:
 * the end of its range, if all of that is about its flags; or 0.
 */
uint32_t sight_before(
	const struct task *task, const struct call *call, uint64_t *until);

/*
 * A traced call or fault as a step's record, and what the record refers to.  It
 * is large, and used again for each call; at first it is zeroed.
 */
struct sight {
	struct performer process, thread;
	struct record record;
	struct snapshot *before, *after;
	bool failed;
	bool exact; /* no other thread could change the memory meanwhile */
};

/* It takes what was read at the entry of the call, as far as that serves. */
void sight_take_before(struct sight *sight, struct task *task);

/* Clear it, and note who is seen: nothing was set for it by a step. */
void sight_begin(
	struct sight *sight, const struct tracer *t, const struct task *task);

/* The call that has returned. */
void sight_of_call(struct sight *sight, const struct tracer *t,
	const struct tracer_event *event);

/* The access that raises a signal, as touch would make it. */
void sight_of_fault(struct sight *sight, const struct tracer *t,
	const struct tracer_event *event);

/* The fault at AT: note the stack that is full, if it is that of one. */
void sight_note_stack(
	struct sight *sight, const struct tracer_event *event, uint64_t at);
bool sight_is_off_stack(const struct sight *sight, uint64_t pointer);

/* The call that a filter has answered by a signal. */
void sight_of_filtered(struct sight *sight, const struct tracer *t,
	const struct tracer_event *event);

/* Control groups count the processes that they kill: those before. */
struct kills {
	bool known;
	uint64_t before;
};
struct kills kills_now(void);

/* A process that SIGKILL has ended. */
void sight_of_kill(struct sight *sight, const struct tracer *t,
	const struct tracer_event *event, const struct kills *kills);

void sight_free(struct sight *sight);

#endif
