/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run does not measure, so that nothing can be asserted of it. */
#include <string.h>

#include "cli/asserts.h"
#include "words/array.h"

static bool without_memory(const struct resolving *resolving)
{
	return resolving->cli->plan->options.memory == MEMORY_NONE;
}

static bool without_flags(const struct resolving *resolving)
{
	return without_memory(resolving) || !resolving->step ||
	       !step_reads_flags(resolving->step);
}

static bool without_pages(const struct resolving *resolving)
{
	return !resolving->step->pages;
}

static bool without_syscalls(const struct resolving *resolving)
{
	return !resolving->step->syscalls;
}

static bool with_syscalls(const struct resolving *resolving)
{
	return resolving->step && resolving->step->syscalls;
}

static bool made_once(const struct resolving *resolving)
{
	return !step_repeats(resolving->step);
}

static bool makes_no_memory(const struct resolving *resolving)
{
	return command_kind(resolving->step->command)->makes != MADE_MEMORY;
}

static bool is_total(const struct resolving *resolving)
{
	return !resolving->step;
}

static bool is_look(const struct resolving *resolving)
{
	return resolving->step &&
	       command_is_inspection(resolving->step->command);
}

/* .path: the fact, or what it is a part of; the last rows are of the total. */
static const struct {
	const char *path;
	bool (*unmeasured)(const struct resolving *resolving);
	const char *reason;
} conditions[] = {
	{"effect", is_look, "an inspection has no effect"},
	{"why", is_look, "an inspection has no causes"},
	{"effect.memory", without_memory, "--memory none leaves it out"},
	{"effect.memory.proportional", without_flags,
		"it is with --pages, and around calls that change VmFlags"},
	{"effect.memory.referenced", without_flags,
		"it is with --pages, and around calls that change VmFlags"},
	{"effect.mappings.after.vm_flags", without_flags,
		"they are with --pages, and around calls that change VmFlags"},
	{"effect.mappings.before.vm_flags", without_flags,
		"they are with --pages, and around calls that change VmFlags"},
	{"pages", without_pages, "it is with --pages"},
	{"syscalls", without_syscalls, "it is with --syscalls"},
	{"result.duration_ns", with_syscalls,
		"a call under --syscalls is not timed"},
	{"result.duration_ns", is_look, "an inspection is not timed"},
	{"repeat", made_once, "it is with --times"},
	{"region", makes_no_memory, "the call makes no memory"},
	{"total.memory", without_memory, "--memory none leaves it out"},
	{"total.memory.proportional", is_total,
		"it is only around single steps"},
	{"total.memory.referenced", is_total, "it is only around single steps"},
	{"total.mappings.after.vm_flags", is_total,
		"they are not read for the total"},
	{"total.mappings.before.vm_flags", is_total,
		"they are not read for the total"},
};

/* Whether PATH is WHOLE, or a part of it. */
static bool is_within(const char *path, const char *whole)
{
	size_t length = strlen(whole);

	return strncmp(path, whole, length) == 0 &&
	       (!path[length] || path[length] == '.');
}

bool is_measured(
	const struct resolving *resolving, const char *name, const char *path)
{
	char full[FACT_PATH_MAX + 8];

	if (resolving->scope.of == FACTS_OF_INSPECTION)
		return true;
	snprintf(full, sizeof(full), "%s%s", resolving->step ? "" : "total.",
		path);
	for (size_t i = 0; i < ARRAY_SIZE(conditions); i++)
		if (is_within(full, conditions[i].path) &&
			conditions[i].unmeasured(resolving))
			return complain(resolving->cli->why, name,
				"'%s' is not measured; %s", name,
				conditions[i].reason);
	return true;
}
