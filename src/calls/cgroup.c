/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include "command/plan.h"
#include "render/field.h"

/* The observer makes the group, and sets the result: observer/groups.c. */
static void act(const struct call *call, struct returned *returned)
{
	(void)call;
	act_begin(returned);
	act_end(returned);
}

static bool verify(const struct step *step, void **read, struct complaint *why)
{
	(void)read;
	return step->times == 1 ||
	       complain(why, NULL,
		       "--times: memtool itself makes the group, once; leave "
		       "it out");
}

#define GROUP(member) MEMBER(struct group_findings, member)

static const struct field fields[] = {
	{"group", "group ", VALUE_FOREIGN, GROUP(group)},
	{"failed", "failed: ", VALUE_TEXT, GROUP(failed)},
	{"file", " of ", VALUE_FOREIGN, GROUP(file)},
};

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	(void)call;
	(void)bytes;
	render_fields(r, FIELDS(fields), &returned->found.group);
}

static const struct call_kind call = {
	.traits = CALL_ACTS_ELSEWHERE | CALL_BY_OBSERVER,
	.act = act,
	.print = print,
};

const struct command command_cgroup = {
	.name = "cgroup",
	.summary = "limit memory by a control group",
	.describes =
		"Moves the subject into a new control group with these limits, "
		"for the steps that follow; its children are born there. "
		"memtool makes the group, stays outside itself, and removes "
		"it at the end. A process that needs more than memory.max is "
		"killed (SIGKILL) where nothing can be reclaimed or swapped. "
		"Memory that the subject has already touched stays charged to "
		"the group it was in. The names of cgroups version 1 and 2 "
		"are accepted; the one that this system has is used.",
	.manual = "cgroups(7)",
	.params = {&param_group_limits},
	.word = &param_group_limits,
	.verify = verify,
	.call = &call,
};
