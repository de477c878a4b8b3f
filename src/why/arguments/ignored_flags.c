/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags that a call ignores. */
#include <inttypes.h>
#include <string.h>

#include "proc/read.h"
#include "why/arguments/flags.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/array.h"
#include "words/uapi.h"

uint64_t flags_unnamed(const struct names *names, uint64_t value)
{
	const struct name *name = NULL;
	uint64_t known = 0;

	while ((name = names_next(names, name, value)))
		known |= name->value;
	return value & ~known;
}

uint64_t flags_validated(void)
{
	uint64_t mask = MAP_TYPE;

	for (size_t i = 0; i < names_map.count; i++)
		if (names_map.list[i].traits & FLAG_VALIDATED)
			mask |= names_map.list[i].value;
	return mask;
}

static bool strict_overcommit(void)
{
	uint64_t mode;

	return read_number("/proc/sys/vm/overcommit_memory", &mode) &&
	       mode == 2;
}

/* The flags that are ignored because the flag that they need is missing. */
static uint64_t ignored_without(uint64_t flags)
{
	const struct name *name = NULL;
	uint64_t bits = 0;

	while ((name = names_next(&names_map, name, flags)))
		if (name->traits & FLAG_IGNORED_WITHOUT &&
			!(flags & name->needs))
			bits |= name->value;
	return bits;
}

/* The mmap flags that have no effect in this call. */
static uint64_t ignored_by_mmap(const struct call *call)
{
	uint64_t flags = arg(call, ROLE_FLAGS);
	uint64_t none = names_with(&names_map, flags, FLAG_IGNORED) |
			ignored_without(flags) |
			flags_unnamed(&names_map, flags);

	if ((flags & MAP_TYPE) != MAP_SHARED_VALIDATE)
		none |= MAP_SYNC;
	if (flags & MAP_NONBLOCK)
		none |= MAP_POPULATE;
	if (flags & MAP_NORESERVE && strict_overcommit())
		none |= MAP_NORESERVE;
	return flags & none;
}

/* Append a word of "MAP_DENYWRITE, fd 3 and prot 0x40". */
static void add_word(char all[256], const char *word, bool last)
{
	if (*all)
		strcat(all, last ? " and " : ", ");
	strncat(all, word, 255 - strlen(all));
}

static bool ignored_in_mmap(const struct diagnosis *d, struct cause *c)
{
	const struct call *call = d->call;
	uint64_t ignored = ignored_by_mmap(call);
	uint64_t prot = flags_unnamed(&names_prot, arg(call, ROLE_PROT)) |
			flags_not_of_processor(arg(call, ROLE_PROT));
	/* MAP_SYNC is not one of the flags that only files heed. */
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

/* msync(2): since Linux 2.6.19 the kernel tracks dirty pages itself. */
static bool ignored_in_msync(const struct diagnosis *d, struct cause *c)
{
	if (arg(d->call, ROLE_FLAGS) & (MS_SYNC | MS_INVALIDATE) ||
		arg(d->call, ROLE_LENGTH) == 0)
		return false;
	cause_flags(c, "flags", NULL, &names_msync, arg(d->call, ROLE_FLAGS));
	cause_try(c, "msync sync");
	return cause_says(c, "without MS_SYNC this call writes nothing back");
}

static bool flag_ignored(const struct diagnosis *d, struct cause *c)
{
	uint64_t bits;

	if (asks(d, &command_mmap))
		return ignored_in_mmap(d, c);
	if (asks(d, &command_msync))
		return ignored_in_msync(d, c);
	bits = flags_unnamed(&names_open, arg(d->call, ROLE_FLAGS));
	if (!bits)
		return false;
	cause_flags(c, "flags", NULL, &names_open, bits);
	return cause_says(
		c, "the kernel ignores 0x%" PRIx64 ": not an open flag", bits);
}

static const struct cause_row rows[] = {
	{"flag-ignored", "mmap=ok msync=ok open=ok",
		"it succeeded, but a flag had no effect",
		"--flags shared_validate,... refuses unknown flags",
		flag_ignored},
};

const struct cause_table causes_of_ignored_flags = {rows, ARRAY_SIZE(rows)};
