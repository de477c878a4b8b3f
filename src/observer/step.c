/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "observer/internal.h"
#include "words/program.h"
#include "words/signals.h"

/* Whether the chain still goes on at this step; if not, the reason. */
static bool goes_on(
	struct observer *o, const struct plan *plan, struct record *record)
{
	char death[64];

	if (!o->interrupted)
		o->interrupted = interrupt_pending();
	if (o->interrupted)
		return reason_set(&record->reason, 0,
			"%s was interrupted by %s", program_name(),
			signal_name(o->interrupted));
	if (o->subject.dead) {
		describe_death(&o->subject, death, sizeof(death));
		return reason_set(&record->reason, 0,
			"the subject %s in step %d (%s)", death,
			plan->steps[o->subject.died_in].number,
			plan->steps[o->subject.died_in].command->name);
	}
	if (*o->subject.lost.text)
		return reason_set(
			&record->reason, 0, "%s", o->subject.lost.text);
	if (o->stopped_at)
		return reason_set(&record->reason, 0,
			"--stop ended the chain at step %d", o->stopped_at);
	return true;
}

/* Of several calls those before the one that failed have made it. */
static bool note_last_block(struct made *made)
{
	const struct made_block *last = &made->blocks[made->count - 1];

	made->value = last->start;
	made->size = last->size;
	return last->start != 0;
}

static bool note_result(struct made *made, const struct record *record)
{
	const struct call_kind *kind = command_kind(record->call.command);

	if (record->outcome.kind != OUTCOME_OK || !record->has_returned)
		return false;
	made->value = (uint64_t)record->returned.value;
	made->size = arg(&record->call, ROLE_LENGTH);
	return !kind->made || kind->made(&record->call, &record->returned,
				      &made->value, &made->size);
}

static void note_what_was_made(struct observer *o, struct record *record)
{
	struct made *made = &o->made[record->call.index];

	if (made->count ? note_last_block(made) : note_result(made, record))
		made->kind = command_kind(record->call.command)->makes;
	record->has_region = made->kind == MADE_MEMORY;
	record->region_start = made->value;
	record->region_size = made->size;
}

static void before_step(struct observer *o, struct record *record)
{
	record->before = performer_snapshot(&o->subject);
	heap_before(o, record);
	count_kills(o, record);
	watch_before(o, record);
}

/*
 * Where another than the kernel answers, an emulator of user programs for
 * example, the snapshots may show something else than what the step was about.
 * Memory that a call has made and that is mapped nowhere gives it away; alloca
 * only moves a pointer.
 */
static void distrust(struct observer *o, struct record *record)
{
	struct mapping m;

	if (!record->after)
		return;
	if (!o->subject.foreign && record->has_region && record->region_size &&
		!command_has_trait(record->call.command, CALL_ON_STACK) &&
		!maps_find(maps_in(record->after), record->region_start, &m))
		o->subject.foreign =
			"/proc/self/maps lacks the memory that was made, "
			"as under an emulator";
	if (!o->subject.foreign)
		return;
	record->before = record->after = NULL;
	record->unseen = o->subject.foreign;
}

/* What is looked at when the step is over. */
static void after_step(struct observer *o, struct record *record)
{
	record->unsupported = record->outcome.kind != OUTCOME_SKIPPED &&
			      is_unsupported(record);
	note_what_was_made(o, record);
	distrust(o, record);
	watch_after(o, record); /* before anything else reads its memory */
	heap_after(o, record);
	look_at_pages(o, record);
}

bool observer_step(struct observer *o, const struct plan *plan, size_t index,
	struct record *record)
{
	const struct step *step = &plan->steps[index];

	*record = record_of_step(plan, index);
	if (o->troubled)
		return false;
	if (!goes_on(o, plan, record) ||
		!evaluate(o, plan, step, &record->call, &record->reason)) {
		judge_skipped(record);
		return true;
	}
	record->evaluated = true;
	record->performer = &o->subject;
	if (command_is_inspection(step->command)) {
		record->unseen = o->subject.foreign;
		return true; /* the report looks, and judges */
	}
	before_step(o, record);
	if (!lock_step_perform(o, record))
		return false;
	after_step(o, record);
	return true;
}

void observer_note(struct observer *o, const struct plan *plan,
	const struct record *record)
{
	if (o->made)
		o->made[record->call.index].outcome = record->outcome;
	if (plan->options.stop && !o->stopped_at && !record_met(record))
		o->stopped_at = record->number;
}
