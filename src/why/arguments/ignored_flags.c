/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags that a call ignores. */
#include <inttypes.h>
#include <string.h>

#include "proc/read.h"
#include "why/arguments/flags.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

uint64_t flags_unnamed(const struct names *names, uint64_t value)
{
	uint64_t known = 0;

	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->list[i];

		if (name->mask && (value & name->mask) == name->value)
			known |= name->value;
	}
	return value & ~known;
}

/*
 * include/linux/mman.h, LEGACY_MAP_MASK.
 */
uint64_t flags_validated(void)
{
	uint64_t mask = MAP_TYPE | MAP_FIXED | MAP_ANONYMOUS | MAP_DENYWRITE |
			MAP_EXECUTABLE | MAP_UNINITIALIZED | MAP_GROWSDOWN |
			MAP_LOCKED | MAP_NORESERVE | MAP_POPULATE |
			MAP_NONBLOCK | MAP_STACK | MAP_HUGETLB |
			(uint64_t)MAP_HUGE_2MB | (uint64_t)MAP_HUGE_1GB;

#ifdef MAP_32BIT
	mask |= MAP_32BIT;
#endif
#ifdef MAP_ABOVE4G
	mask |= MAP_ABOVE4G;
#endif
	return mask;
}

static bool strict_overcommit(void)
{
	uint64_t mode;

	return read_number("/proc/sys/vm/overcommit_memory", &mode) &&
	       mode == 2;
}

/* Those of mmap's flags that change nothing in this call. */
static uint64_t ignored_by_mmap(const struct call *call)
{
	uint64_t flags = arg(call, ROLE_FLAGS);
	uint64_t huge = (uint64_t)0x3f << 26;
	uint64_t none = MAP_DENYWRITE | MAP_EXECUTABLE | MAP_NONBLOCK;

	none |= flags_unnamed(&names_map, flags);
	if ((flags & MAP_TYPE) != MAP_SHARED_VALIDATE)
		none |= MAP_SYNC;
	if (!(flags & MAP_HUGETLB)) /* MAP_UNINITIALIZED is one of them */
		none |= huge;
	if (flags & MAP_NONBLOCK)
		none |= MAP_POPULATE;
	if (flags & MAP_NORESERVE && strict_overcommit())
		none |= MAP_NORESERVE;
	return flags & none;
}

/* Another word of "MAP_DENYWRITE, fd 3 and prot 0x40". */
static void add_word(char all[256], const char *word, bool last)
{
	if (*all)
		strcat(all, last ? " and " : ", ");
	strncat(all, word, 255 - strlen(all));
}

static bool ignored_in_mmap(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	uint64_t ignored = ignored_by_mmap(call);
	uint64_t prot = flags_unnamed(&names_prot, arg(call, ROLE_PROT)) |
			flags_not_of_processor(arg(call, ROLE_PROT));
	/* MAP_SYNC is not among those that only a file has. */
	bool fd = arg(call, ROLE_FLAGS) & MAP_ANONYMOUS &&
		  signed_arg(call, ROLE_FD) >= 0;
	char all[256] = "", word[128];

	if (ignored) {
		cause_flags(c, "flags", NULL, &names_map, ignored);
		names_format(&names_map, ignored, word, sizeof(word));
		add_word(all, word, false);
	}
	if (fd) {
		cause_fact(c, "fd", NULL, as_number(signed_arg(call, ROLE_FD)));
		snprintf(word, sizeof(word), "fd %" PRId64,
			signed_arg(call, ROLE_FD));
		add_word(all, word, !prot);
	}
	if (prot) {
		char names[112];

		names_format(&names_prot, prot, names, sizeof(names));
		cause_text(c, "prot", NULL, names);
		snprintf(word, sizeof(word), "prot %s", names);
		add_word(all, word, true);
	}
	if (ignored & ~flags_validated() &&
		!(arg(call, ROLE_FLAGS) & MAP_ANONYMOUS) &&
		(arg(call, ROLE_FLAGS) & MAP_TYPE) == MAP_SHARED)
		cause_try_flags(c, &names_map,
			arg(call, ROLE_FLAGS) | MAP_SHARED_VALIDATE);
	return *all && cause_says(c, "the kernel ignores %s here", all);
}

/* msync(2): since Linux 2.6.19 the kernel tracks what is dirty by itself. */
static bool ignored_in_msync(const struct inquiry *q, struct cause *c)
{
	if (arg(q->call, ROLE_FLAGS) & (MS_SYNC | MS_INVALIDATE) ||
		arg(q->call, ROLE_LENGTH) == 0)
		return false;
	cause_flags(c, "flags", NULL, &names_msync, arg(q->call, ROLE_FLAGS));
	cause_try(c, "msync sync");
	return cause_says(c, "without MS_SYNC this call writes nothing back");
}

static bool flag_ignored(const struct inquiry *q, struct cause *c)
{
	uint64_t bits;

	if (asks(q, &command_mmap))
		return ignored_in_mmap(q, c);
	if (asks(q, &command_msync))
		return ignored_in_msync(q, c);
	bits = flags_unnamed(&names_open, arg(q->call, ROLE_FLAGS));
	if (!bits)
		return false;
	cause_flags(c, "flags", NULL, &names_open, bits);
	return cause_says(c,
		"the kernel ignores 0x%" PRIx64 ": it is no open flag", bits);
}

static const struct cause_row rows[] = {
	{"flag-ignored", "mmap=ok msync=ok open=ok",
		"it succeeded, and a flag had no effect",
		"--flags shared_validate,... refuses unknown flags",
		flag_ignored},
};

const struct cause_table causes_of_ignored_flags = {rows, ARRAY_SIZE(rows)};
