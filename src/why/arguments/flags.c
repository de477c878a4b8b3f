/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags that a call refuses, or ignores. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/vfs.h>

#include "why/files/descriptor.h"
#include "why/arguments/flags.h"
#include "why/huge/hugetlb.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

static bool no_map_type(const struct inquiry *q, struct cause *c)
{
	uint64_t flags = arg(q->call, ROLE_FLAGS), type = flags & MAP_TYPE;
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
		return cause_says(
			c, "MAP_SHARED_VALIDATE is a type for files alone");
	if (type == MAP_DROPPABLE)
		return cause_says(c,
			"MAP_DROPPABLE is a type for anonymous memory alone");
	return cause_says(
		c, "the flags say neither MAP_PRIVATE nor MAP_SHARED");
}

/* MAP_SYNC some file systems refuse with MAP_SHARED, too. */
static bool not_validated(const struct inquiry *q, struct cause *c)
{
	uint64_t type = arg(q->call, ROLE_FLAGS) & MAP_TYPE;
	uint64_t refused = arg(q->call, ROLE_FLAGS) &
			   (type == MAP_SHARED ? MAP_SYNC : ~flags_validated());
	char text[CALL_TEXT_MAX];

	if (!refused || (type != MAP_SHARED && type != MAP_SHARED_VALIDATE))
		return false;
	cause_flags(c, "flags", NULL, &names_map, refused);
	cause_try_flags(c, &names_map, arg(q->call, ROLE_FLAGS) & ~refused);
	if (refused == MAP_SYNC)
		return cause_says(
			c, "MAP_SYNC needs a file in persistent memory (DAX)");
	names_format(&names_map, refused, text, sizeof(text));
	return cause_says(c, "MAP_SHARED_VALIDATE refuses %s here", text);
}

/* Flags that are known, and refused together (or without another). */
static const struct conflict {
	const struct command *call;
	uint64_t mask, value; /* holds where (flags & mask) == value */
	uint64_t instead;     /* flags to add, or else to take away */
	const char *message;
} conflicts[] = {
	{&command_msync, MS_SYNC | MS_ASYNC, MS_SYNC | MS_ASYNC, 0,
		"MS_SYNC and MS_ASYNC exclude each other"},
	{&command_mremap, MREMAP_FIXED | MREMAP_MAYMOVE, MREMAP_FIXED,
		MREMAP_MAYMOVE, "MREMAP_FIXED needs MREMAP_MAYMOVE"},
	{&command_mremap, MREMAP_DONTUNMAP | MREMAP_MAYMOVE, MREMAP_DONTUNMAP,
		MREMAP_MAYMOVE, "MREMAP_DONTUNMAP needs MREMAP_MAYMOVE"},
	{&command_mlockall, UINT64_MAX, MCL_ONFAULT, MCL_CURRENT,
		"MCL_ONFAULT needs MCL_CURRENT or MCL_FUTURE"},
	{&command_mlockall, UINT64_MAX, 0, MCL_CURRENT,
		"nothing is chosen: MCL_CURRENT or MCL_FUTURE is needed"},
	{&command_memfd, MFD_EXEC | MFD_NOEXEC_SEAL, MFD_EXEC | MFD_NOEXEC_SEAL,
		0, "MFD_EXEC and MFD_NOEXEC_SEAL exclude each other"},
	{&command_mmap, MAP_TYPE | MAP_GROWSDOWN, MAP_SHARED | MAP_GROWSDOWN, 0,
		"MAP_GROWSDOWN is for private anonymous memory alone"},
	{&command_mmap, MAP_GROWSDOWN | MAP_ANONYMOUS, MAP_GROWSDOWN, 0,
		"MAP_GROWSDOWN is for private anonymous memory alone"},
	{&command_mmap, MAP_TYPE | MAP_LOCKED, MAP_DROPPABLE | MAP_LOCKED, 0,
		"MAP_DROPPABLE and MAP_LOCKED exclude each other"},
	{&command_mmap, MAP_TYPE | MAP_HUGETLB, MAP_DROPPABLE | MAP_HUGETLB, 0,
		"MAP_DROPPABLE and MAP_HUGETLB exclude each other"},
};

/* mm/mmap.c: a file of hugetlbfs has huge pages with or without the flag. */
static bool huge_plain_file(const struct inquiry *q, struct cause *c)
{
	uint64_t flags = arg(q->call, ROLE_FLAGS);
	char path[DESCRIPTOR_PATH_MAX];
	struct statfs status;

	if (!asks(q, &command_mmap) || !(flags & MAP_HUGETLB) ||
		flags & MAP_ANONYMOUS)
		return false;
	descriptor_path(q, path);
	if (statfs(path, &status) == -1 || is_hugetlbfs(&status))
		return false;
	descriptor_fact(q, c);
	cause_try_flags(c, &names_map, flags & ~(uint64_t)MAP_HUGETLB);
	return cause_says(c, "MAP_HUGETLB needs MAP_ANONYMOUS or a file of "
			     "hugetlbfs");
}

/* The bits of a size are flags of MFD_HUGETLB, and unknown without it. */
static bool huge_size_alone(const struct inquiry *q, struct cause *c)
{
	uint64_t flags = arg(q->call, ROLE_FLAGS);
	uint64_t sizes = (uint64_t)MAP_HUGE_MASK << MAP_HUGE_SHIFT;

	if (!asks(q, &command_memfd) || flags & MFD_HUGETLB || !(flags & sizes))
		return false;
	cause_flags(c, "flags", NULL, &names_memfd, flags);
	cause_try_flags(c, &names_memfd, flags & ~sizes);
	cause_try_flags(c, &names_memfd, flags | MFD_HUGETLB);
	return cause_says(c, "a size of huge pages needs MFD_HUGETLB");
}

static bool conflicting(
	const struct inquiry *q, struct cause *c, const struct names *names)
{
	uint64_t flags = arg(q->call, ROLE_FLAGS);

	for (size_t i = 0; i < ARRAY_SIZE(conflicts); i++) {
		const struct conflict *one = &conflicts[i];

		if (!asks(q, one->call) || (flags & one->mask) != one->value)
			continue;
		cause_flags(c, "flags", NULL, names, flags);
		if (one->instead)
			cause_try_flags(c, names, flags | one->instead);
		return cause_says(c, "%s", one->message);
	}
	if (asks(q, &command_mremap) && flags & MREMAP_DONTUNMAP &&
		page_ceil(q, arg(q->call, ROLE_LENGTH)) !=
			page_ceil(q, arg(q->call, ROLE_NEW_LENGTH))) {
		cause_flags(c, "flags", NULL, names, flags);
		cause_fact(c, "length", "length ",
			as_bytes(arg(q->call, ROLE_LENGTH)));
		cause_fact(c, "new-length", "new length ",
			as_bytes(arg(q->call, ROLE_NEW_LENGTH)));
		cause_try_size(q, c, "new-length", arg(q->call, ROLE_LENGTH));
		return cause_says(
			c, "MREMAP_DONTUNMAP cannot change the length");
	}
	return huge_size_alone(q, c) || huge_plain_file(q, c);
}

/* The flags-like parameter of this call that has bits without a name. */
static bool unknown_flag(const struct inquiry *q, struct cause *c)
{
	if (asks(q, &command_mmap) && q->error == EOPNOTSUPP)
		return not_validated(q, c);
	for (size_t n = 0; n < command_params(q->command); n++) {
		const struct param *param = q->command->params[n];
		uint64_t value = q->call->args[n], bits;

		/* mmap ignores them, in either. */
		if (param->kind != PARAM_FLAGS)
			continue;
		bits = asks(q, &command_mmap)
			       ? 0
			       : flags_unnamed(param->names, value);
		if (bits) {
			char hex[32];

			snprintf(hex, sizeof(hex), "0x%" PRIx64, bits);
			cause_text(c, "bits", NULL, hex);
			return cause_says(c, "%s is no %s that is known", hex,
				param->names->what);
		}
		if (strcmp(param->name, "flags") == 0 &&
			conflicting(q, c, param->names))
			return true;
	}
	return false;
}

static const struct cause_row rows[] = {
	{"no-map-type", "mmap=EINVAL",
		"the flags do not say whether it is shared or private",
		"--flags private,... or --flags shared,...", no_map_type},
	{"unknown-flag",
		"mmap=EOPNOTSUPP,EINVAL mlock=EINVAL mlockall=EINVAL "
		"mremap=EINVAL msync=EINVAL mseal=EINVAL memfd=EINVAL "
		"mprotect=EINVAL madvise=EINVAL",
		"a flag is not known, or does not go with the others", NULL,
		unknown_flag},
};

const struct cause_table causes_of_flags = {rows, ARRAY_SIZE(rows)};
