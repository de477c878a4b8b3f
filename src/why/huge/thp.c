/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Transparent huge pages: advice that returns 0 and does nothing. */
#include <inttypes.h>

#include "proc/huge_pages.h"
#include "why/huge/thp.h"
#include "words/array.h"
#include "words/uapi.h"

static bool refused_by_prctl(const struct diagnosis *d, struct cause *c)
{
	int step = diagnosis_set(d)->thp_disable.step;

	cause_text(c, "switch", NULL, "prctl(PR_SET_THP_DISABLE)");
	cause_set_in(c, step);
	if (step)
		cause_try(c, "prctl thp_disable=0");
	else
		cause_try(c, "prctl(PR_SET_THP_DISABLE, 0) in the parent "
			     "process");
	return cause_says(
		c, "PR_SET_THP_DISABLE is set: no transparent huge pages");
}

static bool thp_off(const struct diagnosis *d, struct cause *c)
{
	bool collapse = thp_advises(d, MADV_COLLAPSE), shmem;
	struct thp_switch is;
	struct smaps_mapping m;
	const char *name;

	/* MADV_HUGEPAGE succeeds, and has no effect. */
	if ((!collapse && (d->error || !thp_advises(d, MADV_HUGEPAGE))) ||
		!thp_kind_of(d, &shmem))
		return false;
	if (thp_off_for_the_process(d))
		return refused_by_prctl(d, c);
	if (collapse) { /* ignores the system's settings */
		if (!smaps_at(d, arg(d->call, ROLE_ADDR), &m) ||
			!has_flag(&m, "nh"))
			return false;
		cause_text(c, "switch", NULL, "MADV_NOHUGEPAGE");
		cause_try(c, "madvise hugepage");
		return cause_says(c, "it was advised MADV_NOHUGEPAGE before");
	}
	if (!read_thp_switch(shmem, &is) || is.smallest)
		return false;
	name = shmem ? "shmem_enabled" : "enabled";
	cause_text(c, "switch", NULL, name);
	cause_text(c, "value", shmem ? "shmem_enabled is " : "enabled is ",
		is.word);
	cause_try(c, "echo %s > /sys/kernel/mm/transparent_hugepage/%s",
		shmem ? "advise" : "madvise", name);
	return cause_says(c, "transparent huge pages are switched off%s",
		shmem ? " for shared memory" : "");
}

bool thp_page_that_counts(bool shmem, bool collapse, uint64_t *size)
{
	struct thp_switch is;

	if (!collapse && read_thp_switch(shmem, &is) && is.smallest) {
		*size = is.smallest;
		return true;
	}
	return read_thp_size(size);
}

static bool thp_too_small(const struct diagnosis *d, struct cause *c)
{
	bool collapse = thp_advises(d, MADV_COLLAPSE), shmem;
	uint64_t size, addr = arg(d->call, ROLE_ADDR);

	if ((!collapse && (d->error || !thp_advises(d, MADV_HUGEPAGE))) ||
		addr % d->page || !thp_kind_of(d, &shmem) ||
		!thp_page_that_counts(shmem, collapse, &size) ||
		thp_has_room(d, size, collapse))
		return false;
	cause_fact(c, "length", "length ", as_bytes(arg(d->call, ROLE_LENGTH)));
	cause_fact(c, "huge_page", "huge page ", as_bytes(size));
	cause_fact(c, "below", "nearest ", as_address(addr - addr % size));
	cause_fact(c, "above", "", as_address(addr - addr % size + size));
	/* Twice the size holds one wherever it begins. */
	cause_try(c, "mmap %" PRIu64 "p then %smadvise %s",
		(2 * size - d->page) / d->page,
		collapse ? "touch write then " : "",
		collapse ? "collapse" : "hugepage");
	return cause_says(c, "there is no room for a whole, aligned huge page");
}

static const struct cause_row rows[] = {
	{"thp-off", "madvise=ok,EINVAL",
		"transparent huge pages are switched off",
		"echo madvise > /sys/kernel/mm/transparent_hugepage/enabled",
		thp_off},
	{"thp-too-small", "madvise=ok,EINVAL",
		"there is no room for a whole, aligned huge page",
		"twice the size of a huge page holds one", thp_too_small},
};

const struct cause_table causes_of_thp = {rows, ARRAY_SIZE(rows)};
