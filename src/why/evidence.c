/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/evidence.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "proc/read.h"
#include "words/uapi.h"
#include "words/vmflags.h"

struct detail detail_open(const struct inquiry *q, uint64_t start, uint64_t end)
{
	const struct snapshot *before = q->record->before;
	struct detail detail = {.start = start, .end = end};
	size_t length = 0;

	if (before && before->parts & PART_BIT(PART_SMAPS)) {
		detail.smaps = smaps_of(before->part[PART_SMAPS].text,
			before->part[PART_SMAPS].length);
		return detail;
	}
	if (q->error || q->signal)
		detail.owned = read_process_file(q->subject, "smaps", &length);
	detail.smaps = smaps_of(detail.owned ? detail.owned : "", length);
	return detail;
}

bool detail_next(struct detail *detail, struct smaps_mapping *m)
{
	while (smaps_next(&detail->smaps, m))
		if (overlap(&m->mapping, detail->start, detail->end))
			return true;
	return false;
}

void detail_close(struct detail *detail)
{
	free(detail->owned);
}

bool has_flag(const struct mapping *m, const char *letters)
{
	return m->flags &&
	       vmflags_have(
		       (struct vmflags){m->flags, m->flags_length}, letters);
}

bool detail_at(const struct inquiry *q, uint64_t address, struct seen *seen)
{
	struct detail detail = detail_open(q, address, address + 1);
	struct smaps_mapping m;
	bool found = detail_next(&detail, &m);

	if (found)
		*seen = (struct seen){.mapping = m.mapping,
			.kernel_page = m.kernel_page,
			.locked = has_flag(&m.mapping, "lo"),
			.huge = has_flag(&m.mapping, "hg"),
			.no_huge = has_flag(&m.mapping, "nh"),
			.accounted = has_flag(&m.mapping, "ac"),
			.grows_down = has_flag(&m.mapping, "gd"),
			.hugetlb = has_flag(&m.mapping, "ht")};
	if (found) {
		seen->mapping.path = seen->mapping.flags = NULL;
		seen->mapping.path_length = seen->mapping.flags_length = 0;
	}
	detail_close(&detail);
	return found;
}

uint64_t overlap(const struct mapping *m, uint64_t start, uint64_t end)
{
	uint64_t from = m->start > start ? m->start : start;
	uint64_t to = m->end < end ? m->end : end;

	return to > from ? to - from : 0;
}

uint64_t round_up(uint64_t value, uint64_t unit)
{
	uint64_t over = value % unit;

	if (over == 0)
		return value;
	return value - over > UINT64_MAX - unit ? UINT64_MAX
						: value - over + unit;
}

bool call_range(const struct inquiry *q, uint64_t *start, uint64_t *end)
{
	const struct call *c = q->call;
	uint64_t from = c->addr - c->addr % q->page;

	if (command_find_param(q->command, "addr") < 0 || c->length == 0 ||
		c->length > UINT64_MAX - c->addr - q->page)
		return false;
	*start = from;
	*end = round_up(c->addr + c->length, q->page);
	return true;
}

uint64_t huge_size_of(uint64_t flags)
{
	unsigned log2 = (unsigned)(flags >> MAP_HUGE_SHIFT & MAP_HUGE_MASK);

	return log2 ? (uint64_t)1 << log2 : read_huge_page_size();
}

/* It lies in a gap, and the mapping above is the stack (mm/mmap.c). */
bool grows_to(const struct inquiry *q, uint64_t address, struct mapping *m)
{
	struct maps maps = inquiry_maps(q);

	while (maps_next(&maps, m))
		if (m->end > address)
			return m->start > address && m->path_length == 7 &&
			       memcmp(m->path, "[stack]", 7) == 0;
	return false;
}

void try_limit(struct cause *c, const struct inquiry *q, int resource,
	char option, uint64_t needed)
{
	struct rlimit is = {RLIM_INFINITY, RLIM_INFINITY};

	prlimit(q->subject, (enum __rlimit_resource)resource, NULL, &is);
	cause_try(c, "ulimit -%c %" PRIu64 "%s", option,
		round_up(needed, 1024) / 1024,
		needed > is.rlim_max ? "  # as root: the hard limit is lower"
				     : "");
}

bool passes_memlock(const struct inquiry *q, struct locking *l)
{
	struct growth growth = {0};
	uint64_t start, end, pages;
	struct detail detail;
	struct smaps_mapping m;

	*l = (struct locking){.all = asks(q, "mlockall")};
	if (!inquiry_limit(q, RLIMIT_MEMLOCK, &l->limit))
		return false;
	inquiry_status(q, "VmLck", &l->locked);
	if (l->all) {
		inquiry_status(q, "VmSize", &l->asked);
	} else if (asks(q, "mlock")) {
		if (!call_range(q, &start, &end))
			return false;
		l->asked = end - start;
		/* What is locked already is not counted twice (mm/mlock.c). */
		detail = detail_open(q, start, end);
		while (detail_next(&detail, &m))
			if (has_flag(&m.mapping, "lo"))
				l->asked -= overlap(&m.mapping, start, end);
		detail_close(&detail);
	} else {
		growth = growth_of(q);
		l->asked = growth.space;
	}
	/* Pages are counted; with a limit of 0 nothing is asked any further. */
	if (q->error == EPERM)
		return l->limit == 0 && (!asks(q, "mmap") || growth.locked);
	if (l->all)
		return q->call->flags & MCL_CURRENT && l->asked > l->limit;
	pages = l->limit - l->limit % q->page;
	return l->asked && (l->asked > pages || l->locked > pages - l->asked);
}

bool capable_elsewhere(const struct inquiry *q, int capability)
{
	return !inquiry_in_first_namespace(q) &&
	       inquiry_has_capability(q, capability);
}
