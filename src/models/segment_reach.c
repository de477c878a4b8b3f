/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checks when memory is reached through a loaded segment register. */
#include "models/paging.h"
#include "models/segment_internal.h"

#define LIMIT_CHECK SDM_PROTECTION("Limit Checking")
#define TYPE_CHECK SDM_PROTECTION("Type Checking")
#define NULL_CHECK SDM_PROTECTION("Null Segment Selector Checking")

/* What is outside the stack's segment is a fault of its own. */
static const char *fault_of(const struct segment_work *w)
{
	return w->query->segment == SEGMENT_SS ? "#SS" : "#GP";
}

static bool check_canonical(struct segment_work *w)
{
	const struct segment_query *query = w->query;
	uint64_t first = w->result->linear;
	uint64_t last = first + (query->size - 1);
	bool good = paging_is_canonical(first, query->linear_bits) &&
		    paging_is_canonical(last, query->linear_bits);

	return segment_note(w, good, "canonical",
		query->linear_bits == 57
			? "bits 63 to 57 of the address are copies of bit 56"
			: "bits 63 to 48 of the address are copies of bit 47",
		SDM_CANONICAL, fault_of(w), 0);
}

/* Only FS and GS have a base; limits and rights are not looked at. */
static bool reach_flat(struct segment_work *w)
{
	const struct segment_query *query = w->query;
	bool based =
		query->segment == SEGMENT_FS || query->segment == SEGMENT_GS;

	if (based)
		w->result->base =
			query->has_base ? query->base : w->descriptor.base;
	w->result->linear = w->result->base + query->offset;
	return check_canonical(w);
}

static bool check_rights(struct segment_work *w)
{
	const struct descriptor *d = &w->descriptor;

	switch (w->query->access) {
	case ACCESS_WRITE:
		return segment_note(w, !d->code && d->writable, "rights",
			"only a writable data segment is written to",
			TYPE_CHECK, "#GP", 0);
	case ACCESS_EXEC:
		return segment_note(w, d->code, "rights",
			"instructions come from a code segment", TYPE_CHECK,
			"#GP", 0);
	case ACCESS_READ:
		break;
	}
	return segment_note(w, d->readable, "rights",
		"only data and readable code are read", TYPE_CHECK, "#GP", 0);
}

/* The first and the last byte; whatever wraps at 2^32 is outside. */
static bool check_limit(struct segment_work *w)
{
	const struct descriptor *d = &w->descriptor;
	uint64_t first = w->query->offset;
	uint64_t room = w->query->size - 1;
	uint64_t top = d->big ? UINT32_MAX : UINT16_MAX;
	bool good;

	if (d->expand_down) {
		good = first > d->effective_limit && first <= top &&
		       room <= top - first;
		return segment_note(w, good, "limit",
			d->big ? "each byte is above the limit, expanding "
				 "down (B = 1: up to 0xffffffff)"
			       : "each byte is above the limit, expanding "
				 "down (B = 0: up to 0xffff)",
			LIMIT_CHECK, fault_of(w), 0);
	}
	good = first <= d->effective_limit &&
	       room <= d->effective_limit - first;
	return segment_note(w, good, "limit", "no byte is beyond the limit",
		LIMIT_CHECK, fault_of(w), 0);
}

bool segment_reach(struct segment_work *w)
{
	if (w->result->flat)
		return reach_flat(w);
	if (w->query->has_selector && w->selector.null)
		return segment_note(w, false, "use",
			"a null selector selects no segment", NULL_CHECK, "#GP",
			0);
	if (!check_rights(w) || !check_limit(w))
		return false;
	w->result->base = w->descriptor.base;
	w->result->linear =
		(w->descriptor.base + w->query->offset) & UINT32_MAX;
	return true;
}
