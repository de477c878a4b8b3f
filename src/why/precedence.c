/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of several causes are printed, and in which order. */
#include <string.h>

#include "why/diagnosis.h"
#include "words/array.h"

/*
 * Causes that say less about the same thing, or matter only without the first:
 * a limit does not matter to a request that fits nowhere.
 */
static const struct {
	const char *cause, *moot;
} moots[] = {
	{"cpu-limit", "cgroup-limit"},
	{"exec-filter", "seccomp"},
	{"exec-filter", "security-module"},
	{"ptrdiff-max", "out-of-range"},
	{"ptrdiff-max", "as-limit"},
	{"ptrdiff-max", "data-limit"},
	{"ptrdiff-max", "overcommit"},
	{"double-free", "heap-damaged"},
	{"invalid-free", "heap-damaged"},
	{"heap-memory-gone", "heap-damaged"},
	{"out-of-range", "address-taken"},
	{"out-of-range", "as-limit"},
	{"out-of-range", "data-limit"},
	{"out-of-range", "memlock-limit"},
	{"out-of-range", "overcommit"},
	{"out-of-range", "hugetlb-pool"},
	{"not-inherited", "not-mapped"},
	{"not-inherited", "hole"},
	{"stack-limit", "not-mapped"},
	{"as-limit", "not-mapped"},
	{"thread-stack", "not-mapped"},
	{"thread-stack", "protection"},
	{"signal-stack", "not-mapped"},
	{"signal-stack", "protection"},
	{"other-stack", "not-mapped"},
	{"other-stack", "protection"},
	{"stack-guard-gap", "not-mapped"},
	{"memlock-limit", "not-mapped"},
	{"overcommit", "not-mapped"},
	{"no-effect", "mapped-elsewhere"},
	{"thp-file", "thp-misplaced"},
	{"thp-off", "thp-untouched"},
	{"sealed-file", "descriptor-mode"},
	{"unmap-failed", "memory-kept"},
	{"thp-too-small", "thp-untouched"},
};

void causes_add(struct causes *causes, const struct cause *cause)
{
	size_t at = causes->count;

	if (causes->count == CAUSES_MAX)
		return;
	while (cause->verified && at > 0 && !causes->list[at - 1].verified)
		at--;
	memmove(&causes->list[at + 1], &causes->list[at],
		(causes->count - at) * sizeof(*cause));
	causes->list[at] = *cause;
	causes->count++;
}

bool causes_verified(const struct causes *causes, const char *slug)
{
	for (size_t i = 0; i < causes->count; i++)
		if (causes->list[i].verified &&
			strcmp(causes->list[i].slug, slug) == 0)
			return true;
	return false;
}

void causes_keep(struct causes *causes, const char *slug)
{
	size_t kept = 0;

	for (size_t i = 0; i < causes->count; i++)
		if (strcmp(causes->list[i].slug, slug) == 0)
			causes->list[kept++] = causes->list[i];
	causes->count = kept;
}

void causes_drop_spare(struct causes *causes)
{
	size_t kept = 0;

	for (size_t i = 0; i < causes->count; i++)
		if (!causes->list[i].spare)
			causes->list[kept++] = causes->list[i];
	if (kept)
		causes->count = kept;
}

static bool is_moot(const struct causes *causes, const char *slug)
{
	for (size_t i = 0; i < ARRAY_SIZE(moots); i++)
		if (strcmp(moots[i].moot, slug) == 0 &&
			causes_verified(causes, moots[i].cause))
			return true;
	return false;
}

void causes_drop_moot(struct causes *causes)
{
	size_t kept = 0;

	for (size_t i = 0; i < causes->count; i++)
		if (!is_moot(causes, causes->list[i].slug))
			causes->list[kept++] = causes->list[i];
	causes->count = kept;
}
