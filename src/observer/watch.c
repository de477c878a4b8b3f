/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the observer does around the calls of some commands, a row for each. */
#include "calls/calls.h"
#include "observer/internal.h"
#include "words/array.h"

static void note_tuning(struct observer *o, struct record *record)
{
	(void)record;
	o->heap_tuned = true;
}

static const struct watch {
	const struct command *command;
	/* The subject has not got the step yet. */
	void (*before)(struct observer *o, const struct record *record);
	/* It sleeps, or is gone; the step's outcome is settled. */
	void (*after)(struct observer *o, struct record *record);
} watches[] = {
	{&command_mincore, NULL, look_at_residency},
	{&command_alloca, NULL, look_at_stack},
	{&command_mallopt, NULL, note_tuning},
	{&command_usercopy, faults_expect, faults_end},
};

static const struct watch *watch_of(const struct command *command)
{
	for (size_t i = 0; i < ARRAY_SIZE(watches); i++)
		if (watches[i].command == command)
			return &watches[i];
	return NULL;
}

void watch_before(struct observer *o, const struct record *record)
{
	const struct watch *watch = watch_of(record->call.command);

	if (watch && watch->before)
		watch->before(o, record);
}

void watch_after(struct observer *o, struct record *record)
{
	const struct watch *watch = watch_of(record->call.command);

	if (watch)
		watch->after(o, record);
}
