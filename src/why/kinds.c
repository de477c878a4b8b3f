/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kinds of mappings that a call is not for. */
#include <errno.h>
#include <string.h>

#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"
#include "words/vmflags.h"

/* Of a shared anonymous mapping the kernel makes a file, "/dev/zero". */
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

static bool tell_kind(struct cause *c, const struct smaps_mapping *m,
	const char *message, const char *remedy)
{
	cause_mapping(c, &m->mapping);
	cause_fact(c, "start", NULL, as_address(m->mapping.start));
	cause_fact(c, "end", NULL, as_address(m->mapping.end));
	if (remedy)
		cause_try(c, "%s", remedy);
	return cause_says(c, "%s", message);
}

static bool kind_of_advice(const struct inquiry *q, struct cause *c)
{
	const struct advice *advice = inquiry_advice(q);
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;

	if (!advice->refusal || !range_of(q, &range))
		return false;
	walk = smaps_walk_of(q, range);
	while (smaps_walk_next(&walk, &m))
		if (kinds_of(&m.mapping) & advice->refuses ||
			(advice->refuses_flags &&
				has_any(&m, advice->refuses_flags)))
			return tell_kind(
				c, &m, advice->refusal, advice->instead);
	return false;
}

/* mremap(2): what it resizes may not reach into the next mapping. */
static bool spans(
	const struct inquiry *q, struct cause *c, const struct smaps_mapping *m)
{
	uint64_t end = page_ceil(
		q, arg(q->call, ROLE_ADDR) + arg(q->call, ROLE_LENGTH));
	struct smaps_mapping next;

	if (q->error != EFAULT || end <= m->mapping.end ||
		!smaps_at(q, m->mapping.end, &next))
		return false;
	cause_try_size(
		q, c, "length", m->mapping.end - arg(q->call, ROLE_ADDR));
	return tell_kind(c, m,
		"the memory is of several mappings, and this is the first",
		NULL);
}

static bool kind_of_remapped(const struct inquiry *q, struct cause *c)
{
	const struct call *call = q->call;
	struct smaps_mapping m;

	if (!smaps_at(q, arg(call, ROLE_ADDR), &m))
		return false;
	if (arg(call, ROLE_LENGTH) == 0 && m.mapping.perms[3] == 'p') {
		cause_try_size(q, c, "length",
			m.mapping.end - page_floor(q, arg(call, ROLE_ADDR)));
		return tell_kind(c, &m,
			"an old length of 0 is for shared mappings alone",
			NULL);
	}
	if (spans(q, c, &m))
		return true;
	if (arg(call, ROLE_NEW_LENGTH) > arg(call, ROLE_LENGTH) &&
		has_any(&m, "ht de pf"))
		return tell_kind(c, &m,
			has_flag(&m, "ht")
				? "a mapping of huge pages cannot grow"
				: "a mapping of a device cannot grow",
			NULL);
	return arg(call, ROLE_FLAGS) & MREMAP_DONTUNMAP &&
	       has_any(&m, "de pf") &&
	       tell_kind(c, &m, "MREMAP_DONTUNMAP is not for such a mapping",
		       NULL);
}

/* ksm_madvise() passes over what it cannot merge, and says nothing. */
static bool silently_unmergeable(const struct inquiry *q, struct cause *c)
{
	struct smaps_mapping m;
	struct range range;

	return arg(q->call, ROLE_ADVICE) == MADV_MERGEABLE &&
	       range_of(q, &range) &&
	       range_flagged(q, range, "ms", true, &m) == 1 &&
	       tell_kind(c, &m,
		       "shared memory is never merged: it was passed over",
		       NULL);
}

static bool mapping_kind(const struct inquiry *q, struct cause *c)
{
	uint64_t grows = PROT_GROWSDOWN | PROT_GROWSUP;
	struct smaps_mapping m;

	if (asks(q, &command_mremap))
		return kind_of_remapped(q, c);
	if (asks(q, &command_madvise))
		return q->error ? kind_of_advice(q, c)
				: silently_unmergeable(q, c);
	return arg(q->call, ROLE_PROT) & grows &&
	       smaps_at(q, arg(q->call, ROLE_ADDR), &m) && m.mapping.flags &&
	       !has_flag(&m, arg(q->call, ROLE_PROT) & PROT_GROWSDOWN ? "gd"
								      : "gu") &&
	       tell_kind(c, &m,
		       arg(q->call, ROLE_PROT) & PROT_GROWSDOWN
			       ? "PROT_GROWSDOWN needs a mapping that grows "
				 "down"
			       : "PROT_GROWSUP needs a mapping that grows up",
		       "mmap --flags +growsdown");
}

static const struct cause_row rows[] = {
	{"mapping-kind",
		"madvise=EINVAL,EACCES,ok mremap=EINVAL,EFAULT "
		"mprotect=EINVAL",
		"the call is not for this kind of mapping", NULL, mapping_kind},
};

const struct cause_table causes_of_kinds = {rows, ARRAY_SIZE(rows)};
