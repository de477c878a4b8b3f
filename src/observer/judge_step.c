/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a step ended, from what the recording has of it. */
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>

#include "acts/attempts.h"
#include "observer/internal.h"
#include "words/program.h"
#include "words/signals.h"

void judge_skipped(struct record *record)
{
	record->outcome = (struct outcome){.kind = OUTCOME_SKIPPED};
}

/*
 * Not known to this kernel: it says so, or refuses a value that it is too old
 * for, or was built without.  Its version proves nothing, so the value itself
 * is tried.
 */
bool is_unsupported(const struct record *record)
{
	int number = record->outcome.number;
	const struct param *param;

	if (record->outcome.kind != OUTCOME_ERROR)
		return false;
	if (number == ENOSYS)
		return true;
	if (number != EINVAL && number != EOPNOTSUPP)
		return false;
	return attempt_unknown(&record->call, &param) != NULL;
}

static void judge_return(struct record *record)
{
	if (record->returned.refused) {
		record->outcome = (struct outcome){.kind = OUTCOME_ERROR};
		reason_set(&record->reason, 0, "refused, without an errno");
	} else if (record->returned.error)
		record->outcome = (struct outcome){.kind = OUTCOME_ERROR,
			.number = record->returned.error};
	else
		record->outcome = (struct outcome){.kind = OUTCOME_OK};
}

static void judge_signal(
	struct record *record, const struct signal_entry *signal)
{
	record->outcome = (struct outcome){.kind = OUTCOME_SIGNAL,
		.number = signal->number,
		.code = signal->code,
		.coded = true};
	record->has_fault_address = signal->has_address != 0;
	record->fault_address = signal->address;
	record->fault_instruction = signal->instruction;
}

void judge_answer(const struct gathered *seen, struct record *record)
{
	if (seen->signalled)
		judge_signal(record, &seen->signal);
	else
		judge_return(record);
}

void judge_lost(const struct gathered *seen, const struct answer *answer,
	struct record *record)
{
	if (seen->signalled) {
		judge_signal(record, &seen->signal);
		return;
	}
	if (record->has_returned) {
		judge_return(record);
		return;
	}
	/* The result alone: of data, time and faults nothing is known. */
	record->returned.value = answer->value;
	record->outcome = (struct outcome){
		.kind = answer->has_returned && !answer->returned_error
				? OUTCOME_OK
				: OUTCOME_ERROR,
		.number = answer->has_returned ? answer->returned_error : 0};
	if (!answer->has_returned)
		reason_set(&record->reason, 0,
			"what became of it was not recorded");
}

/* The subject is gone: what can be known of the step that it was in? */
void judge_death(const struct observer *o, const struct gathered *seen,
	struct record *record)
{
	char death[64];

	describe_death(&o->subject, death, sizeof(death));
	if (!seen->begun) {
		judge_skipped(record);
		reason_set(
			&record->reason, 0, "the subject %s before it", death);
		return;
	}
	if (record->has_returned && !seen->signalled) {
		judge_return(record);
		return;
	}
	if (seen->signalled && WIFSIGNALED(o->subject.wait_status) &&
		WTERMSIG(o->subject.wait_status) == seen->signal.number) {
		judge_signal(record, &seen->signal);
		return;
	}
	if (WIFSIGNALED(o->subject.wait_status) && !o->subject.killed) {
		record->outcome = (struct outcome){.kind = OUTCOME_SIGNAL,
			.number = WTERMSIG(o->subject.wait_status)};
		return;
	}
	record->outcome = (struct outcome){.kind = OUTCOME_ERROR};
	reason_set(&record->reason, 0, "the subject %s", death);
}

/* It was begun: what it has changed by then nobody knows. */
void judge_interruption(const struct observer *o, const struct gathered *seen,
	struct record *record)
{
	if (record->has_returned && !seen->signalled) {
		judge_return(record);
		return;
	}
	record->outcome = (struct outcome){
		.kind = seen->begun ? OUTCOME_ERROR : OUTCOME_SKIPPED};
	reason_set(&record->reason, 0, "%s was interrupted by %s%s",
		program_name(), signal_name(o->interrupted),
		seen->begun ? " while it ran" : "");
}
