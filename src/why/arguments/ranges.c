/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/arguments/ranges.h"

#include "proc/read.h"
#include "words/vmflags.h"

uint64_t round_up(uint64_t value, uint64_t unit)
{
	return value % unit ? value - value % unit + unit : value;
}

uint64_t page_floor(const struct inquiry *q, uint64_t address)
{
	return address - address % q->page;
}

uint64_t page_ceil(const struct inquiry *q, uint64_t address)
{
	return round_up(address, q->page);
}

bool range_of(const struct inquiry *q, struct range *range)
{
	uint64_t start = page_floor(q, arg(q->call, ROLE_ADDR));
	uint64_t end = page_ceil(
		q, arg(q->call, ROLE_ADDR) + arg(q->call, ROLE_LENGTH));

	if (arg(q->call, ROLE_LENGTH) == 0 || end <= start ||
		arg(q->call, ROLE_LENGTH) >
			UINT64_MAX - arg(q->call, ROLE_ADDR))
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

struct maps_walk maps_walk_of(const struct inquiry *q, struct range range)
{
	return (struct maps_walk){range, inquiry_maps(q)};
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

bool range_hole(const struct inquiry *q, struct range range, struct range *hole)
{
	struct maps maps = inquiry_maps(q);
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

static struct smaps smaps_before(const struct inquiry *q)
{
	const struct snapshot *before = inquiry_snapshot(q);
	struct kept *kept = q->kept;

	if (before && before->parts & PART_BIT(PART_SMAPS))
		return smaps_of(before->part[PART_SMAPS].text,
			before->part[PART_SMAPS].length);
	if (!kept->smaps_read)
		kept->smaps = read_process_file(
			q->subject, "smaps", &kept->smaps_length);
	kept->smaps_read = true;
	return smaps_of(kept->smaps ? kept->smaps : "",
		kept->smaps ? kept->smaps_length : 0);
}

struct smaps_walk smaps_walk_of(const struct inquiry *q, struct range range)
{
	return (struct smaps_walk){range, smaps_before(q)};
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
	const struct inquiry *q, uint64_t address, struct smaps_mapping *m)
{
	struct smaps_walk walk =
		smaps_walk_of(q, (struct range){address, address + 1});

	return smaps_walk_next(&walk, m);
}

bool has_flag(const struct smaps_mapping *m, const char *letters)
{
	struct vmflags flags = {m->mapping.flags, m->mapping.flags_length};

	return m->mapping.flags && vmflags_have(flags, letters);
}

int range_flagged(const struct inquiry *q, struct range range,
	const char *letters, bool have, struct smaps_mapping *m)
{
	struct smaps_walk walk = smaps_walk_of(q, range);
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

uint64_t page_at(const struct inquiry *q, uint64_t address)
{
	struct smaps_mapping m;

	if (!smaps_at(q, address, &m) || !has_flag(&m, "ht") || !m.kernel_page)
		return q->page;
	return m.kernel_page;
}

bool is_stack(const struct mapping *m)
{
	return mapping_has_path(m, "[stack]");
}
