/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags that a call refuses, or ignores. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "proc/read.h"
#include "why/evidence.h"
#include "words/uapi.h"

/* The bits that no name of the family accounts for. */
static uint64_t unnamed(const struct names *names, uint64_t value)
{
	uint64_t known = 0;

	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->list[i];

		if (name->mask && (value & name->mask) == name->value)
			known |= name->value;
	}
	return value & ~known;
}

static void flags_fact(struct cause *c, const char *key, const char *label,
	const struct names *names, uint64_t value)
{
	char text[CALL_TEXT_MAX];

	names_format(names, value, text, sizeof(text));
	cause_text(c, key, label, text);
}

static bool no_map_type(const struct inquiry *q, struct cause *c)
{
	uint64_t flags = q->call->flags, type = flags & MAP_TYPE;
	uint64_t rest = flags & ~(uint64_t)MAP_TYPE;
	bool anonymous = flags & MAP_ANONYMOUS;

	if (type == MAP_PRIVATE || type == MAP_SHARED)
		return false;
	if (type == MAP_SHARED_VALIDATE && !anonymous)
		return false;
	if (type == MAP_DROPPABLE && anonymous)
		return false;
	flags_fact(c, "flags", NULL, &names_map, flags);
	flags_fact(c, "type", "the type is ", &names_map, type);
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
		c, "the flags do not say whether it is shared or private");
}

/*
 * include/linux/mman.h, LEGACY_MAP_MASK: what any file accepts together with
 * MAP_SHARED_VALIDATE.
 */
static uint64_t validated(void)
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

/* MAP_SYNC some file systems refuse with MAP_SHARED, too. */
static bool not_validated(const struct inquiry *q, struct cause *c)
{
	uint64_t type = q->call->flags & MAP_TYPE;
	uint64_t refused =
		q->call->flags & (type == MAP_SHARED ? MAP_SYNC : ~validated());

	if (!refused || (type != MAP_SHARED && type != MAP_SHARED_VALIDATE))
		return false;
	flags_fact(c, "flags", "refused: ", &names_map, refused);
	cause_try_flags(c, &names_map, q->call->flags & ~refused);
	if (refused == MAP_SYNC)
		return cause_says(
			c, "MAP_SYNC needs a file in persistent memory (DAX)");
	return cause_says(c, "MAP_SHARED_VALIDATE refuses what this file does "
			     "not support");
}

/* Flags that are known, and refused together (or without another). */
static const struct conflict {
	const char *call;
	uint64_t mask, value; /* holds where (flags & mask) == value */
	uint64_t instead;     /* flags to add, or else to take away */
	const char *message;
} conflicts[] = {
	{"msync", MS_SYNC | MS_ASYNC, MS_SYNC | MS_ASYNC, 0,
		"MS_SYNC and MS_ASYNC exclude each other"},
	{"mremap", MREMAP_FIXED | MREMAP_MAYMOVE, MREMAP_FIXED, MREMAP_MAYMOVE,
		"MREMAP_FIXED needs MREMAP_MAYMOVE"},
	{"mremap", MREMAP_DONTUNMAP | MREMAP_MAYMOVE, MREMAP_DONTUNMAP,
		MREMAP_MAYMOVE, "MREMAP_DONTUNMAP needs MREMAP_MAYMOVE"},
	{"mlockall", UINT64_MAX, MCL_ONFAULT, MCL_CURRENT,
		"MCL_ONFAULT needs MCL_CURRENT or MCL_FUTURE"},
	{"mlockall", UINT64_MAX, 0, MCL_CURRENT,
		"nothing is chosen: MCL_CURRENT or MCL_FUTURE is needed"},
	{"memfd", MFD_EXEC | MFD_NOEXEC_SEAL, MFD_EXEC | MFD_NOEXEC_SEAL, 0,
		"MFD_EXEC and MFD_NOEXEC_SEAL exclude each other"},
	{"mmap", MAP_TYPE | MAP_GROWSDOWN, MAP_SHARED | MAP_GROWSDOWN, 0,
		"MAP_GROWSDOWN is for private anonymous memory alone"},
	{"mmap", MAP_GROWSDOWN | MAP_ANONYMOUS, MAP_GROWSDOWN, 0,
		"MAP_GROWSDOWN is for private anonymous memory alone"},
	{"mmap", MAP_TYPE | MAP_LOCKED, MAP_DROPPABLE | MAP_LOCKED, 0,
		"MAP_DROPPABLE and MAP_LOCKED exclude each other"},
	{"mmap", MAP_TYPE | MAP_HUGETLB, MAP_DROPPABLE | MAP_HUGETLB, 0,
		"MAP_DROPPABLE and MAP_HUGETLB exclude each other"},
};

static bool conflicting(
	const struct inquiry *q, struct cause *c, const struct names *names)
{
	uint64_t flags = q->call->flags;

	for (size_t i = 0; i < sizeof(conflicts) / sizeof(*conflicts); i++) {
		const struct conflict *one = &conflicts[i];

		if (!asks(q, one->call) || (flags & one->mask) != one->value)
			continue;
		flags_fact(c, "flags", "flags ", names, flags);
		if (one->instead)
			cause_try_flags(c, names, flags | one->instead);
		return cause_says(c, "%s", one->message);
	}
	if (asks(q, "mremap") && flags & MREMAP_DONTUNMAP &&
		page_ceil(q, q->call->length) !=
			page_ceil(q, q->call->new_length)) {
		flags_fact(c, "flags", NULL, names, flags);
		cause_fact(c, "length", "length ", as_bytes(q->call->length));
		cause_fact(c, "new-length", "new length ",
			as_bytes(q->call->new_length));
		return cause_says(
			c, "MREMAP_DONTUNMAP cannot change the length");
	}
	return false;
}

/* The flags-like parameter of this call that has bits without a name. */
static bool unknown_flag(const struct inquiry *q, struct cause *c)
{
	if (asks(q, "mmap") && q->error == EOPNOTSUPP)
		return not_validated(q, c);
	for (size_t n = 0; n < command_params(q->command); n++) {
		const struct param *param = q->command->params[n];
		uint64_t value = call_get(q->call, param), bits;

		/* mmap ignores them, in either. */
		if (param->kind != PARAM_FLAGS)
			continue;
		bits = asks(q, "mmap") ? 0 : unnamed(param->names, value);
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

static bool strict_overcommit(void)
{
	uint64_t mode;

	return read_number("/proc/sys/vm/overcommit_memory", &mode) &&
	       mode == 2;
}

/* Those of mmap's flags that change nothing in this call. */
static uint64_t ignored_by_mmap(const struct call *call)
{
	uint64_t flags = call->flags;
	uint64_t huge = (uint64_t)0x3f << 26;
	uint64_t none = MAP_DENYWRITE | MAP_EXECUTABLE | MAP_NONBLOCK;

	none |= unnamed(&names_map, flags);
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

static bool ignored_in_mmap(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	uint64_t ignored = ignored_by_mmap(call);
	uint64_t prot = unnamed(&names_prot, call->prot);
	char text[CALL_TEXT_MAX], fd[32] = "", hex[32] = "";

	/* MAP_SYNC is not among those that only a file has. */
	if (call->flags & MAP_ANONYMOUS && call->fd >= 0)
		snprintf(fd, sizeof(fd), "fd %" PRId64, call->fd);
	if (prot)
		snprintf(hex, sizeof(hex), "prot 0x%" PRIx64, prot);
	if (!ignored && !*fd && !prot)
		return false;
	names_format(&names_map, ignored, text, sizeof(text));
	if (!ignored)
		text[0] = '\0';
	if (ignored)
		cause_text(c, "flags", NULL, text);
	if (*fd)
		cause_fact(c, "fd", NULL, as_number(call->fd));
	if (prot)
		cause_text(c, "prot", NULL, hex + 5);
	if (ignored & ~validated() && !(call->flags & MAP_ANONYMOUS)) {
		cause_try_flags(c, &names_map,
			(call->flags & ~(uint64_t)MAP_TYPE) |
				MAP_SHARED_VALIDATE);
	}
	return cause_says(c, "%.60s%s%s%s%s: ignored", text,
		ignored && *fd ? ", " : "", fd,
		(ignored || *fd) && prot ? ", " : "", hex);
}

/* msync(2): since Linux 2.6.19 the kernel tracks what is dirty by itself. */
static bool ignored_in_msync(const struct inquiry *q, struct cause *c)
{
	if (q->call->flags & MS_SYNC || q->call->length == 0)
		return false;
	flags_fact(c, "flags", NULL, &names_msync, q->call->flags);
	cause_try(c, "msync sync");
	return cause_says(
		c, "without MS_SYNC it writes nothing back by itself");
}

static bool flag_ignored(const struct inquiry *q, struct cause *c)
{
	uint64_t bits;

	if (asks(q, "mmap"))
		return ignored_in_mmap(q, c);
	if (asks(q, "msync"))
		return ignored_in_msync(q, c);
	bits = unnamed(&names_open, q->call->flags);
	if (!bits)
		return false;
	flags_fact(c, "flags", NULL, &names_open, bits);
	return cause_says(c, "0x%" PRIx64 " is no open flag: ignored", bits);
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
	{"flag-ignored", "mmap=ok msync=ok open=ok",
		"it succeeded, and a flag had no effect",
		"--flags shared_validate,... refuses unknown flags",
		flag_ignored},
};

const struct cause_table causes_of_flags = {rows, sizeof(rows) / sizeof(*rows)};
