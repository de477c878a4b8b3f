/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Huge pages from the pool: MAP_HUGETLB, MFD_HUGETLB. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>

#include "proc/huge_pages.h"
#include "proc/read.h"
#include "why/evidence.h"
#include "words/uapi.h"

/* The page size of a hugetlbfs file behind a descriptor; 0: it is none. */
static uint64_t huge_size_of_file(const struct inquiry *q, int64_t fd)
{
	const unsigned long hugetlbfs = 0x958458f6; /* statfs(2) */
	struct statfs is;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/fd/%" PRId64, (int)q->subject,
		fd);
	if (statfs(path, &is) == -1 || (unsigned long)is.f_type != hugetlbfs)
		return 0;
	return (uint64_t)is.f_bsize;
}

/* The huge page that the call itself asks for; 0: none. */
static uint64_t wanted_size(const struct inquiry *q)
{
	const struct call *c = q->call;

	if (asks(q, "memfd"))
		return c->flags & MFD_HUGETLB ? huge_size_of(c->flags) : 0;
	if (asks(q, "ftruncate"))
		return huge_size_of_file(q, c->fd);
	if (!asks(q, "mmap"))
		return 0;
	if (c->flags & MAP_ANONYMOUS)
		return c->flags & MAP_HUGETLB ? huge_size_of(c->flags) : 0;
	return huge_size_of_file(q, c->fd);
}

static bool tell_pool(
	struct cause *c, const struct huge_pool *pool, uint64_t needed)
{
	uint64_t left = huge_pool_left(pool);
	uint64_t wanted = pool->pages + needed - left;

	cause_fact(c, "needed", "needs ", as_count(needed));
	cause_fact(c, "huge_page", "pages of ", as_bytes(pool->size));
	cause_fact(c, "pages", "the pool has ", as_count(pool->pages));
	cause_fact(c, "free", "free ", as_count(pool->free));
	cause_fact(c, "reserved", "reserved ", as_count(pool->reserved));
	cause_fact(c, "overcommit", "may borrow ",
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
	return true;
}

/* mmap reserves all of it at once, unless MAP_NORESERVE. */
static bool pool_short_for_mapping(const struct inquiry *q, struct cause *c)
{
	uint64_t size = wanted_size(q), needed;
	struct huge_pool pool;

	if (!size || !read_huge_pool(size, &pool))
		return false;
	needed = round_up(q->call->length, size) / size;
	if (needed <= huge_pool_left(&pool))
		return false;
	tell_pool(c, &pool, needed);
	return cause_says(c, "the pool of huge pages has not enough of them");
}

/* Without a reservation the first access finds out. */
static bool pool_short_for_access(const struct inquiry *q, struct cause *c)
{
	uint64_t address = q->signal ? q->record->fault_address : q->call->addr;
	struct huge_pool pool;
	struct seen seen;

	if ((q->signal && !q->record->has_fault_address) ||
		!detail_at(q, address, &seen) || seen.kernel_page <= q->page ||
		!read_huge_pool(seen.kernel_page, &pool) ||
		huge_pool_left(&pool) > 0)
		return false;
	tell_pool(c, &pool, 1);
	cause_try(c, "mmap without MAP_NORESERVE, to learn it there");
	return cause_says(
		c, "no huge page was reserved, and the pool has none");
}

static bool hugetlb_pool(const struct inquiry *q, struct cause *c)
{
	return asks(q, "mmap") ? pool_short_for_mapping(q, c)
			       : pool_short_for_access(q, c);
}

/* "2 MiB, 1 GiB" */
static void list_sizes(char *text, size_t size)
{
	uint64_t sizes[HUGE_SIZES_MAX];
	size_t count = read_huge_sizes(sizes), used = 0;

	snprintf(text, size, "none");
	for (size_t i = 0; i < count && used < size; i++) {
		char one[32];

		format_bytes(sizes[i], one, sizeof(one));
		used += (size_t)snprintf(
			text + used, size - used, "%s%s", i ? ", " : "", one);
	}
}

static bool unknown_size(
	const struct inquiry *q, struct cause *c, uint64_t size)
{
	struct huge_pool pool;
	char text[128];

	/* A file has its size: what the kernel made, it has. */
	if (asks(q, "ftruncate") || read_huge_pool(size, &pool))
		return false;
	list_sizes(text, sizeof(text));
	cause_fact(c, "huge_page", "asked ", as_bytes(size));
	cause_text(c, "sizes", "it has ", text);
	cause_try(c, "memtool pagesize");
	return cause_says(c, "this kernel has no huge pages of that size");
}

static bool no_multiple(
	struct cause *c, const char *what, uint64_t value, uint64_t size)
{
	bool address = strcmp(what, "length") != 0;
	uint64_t below = value - value % size;

	cause_fact(c, what, what[0] == 'l' ? "length " : "at ",
		address ? as_address(value) : as_bytes(value));
	cause_fact(c, "huge_page", "huge page ", as_bytes(size));
	cause_fact(c, "below", "nearest ",
		address ? as_address(below) : as_bytes(below));
	cause_fact(c, "above", "",
		address ? as_address(below + size) : as_bytes(below + size));
	return cause_says(c,
		"the %s is no multiple of the huge pages that are there", what);
}

/* What is made: a file's length, a fixed address, an offset. */
static bool made_uneven(const struct inquiry *q, struct cause *c, uint64_t size)
{
	const struct call *call = q->call;

	if (!asks(q, "mmap") && (uint64_t)call->size % size)
		return no_multiple(c, "length", (uint64_t)call->size, size);
	if (!asks(q, "mmap"))
		return false;
	if (call->flags & (MAP_FIXED | MAP_FIXED_NOREPLACE) &&
		call->addr % size)
		return no_multiple(c, "address", call->addr, size);
	if (!(call->flags & MAP_ANONYMOUS) && (uint64_t)call->offset % size)
		return no_multiple(c, "offset", (uint64_t)call->offset, size);
	return false;
}

/* A mapping of huge pages cannot be cut within one of them. */
static bool cut_uneven(const struct inquiry *q, struct cause *c)
{
	uint64_t start, end;
	struct seen seen;

	if (!call_range(q, &start, &end))
		return false;
	if (detail_at(q, start, &seen) && seen.kernel_page > q->page &&
		start % seen.kernel_page)
		return no_multiple(c, "address", start, seen.kernel_page);
	if (detail_at(q, end - 1, &seen) && seen.kernel_page > q->page &&
		end % seen.kernel_page)
		return no_multiple(c, "end", end, seen.kernel_page);
	return false;
}

static bool hugetlb_size(const struct inquiry *q, struct cause *c)
{
	uint64_t size = wanted_size(q);

	if (size)
		return unknown_size(q, c, size) || made_uneven(q, c, size);
	if (asks(q, "mmap") || asks(q, "memfd") || asks(q, "ftruncate"))
		return false;
	return cut_uneven(q, c);
}

static const struct cause_row rows[] = {
	{"hugetlb-pool",
		"mmap=ENOMEM touch=SIGBUS peek=SIGBUS poke=SIGBUS "
		"mlock=ENOMEM madvise=EFAULT",
		"the pool of huge pages has not enough of them",
		"echo N > /proc/sys/vm/nr_hugepages", hugetlb_pool},
	{"hugetlb-size",
		"mmap=EINVAL memfd=EINVAL,ENODEV ftruncate=EINVAL "
		"munmap=EINVAL mprotect=EINVAL mremap=EINVAL madvise=EINVAL "
		"mlock=EINVAL munlock=EINVAL mseal=EINVAL",
		"this kernel has no huge pages of that size, or the range is "
		"no multiple of them",
		"memtool pagesize lists the sizes", hugetlb_size},
};

const struct cause_table causes_of_huge_pages = {
	rows, sizeof(rows) / sizeof(*rows)};
