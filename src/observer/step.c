/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

#include "observer/inside.h"
#include "observer/tracing.h"
#include "words/signals.h"

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

static void note_what_was_made(struct observer *o, struct record *record)
{
	const struct command *command = record->step->command;
	struct made *made = &o->made[record->call.index];
	bool good = record->outcome.kind == OUTCOME_OK && record->has_returned;

	/* Of several calls those before the one that failed have made it. */
	if (made->count) {
		made->start = made->blocks[made->count - 1].start;
		made->size = made->blocks[made->count - 1].size;
		made->memory = made->start != 0;
	} else if (good && command->makes == MAKES_REGION) {
		made->start = (uint64_t)record->returned.value;
		made->size = record->call.length;
		made->memory = !command->made ||
			       command->made(&record->call, &record->returned,
				       &made->start, &made->size);
	} else if (good) {
		made->file = command->makes == MAKES_FILE;
		made->fd = record->returned.value;
	}
	record->has_region = made->memory;
	record->region_start = made->start;
	record->region_size = made->size;
}

static bool send_call(const struct observer *o, const struct call *call)
{
	size_t size = offsetof(struct call, text) + call->text_length;

	return send(o->channel, call, size, MSG_NOSIGNAL) == (ssize_t)size;
}

static bool perform(
	struct observer *o, const struct plan *plan, struct record *record)
{
	struct answer answer = {0};
	enum wait_result result = WAIT_DIED;
	struct gathered seen;

	record->before = &o->snapshots[o->newest];
	heap_before(o, plan, record);
	count_kills(o, record);
	faults_expect(o, record);
	if (record->step->syscalls)
		record->call.traced = trace_begin(o, record);
	if (send_call(o, &record->call)) {
		progress_begin(o, record);
		result = record->call.traced ? trace_follow(o, record)
					     : WAIT_ANSWERED;
		if (result == WAIT_ANSWERED)
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
	faults_end(o, record);
	if (record->step->command->heap)
		record->said = output_since_noted(o);
	o->made[record->call.index].blocks = record->blocks;
	o->made[record->call.index].count = record->block_count;
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
	judge_answer(&seen, record);
	if (record->call.blocks && record->returned.error)
		record->failed_address =
			heap_address(o, record, record->returned.calls);
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
		judge_skipped(record);
	} else {
		record->evaluated = true;
		record->subject = o->pid;
		if (step->command->look)
			return true; /* the report looks, and judges */
		if (!perform(o, plan, record))
			return false;
		record->unsupported = record->outcome.kind != OUTCOME_SKIPPED &&
				      is_unsupported(record);
		note_what_was_made(o, record);
		heap_after(o, record);
		look_at_pages(o, record);
		look_at_residency(record);
		look_at_stack(record);
	}
	return true;
}

void observer_note(struct observer *o, const struct plan *plan,
	const struct record *record)
{
	if (o->made)
		o->made[record->call.index].outcome = record->outcome;
	if (plan->options.stop && !o->stopped_at && !record_met(record))
		o->stopped_at = record->step->number;
}
