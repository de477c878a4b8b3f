/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags that a call refuses, or ignores. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/vfs.h>

#include "why/arguments/flags.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/files/descriptor.h"
#include "why/huge/hugetlb.h"
#include "words/array.h"
#include "words/uapi.h"

static bool no_map_type(const struct diagnosis *d, struct cause *c)
{
	uint64_t flags = arg(d->call, ROLE_FLAGS), type = flags & MAP_TYPE;
	uint64_t rest = flags & ~(uint64_t)MAP_TYPE;
	bool anonymous = flags & MAP_ANONYMOUS;

	if (type == MAP_PRIVATE || type == MAP_SHARED)
		return false;
	if (type == MAP_SHARED_VALIDATE && !anonymous)
		return false;
	if (type == MAP_DROPPABLE && anonymous)
		return false;
	cause_flags(c, "flags", NULL, &names_map, flags);
	cause_flags(c, "type", "the type is ", &names_map, type);
	if (type != MAP_SHARED_VALIDATE)
		cause_try_flags(c, &names_map, rest | MAP_PRIVATE);
	if (type != MAP_DROPPABLE)
		cause_try_flags(c, &names_map, rest | MAP_SHARED);
	if (type == MAP_SHARED_VALIDATE)
		return cause_says(c, "MAP_SHARED_VALIDATE is only for files");
	if (type == MAP_DROPPABLE)
		return cause_says(
			c, "MAP_DROPPABLE is only for anonymous memory");
	return cause_says(
		c, "the flags have neither MAP_PRIVATE nor MAP_SHARED");
}

/* Some file systems refuse MAP_SYNC with MAP_SHARED, too. */
static bool not_validated(const struct diagnosis *d, struct cause *c)
{
	uint64_t type = arg(d->call, ROLE_FLAGS) & MAP_TYPE;
	uint64_t refused = arg(d->call, ROLE_FLAGS) &
			   (type == MAP_SHARED ? MAP_SYNC : ~flags_validated());
	char text[CALL_TEXT_MAX];

	if (!refused || (type != MAP_SHARED && type != MAP_SHARED_VALIDATE))
		return false;
	cause_flags(c, "flags", NULL, &names_map, refused);
	cause_try_flags(c, &names_map, arg(d->call, ROLE_FLAGS) & ~refused);
	if (refused == MAP_SYNC)
		return cause_says(
			c, "MAP_SYNC needs a file in persistent memory (DAX)");
	names_format(&names_map, refused, text, sizeof(text));
	return cause_says(c, "MAP_SHARED_VALIDATE refuses %s here", text);
}

/* "MREMAP_FIXED needs MREMAP_MAYMOVE": of several, any one will do. */
static bool explain_needed(const struct diagnosis *d, struct cause *c,
	const struct names *names, const struct name *name)
{
	uint64_t flags = arg(d->call, ROLE_FLAGS);
	char text[CALL_TEXT_MAX] = "";
	const struct name *one = NULL;
	uint64_t offered = 0;

	while ((one = names_next(names, one, name->needs))) {
		size_t used = strlen(text);

		if (!(one->value & ~offered)) /* an alias */
			continue;
		offered |= one->value;
		snprintf(text + used, sizeof(text) - used, "%s%s%s",
			used ? " or " : "", names->prefix, one->name);
		cause_try_flags(c, names, flags | one->value);
	}
	if (flags & ~name->value)
		cause_try_flags(c, names, flags & ~name->value);
	return cause_says(c, "%s%s needs %s", names->prefix, name->name, text);
}

/* Known flags that are refused together, or without another. */
static bool explain_conflict(
	const struct diagnosis *d, struct cause *c, const struct names *names)
{
	uint64_t flags = arg(d->call, ROLE_FLAGS);
	const struct name *name = NULL, *other;

	cause_flags(c, "flags", NULL, names, flags);
	while ((name = names_next(names, name, flags))) {
		if (name->needs && !(flags & name->needs) &&
			!(name->traits & FLAG_IGNORED_WITHOUT))
			return explain_needed(d, c, names, name);
		other = names_next(names, NULL, flags & name->excludes);
		if (!other)
			continue;
		cause_try_flags(c, names, flags & ~other->value);
		return cause_says(c, "%s%s and %s%s exclude each other",
			names->prefix, name->name, names->prefix, other->name);
	}
	if (asks(d, &command_mlockall) && !flags) {
		cause_try_flags(c, names, MCL_CURRENT);
		return cause_says(c, "MCL_CURRENT or MCL_FUTURE is needed");
	}
	c->fact_count = 0;
	return false;
}

/* mm/mmap.c: a file of hugetlbfs has huge pages with or without the flag. */
static bool huge_plain_file(const struct diagnosis *d, struct cause *c)
{
	uint64_t flags = arg(d->call, ROLE_FLAGS);
	char path[DESCRIPTOR_PATH_MAX];
	struct statfs status;

	if (!asks(d, &command_mmap) || !(flags & MAP_HUGETLB) ||
		flags & MAP_ANONYMOUS)
		return false;
	descriptor_path(d, path);
	if (statfs(path, &status) == -1 || is_hugetlbfs(&status))
		return false;
	descriptor_fact(d, c);
	cause_try_flags(c, &names_map, flags & ~(uint64_t)MAP_HUGETLB);
	return cause_says(c, "MAP_HUGETLB needs MAP_ANONYMOUS or a file of "
			     "hugetlbfs");
}

static bool conflicting(
	const struct diagnosis *d, struct cause *c, const struct names *names)
{
	uint64_t flags = arg(d->call, ROLE_FLAGS);

	if (explain_conflict(d, c, names))
		return true;
	if (asks(d, &command_mremap) && flags & MREMAP_DONTUNMAP &&
		page_ceil(d, arg(d->call, ROLE_LENGTH)) !=
			page_ceil(d, arg(d->call, ROLE_NEW_LENGTH))) {
		cause_flags(c, "flags", NULL, names, flags);
		cause_fact(c, "length", "length ",
			as_bytes(arg(d->call, ROLE_LENGTH)));
		cause_fact(c, "new-length", "new length ",
			as_bytes(arg(d->call, ROLE_NEW_LENGTH)));
		cause_try_size(d, c, "new-length", arg(d->call, ROLE_LENGTH));
		return cause_says(
			c, "MREMAP_DONTUNMAP cannot change the length");
	}
	return huge_plain_file(d, c);
}

/* mm/mprotect.c: before anything is looked up. */
static bool grows_both_ways(const struct diagnosis *d, struct cause *c)
{
	const uint64_t both = PROT_GROWSDOWN | PROT_GROWSUP;

	if (!asks(d, &command_mprotect) ||
		(arg(d->call, ROLE_PROT) & both) != both)
		return false;
	cause_flags(c, "prot", NULL, &names_prot, arg(d->call, ROLE_PROT));
	return cause_says(
		c, "PROT_GROWSDOWN and PROT_GROWSUP exclude each other");
}

/* Find unknown bits in the call's flag parameters. */
static bool unknown_flag(const struct diagnosis *d, struct cause *c)
{
	if (asks(d, &command_mmap) && d->error == EOPNOTSUPP)
		return not_validated(d, c);
	if (grows_both_ways(d, c))
		return true;
	for (size_t n = 0; n < command_params(d->command); n++) {
		const struct param *param = d->command->params[n];
		uint64_t value = d->call->args[n], bits;

		/* mmap ignores them in prot and flags. */
		if (param->kind != PARAM_FLAGS)
			continue;
		if (param->is_int)
			value = (uint32_t)value;
		bits = asks(d, &command_mmap)
			       ? 0
			       : flags_unnamed(param->names, value);
		if (bits) {
			char hex[32];

			snprintf(hex, sizeof(hex), "0x%" PRIx64, bits);
			cause_text(c, "bits", NULL, hex);
			return cause_says(c, "%s is not a known %s", hex,
				param->names->what);
		}
		if (strcmp(param->name, "flags") == 0 &&
			conflicting(d, c, param->names))
			return true;
	}
	return false;
}

/* An int of the kernel's has 32 bits, whatever the register holds. */
static bool upper_bits(const struct diagnosis *d, struct cause *c)
{
	for (size_t n = 0; n < command_params(d->command); n++) {
		const struct param *param = d->command->params[n];
		uint64_t value = d->call->args[n], taken = (uint32_t)value;
		char text[CALL_TEXT_MAX];

		if (!param->is_int || value == taken ||
			value == (uint64_t)(int64_t)(int32_t)value)
			continue;
		names_format(param->names, taken, text, sizeof(text));
		cause_fact(c, "given", NULL, as_address(value));
		cause_fact(c, "taken", NULL, as_address(taken));
		if (taken && !flags_unnamed(param->names, taken))
			cause_try(c, "--%s %s", param->name, text);
		return cause_says(c,
			"the kernel takes the lower 32 bits only: %s is %s",
			param->name, text);
	}
	return false;
}

static const struct cause_row rows[] = {
	{"upper-bits",
		"madvise=ok,EINVAL mlock=ok,EINVAL mlockall=ok,EINVAL "
		"msync=ok,EINVAL memfd=ok,EINVAL open=ok,EINVAL",
		"a value has more than the 32 bits that the kernel takes", NULL,
		upper_bits},
	{"no-map-type", "mmap=EINVAL",
		"the flags have neither MAP_PRIVATE nor MAP_SHARED",
		"--flags private,... or --flags shared,...", no_map_type},
	{"unknown-flag",
		"mmap=EOPNOTSUPP,EINVAL mlock=EINVAL mlockall=EINVAL "
		"mremap=EINVAL msync=EINVAL mseal=EINVAL memfd=EINVAL "
		"mprotect=EINVAL madvise=EINVAL",
		"a flag is unknown, or conflicts with the others", NULL,
		unknown_flag},
};

const struct cause_table causes_of_flags = {rows, ARRAY_SIZE(rows)};
