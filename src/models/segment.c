/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/segment_internal.h"

#include <stddef.h>

bool segment_note(struct segment_work *w, bool passed, const char *check,
	const char *rule, const char *section, const char *name, uint32_t code)
{
	struct segment_result *result = w->result;

	result->checks[result->count++] = (struct segment_check){
		check, passed ? CHECK_PASSED : CHECK_FAILED, rule, section};
	if (!passed)
		result->exception =
			(struct exception){name, code, rule, section};
	return passed;
}

/*
 * Whether 64-bit rules hold: for data because 64-bit code reaches for them,
 * for code because the descriptor says that it is 64-bit code.  Without L it
 * runs in compatibility mode, by the rules of protected mode.
 */
static bool is_flat(const struct segment_work *w)
{
	const struct segment_query *query = w->query;

	if (!query->long_mode)
		return false;
	return query->segment != SEGMENT_CS || !query->has_descriptor ||
	       w->descriptor.wide;
}

void segment_translate(
	const struct segment_query *query, struct segment_result *result)
{
	struct segment_work w = {.query = query, .result = result};

	*result = (struct segment_result){0};
	w.selector = selector_decode(query->selector);
	if (query->has_descriptor)
		w.descriptor = descriptor_decode(query->descriptor);
	result->flat = is_flat(&w);
	if (query->has_selector && !segment_load(&w))
		return;
	segment_reach(&w);
}
