/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Successes that changed nothing, or tell less than it seems. */
#include <string.h>

#include "proc/residency.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"
#include "words/vmflags.h"

/* Whether all of RANGE has (or lacks) a flag, as far as that is known. */
static bool all_are(const struct inquiry *q, struct range range,
	const char *letters, bool have)
{
	struct smaps_mapping m;

	return range_flagged(q, range, letters, !have, &m) == 0;
}

/* Whether no page of the range was in memory or in swap. */
static bool had_no_pages(const struct inquiry *q, struct range range)
{
	struct smaps_walk walk = smaps_walk_of(q, range);
	struct smaps_mapping m;
	bool seen = false;

	while (smaps_walk_next(&walk, &m)) {
		if (m.memory.of[MEMORY_RESIDENT] != 0 ||
			m.memory.of[MEMORY_SWAPPED] > 0 ||
			m.memory.of[MEMORY_HUGETLB] > 0)
			return false;
		seen = true;
	}
	return seen;
}

/* Whether all flags that the advice changes were as it makes them. */
static bool changes_none(const struct inquiry *q, const struct advice *advice,
	struct range range)
{
	const char *changes = advice->changes;
	struct vmflags list = {changes, changes ? strlen(changes) : 0};
	char letters[3];

	while (vmflags_next(&list, letters))
		if (!all_are(q, range, letters, advice->sets))
			return false;
	return changes != NULL;
}

static bool advised_already(
	const struct inquiry *q, struct cause *c, struct range range)
{
	const struct advice *advice = inquiry_advice(q);

	if (changes_none(q, advice, range))
		return cause_says(c, "%s", advice->already);
	return advice->traits & ADVICE_WANTS_PAGES &&
	       effect_is_nothing(q->effect) && had_no_pages(q, range) &&
	       cause_says(c, "the process had no pages of its own there");
}

/* "r-xp" against PROT_READ|PROT_EXEC. */
static bool is_protected(const struct mapping *m, uint64_t prot)
{
	return (m->perms[0] == 'r') == !!(prot & PROT_READ) &&
	       (m->perms[1] == 'w') == !!(prot & PROT_WRITE) &&
	       (m->perms[2] == 'x') == !!(prot & PROT_EXEC);
}

static bool protected_already(
	const struct inquiry *q, struct cause *c, struct range range)
{
	struct maps_walk walk = maps_walk_of(q, range);
	uint64_t shown = PROT_READ | PROT_WRITE | PROT_EXEC;
	struct mapping m;
	bool seen = false;

	/* Of others (PROT_BTI) the permissions say nothing. */
	if (arg(q->call, ROLE_PROT) & ~shown)
		return false;
	for (; maps_walk_next(&walk, &m); seen = true)
		if (!is_protected(&m, arg(q->call, ROLE_PROT)))
			return false;
	if (!seen)
		return false;
	cause_text(c, "protection", NULL, m.perms);
	return cause_says(c, "the protection was %.3s already", m.perms);
}

/* msync(2) writes back what is mapped shared from a file, and nothing else. */
static bool nothing_to_write(
	const struct inquiry *q, struct cause *c, struct range range)
{
	struct maps_walk walk = maps_walk_of(q, range);
	struct mapping m;

	while (maps_walk_next(&walk, &m))
		if (m.perms[3] == 's' && mapping_is_file(&m) &&
			strncmp(m.path, "/dev/zero", 9) != 0)
			return false;
	return arg(q->call, ROLE_FLAGS) & MS_SYNC &&
	       cause_says(c, "no shared mapping of a file is in it");
}

/* mm/madvise.c, can_do_file_pageout(): or one could watch others by it. */
static bool not_paged_out(
	const struct inquiry *q, struct cause *c, struct range range)
{
	struct maps_walk walk = maps_walk_of(q, range);
	struct mapping m;

	while (arg(q->call, ROLE_ADVICE) == MADV_PAGEOUT &&
		maps_walk_next(&walk, &m)) {
		if (m.perms[3] != 's' ||
			read_mapping_may_tell_residency(q->subject, &m) != 0)
			continue;
		cause_mapping(c, &m);
		return cause_says(c, "the file is not yours: nothing of it is "
				     "paged out");
	}
	return false;
}

static bool in_range(
	const struct inquiry *q, struct cause *c, struct range range)
{
	struct range hole;

	if (asks(q, &command_munmap))
		return range_hole(q, range, &hole) &&
		       hole.start == range.start && hole.end == range.end &&
		       cause_says(c, "nothing was mapped there");
	if (asks(q, &command_munlock))
		return all_are(q, range, "lo", false) &&
		       cause_says(c, "nothing of it was locked");
	if (asks(q, &command_mlock))
		return all_are(q, range, "lo", true) &&
		       effect_is_nothing(q->effect) &&
		       cause_says(c, "all of it was locked already");
	if (asks(q, &command_mseal))
		return all_are(q, range, "sl", true) &&
		       cause_says(c, "all of it was sealed already");
	if (asks(q, &command_mprotect))
		return protected_already(q, c, range);
	if (asks(q, &command_msync))
		return nothing_to_write(q, c, range);
	return not_paged_out(q, c, range) || advised_already(q, c, range);
}

/* Where the step changed something after all, nothing is said. */
static bool no_effect(const struct inquiry *q, struct cause *c)
{
	struct range range;
	uint64_t locked;

	if (!q->effect->observed || q->effect->count)
		return false;
	if (asks(q, &command_munlockall))
		return inquiry_status(q, "VmLck", &locked) && locked == 0 &&
		       cause_says(c, "nothing was locked");
	if (asks(q, &command_mremap))
		return !(arg(q->call, ROLE_FLAGS) &
			       (MREMAP_FIXED | MREMAP_DONTUNMAP)) &&
		       page_ceil(q, arg(q->call, ROLE_LENGTH)) ==
			       page_ceil(q, arg(q->call, ROLE_NEW_LENGTH)) &&
		       cause_says(c, "it had this length already");
	return range_of(q, &range) && in_range(q, c, range);
}

static const struct cause_row rows[] = {
	{"no-effect",
		"munmap=ok munlock=ok munlockall=ok mlock=ok mseal=ok "
		"mprotect=ok madvise=ok msync=ok mremap=ok",
		"it succeeded, and there was nothing to do", NULL, no_effect},
};

const struct cause_table causes_of_success = {rows, ARRAY_SIZE(rows)};
