/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the subject performs a step: it sleeps until it gets the call, makes it,
 * records the outcome and its memory, answers, and sleeps again.  Any other
 * performer must give the same result: a record with the outcome and the
 * snapshots around it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "observer/internal.h"
#include "observer/trace/tracing.h"
#include "words/program.h"

/* Make the subject perform the step, and wait for it. */
static enum wait_result have_performed(
	struct observer *o, struct record *record, struct answer *answer)
{
	enum wait_result result = WAIT_ANSWERED;

	if (record->step->syscalls)
		record->call.traced = trace_begin(o, record);
	if (o->troubled || o->now->dead)
		return o->troubled ? WAIT_TROUBLED : WAIT_DIED;
	if (!send_call(o, &record->call)) {
		if (errno == EPIPE || errno == ECONNRESET)
			return WAIT_DIED;
		observer_trouble(o, "sendmsg", errno);
		return WAIT_TROUBLED;
	}
	progress_begin(o, record);
	if (record->step->timeout_ns)
		o->deadline_ns = clock_ns() + record->step->timeout_ns;
	if (record->call.traced)
		result = trace_follow(o, record);
	if (result == WAIT_ANSWERED)
		result = wait_for_answer(o, answer);
	o->deadline_ns = 0;
	progress_end(o);
	return result;
}

/* What failed in the subject or its recording; NULL: nothing. */
static const char *what_failed(
	const struct gathered *seen, const struct answer *answer)
{
	if (answer->error)
		return answer->failed;
	if (seen->damaged || !seen->snapshot)
		return "it was overwritten";
	return NULL;
}

/*
 * The subject can no longer record.  A chain may have caused that by closing
 * one of memtool's descriptors; anything else is an error of memtool.
 */
static void lose(struct observer *o, const struct record *record,
	const char *failed, int error)
{
	reason_set(&o->now->lost, 0, "in step %d (%s) %s lost %s: %s%s%s",
		record->number, record->call.command->name, program_name(),
		error == EBADF ? "one of its descriptors" : "its recording",
		failed, error ? ": " : "", error ? strerror(error) : "");
	if (error && error != EBADF)
		observer_trouble(o, failed, error);
}

/* It answered: all is known, or its recording is lost. */
static void answered(struct observer *o, const struct gathered *seen,
	const struct answer *answer, struct record *record)
{
	const char *failed = what_failed(seen, answer);

	if (failed) {
		outcome_lost(seen, answer, record);
		lose(o, record, failed, answer->error);
		record->missing = "the recording of the step is lost";
		return;
	}
	record->after = performer_snapshot(o->now);
	outcome_answered(seen, record);
	if (record->call.blocks && record->returned.error)
		record->failed_address =
			heap_address(o, record, record->returned.calls);
}

static void set_outcome(struct observer *o, enum wait_result result,
	const struct gathered *seen, const struct answer *answer,
	struct record *record)
{
	if (result == WAIT_ANSWERED) {
		answered(o, seen, answer, record);
		return;
	}
	if (result == WAIT_TIMED_OUT)
		outcome_timed_out(record);
	else if (result == WAIT_INTERRUPTED)
		outcome_interrupted(o, seen, record);
	else
		outcome_died(o, seen, record);
	if (result == WAIT_DIED)
		record->missing = "the subject ended in the step";
	else if (result == WAIT_TIMED_OUT)
		record->missing = "--timeout ended the process in the step";
	else
		record->missing = "the step was interrupted";
}

bool lock_step_perform(struct observer *o, struct record *record)
{
	struct answer answer = {0};
	enum wait_result result;
	struct gathered seen;

	result = have_performed(o, record, &answer);
	if (result == WAIT_DIED) {
		reap(o, o->now, true);
		o->now->died_in = record->call.index;
	}
	if (result == WAIT_TIMED_OUT)
		o->now->died_in = record->call.index;
	if (o->troubled)
		return false;
	seen = gather(o, record, answer.end);
	if (command_has_trait(record->call.command, CALL_USES_HEAP))
		record->output = output_since_noted(o);
	o->made[record->call.index].blocks = record->blocks;
	o->made[record->call.index].count = record->block_count;
	if (seen.error)
		return observer_trouble(o, "reading the recording", seen.error);
	set_outcome(o, result, &seen, &answer, record);
	return true;
}
