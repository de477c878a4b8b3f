/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/paging_levels.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "proc/read.h"

/* Whether WORD stands among the words of a line. */
static bool line_has(const char *line, const char *word)
{
	size_t length = strlen(word);
	size_t end = strcspn(line, "\n");
	const char *at = line;

	while ((at = strstr(at, word)) && at < line + end) {
		bool begins = at == line || at[-1] == ' ' || at[-1] == '\t';
		bool ends = at + length == line + end || at[length] == ' ';

		if (begins && ends)
			return true;
		at += length;
	}
	return false;
}

unsigned paging_levels_of(const char *cpuinfo)
{
	const char *flags = strstr(cpuinfo, "\nflags");

	if (!flags)
		return 0;
	return line_has(flags + 1, "la57") ? 5 : 4;
}

/* Asks the kernel for an address that needs 5: x86_64/5level-paging.rst. */
static unsigned levels_by_mapping(void)
{
	static const uint64_t above = UINT64_C(1) << 50;
	size_t page = (size_t)getpagesize();
	void *there = mmap((void *)(uintptr_t)above, page, PROT_NONE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (there == MAP_FAILED)
		return 0;
	munmap(there, page);
	return (uint64_t)(uintptr_t)there >> 47 ? 5 : 4;
}

unsigned read_paging_levels(void)
{
	enum { PAGE = 4096 };
	unsigned told, seen;
	struct utsname name;
	size_t length;
	char *text;

	if (sizeof(void *) != 8 || uname(&name) == -1 ||
		strcmp(name.machine, "x86_64") != 0 || getpagesize() != PAGE)
		return 0;
	text = read_text("/proc/cpuinfo", &length);
	told = text ? paging_levels_of(text) : 0;
	free(text);
	seen = levels_by_mapping();
	if (told && seen && told != seen)
		return 0;
	return told ? told : seen;
}
