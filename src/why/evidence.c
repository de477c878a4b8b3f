/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/evidence.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "proc/read.h"
#include "words/vmflags.h"

bool typed(const struct inquiry *q, const char *param)
{
	int n = command_find_param(q->command, param);

	return n >= 0 && q->call->given >> n & 1;
}

uint64_t page_floor(const struct inquiry *q, uint64_t address)
{
	return address - address % q->page;
}

uint64_t page_ceil(const struct inquiry *q, uint64_t address)
{
	return page_floor(q, address + q->page - 1);
}

bool range_of(const struct inquiry *q, struct range *range)
{
	uint64_t start = page_floor(q, q->call->addr);
	uint64_t end = page_ceil(q, q->call->addr + q->call->length);

	if (q->call->length == 0 || end <= start ||
		q->call->length > UINT64_MAX - q->call->addr)
		return false;
	*range = (struct range){start, end};
	return true;
}

struct walk walk_of(const struct inquiry *q, struct range range)
{
	return (struct walk){range, inquiry_maps(q)};
}

bool walk_next(struct walk *walk, struct mapping *mapping)
{
	while (maps_next(&walk->maps, mapping)) {
		if (mapping->start >= walk->range.end)
			return false;
		if (mapping->end > walk->range.start)
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
	const struct snapshot *before = q->record->before;
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

struct detail_walk details_of(const struct inquiry *q, struct range range)
{
	return (struct detail_walk){range, smaps_before(q)};
}

bool details_next(struct detail_walk *walk, struct smaps_mapping *m)
{
	while (smaps_next(&walk->smaps, m)) {
		if (m->mapping.start >= walk->range.end)
			return false;
		if (m->mapping.end > walk->range.start)
			return true;
	}
	return false;
}

bool detail_at(
	const struct inquiry *q, uint64_t address, struct smaps_mapping *m)
{
	struct detail_walk walk =
		details_of(q, (struct range){address, address + 1});

	return details_next(&walk, m);
}

bool detail_has(const struct smaps_mapping *m, const char *letters)
{
	struct vmflags flags = {m->mapping.flags, m->mapping.flags_length};

	return m->mapping.flags && vmflags_have(flags, letters);
}

int range_flagged(const struct inquiry *q, struct range range,
	const char *letters, bool have, struct smaps_mapping *m)
{
	struct detail_walk walk = details_of(q, range);
	bool seen = false;

	while (details_next(&walk, m)) {
		if (!m->mapping.flags)
			return -1;
		seen = true;
		if (detail_has(m, letters) == have)
			return 1;
	}
	return seen ? 0 : -1;
}

/* The end of our highest mapping; above it nothing can be unmapped. */
static uint64_t highest(void)
{
	size_t length;
	char *text = read_text("/proc/self/maps", &length);
	struct maps maps = maps_of(text ? text : "", text ? length : 0);
	struct mapping m;
	uint64_t end = 0;

	/* [vsyscall] is no mapping: it lies in the kernel's half. */
	while (maps_next(&maps, &m))
		if (m.path_length != 10 || memcmp(m.path, "[vsyscall]", 10))
			end = m.end;
	free(text);
	return end;
}

static bool is_user(uint64_t address, size_t page)
{
	return munmap((void *)(uintptr_t)address, page) == 0;
}

/*
 * munmap(2) of what is not mapped succeeds within the addresses of programs,
 * and fails above them: no other call tells the two apart.  Bits that some
 * processors ignore in a pointer are left alone: they would lead back to what
 * is mapped.
 */
static uint64_t find_user_end(size_t page)
{
	uint64_t low = highest(); /* inside, or just outside */
	uint64_t high =
		sizeof(void *) == 8 ? UINT64_C(1) << 56 : UINT64_C(1) << 32;

	if (low == 0 || low >= high)
		return low;
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		middle -= middle % page;
		if (is_user(middle, page))
			low = middle + page;
		else
			high = middle;
	}
	return low;
}

uint64_t user_end(const struct inquiry *q)
{
	if (!q->kept->user_end)
		q->kept->user_end = find_user_end((size_t)q->page);
	return q->kept->user_end;
}

uint64_t page_at(const struct inquiry *q, uint64_t address)
{
	struct smaps_mapping m;

	if (!detail_at(q, address, &m) || !detail_has(&m, "ht") ||
		!m.kernel_page)
		return q->page;
	return m.kernel_page;
}

void mapping_label(const struct mapping *m, char *text, size_t size)
{
	if (m->path_length)
		snprintf(text, size, "%.*s", (int)m->path_length, m->path);
	else
		snprintf(text, size, "anonymous");
}

void cause_mapping(struct cause *c, const struct mapping *m)
{
	char label[64], text[128];

	mapping_label(m, label, sizeof(label));
	snprintf(text, sizeof(text), "%" PRIx64 "-%" PRIx64 " %s %s", m->start,
		m->end, m->perms, label);
	cause_text(c, "mapping", "", text);
}

/* "1p", "100" */
static void format_size(
	const struct inquiry *q, uint64_t bytes, char *text, size_t size)
{
	bool pages = bytes && bytes % q->page == 0;

	snprintf(text, size, "%" PRIu64 "%s", pages ? bytes / q->page : bytes,
		pages ? "p" : "");
}

void cause_try_size(const struct inquiry *q, struct cause *c, const char *param,
	uint64_t size)
{
	char text[32];

	format_size(q, size, text, sizeof(text));
	cause_try(c, "--%s %s", param, text);
}

/* "+1p", "+100": how far behind the region's start. */
static void try_relative(const struct inquiry *q, struct cause *c,
	const char *param, int64_t offset)
{
	char text[32];

	format_size(q, (uint64_t)(offset < 0 ? -offset : offset), text,
		sizeof(text));
	cause_try(c, "--%s %c%s", param, offset < 0 ? '-' : '+', text);
}

void cause_try_address(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t address)
{
	int n = command_find_param(q->command, param);
	const struct expression *e = &q->record->step->args[n];
	uint64_t value = call_get(q->call, q->command->params[n]);

	if (e->source == SOURCE_REGION && !e->end &&
		e->step == q->record->step->on)
		try_relative(
			q, c, param, (int64_t)(e->number + address - value));
	else
		cause_try(c, "--%s 0x%" PRIx64, param, address);
}

void cause_try_flags(struct cause *c, const struct names *names, uint64_t value)
{
	char text[CALL_TEXT_MAX];

	names_format(names, value, text, sizeof(text));
	for (char *at = text; (at = strchr(at, '|')); at++)
		*at = ',';
	cause_try(c, "--flags %s", text);
}
