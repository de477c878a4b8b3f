/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a memory access raised a signal, or failed in the kernel. */
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

#include "proc/mapping_kind.h"
#include "why/access/accesses.h"
#include "why/evidence.h"
#include "why/remedies.h"
#include "words/array.h"
#include "words/uapi.h"

/* mlock accepts any mapping that is accessible at all (mm/gup.c). */
static bool refuses(
	const struct diagnosis *d, const struct mapping *m, enum access access)
{
	if (asks(d, &command_mlock))
		return strncmp(m->perms, "---", 3) == 0;
	return !mapping_allows(m, access);
}

static bool is_stack_of_thread(
	const struct diagnosis *d, const struct mapping *m)
{
	const struct performer *thread = d->record->acting;

	return thread && thread->process && m->start < thread->stack.end &&
	       thread->stack.start < m->end;
}

/*
 * A signal from a call that accesses nothing: it removed code or the stack that
 * the process itself runs on.
 */
static bool fault_of_its_own(const struct diagnosis *d, struct cause *c)
{
	uint64_t at = d->record->fault_address;
	struct range range;
	struct maps_walk walk;
	struct mapping m;
	bool found = false;

	/* An allocator's own accesses are unknown. */
	if (command_has_trait(d->command, CALL_USES_HEAP) ||
		!range_of(d, &range))
		return false;
	walk = maps_walk_of(d, range);
	while (!found && maps_walk_next(&walk, &m))
		found = m.perms[2] == 'x' || is_stack(&m) ||
			is_stack_of_thread(d, &m);
	if (!found)
		return false;
	c->verified = d->record->has_fault_address && at >= range.start &&
		      at < range.end;
	cause_mapping(c, &m);
	return cause_says(
		c, "the call removed memory that the process runs on");
}

static const char *const needs[] = {
	[ACCESS_READ] = "a read needs PROT_READ",
	[ACCESS_WRITE] = "a write needs PROT_WRITE",
	[ACCESS_EXEC] = "execution needs PROT_EXEC",
	[ACCESS_UNKNOWN] = "which allows no access",
};
static const char *const remedies[] = {
	[ACCESS_READ] = "mprotect r",
	[ACCESS_WRITE] = "mprotect rw",
	[ACCESS_EXEC] = "mprotect rx",
	[ACCESS_UNKNOWN] = "mprotect rw",
};

/* The kernel's own, such as [vvar]: no mprotect helps. */
static bool never_allows(
	const struct diagnosis *d, const struct mapping *m, enum access access)
{
	static const char *const letters[] = {[ACCESS_READ] = "mr",
		[ACCESS_WRITE] = "mw",
		[ACCESS_EXEC] = "me",
		[ACCESS_UNKNOWN] = "mr"};
	struct smaps_mapping detail;

	return mapping_kind(m) == KIND_SPECIAL &&
	       smaps_at(d, m->start, &detail) && detail.mapping.flags &&
	       !has_flag(&detail, letters[access]);
}

/* A shared mapping of a file opened read-only never becomes writable. */
static void try_protection(const struct diagnosis *d, struct cause *c,
	const struct mapping *m, enum access access)
{
	struct smaps_mapping detail;
	struct typed_path typed;
	char label[128];

	if (access != ACCESS_WRITE || m->perms[3] != 's' ||
		!smaps_at(d, m->start, &detail) || !detail.mapping.flags ||
		has_flag(&detail, "mw")) {
		cause_try(c, "%s", remedies[access]);
		return;
	}
	mapping_label(m, label, sizeof(label));
	typed = file_as_typed(label);
	if (*typed.text)
		cause_try(c, "mmap --file %s --open rdwr --flags shared",
			typed.text);
}

/* For an allocator, only the address shows what it accessed. */
static bool heap_protection(const struct diagnosis *d, struct cause *c)
{
	uint64_t at = d->record->fault_address;
	struct mapping m;
	enum access access;

	if (!d->record->has_fault_address ||
		d->record->outcome.code != SEGV_ACCERR ||
		!diagnosis_mapping(d, at, &m))
		return false;
	access = m.perms[0] == 'r' ? ACCESS_WRITE : ACCESS_READ;
	c->spare = true;
	cause_fact(c, "address", NULL, as_address(at));
	cause_text(c, "protection", NULL, m.perms);
	cause_mapping(c, &m);
	cause_try(c, "mprotect rw");
	return !mapping_allows(&m, access) &&
	       cause_says(
		       c, "the page is mapped %s, %s", m.perms, needs[access]);
}

static bool protection(const struct diagnosis *d, struct cause *c)
{
	enum access access = fault_access(d);
	struct range range;
	struct maps_walk walk;
	struct mapping m;
	bool found = false, never;

	if (command_has_trait(d->command, CALL_USES_HEAP))
		return heap_protection(d, c);
	if (asks(d, &command_mprotect))
		return fault_of_its_own(d, c);
	if (!fault_or_populates(d) || !fault_suspects(d, &range))
		return false;
	walk = maps_walk_of(d, range);
	while (!found && maps_walk_next(&walk, &m))
		found = refuses(d, &m, access);
	if (!found)
		return false;
	if (fault_of_access(d))
		cause_fact(c, "address", NULL, as_address(fault_address(d)));
	cause_text(c, "protection", NULL, m.perms);
	cause_mapping(c, &m);
	never = never_allows(d, &m, access);
	if (!never)
		try_protection(d, c, &m, access);
	return cause_says(c, "the %s mapped %s, %s%s",
		fault_of_access(d) ? "page is" : "pages are", m.perms,
		needs[access],
		never ? ", which a mapping of the kernel's never gets" : "");
}

static void explain_neighbour(
	struct cause *c, const struct mapping *m, bool below, uint64_t distance)
{
	char label[64], size[32], text[128];

	mapping_label(m, label, sizeof(label));
	format_about(distance, size, sizeof(size));
	snprintf(text, sizeof(text), "%s %s %" PRIx64 "-%" PRIx64 " %s", size,
		below ? "after" : "before", m->start, m->end, label);
	cause_text(c, below ? "below" : "above", "", text);
	cause_fact(c, below ? "behind" : "before", NULL, as_bytes(distance));
}

static bool not_mapped(const struct diagnosis *d, struct cause *c)
{
	struct maps maps = diagnosis_maps(d);
	uint64_t at = fault_address(d), limit = user_end(d);
	struct mapping m, below = {0};
	bool above = false;

	c->spare = command_has_trait(d->command, CALL_USES_HEAP);
	if (command_has_trait(d->command, CALL_USES_HEAP)
			? !d->record->has_fault_address
			: !fault_of_access(d))
		return !asks(d, &command_mprotect) && fault_of_its_own(d, c);
	if ((!d->record->has_returned &&
		    !command_has_trait(d->command, CALL_USES_HEAP)) ||
		fault_missed(d) || diagnosis_mapping(d, at, &m))
		return false;
	/* A refused copy has its own cause. */
	if (asks(d, &command_usercopy) && limit && at >= limit)
		return false;
	cause_fact(c, "address", NULL, as_address(at));
	if (limit && at >= limit) {
		cause_fact(c, "limit", "user addresses end at ",
			as_address(limit));
		return cause_says(
			c, address_is_kernels(address_space(d), at)
				   ? "the address belongs to the kernel"
				   : "it is not a valid user address");
	}
	while (!above && maps_next(&maps, &m)) {
		above = m.start > at;
		if (!above)
			below = m;
	}
	if (below.end)
		explain_neighbour(c, &below, true, at - below.end);
	if (above && (!limit || m.end <= limit))
		explain_neighbour(c, &m, false, m.start - at);
	if (at < d->page)
		return cause_says(c, "nothing is mapped at the first page, "
				     "where NULL points");
	return cause_says(c, "nothing is mapped there");
}

static const struct cause_row rows[] = {
	{"protection",
		"*=SIGSEGV mlock=ENOMEM madvise=EINVAL usercopy=EFAULT,ok",
		"the protection of the mapping does not allow the access",
		"mprotect", protection},
	{"not-mapped", "*=SIGSEGV usercopy=EFAULT,ok",
		"nothing is mapped at that address", NULL, not_mapped},
};

const struct cause_table causes_of_faults = {rows, ARRAY_SIZE(rows)};
