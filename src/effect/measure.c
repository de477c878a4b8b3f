/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory of the subject before and after a step, by kind. */
#include "effect/effect.h"
#include "proc/backing.h"
#include "proc/smaps.h"
#include "record/performer.h"

/* The addresses that the step was about. */
struct range {
	uint64_t start, end; /* end: the last byte of it */
};

static struct range touched_range(const struct record *record)
{
	const struct call *call = &record->call;

	if (record->has_region)
		return (struct range){record->region_start,
			record->region_start + record->region_size - 1};
	if (command_find_param(call->command, "addr") < 0)
		return (struct range){0, UINT64_MAX};
	if (arg(call, ROLE_LENGTH) > UINT64_MAX - arg(call, ROLE_ADDR))
		return (struct range){arg(call, ROLE_ADDR), UINT64_MAX};
	return (struct range){arg(call, ROLE_ADDR),
		arg(call, ROLE_ADDR) + arg(call, ROLE_LENGTH) - 1};
}

static struct smaps smaps_in(const struct snapshot *snapshot)
{
	const struct part *text = &snapshot->part[PART_SMAPS];

	return smaps_of(text->text, text->length);
}

static bool meets(const struct mapping *m, struct range range)
{
	return m->start <= range.end && m->end > range.start;
}

/* RANGE, and all of the mappings that it meets: they may be parted there. */
static struct range widen(const struct snapshot *snapshot, struct range range)
{
	struct smaps smaps = smaps_in(snapshot);
	struct range wide = range;
	struct smaps_mapping m;

	while (smaps_next(&smaps, &m)) {
		if (!meets(&m.mapping, range))
			continue;
		if (m.mapping.start < wide.start)
			wide.start = m.mapping.start;
		if (m.mapping.end - 1 > wide.end)
			wide.end = m.mapping.end - 1;
	}
	return wide;
}

/*
 * The share of the mappings in this range alone: that of the whole subject
 * moves whenever memtool, its twin, writes to a page of its own.
 */
static int64_t share_of(const struct snapshot *snapshot, struct range range)
{
	struct smaps smaps = smaps_in(snapshot);
	struct smaps_mapping m;
	int64_t sum = 0;

	while (smaps_next(&smaps, &m)) {
		int64_t share = m.memory.of[MEMORY_PROPORTIONAL];

		if (share < 0)
			return -1; /* this kernel does not tell */
		if (meets(&m.mapping, range))
			sum += share;
	}
	return sum;
}

/*
 * The shared memory, mapping by mapping: what is resident and not anonymous.
 * -1: for one of them it is not known what it maps.
 */
static int64_t shmem_of(const struct snapshot *snapshot, pid_t pid)
{
	const struct part *text = &snapshot->part[PART_ROLLUP];
	struct smaps smaps = smaps_of(text->text, text->length);
	struct smaps_mapping m;
	int64_t sum = 0;

	while (smaps_next(&smaps, &m)) {
		int64_t pages = m.memory.of[MEMORY_RESIDENT] -
				m.memory.of[MEMORY_ANONYMOUS];
		enum backing backing = BACKING_FILE;

		if (pages)
			backing =
				backing_of(snapshot->backings, pid, &m.mapping);
		if (backing == BACKING_UNKNOWN)
			return -1;
		if (backing == BACKING_SHMEM)
			sum += pages;
	}
	return sum;
}

static struct memory measure(const struct snapshot *snapshot, pid_t pid)
{
	const struct part *rollup = &snapshot->part[PART_ROLLUP];
	const struct part *status = &snapshot->part[PART_STATUS];
	struct memory m = memory_unknown();

	memory_read_smaps(&m, rollup->text, rollup->length);
	memory_read_status(&m, status->text, status->length);
	if (snapshot->backings)
		m.of[MEMORY_SHMEM] = shmem_of(snapshot, pid);
	memory_complete(&m);
	m.of[MEMORY_PROPORTIONAL] = -1;
	if (snapshot->lags)
		m.of[MEMORY_LAZILY_FREED] = -1;
	return m;
}

void effect_measure(const struct record *record, struct effect *effect)
{
	const struct snapshot *before = record->before, *after = record->after;
	struct range range;

	if (!snapshots_have(before, after, PART_ROLLUP) ||
		!snapshots_have(before, after, PART_STATUS))
		return;
	effect->measured = true;
	effect->before = measure(before, record_pid(record));
	effect->after = measure(after, record_pid(record));
	if (!snapshots_have(before, after, PART_SMAPS))
		return;
	/* What it meets before it may be one with others after it. */
	range = widen(before, touched_range(record));
	range = widen(before, widen(after, range));
	effect->before.of[MEMORY_PROPORTIONAL] = share_of(before, range);
	effect->after.of[MEMORY_PROPORTIONAL] = share_of(after, range);
}

int64_t effect_delta(const struct effect *effect, enum memory_kind kind)
{
	int64_t before = effect->before.of[kind],
		after = effect->after.of[kind];

	if (!effect->measured || before < 0 || after < 0)
		return 0;
	return after - before;
}

bool effect_is_nothing(const struct effect *effect)
{
	if (!effect->observed || effect->count || effect->minor > 0 ||
		effect->major > 0)
		return false;
	for (int i = 0; i < MEMORY_KINDS; i++)
		if (i != MEMORY_PROPORTIONAL && effect_delta(effect, i))
			return false;
	return true;
}
