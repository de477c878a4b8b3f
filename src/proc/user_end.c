/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/user_end.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "proc/pagemap.h"
#include "proc/read.h"

/* Whether the page at an address is one that a program may have. */
struct asking {
	bool (*is_user)(const struct asking *asking, uint64_t address);
	uint64_t page;
	uint64_t last; /* no address is higher */
	int fd;
};

/* A page that is none; of 2^64 bytes the last page is never a program's. */
static uint64_t end_of_search(const struct asking *a, uint64_t power)
{
	if (power && power <= a->last)
		return power;
	return a->last == UINT64_MAX ? 0 - a->page : a->last + 1;
}

/*
 * All pages below LOW are user pages.  Above it each power of two is asked for
 * first, and the first that fails is the bound: no address is tried that has
 * bits which the processor ignores in a pointer (arm64, x86 with LAM), for
 * these would lead back to pages that are mapped.
 */
static uint64_t search(const struct asking *a, uint64_t low)
{
	uint64_t power = a->page, high;

	while (power && power < low)
		power *= 2;
	while (power && power <= a->last && a->is_user(a, power)) {
		low = power + a->page;
		power *= 2;
	}
	high = end_of_search(a, power);
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		middle -= middle % a->page;
		if (a->is_user(a, middle))
			low = middle + a->page;
		else
			high = middle;
	}
	return low;
}

/*
 * What maps lists although it lies above user addresses.  On a 32-bit arm
 * kernel that is [vectors] as well; to a 32-bit program of an arm64 kernel it
 * is a mapping, which must not be unmapped.  No call finds what is none.
 */
static bool is_gate(const struct mapping *m, size_t page)
{
	if (mapping_has_path(m, "[vsyscall]"))
		return true;
	return mapping_has_path(m, "[vectors]") &&
	       madvise((void *)(uintptr_t)m->start, page, MADV_NORMAL) == -1 &&
	       errno == ENOMEM;
}

/* The end of our highest mapping; above it nothing can be unmapped. */
static uint64_t highest(size_t page)
{
	size_t length;
	char *text = read_text("/proc/self/maps", &length);
	struct maps maps = maps_of(text ? text : "", text ? length : 0);
	struct mapping m;
	uint64_t end = 0;

	while (maps_next(&maps, &m))
		if (!is_gate(&m, page))
			end = m.end;
	free(text);
	return end;
}

static bool may_be_unmapped(const struct asking *a, uint64_t address)
{
	return munmap((void *)(uintptr_t)address, (size_t)a->page) == 0;
}

/*
 * munmap(2) of what is not mapped succeeds within the addresses of programs,
 * and fails above them: no other call tells the two apart without a trace.
 */
uint64_t find_user_end(size_t page)
{
	struct asking asking = {
		.is_user = may_be_unmapped, .page = page, .last = UINTPTR_MAX};
	uint64_t low = highest(page);

	return low ? search(&asking, low) : 0;
}

static bool has_entry(const struct asking *a, uint64_t address)
{
	uint64_t entry;
	off_t at = (off_t)(address / a->page * sizeof(entry));

	return pread(a->fd, &entry, sizeof(entry), at) == sizeof(entry);
}

/* pagemap ends where the process's addresses do (pagemap_read()). */
uint64_t read_user_end(pid_t pid, uint64_t page)
{
	struct asking asking = {
		.is_user = has_entry, .page = page, .last = UINT64_MAX};
	uint64_t end;

	asking.fd = pagemap_open(pid);
	if (asking.fd == -1)
		return 0;
	end = has_entry(&asking, 0) ? search(&asking, 0) : 0;
	close(asking.fd);
	return end;
}
