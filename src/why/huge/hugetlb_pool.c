/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pools with too few huge pages. */
#include <inttypes.h>
#include <stdlib.h>

#include "proc/huge_pages.h"
#include "proc/lines.h"
#include "proc/read.h"
#include "why/access/accesses.h"
#include "why/arguments/ranges.h"
#include "why/huge/hugetlb.h"
#include "why/remedies.h"
#include "words/array.h"

/* A pool is made of memory that is free, or can be: not of what there is not.
 */
static bool memory_for(uint64_t pages, uint64_t size, uint64_t *available)
{
	size_t length;
	char *text = read_text("/proc/meminfo", &length);
	bool known = text &&
		     lines_find_number(text, length, "MemAvailable", available);

	free(text);
	return !known || pages <= *available / size;
}

static void try_larger_pool(
	struct cause *c, const struct huge_pool *pool, uint64_t all)
{
	uint64_t wanted = pool->pages + all - huge_pool_left(pool);
	uint64_t available;

	if (!memory_for(wanted - pool->pages, pool->size, &available)) {
		cause_fact(c, "available",
			"too little memory for that: MemAvailable ",
			as_bytes(available));
		return;
	}
	if (pool->size == read_huge_page_size())
		cause_try_sysctl(c, "vm.nr_hugepages", wanted);
	else
		cause_try(c,
			"echo %" PRIu64 " > /sys/kernel/mm/hugepages/"
			"hugepages-%" PRIu64 "kB/nr_hugepages",
			wanted, pool->size / 1024);
}

/* NEEDED by the call that failed, ALL by the rest of the step. */
static void explain_pool(struct cause *c, const struct huge_pool *pool,
	uint64_t needed, uint64_t all)
{
	cause_fact(c, "needed", NULL, as_count(needed));
	cause_fact(c, "huge_page", "huge page ", as_bytes(pool->size));
	cause_fact(c, "pages", "in the pool ", as_count(pool->pages));
	cause_fact(c, "free", "free ", as_count(pool->free));
	cause_fact(c, "reserved", "reserved ", as_count(pool->reserved));
	cause_fact(c, "overcommit", "surplus allowed ",
		as_count(pool->overcommit > pool->surplus
				 ? pool->overcommit - pool->surplus
				 : 0));
	try_larger_pool(c, pool, all);
}

/*
 * The huge pages that the step still lacks from ADDRESS on, where it stopped:
 * those of its range, in this mapping, that are not there yet.
 */
static uint64_t pages_to_come(
	const struct diagnosis *d, uint64_t address, uint64_t size)
{
	struct smaps_mapping m;
	struct range range;
	uint64_t first = address / size * size, pages, has;

	if (!smaps_at(d, address, &m) || !range_of(d, &range))
		return 1;
	if (range.end > m.mapping.end)
		range.end = m.mapping.end;
	if (range.end <= first)
		return 1;
	pages = (range.end - first + size - 1) / size;
	/* By a fault: none after it.  Else only all of a mapping is counted. */
	if (d->signal || asks(d, &command_usercopy) ||
		first != m.mapping.start || range.end != m.mapping.end ||
		m.memory.of[MEMORY_HUGETLB] <= 0)
		return pages;
	has = (uint64_t)m.memory.of[MEMORY_HUGETLB] / size;
	return pages > has ? pages - has : 1;
}

/* mmap reserves all its huge pages at once, unless MAP_NORESERVE. */
static bool pool_short_for_mapping(const struct diagnosis *d, struct cause *c)
{
	uint64_t size = hugetlb_wanted(d), needed;
	struct huge_pool pool;

	if (!size || !read_huge_pool(size, &pool))
		return false;
	needed = arg(d->call, ROLE_LENGTH) / size +
		 (arg(d->call, ROLE_LENGTH) % size != 0);
	if (needed <= huge_pool_left(&pool))
		return false;
	explain_pool(c, &pool, needed, needed * diagnosis_calls_left(d));
	return cause_says(c,
		"it needs %" PRIu64 " huge page%s, and the pool has %" PRIu64
		" left",
		needed, needed == 1 ? "" : "s", huge_pool_left(&pool));
}

/* Without a reservation the first access fails. */
static bool pool_short_for_access(const struct diagnosis *d, struct cause *c)
{
	bool faulted = d->signal || asks(d, &command_usercopy);
	uint64_t address = faulted ? fault_address(d) : arg(d->call, ROLE_ADDR);
	uint64_t size = page_at(d, address);
	struct huge_pool pool;

	if ((d->signal && !d->record->has_fault_address) || fault_missed(d) ||
		size == d->page || !read_huge_pool(size, &pool) ||
		huge_pool_left(&pool) > 0)
		return false;
	explain_pool(c, &pool, 1, pages_to_come(d, address, size));
	return cause_says(
		c, "no huge page was reserved, and the pool has none left");
}

static bool hugetlb_pool(const struct diagnosis *d, struct cause *c)
{
	return asks(d, &command_mmap) ? pool_short_for_mapping(d, c)
				      : pool_short_for_access(d, c);
}

static const struct cause_row rows[] = {
	{"hugetlb-pool",
		"mmap=ENOMEM touch=SIGBUS peek=SIGBUS poke=SIGBUS "
		"mlock=ENOMEM madvise=EFAULT usercopy=EFAULT,ok",
		"the pool has too few huge pages", "sysctl vm.nr_hugepages=N",
		hugetlb_pool},
};

const struct cause_table causes_of_hugetlb_pool = {rows, ARRAY_SIZE(rows)};
