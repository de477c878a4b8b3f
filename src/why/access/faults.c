/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why an access to memory raised a signal, or was refused on its behalf. */
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

#include "why/access/accesses.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

/* mlock passes over whatever is accessible in any way (mm/gup.c). */
static bool refuses(
	const struct inquiry *q, const struct mapping *m, enum access access)
{
	if (asks(q, &command_mlock))
		return strncmp(m->perms, "---", 3) == 0;
	return !mapping_allows(m, access);
}

/*
 * A death by a call that is no access: it took away code, or the stack, that
 * the process itself runs on.
 */
static bool fault_of_its_own(const struct inquiry *q, struct cause *c)
{
	uint64_t at = q->record->fault_address;
	struct range range;
	struct maps_walk walk;
	struct mapping m;
	bool found = false;

	/* Of an allocator it is not known what it reached for. */
	if (command_has_trait(q->command, CALL_USES_HEAP) ||
		!range_of(q, &range))
		return false;
	walk = maps_walk_of(q, range);
	while (!found && maps_walk_next(&walk, &m))
		found = m.perms[2] == 'x' || is_stack(&m);
	if (!found)
		return false;
	c->verified = q->record->has_fault_address && at >= range.start &&
		      at < range.end;
	cause_mapping(c, &m);
	return cause_says(c, "the call took memory that the process runs on");
}

static const char *const needs[] = {"a read needs PROT_READ",
	"a write needs PROT_WRITE", "execution needs PROT_EXEC"};
static const char *const remedies[] = {
	"mprotect r", "mprotect rw", "mprotect rx"};

/* A shared file that was opened for reading never becomes writable. */
static void try_protection(const struct inquiry *q, struct cause *c,
	const struct mapping *m, enum access access)
{
	struct smaps_mapping detail;
	char label[128];

	if (access != ACCESS_WRITE || m->perms[3] != 's' ||
		!smaps_at(q, m->start, &detail) || !detail.mapping.flags ||
		has_flag(&detail, "mw")) {
		cause_try(c, "%s", remedies[access]);
		return;
	}
	mapping_label(m, label, sizeof(label));
	cause_try(c, "mmap --file %s --open rdwr --flags shared",
		path_as_typed(label));
}

/* What an allocator reached for shows by its address alone. */
static bool heap_protection(const struct inquiry *q, struct cause *c)
{
	uint64_t at = q->record->fault_address;
	struct mapping m;
	enum access access;

	if (!q->record->has_fault_address ||
		q->record->outcome.code != SEGV_ACCERR ||
		!inquiry_mapping(q, at, &m))
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

static bool protection(const struct inquiry *q, struct cause *c)
{
	enum access access = fault_access(q);
	struct range range;
	struct maps_walk walk;
	struct mapping m;
	bool found = false;

	if (command_has_trait(q->command, CALL_USES_HEAP))
		return heap_protection(q, c);
	if (asks(q, &command_mprotect))
		return fault_of_its_own(q, c);
	if (!fault_or_populates(q) || !fault_suspects(q, &range))
		return false;
	walk = maps_walk_of(q, range);
	while (!found && maps_walk_next(&walk, &m))
		found = refuses(q, &m, access);
	if (!found)
		return false;
	if (fault_of_access(q))
		cause_fact(c, "address", NULL, as_address(fault_address(q)));
	cause_text(c, "protection", NULL, m.perms);
	cause_mapping(c, &m);
	try_protection(q, c, &m, access);
	return cause_says(c, "the %s mapped %s, %s",
		fault_of_access(q) ? "page is" : "pages are", m.perms,
		needs[access]);
}

static void tell_neighbour(
	struct cause *c, const struct mapping *m, bool below, uint64_t distance)
{
	char label[64], size[32], text[128];

	mapping_label(m, label, sizeof(label));
	format_about(distance, size, sizeof(size));
	snprintf(text, sizeof(text), "%s %s %" PRIx64 "-%" PRIx64 " %s", size,
		below ? "behind" : "before", m->start, m->end, label);
	cause_text(c, below ? "below" : "above", "", text);
	cause_fact(c, below ? "behind" : "before", NULL, as_bytes(distance));
}

static bool not_mapped(const struct inquiry *q, struct cause *c)
{
	struct maps maps = inquiry_maps(q);
	uint64_t at = fault_address(q), limit = user_end(q);
	struct mapping m, below = {0};
	bool above = false;

	c->spare = command_has_trait(q->command, CALL_USES_HEAP);
	if (command_has_trait(q->command, CALL_USES_HEAP)
			? !q->record->has_fault_address
			: !fault_of_access(q))
		return !asks(q, &command_mprotect) && fault_of_its_own(q, c);
	if ((!q->record->has_returned &&
		    !command_has_trait(q->command, CALL_USES_HEAP)) ||
		fault_missed(q) || inquiry_mapping(q, at, &m))
		return false;
	/* That a copy is refused has a cause of its own. */
	if (asks(q, &command_usercopy) && limit && at >= limit)
		return false;
	cause_fact(c, "address", NULL, as_address(at));
	if (limit && at >= limit) {
		cause_fact(c, "limit", "programs have addresses below ",
			as_address(limit));
		return cause_says(
			c, address_is_kernels(address_space(q), at)
				   ? "the address is the kernel's"
				   : "no program has such an address");
	}
	while (!above && maps_next(&maps, &m)) {
		above = m.start > at;
		if (!above)
			below = m;
	}
	if (below.end)
		tell_neighbour(c, &below, true, at - below.end);
	if (above && (!limit || m.end <= limit))
		tell_neighbour(c, &m, false, m.start - at);
	if (at < q->page)
		return cause_says(c, "the first page is never mapped: it is "
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
