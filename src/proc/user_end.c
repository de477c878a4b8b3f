/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/user_end.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "proc/pagemap.h"
#include "proc/read.h"

/* How to test whether an address is a user page. */
struct asking {
	bool (*is_user)(const struct asking *asking, uint64_t address);
	uint64_t page;
	uint64_t last; /* the highest address */
	int fd;
};

/*
 * An address that is not a user page; of 2^64 bytes the last page is never a
 * user page.
 */
static uint64_t end_of_search(const struct asking *asking, uint64_t power)
{
	if (power && power <= asking->last)
		return power;
	return asking->last == UINT64_MAX ? 0 - asking->page : asking->last + 1;
}

/*
 * All pages below LOW are user pages.  Above it, each power of two is tried
 * first, and the first that fails is the bound: so no address is tried with
 * bits that the processor ignores in pointers (arm64, x86 with LAM), because it
 * would mean a mapped page.
 */
static uint64_t search(const struct asking *asking, uint64_t low)
{
	uint64_t power = asking->page, high;

	while (power && power < low)
		power *= 2;
	while (power && power <= asking->last &&
		asking->is_user(asking, power)) {
		low = power + asking->page;
		power *= 2;
	}
	high = end_of_search(asking, power);
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		middle -= middle % asking->page;
		if (asking->is_user(asking, middle))
			low = middle + asking->page;
		else
			high = middle;
	}
	return low;
}

/*
 * Entries of maps above user addresses: [vsyscall], and [vectors] on a 32-bit
 * arm kernel.  For a 32-bit program on an arm64 kernel [vectors] is a real
 * mapping, which must not be unmapped. madvise(2) finds only real mappings.
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

static bool may_be_unmapped(const struct asking *asking, uint64_t address)
{
	return munmap((void *)(uintptr_t)address, (size_t)asking->page) == 0;
}

/*
 * munmap(2) of an unmapped page succeeds for user addresses, and fails above
 * them: no other call shows the difference without side effects.
 */
uint64_t find_user_end(size_t page)
{
	struct asking asking = {
		.is_user = may_be_unmapped, .page = page, .last = UINTPTR_MAX};
	uint64_t low = highest(page);

	return low ? search(&asking, low) : 0;
}

static bool has_entry(const struct asking *asking, uint64_t address)
{
	uint64_t entry;
	off_t at = (off_t)(address / asking->page * sizeof(entry));

	return pread(asking->fd, &entry, sizeof(entry), at) == sizeof(entry);
}

/* pagemap ends with the process's addresses (pagemap_read()). */
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
