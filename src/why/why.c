/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/why.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/performer.h"
#include "why/inquiry.h"
#include "words/array.h"

/* What is nearest to the call comes first: of several causes it is told first.
 */
static const struct cause_table *const tables[] = {
	&causes_of_requests,
	&causes_of_values,
	&causes_of_bounds,
	&causes_of_flags,
	&causes_of_ignored_flags,
	&causes_of_places,
	&causes_of_files,
	&causes_of_seals,
	&causes_of_restrictions,
	&causes_of_paths,
	&causes_of_single_pages,
	&causes_of_stack_growth,
	&causes_of_blocks,
	&causes_of_heap_damage,
	&causes_of_limits,
	&causes_of_system_limits,
	&causes_of_groups,
	&causes_of_poison,
	&causes_of_faults,
	&causes_of_instructions,
	&causes_of_mappings,
	&causes_of_kinds,
	&causes_of_hugetlb_pool,
	&causes_of_hugetlb_size,
	&causes_of_thp,
	&causes_of_thp_late,
	&causes_of_huge_parts,
	&causes_of_processor,
	&causes_of_kernel,
	&causes_of_rights,
	&causes_of_filters,
	&causes_of_success,
	&causes_of_figures,
	&causes_of_heap_state,
	&causes_of_user_copies,
};

enum { TABLES = ARRAY_SIZE(tables) };

const struct cause_row *why_row(size_t index)
{
	for (size_t i = 0; i < TABLES; i++) {
		if (index < tables[i]->count)
			return &tables[i]->rows[index];
		index -= tables[i]->count;
	}
	return NULL;
}

static struct inquiry inquiry_of(
	const struct record *record, const struct effect *effect)
{
	const struct outcome *outcome = &record->outcome;

	return (struct inquiry){.record = record,
		.effect = effect,
		.command = record->call.command,
		.call = &record->call,
		.subject = record_pid(record),
		.error = outcome->kind == OUTCOME_ERROR ? outcome->number : 0,
		.signal = outcome->kind == OUTCOME_SIGNAL ? outcome->number : 0,
		.page = (uint64_t)getpagesize()};
}

void why_find(const struct record *record, const struct effect *effect,
	struct causes *causes)
{
	struct inquiry q = inquiry_of(record, effect);
	struct kept kept = {0};
	const struct cause_row *row;

	q.kept = &kept;
	if (record->call.blocks && q.error) {
		kept.call = record->call;
		set_arg(&kept.call, ROLE_ADDR, record->failed_address);
		q.call = &kept.call;
	}
	causes->count = 0;
	if (record->outcome.kind == OUTCOME_SKIPPED ||
		command_is_inspection(q.command))
		return;
	for (size_t i = 0; (row = why_row(i)); i++) {
		struct cause cause = {.slug = row->slug, .verified = true};

		kept.unseen = false;
		if (why_applies(row, q.command, &record->outcome) &&
			row->holds(&q, &cause) && !kept.unseen)
			causes_add(causes, &cause);
	}
	causes_drop_spare(causes);
	causes_drop_moot(causes);
	free(kept.smaps);
}
