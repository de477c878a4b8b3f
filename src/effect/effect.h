/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The effect of a step: two snapshots compared, address by address. */
#ifndef MEMTOOL_EFFECT_EFFECT_H
#define MEMTOOL_EFFECT_EFFECT_H

#include "proc/maps_text.h"
#include "proc/memory.h"
#include "record/record.h"

enum change {
	CHANGE_ADDED,
	CHANGE_REMOVED,
	CHANGE_CHANGED,
	/* By a new mapping that looks the same: the old content is gone. */
	CHANGE_REPLACED,
};

/* A range in which every page changed in the same way. */
struct mapping_change {
	enum change change;
	uint64_t start, end;
	struct mapping before, after; /* cut to .start..end; see .change */
};

/* What another process sees of a step: the memory that it shares has moved. */
struct other_effect {
	const struct performer *performer;
	struct memory before, after;
};

struct effect {
	bool observed; /* false: there is no snapshot after it */
	struct mapping_change *changes;
	size_t count, room;
	int64_t minor, major; /* faults; -1: not measured */
	/* The size of the call's file; -1: it has none, or it is unknown. */
	int64_t file_before, file_after;
	bool measured; /* false: the memory was not read */
	/* Mappings where the step's memory is afterwards; -1: it has none. */
	int64_t mapped;
	struct memory before, after;
	/*
	 * There are several processes, and nothing but their steps moves what
	 * they share.  .others: those for whom something moved.
	 */
	bool several;
	struct other_effect *others;
	size_t other_count;
};

/*
 * Compare the snapshots of RECORD.  The kernel splits and merges mappings
 * freely, so the comparison is by address.  The changes point into the
 * snapshots.  False: out of memory.
 */
bool effect_of(const struct record *record, struct effect *effect);

/* Fill in the memory before and after; a part of effect_of(). */
void effect_measure(const struct record *record, struct effect *effect);

/*
 * Addresses whose mappings a step replaced for certain, whatever they look like
 * afterwards; a part of effect_of().  start == end: none.
 */
struct replaced {
	uint64_t start, end;
};
struct replaced effect_replaced(const struct record *record);

/* Count the mappings of the step's memory; a part of effect_of(). */
int64_t effect_mapped(const struct record *record);

/* Find the other processes that see the step; false: out of memory. */
bool effect_find_others(const struct record *record, struct effect *effect);

/* The figures of a snapshot of process PID. */
struct memory effect_figures(const struct snapshot *snapshot, pid_t pid);

/* The kinds that one process can move in another. */
enum { SHARED_KINDS = 3 };
extern const enum memory_kind effect_shared[SHARED_KINDS];

/* The change of one kind of memory, in bytes; 0 if it was not measured. */
int64_t effect_delta(const struct effect *effect, enum memory_kind kind);
int64_t effect_difference(const struct memory *before,
	const struct memory *after, enum memory_kind kind);

/*
 * The change of what is dirty, private or shared.  A page of a file, or one
 * that is as it was when memtool forked, becomes shared or private when another
 * process maps or writes it; the sum changes only when a page is written, or
 * written back.
 */
int64_t effect_dirtied(const struct effect *effect);

/* A number that equal effects share; see signature.c. */
uint64_t effect_signature(const struct effect *effect);

/* Whether it changed nothing that was read. */
bool effect_is_nothing(const struct effect *effect);

void effect_free(struct effect *effect);

#endif
