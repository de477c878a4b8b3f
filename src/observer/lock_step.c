/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a performer of ours carries out a step: it sleeps until it is sent the
 * call, makes it, records what came of it and what its memory then is, answers,
 * and sleeps again.  Other ways to have a call performed have the same end: a
 * record with its outcome and the snapshots around it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "observer/internal.h"
#include "observer/trace/tracing.h"
#include "words/program.h"

static bool send_call(const struct observer *o, const struct call *call)
{
	size_t size = offsetof(struct call, text) + call->text_length;

	return send(o->subject.channel, call, size, MSG_NOSIGNAL) ==
	       (ssize_t)size;
}

/* Have the subject perform the step, and wait until it has. */
static enum wait_result have_performed(
	struct observer *o, struct record *record, struct answer *answer)
{
	enum wait_result result = WAIT_ANSWERED;

	if (record->step->syscalls)
		record->call.traced = trace_begin(o, record);
	if (o->troubled || o->subject.dead)
		return o->troubled ? WAIT_TROUBLED : WAIT_DIED;
	if (!send_call(o, &record->call)) {
		if (errno == EPIPE || errno == ECONNRESET)
			return WAIT_DIED;
		observer_trouble(o, "send", errno);
		return WAIT_TROUBLED;
	}
	progress_begin(o, record);
	if (record->call.traced)
		result = trace_follow(o, record);
	if (result == WAIT_ANSWERED)
		result = wait_for_answer(o, answer);
	progress_end(o);
	return result;
}

/* What failed in the subject, or to its recording; NULL: nothing did. */
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
 * The subject can no longer tell what it does.  A chain may have brought that
 * about, by closing a descriptor that is memtool's; whatever else it is,
 * memtool cannot work.
 */
static void lose(struct observer *o, const struct record *record,
	const char *failed, int error)
{
	reason_set(&o->subject.lost, 0, "in step %d (%s) %s lost %s: %s%s%s",
		record->number, record->call.command->name, program_name(),
		error == EBADF ? "a descriptor of its own" : "its recording",
		failed, error ? ": " : "", error ? strerror(error) : "");
	if (error && error != EBADF)
		observer_trouble(o, failed, error);
}

/* It has answered: all is known, or what it recorded is lost. */
static void judge_answered(struct observer *o, const struct gathered *seen,
	const struct answer *answer, struct record *record)
{
	const char *failed = what_failed(seen, answer);

	if (failed) {
		judge_lost(seen, answer, record);
		lose(o, record, failed, answer->error);
		record->unseen = "the recording of the step is lost";
		return;
	}
	record->after = performer_snapshot(&o->subject);
	judge_answer(seen, record);
	if (record->call.blocks && record->returned.error)
		record->failed_address =
			heap_address(o, record, record->returned.calls);
}

static void judge(struct observer *o, enum wait_result result,
	const struct gathered *seen, const struct answer *answer,
	struct record *record)
{
	if (result == WAIT_ANSWERED) {
		judge_answered(o, seen, answer, record);
		return;
	}
	if (result == WAIT_INTERRUPTED)
		judge_interruption(o, seen, record);
	else
		judge_death(o, seen, record);
	record->unseen = result == WAIT_DIED ? "the subject ended in the step"
					     : "the step was interrupted";
}

bool lock_step_perform(struct observer *o, struct record *record)
{
	struct answer answer = {0};
	enum wait_result result;
	struct gathered seen;

	result = have_performed(o, record, &answer);
	if (result == WAIT_DIED) {
		reap(o, true);
		o->subject.died_in = record->call.index;
	}
	if (o->troubled)
		return false;
	seen = gather(o, record, answer.end);
	if (command_has_trait(record->call.command, CALL_USES_HEAP))
		record->said = output_since_noted(o);
	o->made[record->call.index].blocks = record->blocks;
	o->made[record->call.index].count = record->block_count;
	if (seen.error)
		return observer_trouble(o, "reading the recording", seen.error);
	judge(o, result, &seen, &answer, record);
	return true;
}
