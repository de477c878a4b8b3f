/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the addresses of programs end. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "proc/read.h"
#include "why/ranges.h"

/* The end of our highest mapping; above it nothing can be unmapped. */
static uint64_t highest(void)
{
	size_t length;
	char *text = read_text("/proc/self/maps", &length);
	struct maps maps = maps_of(text ? text : "", text ? length : 0);
	struct mapping m;
	uint64_t end = 0;

	/* [vsyscall] is no mapping: it lies in the kernel's half. */
	while (maps_next(&maps, &m))
		if (m.path_length != 10 || memcmp(m.path, "[vsyscall]", 10))
			end = m.end;
	free(text);
	return end;
}

static bool is_user(uint64_t address, size_t page)
{
	return munmap((void *)(uintptr_t)address, page) == 0;
}

/*
 * munmap(2) of what is not mapped succeeds within the addresses of programs,
 * and fails above them: no other call tells the two apart.  Bits that some
 * processors ignore in a pointer are left alone: they would lead back to what
 * is mapped.
 */
uint64_t find_user_end(size_t page)
{
	uint64_t low = highest(); /* inside, or just outside */
	uint64_t high =
		sizeof(void *) == 8 ? UINT64_C(1) << 56 : UINT64_C(1) << 32;

	if (low == 0 || low >= high)
		return low;
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		middle -= middle % page;
		if (is_user(middle, page))
			low = middle + page;
		else
			high = middle;
	}
	return low;
}

uint64_t user_end(const struct inquiry *q)
{
	if (!q->kept->user_end)
		q->kept->user_end = find_user_end((size_t)q->page);
	return q->kept->user_end;
}
