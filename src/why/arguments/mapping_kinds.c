/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mappings of a kind that a call does not support. */
#include <errno.h>
#include <string.h>

#include "proc/mapping_kind.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/files/memory_file.h"
#include "words/array.h"
#include "words/uapi.h"
#include "words/vmflags.h"

/* The kernel backs shared anonymous memory by a file, "/dev/zero". */
static unsigned kinds_of(const struct mapping *m)
{
	bool shared = m->perms[3] == 's', file = mapping_is_file(m);

	return (shared ? OF_SHARED : OF_PRIVATE) |
	       (file ? OF_FILE : OF_ANONYMOUS);
}

static bool has_any(const struct smaps_mapping *m, const char *flags)
{
	struct vmflags list = {flags, strlen(flags)};
	char letters[3];

	while (vmflags_next(&list, letters))
		if (has_flag(m, letters))
			return true;
	return false;
}

static bool explain_kind(struct cause *c, const struct smaps_mapping *m,
	const char *message, const char *remedy)
{
	cause_mapping(c, &m->mapping);
	cause_fact(c, "start", NULL, as_address(m->mapping.start));
	cause_fact(c, "end", NULL, as_address(m->mapping.end));
	if (remedy)
		cause_try(c, "%s", remedy);
	return cause_says(c, "%s", message);
}

/* The advice to give instead, which may depend on the kind of memory. */
static const char *instead_of(const struct diagnosis *d,
	const struct advice *advice, const struct mapping *m)
{
	return advice->instead_shared && m->perms[3] == 's' &&
			       maps_memory_file(d, m)
		       ? advice->instead_shared
		       : advice->instead;
}

static bool kind_of_advice(const struct diagnosis *d, struct cause *c)
{
	const struct advice *advice = diagnosis_advice(d);
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;

	if (!advice->refusal || !range_of(d, &range))
		return false;
	walk = smaps_walk_of(d, range);
	while (smaps_walk_next(&walk, &m))
		if (kinds_of(&m.mapping) & advice->refuses ||
			(advice->refuses_flags &&
				has_any(&m, advice->refuses_flags)))
			return explain_kind(c, &m, advice->refusal,
				instead_of(d, advice, &m.mapping));
	return false;
}

/* mremap(2): the old range must lie in one mapping. */
static bool spans(const struct diagnosis *d, struct cause *c,
	const struct smaps_mapping *m)
{
	uint64_t end = page_ceil(
		d, arg(d->call, ROLE_ADDR) + arg(d->call, ROLE_LENGTH));
	struct smaps_mapping next;

	if (d->error != EFAULT || end <= m->mapping.end ||
		!smaps_at(d, m->mapping.end, &next))
		return false;
	cause_try_size(
		d, c, "length", m->mapping.end - arg(d->call, ROLE_ADDR));
	return explain_kind(c, m,
		"the range spans several mappings; this is the first", NULL);
}

static bool kind_of_remapped(const struct diagnosis *d, struct cause *c)
{
	const struct call *call = d->call;
	struct smaps_mapping m;

	if (!smaps_at(d, arg(call, ROLE_ADDR), &m))
		return false;
	if (arg(call, ROLE_LENGTH) == 0 && m.mapping.perms[3] == 'p') {
		cause_try_size(d, c, "length",
			m.mapping.end - page_floor(d, arg(call, ROLE_ADDR)));
		return explain_kind(c, &m,
			"an old length of 0 is only for shared mappings", NULL);
	}
	if (spans(d, c, &m))
		return true;
	if (arg(call, ROLE_NEW_LENGTH) > arg(call, ROLE_LENGTH) &&
		has_any(&m, "ht de pf"))
		return explain_kind(c, &m,
			has_flag(&m, "ht") ? "a huge page mapping cannot grow"
					   : "a device mapping cannot grow",
			NULL);
	return arg(call, ROLE_FLAGS) & MREMAP_DONTUNMAP &&
	       has_any(&m, "de pf") &&
	       explain_kind(c, &m,
		       "MREMAP_DONTUNMAP does not support this mapping", NULL);
}

/* mm/ksm.c, vma_ksm_compatible(): memory that is never merged. */
static const char *never_merged(const struct smaps_mapping *m)
{
	static const struct {
		const char *flags, *message;
	} kinds[] = {
		{"sh ms", "shared memory is never merged: it was skipped"},
		{"ht", "huge pages of hugetlb are never merged: they were "
		       "skipped"},
		{"dp", "droppable memory is never merged: it was skipped"},
		{"io pf mm de",
			"a mapping of the kernel's or of a device is never "
			"merged: it was skipped"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (has_any(m, kinds[i].flags))
			return kinds[i].message;
	return "the kernel does not merge this mapping: it was skipped";
}

/* ksm_madvise() returns 0 and does not set the flag. */
static bool silently_unmergeable(const struct diagnosis *d, struct cause *c)
{
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;

	if (arg(d->call, ROLE_ADVICE) != MADV_MERGEABLE || !range_of(d, &range))
		return false;
	walk = smaps_walk_after(d, range);
	while (smaps_walk_next(&walk, &m))
		if (m.mapping.flags && !has_flag(&m, "mg"))
			return explain_kind(c, &m, never_merged(&m), NULL);
	return false;
}

/*
 * mm/madvise.c: only memory without a file has a place for a name, and since
 * 6.2 also the kernel's own files behind shared and memfd memory.
 */
static bool kind_of_named(const struct diagnosis *d, struct cause *c)
{
	struct smaps_walk walk;
	struct smaps_mapping m, own;
	struct range range;
	bool found = false;

	if (!range_of(d, &range))
		return false;
	walk = smaps_walk_of(d, range);
	while (smaps_walk_next(&walk, &m)) {
		if (!mapping_is_file(&m.mapping))
			continue;
		if (!maps_unnamed_memory(&m.mapping))
			return explain_kind(c, &m,
				"only anonymous memory can have a name", NULL);
		if (!found)
			own = m;
		found = true;
	}
	return found && explain_kind(c, &own,
				"this kernel gives shared memory and pools of "
				"huge pages no name",
				"mmap --flags private,anonymous");
}

/* What of PROT a mapping of the kernel's may never have; NULL: it may all. */
static const char *never_has(const struct smaps_mapping *m, uint64_t prot)
{
	static const struct {
		uint64_t prot;
		const char *letters, *message;
	} rights[] = {
		{PROT_WRITE, "mw",
			"a mapping of the kernel's can never be written"},
		{PROT_EXEC, "me",
			"a mapping of the kernel's can never be executed"},
		{PROT_READ, "mr",
			"a mapping of the kernel's can never be read"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rights); i++)
		if (mapping_kind(&m->mapping) == KIND_SPECIAL &&
			m->mapping.flags && prot & rights[i].prot &&
			!has_flag(m, rights[i].letters))
			return rights[i].message;
	return NULL;
}

/* mm/mprotect.c checks that for each mapping in turn. */
static bool never_allowed(const struct diagnosis *d, struct cause *c)
{
	uint64_t addr = arg(d->call, ROLE_ADDR);
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;

	if (!range_of(d, &range))
		return false;
	walk = smaps_walk_of(d, range);
	while (smaps_walk_next(&walk, &m)) {
		const char *message = never_has(&m, arg(d->call, ROLE_PROT));

		if (!message)
			continue;
		if (m.mapping.start > addr)
			cause_try_size(d, c, "length", m.mapping.start - addr);
		return explain_kind(c, &m, message, NULL);
	}
	return false;
}

/* PROT_GROWSDOWN and PROT_GROWSUP change a mapping up to its end. */
static bool grows_not(const struct diagnosis *d, struct cause *c)
{
	uint64_t grows = PROT_GROWSDOWN | PROT_GROWSUP;
	struct smaps_mapping m;

	return arg(d->call, ROLE_PROT) & grows &&
	       (arg(d->call, ROLE_PROT) & grows) != grows &&
	       smaps_at(d, arg(d->call, ROLE_ADDR), &m) && m.mapping.flags &&
	       !has_flag(&m, arg(d->call, ROLE_PROT) & PROT_GROWSDOWN ? "gd"
								      : "gu") &&
	       explain_kind(c, &m,
		       arg(d->call, ROLE_PROT) & PROT_GROWSDOWN
			       ? "PROT_GROWSDOWN needs a mapping that grows "
				 "down"
			       : "PROT_GROWSUP needs a mapping that grows up",
		       arg(d->call, ROLE_PROT) & PROT_GROWSDOWN
			       ? "mmap --flags +growsdown"
			       : NULL);
}

static bool unsuitable_kind(const struct diagnosis *d, struct cause *c)
{
	if (asks(d, &command_mremap))
		return kind_of_remapped(d, c);
	if (asks(d, &command_prctl))
		return kind_of_named(d, c);
	if (asks(d, &command_madvise))
		return d->error ? kind_of_advice(d, c)
				: silently_unmergeable(d, c);
	return d->error == EACCES ? never_allowed(d, c) : grows_not(d, c);
}

/* The kernel's own mappings stay whole: mm/mmap.c, special_mapping_split(). */
static bool special_split(const struct diagnosis *d, struct cause *c)
{
	struct maps_walk walk;
	struct range range;
	struct mapping m;

	if (!range_of(d, &range))
		return false;
	walk = maps_walk_of(d, range);
	while (maps_walk_next(&walk, &m)) {
		if (mapping_kind(&m) != KIND_SPECIAL ||
			(range.start <= m.start && range.end >= m.end))
			continue;
		cause_mapping(c, &m);
		cause_try_size(d, c, "length", m.end - m.start);
		return cause_says(
			c, "this mapping of the kernel's cannot be split");
	}
	return false;
}

static const struct cause_row rows[] = {
	{"special-mapping",
		"munmap=EINVAL mprotect=EINVAL mremap=EINVAL madvise=EINVAL "
		"mseal=EINVAL",
		"a mapping of the kernel's, such as [vdso], cannot be split",
		"the whole mapping", special_split},
	{"mapping-kind",
		"madvise=EINVAL,EACCES,ok mremap=EINVAL,EFAULT "
		"mprotect=EINVAL,EACCES prctl=EBADF",
		"the call does not support this kind of mapping", NULL,
		unsuitable_kind},
};

const struct cause_table causes_of_mapping_kinds = {rows, ARRAY_SIZE(rows)};
