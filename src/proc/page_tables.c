/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/page_tables.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proc/read.h"

/* The line of TEXT that begins with KEY; NULL: there is none. */
static const char *line_of(const char *text, const char *key)
{
	size_t length = strlen(key);
	const char *at = text;

	while (at && strncmp(at, key, length)) {
		at = strchr(at, '\n');
		if (at)
			at++;
	}
	return at;
}

/* Whether WORD is among the words of a line. */
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
	const char *flags = line_of(cpuinfo, "flags");

	if (!flags)
		return 0;
	return line_has(flags, "la57") ? 5 : 4;
}

bool pae_of(const char *meminfo, bool *pae)
{
	*pae = line_of(meminfo, "DirectMap2M:");
	return *pae || line_of(meminfo, "DirectMap4M:");
}

bool radix_of(const char *cpuinfo)
{
	const char *mmu = line_of(cpuinfo, "MMU");

	return mmu && line_has(mmu, "Radix");
}

bool lpae_possible_of(const char *cpuinfo)
{
	const char *features = line_of(cpuinfo, "Features");

	return !features || line_has(features, "lpae");
}

static char *read_cpuinfo(void)
{
	size_t length;

	return read_text("/proc/cpuinfo", &length);
}

/* A 32-bit program cannot see how many levels its kernel has. */
static unsigned bits_x86_64(const struct address_space *space)
{
	char *text;
	unsigned levels;

	if (space->wide)
		return space->bits;
	text = read_cpuinfo();
	levels = text ? paging_levels_of(text) : 0;
	free(text);
	return levels == 5 ? 57 : levels == 4 ? 48 : 0;
}

static bool read_pae(bool *pae)
{
	size_t length;
	char *text = read_text("/proc/meminfo", &length);
	bool known = text && pae_of(text, pae);

	free(text);
	return known;
}

/*
 * Only a kernel with LPAE can have transparent huge pages
 * (HAVE_ARCH_TRANSPARENT_HUGEPAGE in arch/arm/Kconfig).
 */
static bool read_lpae(bool *lpae)
{
	char *text = read_cpuinfo();
	bool possible = !text || lpae_possible_of(text);

	free(text);
	*lpae = access("/sys/kernel/mm/transparent_hugepage", F_OK) == 0;
	return *lpae || !possible;
}

static bool read_radix(void)
{
	char *text = read_cpuinfo();
	bool radix = text && radix_of(text);

	free(text);
	return radix;
}

/*
 * A process begins with tables for 2^42, which grow with its highest mapping
 * (crst_table_upgrade() in arch/s390/mm/pgalloc.c).
 */
static unsigned bits_s390x(pid_t pid)
{
	size_t length;
	char *text = read_process_file(pid, "maps", &length);
	struct maps maps = maps_of(text ? text : "", text ? length : 0);
	struct mapping m = {.end = 0};

	while (maps_next(&maps, &m))
		;
	free(text);
	if (!m.end)
		return 0;
	return m.end <= UINT64_C(1) << 42   ? 42
	       : m.end <= UINT64_C(1) << 53 ? 53
					    : 64;
}

bool read_page_tables(pid_t pid, const struct address_space *space,
	struct page_tables *tables)
{
	*tables = (struct page_tables){.machine = space->machine,
		.page_shift = (unsigned)__builtin_ctzll(space->page_size),
		.bits = space->bits};
	switch (tables->machine) {
	case MACHINE_X86_64:
		tables->bits = bits_x86_64(space);
		break;
	case MACHINE_I386:
		return read_pae(&tables->wide_entries);
	case MACHINE_ARM:
		return read_lpae(&tables->wide_entries);
	case MACHINE_ARM64:
	case MACHINE_RISCV64:
		/* A 32-bit program does not use the upper levels. */
		return space->wide;
	case MACHINE_PPC64:
		/* The tree has all bits, however many the program uses. */
		tables->bits = 52;
		return space->wide && read_radix();
	case MACHINE_S390X:
		tables->bits = bits_s390x(pid);
		break;
	case MACHINE_OTHER:
		return false;
	}
	return tables->bits != 0;
}
