/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Transparent huge pages that come later than expected, or not at all. */
#include <inttypes.h>
#include <stdlib.h>

#include "proc/huge_pages.h"
#include "proc/lines.h"
#include "proc/read.h"
#include "why/huge/thp.h"
#include "words/array.h"
#include "words/uapi.h"

/* Advice only sets a flag; khugepaged collapses the pages later. */
static bool thp_later(const struct diagnosis *d, struct cause *c)
{
	uint64_t resident = 0, huge = 0, size, sleep;
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct thp_switch is;
	struct range range;
	bool shmem;

	if (!thp_advises(d, MADV_HUGEPAGE) || !range_of(d, &range) ||
		!thp_kind_of(d, &shmem) || shmem || !read_thp_size(&size) ||
		thp_off_for_the_process(d) || !read_thp_switch(false, &is) ||
		!is.smallest || !thp_has_room(d, size, false))
		return false;
	walk = smaps_walk_of(d, range);
	while (smaps_walk_next(&walk, &m)) {
		resident += (uint64_t)m.memory.of[MEMORY_ANONYMOUS];
		huge += (uint64_t)m.memory.of[MEMORY_HUGE_ANONYMOUS];
	}
	if (resident <= huge)
		return false;
	cause_fact(c, "small", "in small pages ", as_bytes(resident - huge));
	if (read_number("/sys/kernel/mm/transparent_hugepage/khugepaged/"
			"scan_sleep_millisecs",
		    &sleep))
		cause_fact(c, "scan_sleep_ms", "scan_sleep_millisecs ",
			as_count(sleep));
	cause_try(c, "madvise collapse");
	cause_try(c, "mmap %" PRIu64 " then madvise hugepage then touch write",
		arg(d->call, ROLE_LENGTH));
	return cause_says(
		c, "existing pages stay small until khugepaged scans them");
}

static uint64_t fallbacks(void)
{
	size_t length;
	char *text = read_text("/proc/vmstat", &length);
	uint64_t count = 0;

	if (text)
		lines_find_word(text, length, "thp_fault_fallback", &count);
	free(text);
	return count;
}

static bool thp_fallback(const struct diagnosis *d, struct cause *c)
{
	int64_t grown = effect_delta(d->effect, MEMORY_ANONYMOUS);
	struct thp_switch is;
	struct smaps_mapping m;
	uint64_t size;

	if (grown <= 0 || effect_delta(d->effect, MEMORY_HUGE_ANONYMOUS) ||
		!read_thp_size(&size) || (uint64_t)grown < size ||
		!smaps_at(d, arg(d->call, ROLE_ADDR), &m) ||
		!has_flag(&m, "hg") || has_flag(&m, "ht") ||
		thp_off_for_the_process(d) || !read_thp_switch(false, &is) ||
		is.smallest != size || !thp_has_room(d, size, true))
		return false;
	c->verified = false;
	cause_fact(c, "grown", "grown by ", as_bytes((uint64_t)grown));
	cause_fact(c, "huge_page", "no huge page of ", as_bytes(size));
	cause_fact(c, "thp_fault_fallback", "fallbacks since boot ",
		as_count(fallbacks()));
	cause_try(c, "echo 1 > /proc/sys/vm/compact_memory");
	cause_try(c, "madvise collapse");
	return cause_says(
		c, "no huge page was free, or small pages were already there");
}

static const struct cause_row rows[] = {
	{"thp-later", "madvise=ok",
		"existing pages stay small until khugepaged scans them",
		"MADV_COLLAPSE", thp_later},
	{"thp-fallback", "touch=ok poke=ok",
		"no huge page was available at that moment",
		"echo 1 > /proc/sys/vm/compact_memory", thp_fallback},
};

const struct cause_table causes_of_thp_late = {rows, ARRAY_SIZE(rows)};
