/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "observer/internal.h"
#include "words/program.h"
#include "words/signals.h"

/* Whether it can still perform steps; if not, the reason. */
static bool lives(const struct plan *plan, const struct performer *p,
	struct reason *reason)
{
	char death[DEATH_SIZE];

	if (p->process && !lives(plan, p->process, reason))
		return false;
	if (p->dead) {
		describe_death(p, death, sizeof(death));
		return reason_set(reason, 0, "%s %s step %d (%s)", death,
			p->died_before ? "before" : "in",
			plan->steps[p->died_in].number,
			plan->steps[p->died_in].command->name);
	}
	return !*p->lost.text || reason_set(reason, 0, "%s", p->lost.text);
}

/* Whether the chain continues at this step; if not, the reason. */
static bool goes_on(
	struct observer *o, const struct plan *plan, struct record *record)
{
	struct performer *performer;

	if (!o->interrupted)
		o->interrupted = interrupt_pending();
	if (o->interrupted)
		return reason_set(&record->reason, 0,
			"%s was interrupted by %s", program_name(),
			signal_name(o->interrupted));
	performer = choose_performer(o, plan, record->step, &record->reason);
	if (!performer || !lives(plan, performer, &record->reason))
		return false;
	o->acting = performer;
	o->now = performer->process ? performer->process : performer;
	if (*o->assumption.text) {
		record->reason = o->assumption;
		return false;
	}
	if (o->stopped_at)
		return reason_set(&record->reason, 0,
			"--stop ended the chain at step %d", o->stopped_at);
	return true;
}

/* Of repeated calls, those before the failed one made memory. */
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

static void note_target(const struct observer *o, struct record *record)
{
	const struct made *made = NULL;

	if (record->step && record->step->on >= 0)
		made = &o->made[record->step->on];
	if (!made || !made_type(made->kind)->has_memory || made->count)
		return;
	record->on_start = made->value;
	record->on_size = made->size;
}

static void before_step(struct observer *o, struct record *record)
{
	record->before = performer_snapshot(o->now);
	record->future_locked = o->now->future_locked;
	note_target(o, record);
	heap_before(o, record);
	count_kills(o, record);
	watch_before(o, record);
}

/*
 * If something other than the kernel answers, such as a user-mode emulator, the
 * snapshots may show another address space.  Memory that a call made but that
 * maps does not list reveals it; alloca only moves a pointer.
 */
static void distrust(struct observer *o, struct record *record)
{
	struct mapping m;

	if (!record->after)
		return;
	if (!o->now->foreign && record->has_region && record->region_size &&
		!command_has_trait(record->call.command, CALL_ON_STACK) &&
		!maps_find(maps_in(record->after), record->region_start, &m))
		o->now->foreign = "/proc/self/maps does not list the memory "
				  "that was made, as under an emulator";
	if (!o->now->foreign)
		return;
	record->before = record->after = NULL;
	record->missing = o->now->foreign;
}

/* The observer's work after the step. */
static void after_step(struct observer *o, struct record *record)
{
	record->unsupported = record->outcome.kind != OUTCOME_SKIPPED &&
			      is_unsupported(record);
	note_what_was_made(o, record);
	distrust(o, record);
	watch_after(o, record); /* before anything else reads its memory */
	threads_note_stack(o, record);
	heap_after(o, record);
	read_region_pages(o, record);
	others_look(o, record);
}

bool observer_step(struct observer *o, const struct plan *plan, size_t index,
	struct record *record)
{
	const struct step *step = &plan->steps[index];

	*record = record_of_step(plan, index);
	if (o->troubled)
		return false;
	if (!goes_on(o, plan, record) ||
		!heap_can_be_walked(o, step, &record->reason) ||
		!evaluate(o, plan, step, &record->call, &record->reason)) {
		outcome_skipped(record);
		return true;
	}
	record->evaluated = true;
	record->performer = o->now;
	record->acting = o->acting;
	record->call.thread = o->acting->thread;
	record->call.new_thread = o->threads_made + 1;
	if (command_is_inspection(step->command)) {
		record->missing = o->now->foreign;
		return true; /* the report looks, and sets the outcome */
	}
	before_step(o, record);
	if (!lock_step_perform(o, record))
		return false;
	after_step(o, record);
	return true;
}

/* "step 2 in line 7 assumed errno=ENOMEM, got EINVAL" */
static void note_assumption(struct observer *o, const struct record *record)
{
	char line[32] = "";

	if (record->step->line)
		snprintf(line, sizeof(line), " in line %d", record->step->line);
	reason_set(&o->assumption, 0, "step %d%s assumed %s", record->number,
		line, record->assumption);
}

void observer_note(struct observer *o, const struct plan *plan,
	const struct record *record)
{
	if (o->made)
		o->made[record->call.index].outcome = record->outcome;
	if (record->assumption)
		note_assumption(o, record);
	else if (plan->options.stop && !o->stopped_at &&
		 !record_as_expected(record))
		o->stopped_at = record->number;
}
