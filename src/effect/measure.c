/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory of the subject before and after a step, by kind. */
#include "effect/effect.h"
#include "proc/backing.h"
#include "proc/smaps.h"
#include "record/performer.h"
#include "words/array.h"

/* The addresses that the step acted on. */
struct measured_range {
	uint64_t start, end; /* end: the last byte */
};

static bool is_everything(struct measured_range range)
{
	return range.start == 0 && range.end == UINT64_MAX;
}

static struct measured_range touched_range(const struct record *record)
{
	const struct call *call = &record->call;

	if (record->has_region)
		return (struct measured_range){record->region_start,
			record->region_start + record->region_size - 1};
	if (command_find_param(call->command, "addr") < 0)
		return (struct measured_range){0, UINT64_MAX};
	if (arg(call, ROLE_LENGTH) > UINT64_MAX - arg(call, ROLE_ADDR))
		return (struct measured_range){
			arg(call, ROLE_ADDR), UINT64_MAX};
	return (struct measured_range){arg(call, ROLE_ADDR),
		arg(call, ROLE_ADDR) + arg(call, ROLE_LENGTH) - 1};
}

static struct smaps smaps_in(const struct snapshot *snapshot)
{
	const struct part *text = &snapshot->part[PART_SMAPS];

	return smaps_of(text->text, text->length);
}

static bool meets(const struct mapping *m, struct measured_range range)
{
	return m->start <= range.end && m->end > range.start;
}

/* RANGE, widened to the mappings that it overlaps: they may be split there. */
static struct measured_range widen(
	const struct snapshot *snapshot, struct measured_range range)
{
	struct smaps smaps = smaps_in(snapshot);
	struct measured_range wide = range;
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
 * The kinds that are measured in the mappings of the range only.  Of the whole
 * subject, Pss also changes whenever memtool, its parent, writes to a shared
 * page, and Referenced whenever the subject runs code that it had not yet.
 */
static const enum memory_kind in_range[] = {
	MEMORY_PROPORTIONAL, MEMORY_REFERENCED};

static int64_t sum_in_range(const struct snapshot *snapshot,
	struct measured_range range, enum memory_kind kind)
{
	struct smaps smaps = smaps_in(snapshot);
	struct smaps_mapping m;
	int64_t sum = 0;

	while (smaps_next(&smaps, &m)) {
		int64_t part = m.memory.of[kind];

		if (part < 0)
			return -1; /* this kernel does not say */
		if (meets(&m.mapping, range))
			sum += part;
	}
	return sum;
}

/*
 * The shared memory, by mapping: resident and not anonymous. -1: the backing of
 * a mapping is unknown.
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

struct memory effect_figures(const struct snapshot *snapshot, pid_t pid)
{
	const struct part *rollup = &snapshot->part[PART_ROLLUP];
	const struct part *status = &snapshot->part[PART_STATUS];
	struct memory memory = memory_unknown();

	memory_read_smaps(&memory, rollup->text, rollup->length);
	memory_read_status(&memory, status->text, status->length);
	if (snapshot->backings)
		memory.of[MEMORY_SHMEM] = shmem_of(snapshot, pid);
	memory_complete(&memory);
	for (size_t i = 0; i < ARRAY_SIZE(in_range); i++)
		memory.of[in_range[i]] = -1;
	if (snapshot->lags)
		memory.of[MEMORY_LAZILY_FREED] = -1;
	return memory;
}

void effect_measure(const struct record *record, struct effect *effect)
{
	const struct snapshot *before = record->before, *after = record->after;
	struct measured_range range;

	if (!snapshots_have(before, after, PART_ROLLUP) ||
		!snapshots_have(before, after, PART_STATUS))
		return;
	effect->measured = true;
	effect->before = effect_figures(before, record_pid(record));
	effect->after = effect_figures(after, record_pid(record));
	if (!snapshots_have(before, after, PART_SMAPS))
		return;
	/* A mapping in the range may be merged with others afterwards. */
	range = widen(before, touched_range(record));
	range = widen(before, widen(after, range));
	for (size_t i = 0; i < ARRAY_SIZE(in_range); i++) {
		enum memory_kind kind = in_range[i];

		if (kind == MEMORY_REFERENCED && is_everything(range))
			continue;
		effect->before.of[kind] = sum_in_range(before, range, kind);
		effect->after.of[kind] = sum_in_range(after, range, kind);
	}
}

int64_t effect_difference(const struct memory *before,
	const struct memory *after, enum memory_kind kind)
{
	if (before->of[kind] < 0 || after->of[kind] < 0)
		return 0;
	return after->of[kind] - before->of[kind];
}

int64_t effect_delta(const struct effect *effect, enum memory_kind kind)
{
	if (!effect->measured)
		return 0;
	return effect_difference(&effect->before, &effect->after, kind);
}

int64_t effect_dirtied(const struct effect *effect)
{
	return effect_delta(effect, MEMORY_PRIVATE_DIRTY) +
	       effect_delta(effect, MEMORY_SHARED_DIRTY);
}

/* Kinds that others can move: the sum of the dirty ones is compared. */
static bool moves_by_itself(const struct effect *effect, enum memory_kind kind)
{
	return kind == MEMORY_PROPORTIONAL ||
	       (!effect->several && (kind == MEMORY_PRIVATE_DIRTY ||
					    kind == MEMORY_SHARED_DIRTY));
}

bool effect_is_nothing(const struct effect *effect)
{
	if (!effect->observed || effect->count || effect->minor > 0 ||
		effect->major > 0 || effect_dirtied(effect) ||
		effect->file_before != effect->file_after ||
		effect->other_count)
		return false;
	for (int i = 0; i < MEMORY_KINDS; i++)
		if (!moves_by_itself(effect, (enum memory_kind)i) &&
			effect_delta(effect, (enum memory_kind)i))
			return false;
	return true;
}
