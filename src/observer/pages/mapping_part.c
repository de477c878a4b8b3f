/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What smaps shows of a mapping's pages. */
#include "observer/pages/page_walk.h"
#include "proc/read.h"
#include "proc/residency.h"

struct mapping_part mapping_part_of(const struct page_walk *walk,
	const struct smaps_mapping *m, uint64_t start, uint64_t end)
{
	struct mapping_part part = {.start = start, .end = end, .whole = *m};

	part.shmem = mapping_is_shared_memory(
		walk->o->now->pid, &m->mapping, walk->o->now->recording);
	part.device = mapping_is_flagged(&m->mapping, "pf");
	part.hugetlb = mapping_is_flagged(&m->mapping, "ht");
	if (m->mapping.flags)
		part.locked = mapping_is_flagged(&m->mapping, "lo") ? KNOWN_YES
								    : KNOWN_NO;
	part.huge_size = huge_page_of(m);
	return part;
}
