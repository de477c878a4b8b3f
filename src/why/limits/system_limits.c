/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits of the system: what it promises, how many mappings it keeps. */
#include <inttypes.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>

#include "proc/lines.h"
#include "proc/read.h"
#include "why/heap/allocator.h"
#include "why/limits/growth.h"
#include "why/telling.h"
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

/* Mode 0: refused is only what could never be, all memory and swap in use. */
static bool obviously_too_much(const struct inquiry *q, struct cause *c,
	const char *meminfo, size_t length)
{
	uint64_t asked = growth_of(q).piece, memory, swap = 0;
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
	if (asks(q, &command_mmap))
		cause_try_flags(c, &names_map,
			arg(q->call, ROLE_FLAGS) | MAP_NORESERVE);
	cause_try(c, "sysctl vm.overcommit_memory=1");
	format_about(asked, text, sizeof(text));
	return cause_says(c, "%s is more than all memory and swap", text);
}

/*
 * Mode 2: what is kept for the administrator and for this user's other
 * processes is not to be had (mm/util.c, __vm_enough_memory).
 */
static bool beyond_the_limit(const struct inquiry *q, struct cause *c,
	const char *meminfo, size_t length)
{
	uint64_t asked = growth_of(q).commit, limit, committed, size = 0;
	uint64_t kept = 0;

	if (!lines_find_number(meminfo, length, "CommitLimit", &limit) ||
		!lines_find_number(meminfo, length, "Committed_AS", &committed))
		return false;
	inquiry_status(q, "VmSize", &size);
	if (!inquiry_capable(q, CAP_SYS_ADMIN))
		kept = setting("/proc/sys/vm/admin_reserve_kbytes") * 1024;
	kept += least(
		size / 32, setting("/proc/sys/vm/user_reserve_kbytes") * 1024);
	if (asked < limit && committed + kept < limit - asked)
		return false;
	cause_fact(c, "asked", "asked ", as_bytes(asked));
	cause_fact(c, "committed", "Committed_AS ", as_bytes(committed));
	cause_fact(c, "limit", "CommitLimit ", as_bytes(limit));
	cause_fact(c, "kept", "kept back ", as_bytes(kept));
	cause_fact(
		c, "overcommit_memory", "vm.overcommit_memory ", as_count(2));
	cause_try(c, "sysctl vm.overcommit_memory=0");
	cause_try(c, "sysctl vm.overcommit_kbytes=%" PRIu64,
		round_up(asked + committed + kept, 1024) / 1024 + 1);
	return cause_says(
		c, "it would pass what the system may promise in all");
}

static bool overcommit(const struct inquiry *q, struct cause *c)
{
	uint64_t mode;
	size_t length;
	char *meminfo;
	bool holds;

	if (!growth_of(q).commit ||
		!read_number("/proc/sys/vm/overcommit_memory", &mode) ||
		mode == 1 || !(meminfo = read_text("/proc/meminfo", &length)))
		return false;
	holds = mode == 2 ? beyond_the_limit(q, c, meminfo, length)
			  : obviously_too_much(q, c, meminfo, length);
	free(meminfo);
	return holds;
}

/* The mappings that count: [vsyscall] is none of the process's. */
static uint64_t count_mappings(const struct inquiry *q)
{
	struct maps maps = inquiry_maps(q);
	struct mapping m;
	uint64_t count = 0;

	while (maps_next(&maps, &m))
		count += m.path_length != 10 ||
			 memcmp(m.path, "[vsyscall]", 10) != 0;
	return count;
}

/* Whether ADDRESS would become a border where there is none. */
static bool splits(const struct inquiry *q, uint64_t address)
{
	struct mapping m;

	return inquiry_mapping(q, address, &m) && address > m.start;
}

/* An mremap that moves asks for room to spare beforehand (mm/mremap.c). */
static bool map_count(const struct inquiry *q, struct cause *c)
{
	bool adds = asks(q, &command_mmap) || asks(q, &command_brk) ||
		    asks(q, &command_sbrk) ||
		    command_has_trait(q->command, CALL_USES_HEAP);
	uint64_t limit, count, spare = asks(q, &command_mremap) ? 5 : 0;
	struct range range;

	if (!read_number("/proc/sys/vm/max_map_count", &limit))
		return false;
	count = count_mappings(q);
	if (count + spare < limit)
		return false;
	if (!adds && !spare &&
		(!range_of(q, &range) ||
			(!splits(q, range.start) && !splits(q, range.end))))
		return false;
	cause_fact(c, "mappings", "it has ", as_count(count));
	cause_fact(c, "limit", "vm.max_map_count ", as_count(limit));
	cause_try(c, "sysctl vm.max_map_count=%" PRIu64, limit * 2);
	return cause_says(c,
		"%s would pass the limit on the number of mappings",
		adds || spare ? "one more" : "splitting one in two");
}

static const struct cause_row rows[] = {
	{"overcommit",
		HEAP_ENOMEM
		"mmap=ENOMEM mremap=ENOMEM mprotect=ENOMEM brk=ENOMEM "
		"sbrk=ENOMEM "
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV alloca=SIGSEGV",
		"it is more memory than the system will promise",
		"sysctl vm.overcommit_memory=1, or MAP_NORESERVE", overcommit},
	{"map-count",
		HEAP_ENOMEM
		"mmap=ENOMEM munmap=ENOMEM mremap=ENOMEM mprotect=ENOMEM "
		"madvise=ENOMEM mlock=ENOMEM munlock=ENOMEM mseal=ENOMEM "
		"brk=ENOMEM sbrk=ENOMEM",
		"it would pass the limit on the number of mappings",
		"sysctl vm.max_map_count=N", map_count},
};

const struct cause_table causes_of_system_limits = {rows, ARRAY_SIZE(rows)};
