/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether the blocks of a calloc are zero.  They are read from outside, and
 * only where pages are present: an untouched page is zero, and reading it would
 * fault it in.
 */
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "acts/heap.h"
#include "observer/internal.h"
#include "proc/pagemap.h"

enum { PAGES_AT_ONCE = 512, PAGE_BUFFER = 64 * 1024 };

/* This many entries of pagemap are read within a tenth of a second. */
static const uint64_t PAGES_LOOKED_AT = UINT64_C(1) << 20;

static bool read_is_zero(
	pid_t pid, uint64_t start, uint64_t end, enum heap_zero *zero)
{
	static const char zeros[PAGE_BUFFER];
	static char buffer[PAGE_BUFFER];

	while (start < end && *zero == HEAP_ZERO_YES) {
		size_t size =
			end - start < PAGE_BUFFER ? end - start : PAGE_BUFFER;
		struct iovec ours = {buffer, size};
		struct iovec theirs = {(void *)(uintptr_t)start, size};

		if (process_vm_readv(pid, &ours, 1, &theirs, 1, 0) !=
			(ssize_t)size)
			return false;
		if (memcmp(buffer, zeros, size) != 0)
			*zero = HEAP_ZERO_NO;
		start += size;
	}
	return true;
}

/* The part of a block in present pages. */
static bool look_at_block(pid_t pid, int fd, uint64_t page,
	const struct span *block, uint64_t size, enum heap_zero *zero)
{
	uint64_t entries[PAGES_AT_ONCE];
	uint64_t end = block->start + size;
	uint64_t last = (end + page - 1) / page;

	for (uint64_t at = block->start / page; at < last;) {
		size_t count =
			last - at < PAGES_AT_ONCE ? last - at : PAGES_AT_ONCE;

		if (pagemap_read(fd, at, entries, count) != count)
			return false;
		for (size_t i = 0; i < count; i++, at++) {
			struct pagemap_entry entry = pagemap_decode(entries[i]);
			uint64_t from = at * page, to = from + page;

			if (!entry.present && !entry.swapped)
				continue;
			if (!read_is_zero(pid,
				    from > block->start ? from : block->start,
				    to < end ? to : end, zero))
				return false;
		}
	}
	return true;
}

enum heap_zero heap_is_zero(pid_t pid, const struct record *record,
	const struct span *blocks, size_t count)
{
	uint64_t page = record->call.page_size;
	uint64_t size = heap_asked(&record->call);
	enum heap_zero zero = count ? HEAP_ZERO_YES : HEAP_ZERO_UNKNOWN;
	int fd;

	if (count && size / page > PAGES_LOOKED_AT / count)
		return HEAP_ZERO_UNKNOWN;
	fd = pagemap_open(pid);
	for (size_t i = 0; i < count && zero == HEAP_ZERO_YES; i++)
		if (fd == -1 ||
			!look_at_block(pid, fd, page, &blocks[i], size, &zero))
			zero = HEAP_ZERO_UNKNOWN;
	if (fd != -1)
		close(fd);
	return zero;
}
