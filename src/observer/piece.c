/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What smaps says of a mapping, as far as its pages are concerned. */
#include "observer/looking.h"
#include "proc/read.h"
#include "proc/residency.h"
#include "words/vmflags.h"

bool is_flagged(const struct mapping *mapping, const char *letters)
{
	return mapping->flags && vmflags_have((struct vmflags){mapping->flags,
						      mapping->flags_length},
					 letters);
}

static uint64_t huge_size(bool hugetlb, const struct smaps_mapping *m)
{
	uint64_t size = 0;

	if (hugetlb)
		return m->kernel_page;
	read_number(
		"/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", &size);
	return size;
}

struct piece piece_of(const struct looking *l, const struct smaps_mapping *m,
	uint64_t start, uint64_t end)
{
	struct piece piece = {.start = start,
		.end = end,
		.mapping = m->mapping,
		.memory = m->memory,
		.file = mapping_is_file(&m->mapping)};

	piece.shmem = piece.file &&
		      (mapping_shares_device(&m->mapping, l->o->recording) ||
			      mapping_is_tmpfs(l->o->pid, &m->mapping));
	piece.device = is_flagged(&m->mapping, "pf");
	piece.hugetlb = is_flagged(&m->mapping, "ht");
	piece.mergeable = is_flagged(&m->mapping, "mg");
	if (m->mapping.flags)
		piece.locked =
			is_flagged(&m->mapping, "lo") ? KNOWN_YES : KNOWN_NO;
	piece.huge_size = huge_size(piece.hugetlb, m);
	return piece;
}
