/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits of the system: overcommit and the number of mappings. */
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>

#include "proc/lines.h"
#include "proc/read.h"
#include "why/evidence.h"
#include "why/heap/allocator.h"
#include "why/limits/growth.h"
#include "why/remedies.h"
#include "words/array.h"
#include "words/uapi.h"

static uint64_t setting(const char *path)
{
	uint64_t value = 0;

	read_number(path, &value);
	return value;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Mode 0 refuses only what could never fit into all memory and swap. */
static bool obviously_too_much(const struct diagnosis *d, struct cause *c,
	const char *meminfo, size_t length)
{
	uint64_t asked = growth_of(d).largest_part, memory, swap = 0;
	char text[32];

	if (!lines_find_number(meminfo, length, "MemTotal", &memory))
		return false;
	lines_find_number(meminfo, length, "SwapTotal", &swap);
	if (asked <= memory + swap)
		return false;
	cause_fact(c, "asked", "asked ", as_bytes(asked));
	cause_fact(c, "memory", "MemTotal ", as_bytes(memory));
	cause_fact(c, "swap", "SwapTotal ", as_bytes(swap));
	cause_fact(
		c, "overcommit_memory", "vm.overcommit_memory ", as_count(0));
	if (asks(d, &command_mmap))
		cause_try_flags(c, &names_map,
			arg(d->call, ROLE_FLAGS) | MAP_NORESERVE);
	cause_try_sysctl(c, "vm.overcommit_memory", 1);
	format_about(asked, text, sizeof(text));
	return cause_says(c, "%s is more than all memory and swap", text);
}

/*
 * Mode 2: the reserves for the administrator and for this user's other
 * processes are subtracted (mm/util.c, __vm_enough_memory).
 */
static bool beyond_the_limit(const struct diagnosis *d, struct cause *c,
	const char *meminfo, size_t length)
{
	uint64_t asked = growth_of(d).commit, limit, committed, size = 0;
	uint64_t kept = 0;

	if (!lines_find_number(meminfo, length, "CommitLimit", &limit) ||
		!lines_find_number(meminfo, length, "Committed_AS", &committed))
		return false;
	diagnosis_status(d, "VmSize", &size);
	if (!diagnosis_capable(d, CAP_SYS_ADMIN))
		kept = setting("/proc/sys/vm/admin_reserve_kbytes") * 1024;
	kept += least(
		size / 32, setting("/proc/sys/vm/user_reserve_kbytes") * 1024);
	if (asked < limit && committed + kept < limit - asked)
		return false;
	cause_fact(c, "asked", "asked ", as_bytes(asked));
	cause_fact(c, "committed", "Committed_AS ", as_bytes(committed));
	cause_fact(c, "limit", "CommitLimit ", as_bytes(limit));
	cause_fact(c, "kept", "reserved ", as_bytes(kept));
	cause_fact(
		c, "overcommit_memory", "vm.overcommit_memory ", as_count(2));
	cause_try(c, "sysctl vm.overcommit_memory=0");
	cause_try_sysctl(c, "vm.overcommit_kbytes",
		(growth_in_all(d, asked) + committed + kept) / 1024 + 2);
	return cause_says(c, "it would exceed the system's commit limit");
}

static bool overcommit(const struct diagnosis *d, struct cause *c)
{
	uint64_t mode;
	size_t length;
	char *meminfo;
	bool holds;

	if (!growth_of(d).commit ||
		!read_number("/proc/sys/vm/overcommit_memory", &mode) ||
		mode == 1 || !(meminfo = read_text("/proc/meminfo", &length)))
		return false;
	holds = mode == 2 ? beyond_the_limit(d, c, meminfo, length)
			  : obviously_too_much(d, c, meminfo, length);
	free(meminfo);
	return holds;
}

/* The mappings that count: [vsyscall] does not. */
static uint64_t count_mappings(const struct diagnosis *d)
{
	struct maps maps = diagnosis_maps(d);
	struct mapping m;
	uint64_t count = 0;

	while (maps_next(&maps, &m))
		count += m.path_length != 10 ||
			 memcmp(m.path, "[vsyscall]", 10) != 0;
	return count;
}

/* Whether a boundary at ADDRESS would split a mapping. */
static bool splits(const struct diagnosis *d, uint64_t address)
{
	struct mapping m;

	return diagnosis_mapping(d, address, &m) && address > m.start;
}

/* A call may add a mapping, and one on each side by a split. */
static void try_more_mappings(const struct diagnosis *d, struct cause *c,
	uint64_t count, uint64_t limit)
{
	uint64_t needed = count + 3 * diagnosis_calls_left(d);

	cause_try_sysctl(
		c, "vm.max_map_count", needed > limit * 2 ? needed : limit * 2);
}

/*
 * An mremap that moves requires some spare mappings (mm/mremap.c).  madvise
 * and prctl give EAGAIN where they cannot split one (mm/madvise.c).
 */
static bool map_count(const struct diagnosis *d, struct cause *c)
{
	bool adds = asks(d, &command_mmap) || asks(d, &command_brk) ||
		    asks(d, &command_sbrk) || asks(d, &command_thread) ||
		    command_has_trait(d->command, CALL_USES_HEAP);
	uint64_t limit, count, spare = asks(d, &command_mremap) ? 5 : 0;
	struct range range;

	if (!read_number("/proc/sys/vm/max_map_count", &limit))
		return false;
	count = count_mappings(d);
	if (count + spare < limit)
		return false;
	if (!adds && !spare &&
		(!range_of(d, &range) ||
			(!splits(d, range.start) && !splits(d, range.end))))
		return false;
	cause_fact(c, "mappings", "it has ", as_count(count));
	cause_fact(c, "limit", "vm.max_map_count ", as_count(limit));
	try_more_mappings(d, c, count, limit);
	return cause_says(c,
		"%s would exceed the limit on the number of mappings",
		adds || spare ? "one more" : "splitting one in two");
}

static const struct cause_row rows[] = {
	{"overcommit",
		HEAP_ENOMEM
		"mmap=ENOMEM mremap=ENOMEM mprotect=ENOMEM brk=ENOMEM "
		"sbrk=ENOMEM "
		"fork=ENOMEM thread=EAGAIN "
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV alloca=SIGSEGV",
		"it is more memory than overcommit allows",
		"sysctl vm.overcommit_memory=1, or MAP_NORESERVE", overcommit},
	{"map-count",
		HEAP_ENOMEM
		"mmap=ENOMEM munmap=ENOMEM mremap=ENOMEM mprotect=ENOMEM "
		"madvise=EAGAIN mlock=ENOMEM munlock=ENOMEM mseal=ENOMEM "
		"prctl=EAGAIN brk=ENOMEM sbrk=ENOMEM thread=EAGAIN",
		"it would exceed the limit on the number of mappings",
		"sysctl vm.max_map_count=N", map_count},
};

const struct cause_table causes_of_system_limits = {rows, ARRAY_SIZE(rows)};
