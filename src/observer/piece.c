/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What smaps says of a mapping, as far as its pages are concerned. */
#include "observer/looking.h"
#include "proc/read.h"
#include "proc/residency.h"

struct piece piece_of(const struct looking *l, const struct smaps_mapping *m,
	uint64_t start, uint64_t end)
{
	struct piece piece = {.start = start, .end = end, .whole = *m};

	piece.shmem = mapping_is_shared_memory(
		l->o->subject.pid, &m->mapping, l->o->subject.recording);
	piece.device = mapping_is_flagged(&m->mapping, "pf");
	piece.hugetlb = mapping_is_flagged(&m->mapping, "ht");
	if (m->mapping.flags)
		piece.locked = mapping_is_flagged(&m->mapping, "lo") ? KNOWN_YES
								     : KNOWN_NO;
	piece.huge_size = huge_page_of(m);
	return piece;
}
