/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/why.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/kernel_call.h"
#include "record/performer.h"
#include "why/diagnosis.h"
#include "words/array.h"

/* In the order of printing: the causes nearest to the call come first. */
static const struct cause_table *const tables[] = {
	&causes_of_requests,
	&causes_of_bad_arguments,
	&causes_of_bounds,
	&causes_of_flags,
	&causes_of_ignored_flags,
	&causes_of_placement,
	&causes_of_neighbours,
	&causes_of_files,
	&causes_of_seals,
	&causes_of_restrictions,
	&causes_of_paths,
	&causes_of_privileges,
	&causes_of_single_pages,
	&causes_of_full,
	&causes_of_stack_growth,
	&causes_of_fixed_stacks,
	&causes_of_signal_codes,
	&causes_of_blocks,
	&causes_of_heap_damage,
	&causes_of_limits,
	&causes_of_process_limits,
	&causes_of_descriptors,
	&causes_of_system_limits,
	&causes_of_out_of_memory,
	&causes_of_poison,
	&causes_of_forked,
	&causes_of_faults,
	&causes_of_instructions,
	&causes_of_mappings,
	&causes_of_mapping_kinds,
	&causes_of_hugetlb_limits,
	&causes_of_hugetlb_pool,
	&causes_of_hugetlb_size,
	&causes_of_thp,
	&causes_of_thp_files,
	&causes_of_thp_late,
	&causes_of_thp_untouched,
	&causes_of_huge_parts,
	&causes_of_processor,
	&causes_of_rights,
	&causes_of_filters,
	&causes_of_kernel,
	&causes_of_no_effect,
	&causes_of_advice_effects,
	&causes_of_page_out,
	&causes_of_populating,
	&causes_of_misleading_figures,
	&causes_of_heap_state,
	&causes_of_user_copies,
	&causes_of_setting_limits,
	&causes_of_namespaces,
	&causes_of_groups,
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

const struct cause_row *why_row_of(const char *slug)
{
	const struct cause_row *row;

	for (size_t i = 0; (row = why_row(i)); i++)
		if (strcmp(row->slug, slug) == 0)
			return row;
	return NULL;
}

/* That of a process that died though the call succeeded comes first. */
static struct outcome outcome_to_explain(const struct record *record)
{
	if (!record->casualty || record->outcome.kind != OUTCOME_OK)
		return record->outcome;
	return (struct outcome){.kind = OUTCOME_SIGNAL,
		.number = WTERMSIG(record->casualty->wait_status)};
}

static struct diagnosis diagnosis_of(const struct record *record,
	const struct effect *effect, const struct outcome *outcome)
{

	return (struct diagnosis){.record = record,
		.effect = effect,
		.command = record->call.command,
		.call = &record->call,
		.subject = record_thread(record),
		.error = outcome->kind == OUTCOME_ERROR ? outcome->number : 0,
		.signal = outcome->kind == OUTCOME_SIGNAL ? outcome->number : 0,
		.page = (uint64_t)getpagesize()};
}

/*
 * The kernel did not see the call, so nothing else can be the cause.  Of an
 * allocator's calls, another may have failed first.
 */
static bool answered_by_filter(const struct record *record)
{
	return record_filtered(record) && record_kernel_call(record) &&
	       !command_has_trait(record->call.command, CALL_USES_HEAP);
}

static void find_in(const struct cause_table *table, const struct diagnosis *d,
	const struct outcome *outcome, struct causes *causes)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct cause_row *row = &table->rows[i];
		struct cause cause;

		if (!why_applies(row, d->command, outcome))
			continue;
		cause = (struct cause){.slug = row->slug, .verified = true};
		d->cached->mappings_unknown = false;
		if (row->holds(d, &cause) && !d->cached->mappings_unknown)
			causes_add(causes, &cause);
	}
}

void why_find(const struct record *record, const struct effect *effect,
	struct causes *causes)
{
	struct outcome outcome = outcome_to_explain(record);
	struct diagnosis d = diagnosis_of(record, effect, &outcome);
	struct cached cached = {0};

	d.cached = &cached;
	if (record->call.blocks && d.error) {
		cached.call = record->call;
		set_arg(&cached.call, ROLE_ADDR, record->failed_address);
		d.call = &cached.call;
	}
	causes->count = 0;
	if (record->outcome.kind == OUTCOME_SKIPPED ||
		command_is_inspection(d.command))
		return;
	for (size_t i = 0; i < TABLES; i++)
		find_in(tables[i], &d, &outcome, causes);
	if (answered_by_filter(record) || causes_verified(causes, "seccomp"))
		causes_keep(causes, "seccomp");
	causes_drop_spare(causes);
	causes_drop_moot(causes);
	free(cached.smaps);
}
