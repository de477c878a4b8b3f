/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The step cgroup: memtool makes a group for the process, sets its limits, and
 * moves the process there, while it sleeps.  memtool's own group is never
 * changed, nor any other that it did not make.
 *
 * Version 1 has a hierarchy for each controller, and the group lies below
 * memtool's own.  In version 2 a group with processes, as memtool's is, cannot
 * give controllers to groups below it (cgroups(7), "no internal processes").
 * So the new group lies below the first group, from memtool's up, that already
 * gives them to its children: mostly it is a sibling of memtool's.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "observer/groups.h"
#include "observer/internal.h"
#include "words/array.h"

/* The groups of one step: one for each hierarchy that its limits need. */
struct grouping {
	struct observer *o;
	struct group_rules rules;
	size_t first; /* of the observer's groups */
	struct memory_group groups[GROUP_CONTROLLERS];
	const char *made[GROUP_CONTROLLERS]; /* its path; NULL: none */
};

static int fail(
	struct grouping *g, const char *what, const char *file, int error)
{
	struct group_result *result = &g->o->group_result;

	result->failed = what;
	snprintf(result->file, sizeof(result->file), "%s", file);
	return error;
}

static bool wants(const struct grouping *g, enum group_controller controller)
{
	for (uint64_t i = 0; i < g->rules.count; i++)
		if (group_rule_controller(&g->rules.rules[i]) == controller)
			return true;
	return false;
}

/* Whether its children have all the controllers of version 2 that we need. */
static bool gives_all(
	const struct grouping *g, const struct memory_group *group)
{
	for (int i = 0; i < GROUP_CONTROLLERS; i++)
		if (wants(g, i) && g->groups[i].unified &&
			!read_group_lists(group, "cgroup.subtree_control",
				group_controller_name(i)))
			return false;
	return true;
}

/* Find the group below which CONTROLLER's is made; an errno. */
static int find_parent(struct grouping *g, enum group_controller controller)
{
	struct memory_group *group = &g->groups[controller];

	if (!group->unified)
		return 0;
	while (!gives_all(g, group))
		if (!group_above(group))
			return fail(g, "find",
				group_controller_name(controller), ENODEV);
	return 0;
}

static int find_groups(struct grouping *g)
{
	int error = 0;

	for (int i = 0; i < GROUP_CONTROLLERS; i++)
		if (wants(g, i) &&
			!read_group(group_controller_name(i), &g->groups[i]))
			return fail(
				g, "find", group_controller_name(i), ENODEV);
	for (int i = 0; i < GROUP_CONTROLLERS && !error; i++)
		if (wants(g, i))
			error = find_parent(g, i);
	return error;
}

/* Where memtool itself is: the process can go back there. */
static void note_own(struct made_group *made, enum group_controller controller)
{
	struct memory_group own;

	if (read_group(group_controller_name(controller), &own))
		snprintf(made->back, sizeof(made->back), "%s", own.path);
}

static int make_group(struct grouping *g, enum group_controller controller)
{
	struct observer *o = g->o;
	const char *parent = g->groups[controller].path;
	struct made_group *made;
	struct made_group **more;
	int error;

	for (int i = 0; i < (int)controller; i++)
		if (g->made[i] && strcmp(g->groups[i].path, parent) == 0) {
			g->made[controller] = g->made[i];
			return 0;
		}
	more = array_reserve(
		o->groups, &o->group_room, o->group_count + 1, sizeof(*more));
	if (!more)
		return fail(g, "mkdir", parent, ENOMEM);
	o->groups = more;
	made = calloc(1, sizeof(*made));
	if (!made)
		return fail(g, "mkdir", parent, ENOMEM);
	groups_tidy(parent);
	made->lock = -1;
	error = group_make(parent, made);
	if (error) {
		free(made);
		return fail(g, "mkdir", parent, error);
	}
	note_own(made, controller);
	o->groups[o->group_count++] = made;
	g->made[controller] = made->path;
	return 0;
}

static int set_limit(struct grouping *g, const struct group_rule *rule)
{
	enum group_controller controller = group_rule_controller(rule);
	bool unified = g->groups[controller].unified;
	char file[GROUP_FILE_SIZE], value[24];
	int error;

	group_rule_file(rule, unified, file);
	if (!*file)
		return fail(g, "open", rule->name, ENOENT);
	if (rule->value != GROUP_UNLIMITED)
		snprintf(value, sizeof(value), "%" PRIu64, rule->value);
	else
		strcpy(value,
			unified || controller == GROUP_PIDS ? "max" : "-1");
	error = group_write(g->made[controller], file, value);
	return error ? fail(g, error == ENOENT ? "open" : "write", file, error)
		     : 0;
}

static int move_there(struct grouping *g, pid_t pid)
{
	char text[24];
	int error = 0;

	snprintf(text, sizeof(text), "%d", (int)pid);
	for (size_t i = g->first; i < g->o->group_count && !error; i++)
		error = group_write(
			g->o->groups[i]->path, "cgroup.procs", text);
	return error ? fail(g, "write", "cgroup.procs", error) : 0;
}

/* All or nothing: the process is where it was, and the groups are gone. */
static void undo(struct grouping *g, pid_t pid)
{
	struct observer *o = g->o;
	char text[24];

	snprintf(text, sizeof(text), "%d", (int)pid);
	while (o->group_count > g->first) {
		struct made_group *made = o->groups[--o->group_count];

		group_write(made->back, "cgroup.procs", text);
		group_remove(made, true);
		free(made);
	}
}

static int enter(struct grouping *g, pid_t pid)
{
	int error = find_groups(g);

	for (int i = 0; i < GROUP_CONTROLLERS && !error; i++)
		if (wants(g, i))
			error = make_group(g, i);
	for (uint64_t i = 0; i < g->rules.count && !error; i++)
		error = set_limit(g, &g->rules.rules[i]);
	if (!error)
		error = move_there(g, pid);
	return error;
}

void groups_enter(struct observer *o, const struct record *record)
{
	struct group_result *result = &o->group_result;
	struct grouping g = {.o = o, .first = o->group_count};
	int64_t begun = clock_ns();

	*result = (struct group_result){0};
	memcpy(&g.rules, record->call.text, sizeof(g.rules));
	result->error = enter(&g, o->now->pid);
	result->duration_ns = clock_ns() - begun;
	if (result->error) {
		undo(&g, o->now->pid);
		return;
	}
	for (int i = 0; i < GROUP_CONTROLLERS; i++) {
		struct set_group *set = &o->now->set.groups[i];

		if (!g.made[i])
			continue;
		set->step = record->number;
		set->group = g.groups[i];
		snprintf(set->group.path, sizeof(set->group.path), "%s",
			g.made[i]);
	}
	result->made = o->groups[g.first]->path;
}

/* Where no group can be made, or a controller lacks the file. */
static bool is_lacking(const struct group_result *result)
{
	switch (result->error) {
	case ENODEV:
	case ENOENT:
	case EACCES:
	case EPERM:
	case EROFS:
		return true;
	default:
		return false;
	}
}

void groups_note(struct observer *o, struct record *record)
{
	const struct group_result *result = &o->group_result;
	struct group_findings *found = &record->returned.found.group;

	if (record->outcome.kind != OUTCOME_OK)
		return; /* it was killed meanwhile */
	record->returned.duration_ns = result->duration_ns;
	found->group = result->made;
	found->failed = result->failed;
	found->file = result->failed ? result->file : NULL;
	if (!result->error)
		return;
	record->returned.error = result->error;
	record->returned.value = -1;
	record->outcome = (struct outcome){
		.kind = OUTCOME_ERROR, .number = result->error};
	record->unsupported = is_lacking(result);
}

void groups_end(struct observer *o)
{
	while (o->group_count > 0) {
		struct made_group *made = o->groups[--o->group_count];

		group_remove(made, true);
		free(made);
	}
	free(o->groups);
	o->groups = NULL;
	o->group_room = 0;
}
