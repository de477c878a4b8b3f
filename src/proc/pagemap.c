/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/pagemap.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool bit(uint64_t bits, unsigned number)
{
	return bits >> number & 1;
}

struct pagemap_entry pagemap_decode(uint64_t bits)
{
	struct pagemap_entry entry = {
		.present = bit(bits, 63),
		.swapped = bit(bits, 62),
		.file = bit(bits, 61),
		.guard = bit(bits, 58), /* Linux 6.15 */
		.exclusive = bit(bits, 56),
		.soft_dirty = bit(bits, 55),
	};

	if (entry.present)
		entry.frame = bits & ((UINT64_C(1) << 55) - 1);
	return entry;
}

bool pagemap_is_there(uint64_t bits)
{
	struct pagemap_entry entry = pagemap_decode(bits);

	return entry.present || (entry.swapped && !entry.guard);
}

int pagemap_open(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)pid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static size_t read_words(int fd, uint64_t first, uint64_t *words, size_t count)
{
	ssize_t got = pread(fd, words, count * sizeof(*words),
		(off_t)(first * sizeof(*words)));

	return got < 0 ? 0 : (size_t)got / sizeof(*words);
}

size_t pagemap_read(int fd, uint64_t first, uint64_t *entries, size_t count)
{
	return read_words(fd, first, entries, count);
}

int pagemap_scan(int fd, uint64_t start, uint64_t end,
	struct uapi_page_region *regions, size_t count)
{
	struct uapi_scan scan = {.size = sizeof(scan),
		.start = start,
		.end = end,
		.vec = (uintptr_t)regions,
		.vec_len = count,
		.return_mask = UAPI_PAGE_IS_FILE | UAPI_PAGE_IS_PRESENT |
			       UAPI_PAGE_IS_SWAPPED | UAPI_PAGE_IS_PFNZERO |
			       UAPI_PAGE_IS_HUGE | UAPI_PAGE_IS_GUARD};
	int filled = ioctl(fd, UAPI_PAGEMAP_SCAN, &scan);

	/* Before Linux 6.15 the guard category is refused. */
	if (filled == -1) {
		scan.return_mask &= ~(uint64_t)UAPI_PAGE_IS_GUARD;
		filled = ioctl(fd, UAPI_PAGEMAP_SCAN, &scan);
	}
	return filled;
}

int frame_flags_open(void)
{
	return open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
}

int frame_counts_open(void)
{
	return open("/proc/kpagecount", O_RDONLY | O_CLOEXEC);
}

bool frame_flags_read(int fd, uint64_t frame, uint64_t *flags, size_t count)
{
	return read_words(fd, frame, flags, count) == count;
}
