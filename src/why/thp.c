/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Transparent huge pages: advice that returns 0 and does nothing. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "proc/huge.h"
#include "proc/lines.h"
#include "proc/read.h"
#include "why/evidence.h"
#include "words/uapi.h"

static bool advises(const struct inquiry *q, uint64_t advice)
{
	return asks(q, "madvise") && q->call->advice == advice &&
	       q->call->length > 0;
}

static bool is_shared_memory(const struct mapping *m)
{
	static const char *const names[] = {"/dev/zero (deleted)", "/memfd:"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (m->path_length >= strlen(names[i]) &&
			memcmp(m->path, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

/* Whether the switches are those of shared memory; false: of neither kind. */
static bool kind_of(const struct inquiry *q, bool *shmem)
{
	struct mapping m;

	if (!inquiry_mapping(q, q->call->addr, &m))
		return false;
	*shmem = is_shared_memory(&m);
	return *shmem || !mapping_is_file(&m);
}

/* prctl(PR_SET_THP_DISABLE): it is inherited, so ours is the subject's. */
static bool off_for_the_process(const struct inquiry *q)
{
	uint64_t enabled;

	if (inquiry_status(q, "THP_enabled", &enabled)) /* since Linux 5.0 */
		return enabled == 0;
	return prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0) == 1;
}

static bool refused_by_prctl(struct cause *c)
{
	cause_text(c, "switch", "", "prctl(PR_SET_THP_DISABLE)");
	cause_try(c, "prctl(PR_SET_THP_DISABLE, 0), in whoever started it");
	return cause_says(
		c, "this process is to have no transparent huge pages");
}

static bool thp_off(const struct inquiry *q, struct cause *c)
{
	bool collapse = advises(q, MADV_COLLAPSE), shmem;
	struct thp_switch is;
	struct seen seen;
	const char *name;

	if ((!collapse && !advises(q, MADV_HUGEPAGE)) || !kind_of(q, &shmem))
		return false;
	if (off_for_the_process(q))
		return refused_by_prctl(c);
	if (collapse) { /* heeds no switch of the system's */
		if (!detail_at(q, q->call->addr, &seen) || !seen.no_huge)
			return false;
		cause_text(c, "switch", "", "MADV_NOHUGEPAGE");
		cause_try(c, "madvise hugepage");
		return cause_says(c, "it was advised to have no huge pages");
	}
	if (!read_thp_switch(shmem, &is) || is.smallest)
		return false;
	name = shmem ? "shmem_enabled" : "enabled";
	cause_text(c, "switch", "transparent_hugepage/", name);
	cause_text(c, "value", "is ", is.word);
	cause_try(c, "echo %s > /sys/kernel/mm/transparent_hugepage/%s",
		shmem ? "advise" : "madvise", name);
	return cause_says(c, "transparent huge pages are switched off%s",
		shmem ? " for shared memory" : "");
}

/*
 * Whether a page of SIZE, at a multiple of it, lies in one mapping and has
 * something of the range; for MADV_COLLAPSE all of it must be in the range.
 */
static bool has_room(const struct inquiry *q, uint64_t size, bool whole)
{
	const struct snapshot *after = q->record->after;
	struct maps maps = after && !whole
				   ? maps_of(after->part[PART_MAPS].text,
					     after->part[PART_MAPS].length)
				   : inquiry_maps(q);
	uint64_t start, end;
	struct mapping m;

	if (!call_range(q, &start, &end))
		return true;
	while (maps_next(&maps, &m)) {
		uint64_t from = whole && m.start < start ? start : m.start;
		uint64_t to = whole && m.end > end ? end : m.end;
		uint64_t page = round_up(from, size);

		if (!overlap(&m, start, end))
			continue;
		if (page < start - start % size)
			page = start - start % size;
		if (page < to && to - page >= size && page < end)
			return true;
	}
	return false;
}

/* The size that counts: the smallest that may be made, else the usual one. */
static bool page_that_counts(bool shmem, bool collapse, uint64_t *size)
{
	struct thp_switch is;

	if (!collapse && read_thp_switch(shmem, &is) && is.smallest) {
		*size = is.smallest;
		return true;
	}
	return read_thp_size(size);
}

static bool thp_too_small(const struct inquiry *q, struct cause *c)
{
	bool collapse = advises(q, MADV_COLLAPSE), shmem;
	uint64_t size, addr = q->call->addr;

	if ((!collapse && !advises(q, MADV_HUGEPAGE)) || !kind_of(q, &shmem) ||
		!page_that_counts(shmem, collapse, &size) ||
		has_room(q, size, collapse))
		return false;
	cause_fact(c, "length", "length ", as_bytes(q->call->length));
	cause_fact(c, "huge_page", "huge page ", as_bytes(size));
	cause_fact(
		c, "below", "they begin at ", as_address(addr - addr % size));
	cause_fact(c, "above", "", as_address(addr - addr % size + size));
	cause_try(c, "--length %" PRIu64 ": it holds one wherever it begins",
		2 * size - q->page);
	return cause_says(c, "there is no room for a whole, aligned huge page");
}

/* Advice alone moves nothing: khugepaged does, in its time. */
static bool thp_later(const struct inquiry *q, struct cause *c)
{
	uint64_t start, end, resident = 0, huge = 0, size, sleep;
	struct smaps_mapping m;
	struct detail detail;
	bool shmem;

	if (!advises(q, MADV_HUGEPAGE) || !call_range(q, &start, &end) ||
		!kind_of(q, &shmem) || shmem || !read_thp_size(&size) ||
		!has_room(q, size, false))
		return false;
	detail = detail_open(q, start, end);
	while (detail_next(&detail, &m)) {
		resident += (uint64_t)m.memory.of[MEMORY_ANONYMOUS];
		huge += (uint64_t)m.memory.of[MEMORY_HUGE_ANONYMOUS];
	}
	detail_close(&detail);
	if (resident <= huge)
		return false;
	cause_fact(c, "small", "in small pages ", as_bytes(resident - huge));
	if (read_number("/sys/kernel/mm/transparent_hugepage/khugepaged/"
			"scan_sleep_millisecs",
		    &sleep))
		cause_fact(c, "scan_sleep_ms", "khugepaged sleeps, in ms, ",
			as_count(sleep));
	cause_try(c, "madvise collapse");
	cause_try(c, "madvise hugepage before the first touch");
	return cause_says(
		c, "pages that are there stay small until khugepaged comes by");
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

/* The flags before it are known where an madvise came just before. */
static bool thp_fallback(const struct inquiry *q, struct cause *c)
{
	int64_t grown = effect_delta(q->effect, MEMORY_ANONYMOUS);
	struct thp_switch is;
	struct seen seen;
	uint64_t size;

	if (grown <= 0 || effect_delta(q->effect, MEMORY_HUGE_ANONYMOUS) ||
		!read_thp_size(&size) || (uint64_t)grown < size ||
		!detail_at(q, q->call->addr, &seen) || !seen.huge ||
		seen.hugetlb || off_for_the_process(q) ||
		!read_thp_switch(false, &is) || is.smallest != size ||
		!has_room(q, size, true))
		return false;
	c->verified = false;
	cause_fact(c, "grown", "grown by ", as_bytes((uint64_t)grown));
	cause_fact(c, "huge_page", "no huge page of ", as_bytes(size));
	cause_fact(c, "thp_fault_fallback", "fallbacks since boot ",
		as_count(fallbacks()));
	cause_try(c, "echo 1 > /proc/sys/vm/compact_memory");
	cause_try(c, "madvise collapse");
	return cause_says(c, "no huge page was to be had at that moment, or "
			     "small ones were there already");
}

static const struct cause_row rows[] = {
	{"thp-off", "madvise=ok,EINVAL",
		"transparent huge pages are switched off",
		"echo madvise > /sys/kernel/mm/transparent_hugepage/enabled",
		thp_off},
	{"thp-too-small", "madvise=ok,EINVAL",
		"there is no room for a whole, aligned huge page",
		"twice the size of a huge page holds one", thp_too_small},
	{"thp-later", "madvise=ok",
		"pages that are there stay small until khugepaged comes by",
		"MADV_COLLAPSE", thp_later},
	{"thp-fallback", "touch=ok poke=ok",
		"no huge page was to be had at that moment",
		"echo 1 > /proc/sys/vm/compact_memory", thp_fallback},
};

const struct cause_table causes_of_transparent_pages = {
	rows, sizeof(rows) / sizeof(*rows)};
