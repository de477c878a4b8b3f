/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/segment_internal.h"

#include <stddef.h>

bool segment_note(struct segment_work *work, bool passed, const char *check,
	const char *rule, const char *section, const char *name, uint32_t code)
{
	struct segment_result *result = work->result;

	result->checks[result->count++] = (struct segment_check){
		check, passed ? CHECK_PASSED : CHECK_FAILED, rule, section};
	if (!passed)
		result->exception =
			(struct exception){name, code, rule, section};
	return passed;
}

/*
 * Whether 64-bit rules apply: for data if 64-bit code accesses it, for code if
 * the descriptor is of 64-bit code.  Code without L runs in compatibility mode,
 * by the rules of protected mode.
 */
static bool is_flat(const struct segment_work *work)
{
	const struct segment_query *query = work->query;

	if (!query->long_mode)
		return false;
	return query->segment != SEGMENT_CS || !query->has_descriptor ||
	       work->descriptor.wide;
}

void segment_translate(
	const struct segment_query *query, struct segment_result *result)
{
	struct segment_work work = {.query = query, .result = result};

	*result = (struct segment_result){0};
	work.selector = selector_decode(query->selector);
	if (query->has_descriptor)
		work.descriptor = descriptor_decode(query->descriptor);
	result->flat = is_flat(&work);
	if (query->has_selector && !segment_load(&work))
		return;
	segment_reach(&work);
}
