/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a step acts on: the region or the file that its line chooses. */
#include "cli/binding.h"
#include "cli/hints.h"
#include "words/uapi.h"

/* Whether --fd, or an --addr with a base of its own, leaves no choice. */
static bool is_settled(const struct binding *b)
{
	const struct command *command = b->typed->command;
	int fd = command_find_param(command, "fd");

	if (fd >= 0)
		return b->typed->values[fd] != NULL;
	return is_absolute(b->cli, b->typed);
}

/* --on NAME: a region for a call that takes an address, a file for one that
 * takes a descriptor. */
bool bind_choice(struct binding *b)
{
	struct cli *cli = b->cli;
	const char *on = b->typed->on;
	const struct command *command = b->typed->command;
	int index;

	if (!on)
		return true;
	if (is_settled(b))
		return complain(cli->why, on,
			"--on '%s' chooses what the call acts on, and --fd or "
			"--addr says it already; give one of them",
			on);
	if (!find_item(cli, on, &index, &b->item))
		return false;
	if (command_has_kind(command, PARAM_FD)) {
		if (!binds_file(cli, index))
			return complain(cli->why, on,
				"'%s' is memory, and %s acts on a file", on,
				command->name);
		b->file = index;
		b->file_asked = true;
		return true;
	}
	if (binds_file(cli, index))
		return complain(cli->why, on,
			"'%s' is a file, and %s acts on memory: map it first",
			on, command->name);
	b->region = index;
	return true;
}

/*
 * The newest file is what a mapping takes, unless it says "anonymous".  Its
 * descriptor decides the defaults of flags and length, so that it comes first.
 */
bool bind_file(struct binding *b)
{
	const struct command *command = b->step->command;
	int fd = command_find_param(command, "fd");
	int flags = command_find_param(command, "flags");
	const char *flags_text = flags < 0 ? NULL : b->typed->values[flags];
	uint64_t value;

	if (fd < 0)
		return true;
	if (b->typed->values[fd]) {
		b->file = -1;
		return bind_param(b, (size_t)fd);
	}
	if (b->file_asked)
		return true;
	b->file = b->cli->newest_file;
	if (flags_text &&
		names_parse(&names_map, flags_text, "private", &value, NULL) &&
		(value & MAP_ANONYMOUS))
		b->file = -1;
	return true;
}

int bind_acted_on(const struct step *step)
{
	for (size_t i = 0; i < command_params(step->command); i++) {
		const struct expression *e = &step->args[i];

		if (e->source == SOURCE_REGION || e->source == SOURCE_FILE)
			return e->step;
	}
	return -1;
}
