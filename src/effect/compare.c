/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "effect/effect.h"
#include "proc/smaps.h"
#include "words/array.h"

/* The mapping at the sweep's position, if any, and what follows it. */
struct side {
	bool detailed; /* from smaps, which also has the flags */
	struct maps maps;
	struct smaps smaps;
	struct mapping mapping;
	bool present;
};

static void advance(struct side *side)
{
	struct smaps_mapping m;

	if (!side->detailed) {
		side->present = maps_next(&side->maps, &side->mapping);
		return;
	}
	side->present = smaps_next(&side->smaps, &m);
	side->mapping = m.mapping;
}

static struct side side_of(const struct snapshot *snapshot, bool detailed)
{
	const struct part *part =
		&snapshot->part[detailed ? PART_SMAPS : PART_MAPS];

	return (struct side){.detailed = detailed,
		.maps = maps_of(part->text, part->length),
		.smaps = smaps_of(part->text, part->length)};
}

/*
 * The part of MAPPING from START to END; the file offset moves with the start.
 */
static struct mapping cut(
	const struct mapping *mapping, uint64_t start, uint64_t end)
{
	struct mapping part = *mapping;

	if (mapping_is_file(mapping))
		part.offset += start - mapping->start;
	part.start = start;
	part.end = end;
	return part;
}

static bool same_flags(const struct mapping *a, const struct mapping *b)
{
	return !a->flags || !b->flags ||
	       (a->flags_length == b->flags_length &&
		       memcmp(a->flags, b->flags, a->flags_length) == 0);
}

/* Whether both map the same thing at START, as far as maps shows. */
static bool same(const struct mapping *a, const struct mapping *b)
{
	return strcmp(a->perms, b->perms) == 0 && a->inode == b->inode &&
	       a->offset == b->offset && strcmp(a->device, b->device) == 0 &&
	       a->path_length == b->path_length &&
	       memcmp(a->path, b->path, a->path_length) == 0 &&
	       same_flags(a, b);
}

/* Whether B continues A, in memory and in the file. */
static bool continues(const struct mapping *a, const struct mapping *b)
{
	struct mapping moved = *b;

	if (mapping_is_file(a))
		moved.offset -= b->start - a->start;
	return same(a, &moved);
}

static bool joins(
	const struct mapping_change *a, const struct mapping_change *b)
{
	if (a->change != b->change || a->end != b->start)
		return false;
	if (a->change != CHANGE_ADDED && !continues(&a->before, &b->before))
		return false;
	return a->change == CHANGE_REMOVED || continues(&a->after, &b->after);
}

static bool add(struct effect *effect, const struct mapping_change *change)
{
	struct mapping_change *last, *more;

	last = effect->count ? &effect->changes[effect->count - 1] : NULL;
	if (last && joins(last, change)) {
		last->end = last->before.end = last->after.end = change->end;
		return true;
	}
	more = array_reserve(effect->changes, &effect->room, effect->count + 1,
		sizeof(*effect->changes));
	if (!more)
		return false;
	effect->changes = more;
	effect->changes[effect->count++] = *change;
	return true;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* The next boundary of either side, or of what was replaced, after AT. */
static uint64_t next_boundary(const struct side *before,
	const struct side *after, const struct replaced *replaced, uint64_t at)
{
	uint64_t next = replaced->start > at ? replaced->start
			: replaced->end > at ? replaced->end
					     : UINT64_MAX;
	const struct side *sides[] = {before, after};

	for (int i = 0; i < 2; i++) {
		const struct mapping *m = &sides[i]->mapping;

		if (sides[i]->present)
			next = smaller(next, m->start > at ? m->start : m->end);
	}
	return next;
}

static bool covers(const struct side *side, uint64_t at)
{
	return side->present && side->mapping.start <= at;
}

/* Compare AT to END, where neither side has a boundary. */
static bool compare_stretch(struct effect *effect, const struct side *before,
	const struct side *after, const struct replaced *replaced, uint64_t at,
	uint64_t end)
{
	bool gone = at >= replaced->start && at < replaced->end;
	bool was = covers(before, at), is = covers(after, at);
	struct mapping_change change = {.start = at, .end = end};

	if (was)
		change.before = cut(&before->mapping, at, end);
	if (is)
		change.after = cut(&after->mapping, at, end);
	if (!was && !is)
		return true;
	change.change = was && is ? CHANGE_CHANGED
			: was     ? CHANGE_REMOVED
				  : CHANGE_ADDED;
	if (was && is && same(&change.before, &change.after)) {
		if (!gone)
			return true;
		change.change = CHANGE_REPLACED;
	}
	return add(effect, &change);
}

static bool compare(const struct snapshot *old, const struct snapshot *new,
	const struct replaced *replaced, struct effect *effect)
{
	bool detailed = snapshots_have(old, new, PART_SMAPS);
	struct side before = side_of(old, detailed);
	struct side after = side_of(new, detailed);
	uint64_t at = 0;

	/* An equal line may be of a mapping that was replaced. */
	if (!detailed && replaced->start == replaced->end)
		maps_drop_common(&before.maps, &after.maps);
	advance(&before);
	advance(&after);
	while (before.present || after.present) {
		uint64_t end = next_boundary(&before, &after, replaced, at);

		if (!compare_stretch(
			    effect, &before, &after, replaced, at, end))
			return false;
		at = end;
		if (before.present && before.mapping.end <= at)
			advance(&before);
		if (after.present && after.mapping.end <= at)
			advance(&after);
	}
	return true;
}

/* Most steps leave the text of maps unchanged. */
static bool identical(const struct snapshot *old, const struct snapshot *new)
{
	const struct part *a = &old->part[PART_MAPS];
	const struct part *b = &new->part[PART_MAPS];

	return a->length == b->length && a->length &&
	       memcmp(a->text, b->text, a->length) == 0;
}

static void note_file(const struct record *record, struct effect *effect)
{
	if (!record->has_returned ||
		!command_has_trait(record->call.command, CALL_SIZES_FILE))
		return;
	effect->file_before = record->returned.file_before;
	effect->file_after = record->returned.file_after;
}

bool effect_of(const struct record *record, struct effect *effect)
{
	struct replaced replaced;

	*effect = (struct effect){.minor = -1,
		.major = -1,
		.file_before = -1,
		.file_after = -1,
		.mapped = -1};
	if (!record->before || !record->after)
		return true;
	effect->observed = true;
	effect->minor = record->returned.minor;
	effect->major = record->returned.major;
	note_file(record, effect);
	effect->mapped = effect_mapped(record);
	effect_measure(record, effect);
	if (!effect_find_others(record, effect))
		return false;
	replaced = effect_replaced(record);
	if (replaced.start == replaced.end &&
		!snapshots_have(record->before, record->after, PART_SMAPS) &&
		identical(record->before, record->after))
		return true;
	return compare(record->before, record->after, &replaced, effect);
}

void effect_free(struct effect *effect)
{
	free(effect->changes);
	free(effect->others);
	*effect = (struct effect){0};
}
