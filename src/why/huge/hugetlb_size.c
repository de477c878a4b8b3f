/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Huge page sizes that do not exist, and ranges that do not fit them. */
#include <errno.h>
#include <string.h>

#include "proc/huge_pages.h"
#include "proc/read.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/files/descriptor.h"
#include "why/huge/hugetlb.h"
#include "words/array.h"
#include "words/uapi.h"

/* The page size of the descriptor's hugetlbfs file; 0: not hugetlbfs. */
static uint64_t size_of_file(const struct diagnosis *d)
{
	char path[DESCRIPTOR_PATH_MAX];
	struct statfs is;

	descriptor_path(d, path);
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

uint64_t hugetlb_wanted(const struct diagnosis *d)
{
	const struct call *call = d->call;

	if (asks(d, &command_memfd))
		return arg(call, ROLE_FLAGS) & MFD_HUGETLB
			       ? size_of_flags(arg(call, ROLE_FLAGS))
			       : 0;
	if (asks(d, &command_mmap) && arg(call, ROLE_FLAGS) & MAP_ANONYMOUS)
		return arg(call, ROLE_FLAGS) & MAP_HUGETLB
			       ? size_of_flags(arg(call, ROLE_FLAGS))
			       : 0;
	if (asks(d, &command_mmap) || asks(d, &command_ftruncate))
		return size_of_file(d);
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
	const struct diagnosis *d, struct cause *c, uint64_t size)
{
	struct huge_pool pool;
	char text[128], asked[32];

	/* An existing file proves that the kernel has its size. */
	if (asks(d, &command_ftruncate) || read_huge_pool(size, &pool))
		return false;
	/* fs/hugetlbfs/inode.c, hugetlb_file_setup() */
	if (asks(d, &command_memfd) && d->error != ENODEV)
		return false;
	list_sizes(text, sizeof(text));
	cause_fact(c, "huge_page", NULL, as_bytes(size));
	cause_text(c, "sizes", "available: ", text);
	cause_try(c, "pagesize");
	format_bytes(size, asked, sizeof(asked));
	return cause_says(c, "this kernel has no huge pages of %s", asked);
}

static bool no_multiple(const struct diagnosis *d, struct cause *c,
	const char *param, uint64_t value, uint64_t size)
{
	char text[32];

	cause_neighbours(d, c, param, value, size);
	cause_fact(c, "huge_page", NULL, as_bytes(size));
	format_bytes(size, text, sizeof(text));
	return cause_says(c, "%s%s is not a multiple of the huge page size, %s",
		strcmp(param, "end") == 0 ? "the " : "", param, text);
}

/* New memory: a file's length, a fixed address, an offset. */
static bool made_uneven(
	const struct diagnosis *d, struct cause *c, uint64_t size)
{
	const struct call *call = d->call;

	if (asks(d, &command_memfd) &&
		!d->record->returned.found.file_has_no_size)
		return false; /* memfd_create itself failed */
	if (!asks(d, &command_mmap))
		return (uint64_t)signed_arg(call, ROLE_SIZE) % size &&
		       no_multiple(d, c, "size",
			       (uint64_t)signed_arg(call, ROLE_SIZE), size);
	if (call_has_flag(call, FLAG_FIXES) &&
		arg(call, ROLE_ADDR) % d->page == 0 &&
		arg(call, ROLE_ADDR) % size)
		return no_multiple(d, c, "addr", arg(call, ROLE_ADDR), size);
	return !(arg(call, ROLE_FLAGS) & MAP_ANONYMOUS) &&
	       (uint64_t)signed_arg(call, ROLE_OFFSET) % d->page == 0 &&
	       (uint64_t)signed_arg(call, ROLE_OFFSET) % size &&
	       no_multiple(d, c, "offset",
		       (uint64_t)signed_arg(call, ROLE_OFFSET), size);
}

/* Advice that changes no flag never splits a mapping: any end is fine. */
static bool splits(const struct diagnosis *d)
{
	if (asks(d, &command_mremap)) /* rounds its lengths up */
		return false;
	return !asks(d, &command_madvise) || diagnosis_advice(d)->changes;
}

/*
 * A hugetlb mapping cannot be split inside a huge page.  Values not even
 * aligned to small pages are left to "misaligned".
 */
static bool cut_uneven(const struct diagnosis *d, struct cause *c)
{
	const struct call *call = d->call;
	uint64_t size = page_at(d, arg(call, ROLE_ADDR));
	struct range range;

	if (size != d->page && arg(call, ROLE_ADDR) % d->page == 0 &&
		arg(call, ROLE_ADDR) % size)
		return no_multiple(d, c, "addr", arg(call, ROLE_ADDR), size);
	if (asks(d, &command_mremap) && call_has_flag(call, FLAG_FIXES) &&
		arg(call, ROLE_NEW_ADDR) % d->page == 0 &&
		arg(call, ROLE_NEW_ADDR) % size)
		return no_multiple(
			d, c, "new-addr", arg(call, ROLE_NEW_ADDR), size);
	if (!splits(d) || !range_of(d, &range))
		return false;
	size = page_at(d, range.end - 1);
	return size != d->page && range.end % size &&
	       no_multiple(d, c, "end", range.end, size);
}

static bool hugetlb_size(const struct diagnosis *d, struct cause *c)
{
	uint64_t size = hugetlb_wanted(d);

	if (size)
		return unknown_size(d, c, size) || made_uneven(d, c, size);
	/* A fixed mapping replaces whole huge pages, or none. */
	if ((asks(d, &command_mmap) &&
		    !call_has_flag(d->call, FLAG_REPLACES)) ||
		asks(d, &command_memfd) || asks(d, &command_ftruncate))
		return false;
	return cut_uneven(d, c);
}

static const struct cause_row rows[] = {
	{"hugetlb-size",
		"mmap=EINVAL memfd=EINVAL,ENODEV ftruncate=EINVAL "
		"munmap=EINVAL mprotect=EINVAL mremap=EINVAL madvise=EINVAL "
		"mseal=EINVAL",
		"this kernel has no huge pages of that size, or the range is "
		"not a multiple of it",
		"pagesize prints the sizes", hugetlb_size},
};

const struct cause_table causes_of_hugetlb_size = {rows, ARRAY_SIZE(rows)};
