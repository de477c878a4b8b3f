/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Successes that changed nothing. */
#include <string.h>

#include "proc/residency.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/array.h"
#include "words/uapi.h"
#include "words/vmflags.h"

/* Whether all of RANGE is known to have (or lack) a flag. */
static bool all_are(const struct diagnosis *d, struct range range,
	const char *letters, bool have)
{
	struct smaps_mapping m;

	return range_flagged(d, range, letters, !have, &m) == 0;
}

/* Whether no page of the range was in memory or in swap. */
static bool had_no_pages(const struct diagnosis *d, struct range range)
{
	struct smaps_walk walk = smaps_walk_of(d, range);
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

/* Whether every flag that the advice changes was already set so. */
static bool changes_none(const struct diagnosis *d, const struct advice *advice,
	struct range range)
{
	const char *changes = advice->changes;
	struct vmflags list = {changes, changes ? strlen(changes) : 0};
	char letters[3];

	while (vmflags_next(&list, letters))
		if (!all_are(d, range, letters, advice->sets))
			return false;
	return changes != NULL;
}

static bool advised_already(
	const struct diagnosis *d, struct cause *c, struct range range)
{
	const struct advice *advice = diagnosis_advice(d);

	if (changes_none(d, advice, range))
		return cause_says(c, "%s", advice->already);
	return advice->traits & ADVICE_WANTS_PAGES &&
	       effect_is_nothing(d->effect) && had_no_pages(d, range) &&
	       cause_says(c, "the process had no pages there");
}

/* "r-xp" against PROT_READ|PROT_EXEC. */
static bool is_protected(const struct mapping *m, uint64_t prot)
{
	return (m->perms[0] == 'r') == !!(prot & PROT_READ) &&
	       (m->perms[1] == 'w') == !!(prot & PROT_WRITE) &&
	       (m->perms[2] == 'x') == !!(prot & PROT_EXEC);
}

static bool protected_already(
	const struct diagnosis *d, struct cause *c, struct range range)
{
	struct maps_walk walk = maps_walk_of(d, range);
	uint64_t shown = PROT_READ | PROT_WRITE | PROT_EXEC;
	struct mapping m;
	bool seen = false;

	/* The permissions do not show other bits (PROT_BTI). */
	if (arg(d->call, ROLE_PROT) & ~shown)
		return false;
	for (; maps_walk_next(&walk, &m); seen = true)
		if (!is_protected(&m, arg(d->call, ROLE_PROT)))
			return false;
	if (!seen)
		return false;
	cause_text(c, "protection", NULL, m.perms);
	return cause_says(c, "the protection already was %.3s", m.perms);
}

/* msync(2) writes back only shared mappings of files. */
static bool nothing_to_write(
	const struct diagnosis *d, struct cause *c, struct range range)
{
	struct maps_walk walk = maps_walk_of(d, range);
	struct mapping m;

	while (maps_walk_next(&walk, &m))
		if (m.perms[3] == 's' && mapping_is_file(&m) &&
			strncmp(m.path, "/dev/zero", 9) != 0)
			return false;
	return arg(d->call, ROLE_FLAGS) & MS_SYNC &&
	       cause_says(c, "the range has no shared file mapping");
}

/*
 * mm/madvise.c, can_do_file_pageout(): otherwise page-out would reveal what
 * other processes access.
 */
static bool not_paged_out(
	const struct diagnosis *d, struct cause *c, struct range range)
{
	struct smaps_walk walk = smaps_walk_of(d, range);
	struct smaps_mapping m;

	while (arg(d->call, ROLE_ADVICE) == MADV_PAGEOUT &&
		smaps_walk_next(&walk, &m)) {
		const int64_t *of = m.memory.of;

		if (of[MEMORY_RESIDENT] == of[MEMORY_ANONYMOUS] ||
			read_mapping_may_tell_residency(
				d->subject, &m.mapping) != TRUST_NO)
			continue;
		cause_mapping(c, &m.mapping);
		return cause_says(c,
			"the file is not yours: its pages are not paged out");
	}
	return false;
}

static bool in_range(
	const struct diagnosis *d, struct cause *c, struct range range)
{
	struct range hole;

	if (asks(d, &command_munmap))
		return range_hole(d, range, &hole) &&
		       hole.start == range.start && hole.end == range.end &&
		       cause_says(c, "nothing was mapped there");
	if (asks(d, &command_munlock))
		return all_are(d, range, "lo", false) &&
		       cause_says(c, "none of it was locked");
	if (asks(d, &command_mlock))
		return all_are(d, range, "lo", true) &&
		       effect_is_nothing(d->effect) &&
		       cause_says(c, "all of it was already locked");
	if (asks(d, &command_mseal))
		return all_are(d, range, "sl", true) &&
		       cause_says(c, "all of it was already sealed");
	if (asks(d, &command_mprotect))
		return protected_already(d, c, range);
	if (asks(d, &command_msync))
		return nothing_to_write(d, c, range);
	return not_paged_out(d, c, range) || advised_already(d, c, range);
}

/* If the step changed anything, this cause does not hold. */
static bool no_effect(const struct diagnosis *d, struct cause *c)
{
	struct range range;
	uint64_t locked;

	if (!d->effect->observed || d->effect->count)
		return false;
	if (asks(d, &command_munlockall))
		return diagnosis_status(d, "VmLck", &locked) && locked == 0 &&
		       cause_says(c, "nothing was locked");
	if (asks(d, &command_mremap))
		return !(arg(d->call, ROLE_FLAGS) &
			       (MREMAP_FIXED | MREMAP_DONTUNMAP)) &&
		       page_ceil(d, arg(d->call, ROLE_LENGTH)) ==
			       page_ceil(d, arg(d->call, ROLE_NEW_LENGTH)) &&
		       cause_says(c, "it already had this length");
	return range_of(d, &range) && in_range(d, c, range);
}

static const struct cause_row rows[] = {
	{"no-effect",
		"munmap=ok munlock=ok munlockall=ok mlock=ok mseal=ok "
		"mprotect=ok madvise=ok msync=ok mremap=ok",
		"it succeeded, but there was nothing to do", NULL, no_effect},
};

const struct cause_table causes_of_no_effect = {rows, ARRAY_SIZE(rows)};
