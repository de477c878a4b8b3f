/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sizes of huge pages, and what is no multiple of them. */
#include <string.h>

#include "proc/huge_pages.h"
#include "proc/read.h"
#include "why/descriptor.h"
#include "why/hugetlb.h"
#include "why/ranges.h"
#include "why/telling.h"
#include "words/uapi.h"

/* The page size of a hugetlbfs file behind the descriptor; 0: it is none. */
static uint64_t size_of_file(const struct inquiry *q)
{
	char path[DESCRIPTOR_PATH_MAX];
	struct statfs is;

	descriptor_path(q, path);
	if (statfs(path, &is) == -1 || !is_hugetlbfs(&is))
		return 0;
	return (uint64_t)is.f_bsize;
}

/* MAP_HUGE_2MB and MFD_HUGE_2MB are the same bits. */
static uint64_t size_of_flags(uint64_t flags)
{
	unsigned log2 = (unsigned)(flags >> MAP_HUGE_SHIFT & MAP_HUGE_MASK);

	return log2 ? (uint64_t)1 << log2 : read_huge_page_size();
}

uint64_t hugetlb_wanted(const struct inquiry *q)
{
	const struct call *c = q->call;

	if (asks(q, "memfd"))
		return c->flags & MFD_HUGETLB ? size_of_flags(c->flags) : 0;
	if (asks(q, "mmap") && c->flags & MAP_ANONYMOUS)
		return c->flags & MAP_HUGETLB ? size_of_flags(c->flags) : 0;
	if (asks(q, "mmap") || asks(q, "ftruncate"))
		return size_of_file(q);
	return 0;
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
	char text[128], asked[32];

	/* A file has its size: what the kernel made, it has. */
	if (asks(q, "ftruncate") || read_huge_pool(size, &pool))
		return false;
	list_sizes(text, sizeof(text));
	cause_fact(c, "huge_page", NULL, as_bytes(size));
	cause_text(c, "sizes", "there are ", text);
	cause_try(c, "pagesize");
	format_bytes(size, asked, sizeof(asked));
	return cause_says(c, "this kernel has no huge pages of %s", asked);
}

static bool no_multiple(const struct inquiry *q, struct cause *c,
	const char *param, uint64_t value, uint64_t size)
{
	char text[32];

	cause_neighbours(q, c, param, value, size);
	cause_fact(c, "huge_page", NULL, as_bytes(size));
	format_bytes(size, text, sizeof(text));
	return cause_says(c, "%s%s is no multiple of the huge page size, %s",
		strcmp(param, "end") == 0 ? "the " : "", param, text);
}

/* What is made: a file's length, a fixed address, an offset. */
static bool made_uneven(const struct inquiry *q, struct cause *c, uint64_t size)
{
	const struct call *call = q->call;

	if (!asks(q, "mmap"))
		return (uint64_t)call->size % size &&
		       no_multiple(q, c, "size", (uint64_t)call->size, size);
	if (call->flags & (MAP_FIXED | MAP_FIXED_NOREPLACE) &&
		call->addr % q->page == 0 && call->addr % size)
		return no_multiple(q, c, "addr", call->addr, size);
	return !(call->flags & MAP_ANONYMOUS) &&
	       (uint64_t)call->offset % q->page == 0 &&
	       (uint64_t)call->offset % size &&
	       no_multiple(q, c, "offset", (uint64_t)call->offset, size);
}

/* Advice that changes no flag splits no mapping: it may end anywhere. */
static bool splits(const struct inquiry *q)
{
	static const uint64_t others[] = {MADV_DONTNEED, MADV_DONTNEED_LOCKED,
		MADV_FREE, MADV_REMOVE, MADV_COLD, MADV_PAGEOUT,
		MADV_POPULATE_READ, MADV_POPULATE_WRITE, MADV_COLLAPSE,
		MADV_GUARD_INSTALL, MADV_GUARD_REMOVE};

	if (asks(q, "mremap")) /* rounds its lengths up */
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (asks(q, "madvise") && q->call->advice == others[i])
			return false;
	return true;
}

/*
 * A mapping of huge pages cannot be cut within one of them.  What is no
 * multiple of a small page either is told by that.
 */
static bool cut_uneven(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	uint64_t size = page_at(q, call->addr);
	struct range range;

	if (size != q->page && call->addr % q->page == 0 && call->addr % size)
		return no_multiple(q, c, "addr", call->addr, size);
	if (asks(q, "mremap") && call->flags & MREMAP_FIXED &&
		call->new_addr % q->page == 0 && call->new_addr % size)
		return no_multiple(q, c, "new-addr", call->new_addr, size);
	if (!splits(q) || !range_of(q, &range))
		return false;
	size = page_at(q, range.end - 1);
	return size != q->page && range.end % size &&
	       no_multiple(q, c, "end", range.end, size);
}

static bool hugetlb_size(const struct inquiry *q, struct cause *c)
{
	uint64_t size = hugetlb_wanted(q);

	if (size)
		return unknown_size(q, c, size) || made_uneven(q, c, size);
	if (asks(q, "mmap") || asks(q, "memfd") || asks(q, "ftruncate"))
		return false;
	return cut_uneven(q, c);
}

static const struct cause_row rows[] = {
	{"hugetlb-size",
		"mmap=EINVAL memfd=EINVAL,ENODEV ftruncate=EINVAL "
		"munmap=EINVAL mprotect=EINVAL mremap=EINVAL madvise=EINVAL "
		"mlock=EINVAL munlock=EINVAL mseal=EINVAL",
		"this kernel has no huge pages of that size, or the range is "
		"no multiple of them",
		"pagesize tells the sizes", hugetlb_size},
};

const struct cause_table causes_of_hugetlb_size = {
	rows, sizeof(rows) / sizeof(*rows)};
