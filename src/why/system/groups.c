/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control groups that cannot be made, and limits that they do not have. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "proc/cgroup.h"
#include "proc/read.h"
#include "why/diagnosis.h"
#include "words/array.h"

/* What was tried; false: nothing is known of it. */
static bool failed_at(
	const struct diagnosis *d, const char **file, struct group_rules *rules)
{
	if (!d->record->has_returned)
		return false;
	*file = d->record->returned.found.group.file;
	memcpy(rules, d->call->text, sizeof(*rules));
	return *file != NULL;
}

/* The controller of the limits that has this name, or the first. */
static enum group_controller controller_of(
	const struct group_rules *rules, const char *name)
{
	for (uint64_t i = 0; i < rules->count; i++)
		if (strcmp(group_controller_name(
				   group_rule_controller(&rules->rules[i])),
			    name) == 0)
			return group_rule_controller(&rules->rules[i]);
	return group_rule_controller(&rules->rules[0]);
}

/* The highest group of version 2 that is visible. */
static void climb(struct memory_group *group)
{
	struct memory_group above = *group;

	while (group_above(&above))
		*group = above;
}

/*
 * No hierarchy with the controller is mounted, or in version 2 no group from
 * memtool's up gives it to its children.
 */
static bool no_controller(const struct diagnosis *d, struct cause *c)
{
	struct group_rules rules;
	struct memory_group group;
	const char *file, *name;

	if (!failed_at(d, &file, &rules))
		return false;
	name = group_controller_name(controller_of(&rules, file));
	cause_text(c, "controller", NULL, name);
	if (!read_group(name, &group))
		return cause_says(c,
			"no hierarchy of control groups with the controller "
			"%s is mounted",
			name);
	if (!group.unified)
		return false;
	climb(&group);
	cause_text(c, "group", "up to ", group.path);
	if (!read_group_lists(&group, "cgroup.controllers", name))
		return cause_says(c,
			"the control groups do not have the "
			"controller %s",
			name);
	cause_try(c, "echo +%s > %s/cgroup.subtree_control", name, group.path);
	cause_try(c, "systemd-run --scope -p Delegate=yes memtool ...");
	return cause_says(c,
		"no group above memtool gives the controller %s to its "
		"children, and memtool changes no group but its own",
		name);
}

/* cgroup_limits: another version has the file, or the kernel lacks it. */
static bool no_such_file(const struct diagnosis *d, struct cause *c)
{
	struct group_rules rules;
	struct memory_group group;
	const char *file, *name;

	if (!failed_at(d, &file, &rules))
		return false;
	for (uint64_t i = 0; i < rules.count; i++) {
		char there[GROUP_FILE_SIZE];

		name = group_controller_name(
			group_rule_controller(&rules.rules[i]));
		if (!read_group(name, &group))
			continue;
		group_rule_file(&rules.rules[i], group.unified, there);
		if (strcmp(*there ? there : rules.rules[i].name, file) != 0)
			continue;
		cause_text(c, "file", NULL, file);
		cause_fact(c, "version", "cgroups version ",
			as_count(group.unified ? 2 : 1));
		return *there ? cause_says(c,
					"the controller %s of this "
					"kernel has no such limit",
					name)
			      : cause_says(c,
					"version %d of cgroups has no "
					"such limit",
					group.unified ? 2 : 1);
	}
	return false;
}

/* The folder that memtool tried to make a group in, or a file of it. */
static bool folder_of(const struct diagnosis *d, struct memory_group *group)
{
	struct group_rules rules;
	const char *file;

	return failed_at(d, &file, &rules) &&
	       read_group(group_controller_name(controller_of(&rules, file)),
		       group);
}

static bool group_rights(const struct diagnosis *d, struct cause *c)
{
	struct memory_group group;

	if (!folder_of(d, &group))
		return false;
	c->verified = access(group.path, W_OK) == -1 && errno == EACCES;
	cause_text(c, "group", "group ", group.path);
	cause_fact(c, "user", "uid ", as_count(geteuid()));
	cause_try(c, "run it as root");
	if (group.unified)
		cause_try(c, "systemd-run --user --scope memtool ...");
	return cause_says(c, "this user may not make groups here");
}

static bool group_read_only(const struct diagnosis *d, struct cause *c)
{
	struct memory_group group;
	struct statvfs mount;

	if (!folder_of(d, &group) || statvfs(group.path, &mount) == -1 ||
		!(mount.f_flag & ST_RDONLY))
		return false;
	cause_text(c, "group", "group ", group.path);
	cause_try(c, "docker run --privileged, or another mount of it");
	return cause_says(c, "the control groups are mounted read-only, as in "
			     "a container");
}

/* kernel/cgroup/pids.c: PIDS_MAX is one more than PID_MAX_LIMIT. */
static bool pids_value(struct cause *c, uint64_t value)
{
	uint64_t most = sizeof(long) > 4 ? 4 << 20 : 32 << 10;

	if (value <= most)
		return false;
	cause_fact(c, "asked", "asked ", as_count(value));
	cause_fact(c, "most", "at most ", as_count(most));
	cause_try(c, "pids.max=max");
	return cause_says(c, "no more processes than that can exist");
}

/* Version 1: memory and swap together, which is no less than memory. */
static bool swap_value(
	struct cause *c, const struct group_rules *rules, uint64_t value)
{
	uint64_t memory = GROUP_UNLIMITED;

	for (uint64_t i = 0; i < rules->count; i++) {
		char file[GROUP_FILE_SIZE];

		group_rule_file(&rules->rules[i], false, file);
		if (strcmp(file, "memory.memsw.limit_in_bytes") == 0)
			break;
		if (strcmp(file, "memory.limit_in_bytes") == 0)
			memory = rules->rules[i].value;
	}
	if (value >= memory)
		return false;
	cause_fact(c, "asked", "asked ", as_bytes(value));
	cause_fact(c, "least",
		memory == GROUP_UNLIMITED ? NULL : "memory.limit_in_bytes ",
		memory == GROUP_UNLIMITED ? as_null() : as_bytes(memory));
	cause_try(c,
		"cgroup memory.limit_in_bytes=%" PRIu64
		",memory.memsw.limit_in_bytes=%" PRIu64,
		value, value);
	return cause_says(c, "memory and swap together cannot be less than "
			     "memory");
}

static bool group_value(const struct diagnosis *d, struct cause *c)
{
	struct group_rules rules;
	const char *file;

	if (!failed_at(d, &file, &rules))
		return false;
	cause_text(c, "file", NULL, file);
	for (uint64_t i = 0; i < rules.count; i++) {
		const struct group_rule *rule = &rules.rules[i];

		if (strcmp(file, "pids.max") == 0 &&
			group_rule_controller(rule) == GROUP_PIDS)
			return pids_value(c, rule->value);
		if (strcmp(file, rule->name) == 0 &&
			strcmp(file, "memory.memsw.limit_in_bytes") == 0)
			return swap_value(c, &rules, rule->value);
	}
	return false;
}

static const struct cause_row rows[] = {
	{"no-controller", "cgroup=ENODEV",
		"no group here gives this controller to its children",
		"cgroup.subtree_control", no_controller},
	{"no-such-limit", "cgroup=ENOENT",
		"this version of cgroups, or this kernel, has no such limit",
		NULL, no_such_file},
	{"group-rights", "cgroup=EACCES,EPERM",
		"this user may not make control groups here", "run it as root",
		group_rights},
	{"group-read-only", "cgroup=EROFS",
		"the control groups are mounted read-only", NULL,
		group_read_only},
	{"group-value", "cgroup=EINVAL", "the limit cannot have this value",
		"another value", group_value},
};

const struct cause_table causes_of_groups = {rows, ARRAY_SIZE(rows)};
