/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advice that succeeded, and does less than its name says, or does it later. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "proc/cgroup.h"
#include "proc/lines.h"
#include "proc/mapping_kind.h"
#include "proc/read.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/files/memory_file.h"
#include "words/array.h"

/* Swap, in bytes; and the group whose limit on it is reached. */
struct swap {
	uint64_t total, free;
	struct memory_group group;
	bool limited;
	struct swap_limit limit;
};

/* Whether nothing more can be swapped out; false also if that is unknown. */
static bool swap_is_out(const struct diagnosis *d, struct swap *swap)
{
	size_t length;
	int step;
	char *text = read_text("/proc/meminfo", &length);
	bool known;

	*swap = (struct swap){.limited = false};
	known = text &&
		lines_find_number(text, length, "SwapTotal", &swap->total) &&
		lines_find_number(text, length, "SwapFree", &swap->free);
	free(text);
	if (!known)
		return false;
	if (swap->free)
		swap->limited =
			diagnosis_group(d, GROUP_MEMORY, &swap->group, &step) &&
			read_group_swap(&swap->group, &swap->limit);
	return !swap->free || swap->limited;
}

/*
 * The pages of a range that can only go to swap.  smaps has no figures for a
 * part of a mapping, so *EXACT is false if one is covered in part.
 */
static uint64_t needing_swap(
	const struct diagnosis *d, struct range range, bool *exact)
{
	struct smaps_walk walk = smaps_walk_of(d, range);
	struct smaps_mapping m;
	uint64_t bytes = 0;

	*exact = true;
	while (smaps_walk_next(&walk, &m)) {
		const int64_t *of = m.memory.of;
		int64_t pages = maps_memory_file(d, &m.mapping)
					? of[MEMORY_RESIDENT]
					: of[MEMORY_ANONYMOUS];

		if (pages > 0 && of[MEMORY_LAZILY_FREED] > 0)
			pages -= of[MEMORY_LAZILY_FREED];
		if (pages > 0)
			bytes += (uint64_t)pages;
		*exact &= overlap(&m.mapping, range) ==
			  m.mapping.end - m.mapping.start;
	}
	return bytes;
}

static bool is_shared(const struct diagnosis *d)
{
	struct mapping m;

	return diagnosis_mapping(d, arg(d->call, ROLE_ADDR), &m) &&
	       m.perms[3] == 's';
}

static bool no_swap(const struct diagnosis *d, struct cause *c)
{
	struct range range;
	struct swap swap;
	const char *what;
	uint64_t bytes;
	bool exact;

	if (!(diagnosis_advice(d)->traits & ADVICE_NEEDS_SWAP) ||
		!range_of(d, &range))
		return false;
	bytes = needing_swap(d, range, &exact);
	if (!bytes || !swap_is_out(d, &swap))
		return false;
	cause_fact(c, "memory", exact ? "in the range " : NULL,
		exact ? as_bytes(bytes) : as_null());
	cause_fact(c, "swap", "swap ", as_bytes(swap.total));
	cause_fact(c, "free", "free ", as_bytes(swap.free));
	if (swap.limited) {
		what = "the control group has no swap left";
		cause_fact(c, "limit", "memory.swap.max ",
			as_bytes(swap.limit.limit));
		cause_text(c, "group", "group ", swap.group.path);
		cause_try(c, "echo %" PRIu64 " > %s/memory.swap.max",
			swap.limit.used + bytes, swap.group.path);
	} else {
		what = swap.total ? "the swap is full" : "there is no swap";
		cause_try(c, "swapon FILE");
	}
	cause_try(c, "madvise %s  # frees it; the content is lost",
		is_shared(d) ? "remove" : "dontneed");
	return cause_says(c,
		"%s: memory that is not of a file cannot be reclaimed", what);
}

static bool freed_later(const struct diagnosis *d, struct cause *c)
{
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;
	uint64_t bytes = 0;
	bool exact = true;

	if (!(diagnosis_advice(d)->traits & ADVICE_LATER) ||
		!range_of(d, &range))
		return false;
	walk = smaps_walk_after(d, range);
	while (smaps_walk_next(&walk, &m)) {
		if (m.memory.of[MEMORY_LAZILY_FREED] > 0)
			bytes += (uint64_t)m.memory.of[MEMORY_LAZILY_FREED];
		exact &= overlap(&m.mapping, range) ==
			 m.mapping.end - m.mapping.start;
	}
	if (!bytes)
		return false;
	cause_fact(c, "lazily_freed", exact ? "lazily freed " : NULL,
		exact ? as_bytes(bytes) : as_null());
	cause_try(c, "madvise dontneed  # frees them now");
	return cause_says(
		c, "the pages stay resident until the kernel needs memory");
}

/* mm/madvise.c, madvise_willneed(): it starts to read pages, and makes none. */
static bool nothing_to_read(const struct diagnosis *d, struct cause *c)
{
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;
	bool seen = false;

	if (!(diagnosis_advice(d)->traits & ADVICE_READS) ||
		!range_of(d, &range))
		return false;
	walk = smaps_walk_of(d, range);
	for (; smaps_walk_next(&walk, &m); seen = true) {
		if (m.memory.of[MEMORY_SWAPPED] != 0 ||
			mapping_kind(&m.mapping) == KIND_SPECIAL ||
			(mapping_is_file(&m.mapping) &&
				!maps_memory_file(d, &m.mapping)))
			return false;
	}
	if (!seen)
		return false;
	cause_fact(c, "swapped", "in swap ", as_bytes(0));
	cause_try(c, "madvise populate_write");
	return cause_says(c, "memory that is not of a file is only read back "
			     "from swap, and none is there");
}

/* What the kernel skipped is left to "mapping-kind". */
static bool marked_for_ksm(const struct diagnosis *d)
{
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;
	bool known = false;

	if (!range_of(d, &range))
		return false;
	walk = smaps_walk_after(d, range);
	while (smaps_walk_next(&walk, &m)) {
		if (!m.mapping.flags || has_flag(&m, "mg"))
			return true;
		known = true;
	}
	return !known;
}

static bool ksm_off(const struct diagnosis *d, struct cause *c)
{
	uint64_t run;

	if (!(diagnosis_advice(d)->traits & ADVICE_KSM) || !marked_for_ksm(d) ||
		!read_number("/sys/kernel/mm/ksm/run", &run) || run == 1)
		return false;
	cause_fact(c, "run", "/sys/kernel/mm/ksm/run is ", as_count(run));
	cause_try(c, "echo 1 > /sys/kernel/mm/ksm/run");
	return cause_says(c, "nothing is merged while KSM is not running");
}

/* Pages of shared memory are its own, and not those of a mapping. */
static bool pages_stay(const struct diagnosis *d, struct cause *c)
{
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;

	if (!(diagnosis_advice(d)->traits & ADVICE_DROPS) ||
		!range_of(d, &range))
		return false;
	walk = smaps_walk_of(d, range);
	while (smaps_walk_next(&walk, &m)) {
		uint64_t holds;
		bool known;

		if (m.mapping.perms[3] != 's' ||
			!maps_memory_file(d, &m.mapping))
			continue;
		known = memory_file_holds(d, &m.mapping, &holds);
		if (known ? !holds
			  : m.memory.of[MEMORY_RESIDENT] <= 0 &&
					m.memory.of[MEMORY_HUGETLB] <= 0)
			continue;
		cause_mapping(c, &m.mapping);
		cause_fact(c, "holds", known ? "it holds " : NULL,
			known ? as_bytes(holds) : as_null());
		if (has_flag(&m, "mw"))
			cause_try(c, "madvise remove  # frees the pages");
		return cause_says(c, "the pages left this mapping; the shared "
				     "memory keeps them");
	}
	return false;
}

static const struct cause_row rows[] = {
	{"no-swap", "madvise=ok",
		"without swap, memory that is not of a file cannot be "
		"reclaimed",
		"swapon FILE, or madvise dontneed", no_swap},
	{"freed-later", "madvise=ok",
		"the pages stay resident until the kernel needs memory",
		"madvise dontneed frees them now", freed_later},
	{"nothing-to-read", "madvise=ok",
		"memory that is not of a file is only read back from swap",
		"madvise populate_write", nothing_to_read},
	{"ksm-off", "madvise=ok", "nothing is merged while KSM is not running",
		"echo 1 > /sys/kernel/mm/ksm/run", ksm_off},
	{"pages-stay", "madvise=ok",
		"the pages left the mapping, but shared memory keeps them",
		"madvise remove", pages_stay},
};

const struct cause_table causes_of_advice_effects = {rows, ARRAY_SIZE(rows)};
