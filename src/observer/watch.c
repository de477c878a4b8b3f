/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The observer's extra work around the calls of some commands, one row each. */
#include <string.h>

#include "calls/calls.h"
#include "observer/internal.h"
#include "words/array.h"
#include "words/limits.h"
#include "words/uapi.h"

static void note_tuning(struct observer *o, struct record *record)
{
	(void)record;
	o->now->heap_tuned = true;
}

/* mm/mlock.c: each mlockall, and munlockall, replaces what was in effect. */
static void note_locking(struct observer *o, struct record *record)
{
	if (record->outcome.kind == OUTCOME_OK)
		o->now->future_locked =
			arg(&record->call, ROLE_FLAGS) & MCL_FUTURE;
}

static void note_limit(struct observer *o, struct record *record)
{
	const struct limit_findings *found = &record->returned.found.limit;
	struct limit_setting setting;

	memcpy(&setting, record->call.text, sizeof(setting));
	if (record->outcome.kind != OUTCOME_OK || !found->known ||
		setting.resource >= LIMIT_RESOURCES)
		return;
	o->now->set.limits[setting.resource] =
		(struct set_limit){.step = record->number,
			.soft = found->soft_after,
			.hard = found->hard_after};
}

static void note_user(struct observer *o, struct record *record)
{
	if (record->has_returned && record->returned.error)
		record->call.shown = 1 + record->returned.found.user.stage;
	/* Without its groups it may have lost rights, whatever failed then. */
	if (record->outcome.kind != OUTCOME_OK &&
		(!record->has_returned ||
			record->returned.found.user.stage == USER_SETGROUPS))
		return;
	/* The C library has all threads of the process change it. */
	o->now->set.rights = record->number;
	for (size_t i = 0; i < o->child_count; i++)
		if (o->children[i]->process == o->now)
			o->children[i]->set.rights = record->number;
}

static void note_namespace(struct observer *o, struct record *record)
{
	if (record->outcome.kind == OUTCOME_OK)
		o->now->set.namespace = record->number;
}

static void note_drop(struct observer *o, struct record *record)
{
	if (record->outcome.kind == OUTCOME_OK)
		o->acting->set.rights = record->number;
}

static struct set_option *option_of(struct circumstances *set, uint64_t option)
{
	switch (option) {
	case OPTION_MDWE:
		return &set->mdwe;
	case OPTION_THP_DISABLE:
		return &set->thp_disable;
	case OPTION_MERGE:
		return &set->merge;
	default:
		return NULL;
	}
}

static void note_option(struct observer *o, struct record *record)
{
	const struct option_findings *found = &record->returned.found.option;
	struct set_option *set =
		option_of(&o->now->set, arg(&record->call, ROLE_OPTION));

	if (set && record->outcome.kind == OUTCOME_OK && found->after_known)
		*set = (struct set_option){record->number, found->after};
}

static void note_filter(struct observer *o, struct record *record)
{
	struct circumstances *set = &o->acting->set;
	struct filter filter;

	if (record->outcome.kind != OUTCOME_OK ||
		record->call.text_length != sizeof(filter))
		return;
	memcpy(&filter, record->call.text, sizeof(filter));
	for (uint32_t i = 0;
		i < filter.count && set->filtered_count < FILTERED_MAX; i++)
		set->filtered[set->filtered_count++] =
			(struct filtered){record->number, filter.rules[i]};
}

static const struct watch {
	const struct command *command;
	/* The subject has not received the step yet. */
	void (*before)(struct observer *o, const struct record *record);
	/* It sleeps or is gone; the step's outcome is set. */
	void (*after)(struct observer *o, struct record *record);
} watches[] = {
	{&command_mincore, NULL, note_mincore_trust},
	{&command_alloca, NULL, find_stack_extent},
	{&command_mallopt, NULL, note_tuning},
	{&command_mlockall, NULL, note_locking},
	{&command_munlockall, NULL, note_locking},
	{&command_usercopy, faults_expect, faults_end},
	{&command_fork, forks_prepare, forks_take},
	{&command_thread, NULL, threads_take},
	{&command_exit, NULL, threads_note_end},
	{&command_setrlimit, NULL, note_limit},
	{&command_prctl, NULL, note_option},
	{&command_setuid, NULL, note_user},
	{&command_capset, NULL, note_drop},
	{&command_unshare, NULL, note_namespace},
	{&command_seccomp, NULL, note_filter},
	{&command_cgroup, groups_enter, groups_note},
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
