/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The effect of a step: two snapshots compared, address by address. */
#ifndef MEMTOOL_EFFECT_EFFECT_H
#define MEMTOOL_EFFECT_EFFECT_H

#include "proc/maps_text.h"
#include "proc/memory.h"
#include "record/record.h"

enum change { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_CHANGED };

/* A range in which the same thing happened to every page. */
struct mapping_change {
	enum change change;
	uint64_t start, end;
	struct mapping before, after; /* only of .start..end; see .change */
};

struct effect {
	bool observed; /* false: nobody could look afterwards */
	struct mapping_change *changes;
	size_t count, room;
	int64_t minor, major; /* faults; -1: not measured */
	bool measured;        /* false: nobody looked at the memory */
	struct memory before, after;
};

/*
 * Compare the snapshots of RECORD.  The kernel splits and joins mappings at
 * will; what counts is what each address was and has become.  The changes
 * point into the snapshots.  False: memory is short.
 */
bool effect_of(const struct record *record, struct effect *effect);

/* Fill in the memory before and after; part of effect_of(). */
void effect_measure(const struct record *record, struct effect *effect);

/* What the step did to one kind, in bytes; 0 where it was not measured. */
int64_t effect_delta(const struct effect *effect, enum memory_kind kind);

/* Whether it changed nothing that was looked at. */
bool effect_is_nothing(const struct effect *effect);

void effect_free(struct effect *effect);

#endif
