/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What smaps says of a mapping, as far as its pages are concerned. */
#include "observer/looking.h"
#include "proc/huge_pages.h"
#include "proc/read.h"
#include "proc/residency.h"

static uint64_t huge_size(bool hugetlb, const struct smaps_mapping *m)
{
	uint64_t size;

	if (hugetlb)
		return m->kernel_page;
	return read_thp_size(&size) ? size : 0;
}

struct piece piece_of(const struct looking *l, const struct smaps_mapping *m,
	uint64_t start, uint64_t end)
{
	struct piece piece = {.start = start, .end = end, .whole = *m};

	piece.shmem =
		mapping_is_file(&m->mapping) &&
		(mapping_shares_device(&m->mapping, l->o->subject.recording) ||
			mapping_is_tmpfs(l->o->subject.pid, &m->mapping));
	piece.device = mapping_is_flagged(&m->mapping, "pf");
	piece.hugetlb = mapping_is_flagged(&m->mapping, "ht");
	if (m->mapping.flags)
		piece.locked = mapping_is_flagged(&m->mapping, "lo") ? KNOWN_YES
								     : KNOWN_NO;
	piece.huge_size = huge_size(piece.hugetlb, m);
	return piece;
}
