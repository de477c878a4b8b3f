/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a step acts on: the region or file that its options choose. */
#include "cli/binding.h"
#include "cli/hints.h"
#include "words/uapi.h"

/* Whether --fd or an absolute --addr already decides it. */
static bool is_settled(const struct binding *b)
{
	const struct command *command = b->typed->command;
	int fd = command_find_param(command, "fd");

	if (fd >= 0)
		return b->typed->values[fd] != NULL;
	return is_absolute(b->cli, b->typed);
}

/* --on NAME, of the kind that the call acts on. */
bool bind_choice(struct binding *b)
{
	struct cli *cli = b->cli;
	const char *on = b->typed->on;
	const struct command *command = b->typed->command;
	enum made_kind made, kind = command_acts_on(command);
	int index;

	if (!on)
		return true;
	if (is_settled(b))
		return complain(cli->why, on,
			"--on '%s' and --fd or --addr both choose what the "
			"call acts on; give one of them",
			on);
	if (!find_item(cli, on, &index, &b->item))
		return false;
	made = made_at(cli, index);
	if (made != kind &&
		!(kind == MADE_MEMORY && made_type(made)->has_memory))
		return complain(cli->why, on, "'%s' is %s, and %s acts on %s%s",
			on, made_type(made)->one, command->name,
			made_type(kind)->one, made_type(made)->remedy);
	b->acts[kind] = index;
	b->file_asked = kind == MADE_FILE;
	return true;
}

/*
 * A mapping uses the newest file, unless it is "anonymous".  The file decides
 * the defaults of flags and length, so it is bound first.
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
		b->acts[MADE_FILE] = -1;
		return bind_param(b, (size_t)fd);
	}
	if (b->file_asked)
		return true;
	b->acts[MADE_FILE] = newest(b->cli)[MADE_FILE];
	if (flags_text &&
		names_parse(&names_map, flags_text, "private", &value, NULL) &&
		(value & MAP_ANONYMOUS))
		b->acts[MADE_FILE] = -1;
	return true;
}

int bind_acted_on(const struct step *step)
{
	for (size_t i = 0; i < command_params(step->command); i++) {
		const struct expression *e = &step->args[i];

		if (e->source == SOURCE_MADE)
			return e->step;
	}
	return -1;
}
