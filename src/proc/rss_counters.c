/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/rss_counters.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "proc/lines.h"

/* RssShmem in bytes; -1: no such counter. */
static int64_t shared_memory(int status)
{
	char text[8192];
	ssize_t got = pread(status, text, sizeof(text), 0);
	uint64_t bytes;

	return got > 0 && lines_find_number(
				  text, (size_t)got, "RssShmem", &bytes)
		       ? (int64_t)bytes
		       : -1;
}

/* A single page may be counted by chance: each 64th fault is synced. */
static bool follow(int status, volatile char *shared, size_t page)
{
	int64_t counted = shared_memory(status);

	for (int i = 0; i < 2; i++) {
		int64_t before = counted;

		shared[i * page] = 1;
		counted = shared_memory(status);
		if (before < 0 || counted - before != (int64_t)page)
			return false;
	}
	return true;
}

bool read_counters_follow(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int status = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	void *shared;
	bool good;

	if (status == -1)
		return false;
	shared = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	good = shared != MAP_FAILED;
	if (good) {
		/* A huge page would be populated by the first write. */
		madvise(shared, 2 * page, MADV_NOHUGEPAGE);
		good = follow(status, shared, page);
		munmap(shared, 2 * page);
	}
	close(status);
	return good;
}
