/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/arguments/ranges.h"

#include "proc/read.h"
#include "words/vmflags.h"

uint64_t round_up(uint64_t value, uint64_t unit)
{
	return value % unit ? value - value % unit + unit : value;
}

uint64_t page_floor(const struct diagnosis *d, uint64_t address)
{
	return address - address % d->page;
}

uint64_t page_ceil(const struct diagnosis *d, uint64_t address)
{
	return round_up(address, d->page);
}

bool range_of(const struct diagnosis *d, struct range *range)
{
	uint64_t start = page_floor(d, arg(d->call, ROLE_ADDR));
	uint64_t end = page_ceil(
		d, arg(d->call, ROLE_ADDR) + arg(d->call, ROLE_LENGTH));

	if (arg(d->call, ROLE_LENGTH) == 0 || end <= start ||
		arg(d->call, ROLE_LENGTH) >
			UINT64_MAX - arg(d->call, ROLE_ADDR))
		return false;
	*range = (struct range){start, end};
	return true;
}

uint64_t overlap(const struct mapping *m, struct range range)
{
	uint64_t from = m->start > range.start ? m->start : range.start;
	uint64_t to = m->end < range.end ? m->end : range.end;

	return to > from ? to - from : 0;
}

struct maps_walk maps_walk_of(const struct diagnosis *d, struct range range)
{
	return (struct maps_walk){range, diagnosis_maps(d)};
}

bool maps_walk_next(struct maps_walk *walk, struct mapping *mapping)
{
	struct mapping m;

	while (maps_next(&walk->maps, &m)) {
		if (m.start >= walk->range.end)
			return false;
		if (m.end <= walk->range.start)
			continue;
		*mapping = m;
		return true;
	}
	return false;
}

bool range_hole(
	const struct diagnosis *d, struct range range, struct range *hole)
{
	struct maps maps = diagnosis_maps(d);
	struct mapping m;
	uint64_t at = range.start;

	while (at < range.end && maps_next(&maps, &m)) {
		if (m.end <= at)
			continue;
		if (m.start > at) {
			*hole = (struct range){
				at, m.start < range.end ? m.start : range.end};
			return true;
		}
		at = m.end;
	}
	*hole = (struct range){at, range.end};
	return at < range.end;
}

/* From a snapshot if it has them, else as they are now. */
static struct smaps smaps_in(
	const struct diagnosis *d, const struct snapshot *snapshot)
{
	struct cached *cached = d->cached;

	if (snapshot && snapshot->parts & PART_BIT(PART_SMAPS))
		return smaps_of(snapshot->part[PART_SMAPS].text,
			snapshot->part[PART_SMAPS].length);
	if (!cached->smaps_read)
		cached->smaps = read_process_file(
			d->subject, "smaps", &cached->smaps_length);
	cached->smaps_read = true;
	return smaps_of(cached->smaps ? cached->smaps : "",
		cached->smaps ? cached->smaps_length : 0);
}

struct smaps_walk smaps_walk_of(const struct diagnosis *d, struct range range)
{
	return (struct smaps_walk){range, smaps_in(d, diagnosis_snapshot(d))};
}

struct smaps_walk smaps_walk_after(
	const struct diagnosis *d, struct range range)
{
	return (struct smaps_walk){range, smaps_in(d, d->record->after)};
}

bool smaps_walk_next(struct smaps_walk *walk, struct smaps_mapping *mapping)
{
	struct smaps_mapping m;

	while (smaps_next(&walk->smaps, &m)) {
		if (m.mapping.start >= walk->range.end)
			return false;
		if (m.mapping.end <= walk->range.start)
			continue;
		*mapping = m;
		return true;
	}
	return false;
}

bool smaps_at(
	const struct diagnosis *d, uint64_t address, struct smaps_mapping *m)
{
	struct smaps_walk walk =
		smaps_walk_of(d, (struct range){address, address + 1});

	return smaps_walk_next(&walk, m);
}

bool has_flag(const struct smaps_mapping *m, const char *letters)
{
	struct vmflags flags = {m->mapping.flags, m->mapping.flags_length};

	return m->mapping.flags && vmflags_have(flags, letters);
}

int range_flagged(const struct diagnosis *d, struct range range,
	const char *letters, bool have, struct smaps_mapping *m)
{
	struct smaps_walk walk = smaps_walk_of(d, range);
	bool seen = false;

	while (smaps_walk_next(&walk, m)) {
		if (!m->mapping.flags)
			return -1;
		seen = true;
		if (has_flag(m, letters) == have)
			return 1;
	}
	return seen ? 0 : -1;
}

uint64_t page_at(const struct diagnosis *d, uint64_t address)
{
	struct smaps_mapping m;

	if (!smaps_at(d, address, &m) || !has_flag(&m, "ht") || !m.kernel_page)
		return d->page;
	return m.kernel_page;
}

bool is_stack(const struct mapping *m)
{
	return mapping_has_path(m, "[stack]");
}
