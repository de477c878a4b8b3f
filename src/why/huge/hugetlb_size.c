/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sizes of huge pages, and what is no multiple of them. */
#include <string.h>

#include "proc/huge_pages.h"
#include "proc/read.h"
#include "why/files/descriptor.h"
#include "why/huge/hugetlb.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
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

	if (asks(q, &command_memfd))
		return arg(c, ROLE_FLAGS) & MFD_HUGETLB
			       ? size_of_flags(arg(c, ROLE_FLAGS))
			       : 0;
	if (asks(q, &command_mmap) && arg(c, ROLE_FLAGS) & MAP_ANONYMOUS)
		return arg(c, ROLE_FLAGS) & MAP_HUGETLB
			       ? size_of_flags(arg(c, ROLE_FLAGS))
			       : 0;
	if (asks(q, &command_mmap) || asks(q, &command_ftruncate))
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
	if (asks(q, &command_ftruncate) || read_huge_pool(size, &pool))
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

	if (!asks(q, &command_mmap))
		return (uint64_t)signed_arg(call, ROLE_SIZE) % size &&
		       no_multiple(q, c, "size",
			       (uint64_t)signed_arg(call, ROLE_SIZE), size);
	if (arg(call, ROLE_FLAGS) & (MAP_FIXED | MAP_FIXED_NOREPLACE) &&
		arg(call, ROLE_ADDR) % q->page == 0 &&
		arg(call, ROLE_ADDR) % size)
		return no_multiple(q, c, "addr", arg(call, ROLE_ADDR), size);
	return !(arg(call, ROLE_FLAGS) & MAP_ANONYMOUS) &&
	       (uint64_t)signed_arg(call, ROLE_OFFSET) % q->page == 0 &&
	       (uint64_t)signed_arg(call, ROLE_OFFSET) % size &&
	       no_multiple(q, c, "offset",
		       (uint64_t)signed_arg(call, ROLE_OFFSET), size);
}

/* Advice that changes no flag splits no mapping: it may end anywhere. */
static bool splits(const struct inquiry *q)
{
	if (asks(q, &command_mremap)) /* rounds its lengths up */
		return false;
	return !asks(q, &command_madvise) || inquiry_advice(q)->changes;
}

/*
 * A mapping of huge pages cannot be cut within one of them.  What is no
 * multiple of a small page either is told by that.
 */
static bool cut_uneven(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	uint64_t size = page_at(q, arg(call, ROLE_ADDR));
	struct range range;

	if (size != q->page && arg(call, ROLE_ADDR) % q->page == 0 &&
		arg(call, ROLE_ADDR) % size)
		return no_multiple(q, c, "addr", arg(call, ROLE_ADDR), size);
	if (asks(q, &command_mremap) && arg(call, ROLE_FLAGS) & MREMAP_FIXED &&
		arg(call, ROLE_NEW_ADDR) % q->page == 0 &&
		arg(call, ROLE_NEW_ADDR) % size)
		return no_multiple(
			q, c, "new-addr", arg(call, ROLE_NEW_ADDR), size);
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
	if (asks(q, &command_mmap) || asks(q, &command_memfd) ||
		asks(q, &command_ftruncate))
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

const struct cause_table causes_of_hugetlb_size = {rows, ARRAY_SIZE(rows)};
