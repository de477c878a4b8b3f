/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Huge pages that the pool does not have. */
#include <inttypes.h>

#include "proc/huge_pages.h"
#include "proc/read.h"
#include "why/access/accesses.h"
#include "why/huge/hugetlb.h"
#include "why/arguments/ranges.h"
#include "words/array.h"

static void tell_pool(
	struct cause *c, const struct huge_pool *pool, uint64_t needed)
{
	uint64_t wanted = pool->pages + needed - huge_pool_left(pool);

	cause_fact(c, "needed", NULL, as_count(needed));
	cause_fact(c, "huge_page", "huge page ", as_bytes(pool->size));
	cause_fact(c, "pages", "in the pool ", as_count(pool->pages));
	cause_fact(c, "free", "free ", as_count(pool->free));
	cause_fact(c, "reserved", "reserved ", as_count(pool->reserved));
	cause_fact(c, "overcommit", "surplus allowed ",
		as_count(pool->overcommit > pool->surplus
				 ? pool->overcommit - pool->surplus
				 : 0));
	if (pool->size == read_huge_page_size())
		cause_try(c, "echo %" PRIu64 " > /proc/sys/vm/nr_hugepages",
			wanted);
	else
		cause_try(c,
			"echo %" PRIu64 " > /sys/kernel/mm/hugepages/"
			"hugepages-%" PRIu64 "kB/nr_hugepages",
			wanted, pool->size / 1024);
}

/* mmap reserves all of it at once, unless MAP_NORESERVE. */
static bool pool_short_for_mapping(const struct inquiry *q, struct cause *c)
{
	uint64_t size = hugetlb_wanted(q), needed;
	struct huge_pool pool;

	if (!size || !read_huge_pool(size, &pool))
		return false;
	needed = arg(q->call, ROLE_LENGTH) / size +
		 (arg(q->call, ROLE_LENGTH) % size != 0);
	if (needed <= huge_pool_left(&pool))
		return false;
	tell_pool(c, &pool, needed);
	return cause_says(c,
		"it needs %" PRIu64 " huge page%s, and the pool has %" PRIu64
		" left",
		needed, needed == 1 ? "" : "s", huge_pool_left(&pool));
}

/* Without a reservation the first access finds out. */
static bool pool_short_for_access(const struct inquiry *q, struct cause *c)
{
	bool faulted = q->signal || asks(q, &command_usercopy);
	uint64_t address = faulted ? fault_address(q) : arg(q->call, ROLE_ADDR);
	uint64_t size = page_at(q, address);
	struct huge_pool pool;

	if ((q->signal && !q->record->has_fault_address) || fault_missed(q) ||
		size == q->page || !read_huge_pool(size, &pool) ||
		huge_pool_left(&pool) > 0)
		return false;
	tell_pool(c, &pool, 1);
	return cause_says(
		c, "no huge page was reserved, and the pool has none left");
}

static bool hugetlb_pool(const struct inquiry *q, struct cause *c)
{
	return asks(q, &command_mmap) ? pool_short_for_mapping(q, c)
				      : pool_short_for_access(q, c);
}

static const struct cause_row rows[] = {
	{"hugetlb-pool",
		"mmap=ENOMEM touch=SIGBUS peek=SIGBUS poke=SIGBUS "
		"mlock=ENOMEM madvise=EFAULT usercopy=EFAULT,ok",
		"the pool of huge pages has not enough of them",
		"echo N > /proc/sys/vm/nr_hugepages", hugetlb_pool},
};

const struct cause_table causes_of_hugetlb_pool = {rows, ARRAY_SIZE(rows)};
