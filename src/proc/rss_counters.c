/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/rss_counters.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * The resident pages, the second number; -1: unknown.  statm has the counters
 * of status (fs/proc/task_mmu.c), and is read in a fifth of the time.
 */
static int64_t resident_pages(int statm)
{
	char text[256];
	ssize_t got = pread(statm, text, sizeof(text) - 1, 0);
	const char *space;

	text[got > 0 ? got : 0] = '\0';
	space = strchr(text, ' ');
	return space ? strtoll(space, NULL, 10) : -1;
}

/* A single page may be counted by chance: each 64th fault is synced. */
static bool follow(int statm, volatile char *memory, size_t page)
{
	int64_t counted;

	/* The first time maps the code that reads: it is resident, too. */
	resident_pages(statm);
	counted = resident_pages(statm);
	for (int i = 0; i < 2; i++) {
		int64_t before = counted;

		memory[i * page] = 1;
		counted = resident_pages(statm);
		if (before < 0 || counted - before != 1)
			return false;
	}
	return true;
}

bool read_counters_follow(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	void *memory;
	bool good;

	if (statm == -1)
		return false;
	memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	good = memory != MAP_FAILED;
	if (good) {
		/* A huge page would be populated by the first write. */
		madvise(memory, 2 * page, MADV_NOHUGEPAGE);
		good = follow(statm, memory, page);
		munmap(memory, 2 * page);
	}
	close(statm);
	return good;
}
