/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a step ended, from its recording. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#include "acts/attempts.h"
#include "calls/calls.h"
#include "observer/internal.h"
#include "proc/process.h"
#include "record/features.h"
#include "words/program.h"
#include "words/signals.h"

void outcome_skipped(struct record *record)
{
	record->outcome = (struct outcome){.kind = OUTCOME_SKIPPED};
}

/* Whether a filter may have answered that no step set. */
static bool is_filtered(const struct record *record)
{
	uint64_t mode;

	return process_status(record_thread(record), "Seccomp", &mode) &&
	       mode != 0;
}

/*
 * Whether it failed as where the kernel lacks the call (ENOSYS) or a value: the
 * version proves nothing, so the value itself is tried.  A filter that no step
 * set may refuse a value that the kernel is seen to have.
 */
bool is_unsupported(const struct record *record)
{
	const struct name *value;
	int number = record->outcome.number;
	const struct param *of;
	struct feature feature;
	const char *sign;

	if (record->outcome.kind != OUTCOME_ERROR || record_filtered(record))
		return false;
	/* Who answers so wants to be taken for a kernel that lacks it. */
	if (number == ENOSYS)
		return true;
	if (number != EINVAL && number != EOPNOTSUPP)
		return false;
	value = attempt_unknown(&record->call, &of);
	if (!value || !is_filtered(record))
		return value != NULL;
	feature = feature_of(record, value);
	return !feature_shown(&feature, &sign);
}

/* What fork needs is passed to it with the call: see forks.c. */
static const char *why_refused(const struct record *record)
{
	return record->call.command == &command_fork
		       ? "not called: no descriptors for the child"
		       : "refused, without an errno";
}

static void outcome_returned(struct record *record)
{
	if (record->returned.refused) {
		record->outcome = (struct outcome){.kind = OUTCOME_ERROR};
		reason_set(&record->reason, 0, "%s", why_refused(record));
	} else if (record->returned.error)
		record->outcome = (struct outcome){.kind = OUTCOME_ERROR,
			.number = record->returned.error};
	else
		record->outcome = (struct outcome){.kind = OUTCOME_OK};
}

static void outcome_signalled(
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

void outcome_answered(const struct gathered *seen, struct record *record)
{
	if (seen->signalled)
		outcome_signalled(record, &seen->signal);
	else
		outcome_returned(record);
}

void outcome_lost(const struct gathered *seen, const struct answer *answer,
	struct record *record)
{
	if (seen->signalled) {
		outcome_signalled(record, &seen->signal);
		return;
	}
	if (record->has_returned) {
		outcome_returned(record);
		return;
	}
	/* Only the result: data, time and faults are unknown. */
	record->returned.value = answer->value;
	record->outcome = (struct outcome){
		.kind = answer->has_returned && !answer->returned_error
				? OUTCOME_OK
				: OUTCOME_ERROR,
		.number = answer->has_returned ? answer->returned_error : 0};
	if (!answer->has_returned)
		reason_set(&record->reason, 0, "its result was not recorded");
}

/* Whether its call was to end the process, and did. */
static bool is_end(const struct observer *o, const struct record *record)
{
	return command_has_trait(record->call.command, CALL_ENDS) &&
	       WIFEXITED(o->now->wait_status) && !o->now->killed;
}

/*
 * Whether a thread died on its way to the call.  Its stack also has its
 * thread-local storage, without which no handler runs (pthread_create(3)).
 */
static bool died_waking(const struct observer *o)
{
	int status = o->now->wait_status;

	return o->acting->process && !o->now->killed && WIFSIGNALED(status) &&
	       (WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGBUS);
}

/*
 * The observer does such a step before the subject hears of it.  So it was
 * done, however early the subject dies of what it did.
 */
static bool was_done_for_it(const struct observer *o, struct record *record)
{
	if (!command_has_trait(record->call.command, CALL_BY_OBSERVER) ||
		!WIFSIGNALED(o->now->wait_status) || o->now->killed)
		return false;
	record->outcome = (struct outcome){.kind = OUTCOME_OK};
	note_casualty(o->now, record);
	return true;
}

/* The subject is gone: find out about its last step. */
void outcome_died(
	struct observer *o, const struct gathered *seen, struct record *record)
{
	char death[DEATH_SIZE];

	if (was_done_for_it(o, record))
		return;
	describe_death(o->now, death, sizeof(death));
	if (!seen->begun && !died_waking(o)) {
		o->now->died_before = true;
		outcome_skipped(record);
		reason_set(&record->reason, 0, "%s before it", death);
		return;
	}
	if (is_end(o, record)) {
		record->returned.value = WEXITSTATUS(o->now->wait_status);
		record->outcome = (struct outcome){.kind = OUTCOME_OK};
		return;
	}
	if (record->has_returned && !seen->signalled) {
		outcome_returned(record);
		/* A call may take the memory away that this process runs on. */
		if (WIFSIGNALED(o->now->wait_status) &&
			WTERMSIG(o->now->wait_status) == SIGKILL)
			note_casualty(o->now, record);
		return;
	}
	if (seen->signalled && WIFSIGNALED(o->now->wait_status) &&
		WTERMSIG(o->now->wait_status) == seen->signal.number) {
		outcome_signalled(record, &seen->signal);
		return;
	}
	if (WIFSIGNALED(o->now->wait_status) && !o->now->killed) {
		record->outcome = (struct outcome){.kind = OUTCOME_SIGNAL,
			.number = WTERMSIG(o->now->wait_status)};
		return;
	}
	record->outcome = (struct outcome){.kind = OUTCOME_ERROR};
	reason_set(&record->reason, 0, "%s", death);
}

void outcome_timed_out(struct record *record)
{
	record->outcome = (struct outcome){.kind = OUTCOME_TIMEOUT};
	reason_set(&record->reason, 0, "it did not end within %.9g s",
		(double)record->step->timeout_ns / 1e9);
}

/* It was begun, so it may have changed something. */
void outcome_interrupted(const struct observer *o, const struct gathered *seen,
	struct record *record)
{
	if (record->has_returned && !seen->signalled) {
		outcome_returned(record);
		return;
	}
	record->outcome = (struct outcome){
		.kind = seen->begun ? OUTCOME_ERROR : OUTCOME_SKIPPED};
	reason_set(&record->reason, 0, "%s was interrupted by %s%s",
		program_name(), signal_name(o->interrupted),
		seen->begun ? " while it ran" : "");
}
