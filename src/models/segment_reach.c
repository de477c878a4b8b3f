/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checks of an access through a loaded segment register. */
#include "models/paging.h"
#include "models/segment_internal.h"

#define LIMIT_CHECK SDM_PROTECTION("Limit Checking")
#define TYPE_CHECK SDM_PROTECTION("Type Checking")
#define NULL_CHECK SDM_PROTECTION("Null Segment Selector Checking")

/* Outside the stack's segment the exception is #SS. */
static const char *fault_of(const struct segment_work *work)
{
	return work->query->segment == SEGMENT_SS ? "#SS" : "#GP";
}

static bool check_canonical(struct segment_work *work)
{
	const struct segment_query *query = work->query;
	uint64_t first = work->result->linear;
	uint64_t last = first + (query->size - 1);
	bool good = paging_is_canonical(first, query->linear_bits) &&
		    paging_is_canonical(last, query->linear_bits);

	return segment_note(work, good, "canonical",
		query->linear_bits == 57
			? "bits 63 to 57 of the address are copies of bit 56"
			: "bits 63 to 48 of the address are copies of bit 47",
		SDM_CANONICAL, fault_of(work), 0);
}

/* Only FS and GS have a base; limits and rights are not checked. */
static bool reach_flat(struct segment_work *work)
{
	const struct segment_query *query = work->query;
	bool based =
		query->segment == SEGMENT_FS || query->segment == SEGMENT_GS;

	if (based)
		work->result->base =
			query->has_base ? query->base : work->descriptor.base;
	work->result->linear = work->result->base + query->offset;
	return check_canonical(work);
}

static bool check_rights(struct segment_work *work)
{
	const struct descriptor *descriptor = &work->descriptor;

	switch (work->query->access) {
	case ACCESS_WRITE:
		return segment_note(work,
			!descriptor->code && descriptor->writable, "rights",
			"only writable data segments can be written",
			TYPE_CHECK, "#GP", 0);
	case ACCESS_EXEC:
		return segment_note(work, descriptor->code, "rights",
			"instructions are fetched only from a code segment",
			TYPE_CHECK, "#GP", 0);
	case ACCESS_READ:
	case ACCESS_UNKNOWN:
		break;
	}
	return segment_note(work, descriptor->readable, "rights",
		"only data and readable code can be read", TYPE_CHECK, "#GP",
		0);
}

/* The first and the last byte; a range that wraps at 2^32 is outside. */
static bool check_limit(struct segment_work *work)
{
	const struct descriptor *descriptor = &work->descriptor;
	uint64_t first = work->query->offset;
	uint64_t room = work->query->size - 1;
	uint64_t top = descriptor->big ? UINT32_MAX : UINT16_MAX;
	bool good;

	if (descriptor->expand_down) {
		good = first > descriptor->effective_limit && first <= top &&
		       room <= top - first;
		return segment_note(work, good, "limit",
			descriptor->big
				? "each byte is above the limit, expanding "
				  "down (B = 1: up to 0xffffffff)"
				: "each byte is above the limit, expanding "
				  "down (B = 0: up to 0xffff)",
			LIMIT_CHECK, fault_of(work), 0);
	}
	good = first <= descriptor->effective_limit &&
	       room <= descriptor->effective_limit - first;
	return segment_note(work, good, "limit", "no byte is beyond the limit",
		LIMIT_CHECK, fault_of(work), 0);
}

bool segment_reach(struct segment_work *work)
{
	if (work->result->flat)
		return reach_flat(work);
	if (work->query->has_selector && work->selector.null)
		return segment_note(work, false, "use",
			"a null selector selects no segment", NULL_CHECK, "#GP",
			0);
	if (!check_rights(work) || !check_limit(work))
		return false;
	work->result->base = work->descriptor.base;
	work->result->linear =
		(work->descriptor.base + work->query->offset) & UINT32_MAX;
	return true;
}
