/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/walk_internal.h"

#include <stddef.h>

#define FAULTS SDM_PAGING("Page-Fault Exceptions")

static uint64_t physical_mask(const struct walk_query *query)
{
	return walk_bits(query->physical_bits - 1, PAGING_OFFSET_BITS);
}

/* CR3 has flags in its low bits, and PAE's table is aligned to 32 bytes. */
static uint64_t first_table(const struct walk_query *query)
{
	switch (query->paging->mode) {
	case TRANSLATE_32:
		return query->cr3 & walk_bits(31, 12);
	case TRANSLATE_PAE:
		return query->cr3 & walk_bits(31, 5);
	default:
		return query->cr3 & physical_mask(query);
	}
}

/* PAE: the four entries are loaded, and checked, with CR3. */
static bool is_register(const struct walk_query *query, unsigned level)
{
	return query->paging->mode == TRANSLATE_PAE && level == 0;
}

static struct walk_step read_entry(
	const struct walk_query *query, unsigned level, uint64_t table)
{
	const struct paging *paging = query->paging;
	uint64_t index = query->address >> paging->level[level].shift &
			 ((UINT64_C(1) << paging->level[level].bits) - 1);
	struct walk_step step = {.table = paging->level[level].table,
		.index = (unsigned)index,
		.at = table + index * paging->entry_size};

	step.has_rights = !is_register(query, level);
	step.listed = query->read(query->memory, step.at, &step.value);
	if (!step.listed)
		step.value = 0;
	if (!(step.value & ENTRY_PRESENT))
		return step;
	step.reserved = walk_reserved(query, level, step.value);
	step.leaf = walk_is_leaf(query, level, step.value);
	step.large = step.leaf && level + 1 < paging->levels;
	return step;
}

static struct exception wrong_entry(const struct walk_query *query,
	unsigned level, const struct walk_step *step)
{
	if (!(step->value & ENTRY_PRESENT))
		return walk_fault(
			query, 0, "each entry is present (P = 1)", FAULTS);
	if (!step->reserved)
		return (struct exception){0};
	if (is_register(query, level))
		return (struct exception){"#GP", 0,
			"no reserved bit is set in an entry that is "
			"loaded with CR3",
			SDM_PAGING("PDPTE Registers")};
	return walk_fault(query, FAULT_PRESENT | FAULT_RESERVED,
		"no reserved bit is set in an entry", FAULTS);
}

/* Rights are the intersection of all levels'; a PAE PDPTE has none. */
static void combine(const struct walk_query *query,
	const struct walk_step *step, struct walk_result *result)
{
	bool nx =
		query->paging->entry_size == 8 && query->control & CONTROL_NXE;

	if (!step->has_rights)
		return;
	result->user &= (step->value & ENTRY_USER) != 0;
	result->writable &= (step->value & ENTRY_WRITE) != 0;
	result->executable &= !(nx && step->value & ENTRY_NX);
	result->accessed &= (step->value & ENTRY_ACCESSED) != 0;
}

/* The upper frame bits of a 4 MiB page are in bits 20 to 13 (PSE-36). */
static uint64_t frame_of(const struct walk_query *query, unsigned shift,
	const struct walk_step *step)
{
	if (query->paging->mode != TRANSLATE_32)
		return step->value & physical_mask(query) &
		       walk_bits(63, shift);
	if (shift == PAGING_OFFSET_BITS)
		return step->value & walk_bits(31, 12);
	return (step->value & walk_bits(31, 22)) |
	       (step->value & walk_bits(20, 13)) << 19;
}

static void reach(const struct walk_query *query, unsigned level,
	const struct walk_step *step, struct walk_result *result)
{
	unsigned shift = query->paging->level[level].shift;

	result->reached = true;
	result->page_shift = shift;
	result->dirty = step->value & ENTRY_DIRTY;
	result->physical = frame_of(query, shift, step) |
			   (query->address & ((UINT64_C(1) << shift) - 1));
}

void walk(const struct walk_query *query, struct walk_result *result)
{
	uint64_t table = first_table(query);

	*result = (struct walk_result){.user = true,
		.writable = true,
		.executable = true,
		.accessed = true};
	if (!paging_is_canonical(query->address, query->paging->bits)) {
		result->exception = (struct exception){
			"#GP", 0, "the address is canonical", SDM_CANONICAL};
		return;
	}
	for (unsigned level = 0; level < query->paging->levels; level++) {
		struct walk_step step = read_entry(query, level, table);

		result->steps[result->count++] = step;
		result->exception = wrong_entry(query, level, &step);
		if (result->exception.name)
			return;
		combine(query, &step, result);
		if (step.leaf) {
			reach(query, level, &step, result);
			walk_check_rights(query, result);
			return;
		}
		table = step.value & (query->paging->mode == TRANSLATE_32
						     ? walk_bits(31, 12)
						     : physical_mask(query));
	}
}
