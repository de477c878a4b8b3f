/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/circumstances.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "record/kernel_call.h"
#include "record/performer.h"
#include "words/syscalls.h"

/*
 * The C library makes EAGAIN of a thread's ENOMEM, pthread_create(3), and
 * ENOMEM of whatever keeps an allocator from memory, malloc(3).
 */
static bool is_translated(int32_t action, const struct call *call, int error)
{
	if (command_has_trait(call->command, CALL_USES_HEAP))
		return action > 0 && error == ENOMEM;
	return strcmp(call->command->name, "thread") == 0 && action == ENOMEM &&
	       error == EAGAIN;
}

static bool answers(int32_t action, const struct record *record)
{
	const struct outcome *outcome = &record->outcome;

	if (action == FILTER_KILL || action == FILTER_TRAP)
		return outcome->kind == OUTCOME_SIGNAL &&
		       outcome->number == SIGSYS;
	return outcome->kind == OUTCOME_ERROR &&
	       (outcome->number == action ||
		       is_translated(action, &record->call, outcome->number));
}

/* Whether the answer to NAME would be the step's result. */
static bool decides(const struct record *record, const char *name)
{
	const char *last = record_kernel_call(record);

	if (record->outcome.kind == OUTCOME_SIGNAL || !last)
		return record_makes(record, name);
	return strcmp(last, name) == 0;
}

const struct filtered *record_filtered(const struct record *record)
{
	const struct circumstances *set;
	const char *name;

	if (!record->acting)
		return NULL;
	set = &record->acting->set;
	for (unsigned i = set->filtered_count; i > 0; i--) {
		const struct filtered *filtered = &set->filtered[i - 1];

		name = syscall_name(filtered->rule.number);
		if (name && filtered->step < record->number &&
			answers(filtered->rule.action, record) &&
			decides(record, name))
			return filtered;
	}
	return NULL;
}

const struct filtered *record_filter_of(
	const struct record *record, const char *name)
{
	const struct circumstances *set =
		record->acting ? &record->acting->set : NULL;
	uint64_t number;

	if (!set || !syscall_number(name, &number))
		return NULL;
	for (unsigned i = set->filtered_count; i > 0; i--)
		if (set->filtered[i - 1].rule.number == number &&
			set->filtered[i - 1].step < record->number)
			return &set->filtered[i - 1];
	return NULL;
}
