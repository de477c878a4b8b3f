/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a typed step to planned ones: a lone call that needs memory or a file
 * gets the steps that a user would have typed before it.
 */
#include "cli/hints.h"
#include "cli/implicit.h"
#include "words/program.h"

bool assign(struct cli *cli, struct typed *typed, const struct param *param,
	const char *word)
{
	const char **slot = param->kind == PARAM_REGION
				    ? &typed->on
				    : value_of(typed, param->name);

	if (*slot) {
		complain(cli->why, word,
			"'%s' is the %s, and --%s gave it already, as '%s'",
			word, param->name,
			param->kind == PARAM_REGION ? "on" : param->name,
			*slot);
		suggest_left(cli, typed, param, word);
		return false;
	}
	*slot = word;
	return true;
}

/* The WORD is the parameter that people think of first. */
static bool assign_word(struct cli *cli, struct typed *typed)
{
	const struct command *command = typed->command;

	if (!typed->word)
		return true;
	if (!command->word) {
		complain(cli->why, typed->word,
			"'%s': %s takes no word; '%s help %s' lists its "
			"options",
			typed->word, command->name, program_name(),
			command->name);
		suggest_then(cli, typed, NULL);
		return false;
	}
	if (command->second)
		return assign_two(cli, typed);
	return assign(cli, typed, command->word, typed->word);
}

bool is_absolute(struct cli *cli, const struct typed *typed)
{
	int at = command_find_param(typed->command, "addr");
	const char *addr = at < 0 ? NULL : typed->values[at];
	struct address address;

	if (!addr || !address_parse(addr, cli->units, &address, NULL))
		return false; /* what is wrong with it is said later */
	return address.base != ADDRESS_OWN;
}

static bool check_file_option(struct cli *cli, struct typed *typed)
{
	struct complaint *why = cli->why;
	const char **fd;
	uint64_t flags;

	if (typed->open && !typed->file)
		return complain(cli->why, typed->open,
			"--open says how --file is opened; there is no --file");
	if (!typed->file)
		return true;
	if (typed->open &&
		!names_parse(&names_open, typed->open, "rdonly", &flags, why)) {
		complain_about(why, "open");
		return false;
	}
	fd = value_of(typed, "fd");
	if (fd && *fd)
		return complain(cli->why, *fd,
			"--file opens a file to map, and --fd '%s' names "
			"another; give one of them",
			*fd);
	if (typed->on)
		return complain(cli->why, typed->on,
			"--file maps a file of its own, so that there is "
			"nothing for '%s' to choose; give one of them",
			typed->on);
	if (typed->command->first && is_absolute(cli, typed))
		return complain(cli->why, typed->file,
			"--file makes the memory that the call acts on, and "
			"--addr names other memory; give one of them");
	return true;
}

bool build(struct cli *cli, struct typed *typed, int number)
{
	const struct command *command = typed->command;
	bool writes = false;
	uint64_t need;

	if (!assign_word(cli, typed) || !check_file_option(cli, typed))
		return false;
	if (!command->first) {
		int file = -1;

		if (typed->file) {
			if (!writes_to_file(cli, typed, &writes) ||
				!implicit_open(cli, typed, number, writes))
				return false;
			file = (int)cli->plan->count - 1;
		}
		return bind(cli, typed, number, false, file, 0);
	}
	need = need_of(cli, typed);
	if (typed->file) {
		if (!map_file(cli, typed, number, need))
			return false;
	} else if (cli->newest[MADE_MEMORY] < 0 && !typed->on &&
		   !is_absolute(cli, typed)) {
		if (!first_steps(cli, typed, number, need))
			return false;
	}
	return bind(cli, typed, number, false, -1, 0);
}
