/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checks when a segment register is loaded. */
#include "models/segment_internal.h"

#define NULL_CHECK SDM_PROTECTION("Null Segment Selector Checking")
#define LIMIT_CHECK SDM_PROTECTION("Limit Checking")
#define TYPE_CHECK SDM_PROTECTION("Type Checking")
#define DATA_CHECK                                                             \
	SDM_PROTECTION("Privilege Level Checking When Accessing Data "         \
		       "Segments")
#define CODE_DATA_CHECK SDM_PROTECTION("Accessing Data in Code Segments")
#define STACK_CHECK                                                            \
	SDM_PROTECTION("Privilege Level Checking When Loading the SS "         \
		       "Register")
#define CODE_CHECK SDM_PROTECTION("Direct Calls or Jumps to Code Segments")
#define NOT_PRESENT SDM_EXCEPTIONS("Segment Not Present (#NP)")
#define STACK_FAULT SDM_EXCEPTIONS("Stack Fault Exception (#SS)")

/* The error code: the selector, the bits of its RPL being EXT and IDT, 0. */
static uint32_t code_of(const struct segment_work *w)
{
	return w->query->selector & ~UINT32_C(3);
}

static bool refuse(struct segment_work *w, bool passed, const char *check,
	const char *rule, const char *section)
{
	return segment_note(w, passed, check, rule, section, "#GP", code_of(w));
}

static bool load_null(struct segment_work *w)
{
	const struct segment_query *query = w->query;

	switch (query->segment) {
	case SEGMENT_CS:
		return segment_note(w, false, "null",
			"CS takes no null selector", NULL_CHECK, "#GP", 0);
	case SEGMENT_SS:
		if (query->long_mode)
			return segment_note(w,
				query->cpl != 3 &&
					w->selector.rpl == query->cpl,
				"null",
				"SS takes a null selector in 64-bit mode only "
				"where CPL < 3 and RPL = CPL",
				NULL_CHECK, "#GP", 0);
		return segment_note(w, false, "null",
			"SS takes no null selector", NULL_CHECK, "#GP", 0);
	default:
		return segment_note(w, true, "null",
			"a null selector may be loaded here, though not used "
			"outside 64-bit mode",
			NULL_CHECK, "#GP", 0);
	}
}

/* The descriptor, all 8 bytes of it, lies within its table. */
static bool check_table(struct segment_work *w)
{
	const struct segment_query *query = w->query;
	uint64_t last = (uint64_t)w->selector.index * 8 + 7;

	if (query->has_table_limit)
		return refuse(w, last <= query->table_limit, "table-limit",
			"the index is within the limit of its table",
			LIMIT_CHECK);
	w->result->checks[w->result->count++] = (struct segment_check){
		"table-limit", CHECK_OPEN,
		"the index is within the limit of its table", LIMIT_CHECK};
	return true;
}

static bool check_present(struct segment_work *w)
{
	bool stack = w->query->segment == SEGMENT_SS;

	return segment_note(w, w->descriptor.present, "present",
		"the segment is present (P = 1)",
		stack ? STACK_FAULT : NOT_PRESENT, stack ? "#SS" : "#NP",
		code_of(w));
}

static bool load_stack(struct segment_work *w)
{
	const struct descriptor *d = &w->descriptor;
	unsigned cpl = w->query->cpl;

	return refuse(w, w->selector.rpl == cpl, "rpl", "RPL = CPL",
		       STACK_CHECK) &&
	       refuse(w, !d->system && !d->code && d->writable, "type",
		       "SS takes writable data segments only", TYPE_CHECK) &&
	       refuse(w, d->dpl == cpl, "dpl", "DPL = CPL", STACK_CHECK) &&
	       check_present(w);
}

static bool load_data(struct segment_work *w)
{
	const struct descriptor *d = &w->descriptor;
	bool allowed = w->query->cpl <= d->dpl && w->selector.rpl <= d->dpl;

	if (!refuse(w, !d->system && d->readable, "type",
		    "the register takes data and readable code segments only",
		    TYPE_CHECK))
		return false;
	if (d->conforming)
		allowed = refuse(w, true, "privilege",
			"conforming code may be read whatever its DPL",
			CODE_DATA_CHECK);
	else
		allowed = refuse(w, allowed, "privilege",
			"CPL <= DPL and RPL <= DPL",
			d->code ? CODE_DATA_CHECK : DATA_CHECK);
	return allowed && check_present(w);
}

/* As a direct far jump or call loads it. */
static bool load_code(struct segment_work *w)
{
	const struct descriptor *d = &w->descriptor;
	unsigned cpl = w->query->cpl;

	if (!refuse(w, !d->system && d->code, "type",
		    "CS takes code segments only", TYPE_CHECK))
		return false;
	if (w->query->long_mode &&
		!refuse(w, !(d->wide && d->big), "default-size",
			"L = 1 has D = 0; both together are reserved",
			SDM_PROTECTION(
				"Code-Segment Descriptor in 64-bit Mode")))
		return false;
	if (d->conforming) {
		if (!refuse(w, d->dpl <= cpl, "privilege",
			    "DPL <= CPL, the segment being conforming",
			    CODE_CHECK))
			return false;
	} else if (!refuse(w, w->selector.rpl <= cpl && d->dpl == cpl,
			   "privilege", "RPL <= CPL and DPL = CPL",
			   CODE_CHECK)) {
		return false;
	}
	return check_present(w);
}

bool segment_load(struct segment_work *w)
{
	if (w->selector.null)
		return load_null(w);
	segment_note(w, true, "null", "the selector is not null", NULL_CHECK,
		"#GP", 0);
	if (!check_table(w))
		return false;
	switch (w->query->segment) {
	case SEGMENT_CS:
		return load_code(w);
	case SEGMENT_SS:
		return load_stack(w);
	default:
		return load_data(w);
	}
}
