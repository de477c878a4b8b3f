/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/merging.h"

#include <sys/mman.h>
#include <unistd.h>

#include "proc/pagemap.h"

/* The frame flags of our own page at ADDRESS. */
static bool read_own_flags(int flags, const void *address, uint64_t *value)
{
	uint64_t page = (uintptr_t)address / (uintptr_t)getpagesize(), bits;
	int fd = pagemap_open(getpid());
	bool good = fd != -1 && pagemap_read(fd, page, &bits, 1) == 1;
	struct pagemap_entry entry;

	if (fd != -1)
		close(fd);
	if (!good)
		return false;
	entry = pagemap_decode(bits);
	return entry.present && entry.frame &&
	       frame_flags_read(flags, entry.frame, value, 1);
}

bool merging_has_flag(int flags)
{
	size_t size = (size_t)getpagesize();
	uint64_t value = 0;
	bool good;
	void *page = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return false;
	*(volatile char *)page = 1;
	good = read_own_flags(flags, page, &value) &&
	       !frame_has(value, FRAME_KSM);
	munmap(page, size);
	return good;
}

enum merging merging_of(
	const struct smaps_mapping *m, const uint64_t *flags, bool has_flag)
{
	if (m->mapping.flags && !mapping_is_flagged(&m->mapping, "mg"))
		return MERGING_NO;
	if (m->merged == 0)
		return MERGING_NO;
	if (flags && !frame_has(*flags, FRAME_KSM))
		return MERGING_NO;
	if (flags && has_flag)
		return MERGING_YES;
	/* The flag is unreliable, but the whole mapping may be merged. */
	return m->merged > 0 && m->merged == m->memory.of[MEMORY_ANONYMOUS]
		       ? MERGING_YES
		       : MERGING_UNKNOWN;
}
