/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags that a call ignores. */
#include <inttypes.h>

#include "proc/read.h"
#include "why/flags.h"
#include "why/ranges.h"
#include "why/telling.h"
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
	uint64_t flags = call->flags;
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

static bool ignored_in_mmap(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	uint64_t ignored = ignored_by_mmap(call);
	uint64_t prot = flags_unnamed(&names_prot, call->prot);
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
	if (ignored & ~flags_validated() && !(call->flags & MAP_ANONYMOUS)) {
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
	cause_flags(c, "flags", NULL, &names_msync, q->call->flags);
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
	bits = flags_unnamed(&names_open, q->call->flags);
	if (!bits)
		return false;
	cause_flags(c, "flags", NULL, &names_open, bits);
	return cause_says(c, "0x%" PRIx64 " is no open flag: ignored", bits);
}

static const struct cause_row rows[] = {
	{"flag-ignored", "mmap=ok msync=ok open=ok",
		"it succeeded, and a flag had no effect",
		"--flags shared_validate,... refuses unknown flags",
		flag_ignored},
};

const struct cause_table causes_of_ignored_flags = {
	rows, sizeof(rows) / sizeof(*rows)};
