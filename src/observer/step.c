/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "commands/attempts.h"
#include "observer/inside.h"
#include "words/signals.h"

static void skip(struct record *record)
{
	record->outcome = (struct outcome){.kind = OUTCOME_SKIPPED};
}

void describe_death(const struct observer *o, char *text, size_t size)
{
	int status = o->wait_status;
	const char *name =
		WIFSIGNALED(status) ? signal_name(WTERMSIG(status)) : NULL;

	if (o->killed)
		snprintf(text, size, "lost its channel and was ended");
	else if (WIFEXITED(status))
		snprintf(text, size, "exited with status %d",
			WEXITSTATUS(status));
	else
		snprintf(text, size, "died of %s", name ? name : "a signal");
}

/* Whether the chain still goes on at this step; if not, the reason. */
static bool goes_on(const struct observer *o, const struct plan *plan,
	struct record *record)
{
	char death[64];

	if (o->interrupted) {
		snprintf(record->reason, sizeof(record->reason),
			"memtool was interrupted by %s",
			signal_name(o->interrupted));
		return false;
	}
	if (o->dead) {
		describe_death(o, death, sizeof(death));
		snprintf(record->reason, sizeof(record->reason),
			"the subject %s in step %d (%s)", death,
			plan->steps[o->died_in].number,
			plan->steps[o->died_in].command->name);
		return false;
	}
	if (o->stopped_at) {
		snprintf(record->reason, sizeof(record->reason),
			"--stop ended the chain at step %d", o->stopped_at);
		return false;
	}
	return true;
}

/*
 * Not known to this kernel: it says so, or refuses a value that came with a
 * later one.  Its version proves nothing, so the value itself is tried.
 */
static bool is_unsupported(const struct record *record)
{
	int number = record->outcome.number;
	const struct param *param;
	const struct name *name;

	if (record->outcome.kind != OUTCOME_ERROR)
		return false;
	if (number == ENOSYS)
		return true;
	if ((number != EINVAL && number != EOPNOTSUPP) ||
		!call_since(&record->call))
		return false;
	name = attempt_unknown(&record->call, &param);
	return name && name->since;
}

static void judge_return(struct record *record)
{
	if (record->returned.error)
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
}

/* The subject is gone: what can be known of the step that it was in? */
static void judge_death(
	struct observer *o, const struct gathered *seen, struct record *record)
{
	char death[64];

	describe_death(o, death, sizeof(death));
	if (!seen->begun) {
		skip(record);
		snprintf(record->reason, sizeof(record->reason),
			"the subject %s before it", death);
		return;
	}
	if (record->has_returned && !seen->signalled) {
		judge_return(record);
		return;
	}
	if (seen->signalled && WIFSIGNALED(o->wait_status) &&
		WTERMSIG(o->wait_status) == seen->signal.number) {
		judge_signal(record, &seen->signal);
		return;
	}
	if (WIFSIGNALED(o->wait_status) && !o->killed) {
		record->outcome = (struct outcome){.kind = OUTCOME_SIGNAL,
			.number = WTERMSIG(o->wait_status)};
		return;
	}
	record->outcome = (struct outcome){.kind = OUTCOME_ERROR};
	snprintf(record->reason, sizeof(record->reason), "the subject %s",
		death);
}

/* It was begun: what it has changed by then nobody knows. */
static void judge_interruption(const struct observer *o,
	const struct gathered *seen, struct record *record)
{
	if (record->has_returned && !seen->signalled) {
		judge_return(record);
		return;
	}
	record->outcome = (struct outcome){
		.kind = seen->begun ? OUTCOME_ERROR : OUTCOME_SKIPPED};
	snprintf(record->reason, sizeof(record->reason),
		"memtool was interrupted by %s%s", signal_name(o->interrupted),
		seen->begun ? " while it ran" : "");
}

static void note_what_was_made(struct observer *o, struct record *record)
{
	const struct command *command = record->step->command;
	struct made *made = &o->made[record->call.index];

	if (record->outcome.kind != OUTCOME_OK || !record->has_returned)
		return;
	made->file = command->makes == MAKES_FILE;
	made->fd = record->returned.value;
	if (command->makes != MAKES_REGION)
		return;
	made->start = (uint64_t)record->returned.value;
	made->size = record->call.length;
	made->memory = command->made
			       ? command->made(&record->call, &record->returned,
					 &made->start, &made->size)
			       : true;
	record->has_region = made->memory;
	record->region_start = made->start;
	record->region_size = made->size;
}

static bool send_call(const struct observer *o, const struct call *call)
{
	size_t size = offsetof(struct call, text) + call->text_length;

	return send(o->channel, call, size, MSG_NOSIGNAL) == (ssize_t)size;
}

static bool perform(struct observer *o, struct record *record)
{
	struct answer answer = {0};
	enum wait_result result = WAIT_DIED;
	struct gathered seen;

	record->before = &o->snapshots[o->newest];
	count_kills(o, record);
	if (send_call(o, &record->call)) {
		progress_begin(o, record);
		result = wait_for_answer(o, &answer);
		progress_end(o);
	} else if (errno != EPIPE && errno != ECONNRESET) {
		o->troubled = true;
		return complain_system(&o->trouble, "send", errno);
	}
	if (result == WAIT_DIED) {
		reap(o, true);
		o->died_in = record->call.index;
	}
	seen = gather(o, record);
	if (seen.short_of_memory || seen.damaged) {
		o->troubled = true;
		return complain_system(&o->trouble, "the recording",
			seen.damaged ? EIO : ENOMEM);
	}
	if (result == WAIT_INTERRUPTED) {
		judge_interruption(o, &seen, record);
		return true;
	}
	if (result == WAIT_DIED) {
		judge_death(o, &seen, record);
		return true;
	}
	if (answer.error || !seen.snapshot) {
		o->troubled = true;
		return complain_system(&o->trouble,
			answer.error ? answer.failed : "the recording",
			answer.error ? answer.error : ENOMEM);
	}
	record->after = &o->snapshots[o->newest];
	if (seen.signalled)
		judge_signal(record, &seen.signal);
	else
		judge_return(record);
	return true;
}

bool observer_step(struct observer *o, const struct plan *plan, size_t index,
	struct record *record)
{
	const struct step *step = &plan->steps[index];

	*record = (struct record){.step = step};
	record->call.command = step->command;
	if (!goes_on(o, plan, record) ||
		!evaluate(o, plan, step, &record->call, record->reason,
			sizeof(record->reason))) {
		skip(record);
	} else {
		record->evaluated = true;
		record->subject = o->pid;
		if (step->command->look)
			return true; /* the report looks, and judges */
		if (!perform(o, record))
			return false;
		record->unsupported = record->outcome.kind != OUTCOME_SKIPPED &&
				      is_unsupported(record);
		note_what_was_made(o, record);
		look_at_pages(o, record);
		look_at_residency(record);
	}
	return true;
}

void observer_note(struct observer *o, const struct plan *plan,
	const struct record *record)
{
	if (plan->options.stop && !o->stopped_at && !record_met(record))
		o->stopped_at = record->step->number;
}
