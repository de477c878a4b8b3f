/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The processes besides the one that performs a step.  A step may change what
 * they see of their own memory: a page that only they have left, or share.  So
 * each looks again after it.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "observer/internal.h"
#include "observer/made.h"

static struct performer *find(struct observer *o, const struct step *step)
{
	for (size_t i = 0; i < o->child_count; i++)
		if (o->children[i]->step == step->in &&
			o->children[i]->item == step->in_item)
			return o->children[i];
	return NULL;
}

struct performer *choose_performer(struct observer *o, const struct plan *plan,
	const struct step *step, struct reason *reason)
{
	struct performer *found;

	if (step->in < 0)
		return &o->subject;
	found = find(o, step);
	if (!found && was_made(o, plan, step, step->in, step->in_item, reason))
		reason_set(reason, 0, "it was not made");
	return found;
}

/* It has died outside of its own steps: of a signal from elsewhere. */
static void note_death(struct observer *o, struct performer *p, size_t index)
{
	reap(o, p, true);
	p->died_in = index;
}

void note_casualty(const struct performer *p, struct record *record)
{
	char death[DEATH_SIZE];

	if (record->casualty || p->killed || !WIFSIGNALED(p->wait_status))
		return;
	describe_death(p, death, sizeof(death));
	record->casualty = p;
	reason_set(&record->reason, 0, "%s meanwhile", death);
}

void others_ask(struct observer *o, struct performer *p, struct record *record)
{
	struct performer *performer = o->now;
	struct answer answer = {0};
	const char *failed;

	o->now = p;
	if (!send_call(o, &record->call) ||
		wait_for_answer(o, &answer) == WAIT_DIED)
		note_death(o, p, record->call.index);
	else if (!o->troubled && !o->interrupted &&
		 (answer.error || !gather(o, record, answer.end).snapshot)) {
		failed = answer.error ? answer.failed : "it was overwritten";
		reason_set(&p->lost, 0, "the process lost its recording: %s",
			failure_of(failed, answer.error).text);
	}
	o->now = performer;
}

static bool looks(const struct observer *o, const struct performer *p)
{
	return !p->process && p != o->now && !p->dead && !*p->lost.text;
}

static void look_and_keep(
	struct observer *o, struct performer *p, struct record *record)
{
	struct other *other = &record->others[record->other_count];
	struct record seen = {.call = {.index = record->call.index,
				      .parts = record->call.parts,
				      .look = 1}};

	if (!looks(o, p) || o->troubled || o->interrupted)
		return;
	other->performer = p;
	/* A process that this step has forked has no "before". */
	other->before = p->step == (int)record->call.index
				? NULL
				: performer_snapshot(p);
	others_ask(o, p, &seen);
	/* Where memtool is asked to stop, it was memtool that ended it. */
	if (p->dead && !*record->reason.text && !interrupt_pending())
		note_casualty(p, record);
	if (p->dead || *p->lost.text)
		return;
	other->after = performer_snapshot(p);
	record->other_count++;
}

void others_look(struct observer *o, struct record *record)
{
	if (o->child_count == 0)
		return;
	record->others = calloc(o->child_count + 1, sizeof(*record->others));
	if (!record->others) {
		observer_trouble(o, "the processes", ENOMEM);
		return;
	}
	look_and_keep(o, &o->subject, record);
	for (size_t i = 0; i < o->child_count; i++)
		look_and_keep(o, o->children[i], record);
}
