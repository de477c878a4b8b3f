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

/* The error code: the selector with EXT and IDT, 0, in place of the RPL. */
static uint32_t code_of(const struct segment_work *work)
{
	return work->query->selector & ~UINT32_C(3);
}

static bool refuse(struct segment_work *work, bool passed, const char *check,
	const char *rule, const char *section)
{
	return segment_note(
		work, passed, check, rule, section, "#GP", code_of(work));
}

static bool load_null(struct segment_work *work)
{
	const struct segment_query *query = work->query;

	switch (query->segment) {
	case SEGMENT_CS:
		return segment_note(work, false, "null",
			"CS does not accept a null selector", NULL_CHECK, "#GP",
			0);
	case SEGMENT_SS:
		if (query->long_mode)
			return segment_note(work,
				query->cpl != 3 &&
					work->selector.rpl == query->cpl,
				"null",
				"SS accepts a null selector only in 64-bit "
				"mode with CPL < 3 and RPL = CPL",
				NULL_CHECK, "#GP", 0);
		return segment_note(work, false, "null",
			"SS does not accept a null selector", NULL_CHECK, "#GP",
			0);
	default:
		return segment_note(work, true, "null",
			"a null selector may be loaded here, but not used "
			"outside 64-bit mode",
			NULL_CHECK, "#GP", 0);
	}
}

/* All 8 bytes of the descriptor are within its table. */
static bool check_table(struct segment_work *work)
{
	const struct segment_query *query = work->query;
	uint64_t last = (uint64_t)work->selector.index * 8 + 7;

	if (query->has_table_limit)
		return refuse(work, last <= query->table_limit, "table-limit",
			"the index is within the limit of its table",
			LIMIT_CHECK);
	work->result->checks[work->result->count++] = (struct segment_check){
		"table-limit", CHECK_OPEN,
		"the index is within the limit of its table", LIMIT_CHECK};
	return true;
}

static bool check_present(struct segment_work *work)
{
	bool stack = work->query->segment == SEGMENT_SS;

	return segment_note(work, work->descriptor.present, "present",
		"the segment is present (P = 1)",
		stack ? STACK_FAULT : NOT_PRESENT, stack ? "#SS" : "#NP",
		code_of(work));
}

static bool load_stack(struct segment_work *work)
{
	const struct descriptor *descriptor = &work->descriptor;
	unsigned cpl = work->query->cpl;

	return refuse(work, work->selector.rpl == cpl, "rpl", "RPL = CPL",
		       STACK_CHECK) &&
	       refuse(work,
		       !descriptor->system && !descriptor->code &&
			       descriptor->writable,
		       "type", "SS accepts only writable data segments",
		       TYPE_CHECK) &&
	       refuse(work, descriptor->dpl == cpl, "dpl", "DPL = CPL",
		       STACK_CHECK) &&
	       check_present(work);
}

static bool load_data(struct segment_work *work)
{
	const struct descriptor *descriptor = &work->descriptor;
	bool allowed = work->query->cpl <= descriptor->dpl &&
		       work->selector.rpl <= descriptor->dpl;

	if (!refuse(work, !descriptor->system && descriptor->readable, "type",
		    "the register accepts only data and readable code segments",
		    TYPE_CHECK))
		return false;
	if (descriptor->conforming)
		allowed = refuse(work, true, "privilege",
			"conforming code may be read with any DPL",
			CODE_DATA_CHECK);
	else
		allowed = refuse(work, allowed, "privilege",
			"CPL <= DPL and RPL <= DPL",
			descriptor->code ? CODE_DATA_CHECK : DATA_CHECK);
	return allowed && check_present(work);
}

/* As loaded by a direct far jump or call. */
static bool load_code(struct segment_work *work)
{
	const struct descriptor *descriptor = &work->descriptor;
	unsigned cpl = work->query->cpl;

	if (!refuse(work, !descriptor->system && descriptor->code, "type",
		    "CS accepts only code segments", TYPE_CHECK))
		return false;
	if (work->query->long_mode &&
		!refuse(work, !(descriptor->wide && descriptor->big),
			"default-size",
			"L = 1 has D = 0; both together are reserved",
			SDM_PROTECTION(
				"Code-Segment Descriptor in 64-bit Mode")))
		return false;
	if (descriptor->conforming) {
		if (!refuse(work, descriptor->dpl <= cpl, "privilege",
			    "DPL <= CPL, as the segment is conforming",
			    CODE_CHECK))
			return false;
	} else if (!refuse(work,
			   work->selector.rpl <= cpl && descriptor->dpl == cpl,
			   "privilege", "RPL <= CPL and DPL = CPL",
			   CODE_CHECK)) {
		return false;
	}
	return check_present(work);
}

bool segment_load(struct segment_work *work)
{
	if (work->selector.null)
		return load_null(work);
	segment_note(work, true, "null", "the selector is not null", NULL_CHECK,
		"#GP", 0);
	if (!check_table(work))
		return false;
	switch (work->query->segment) {
	case SEGMENT_CS:
		return load_code(work);
	case SEGMENT_SS:
		return load_stack(work);
	default:
		return load_data(work);
	}
}
