/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Turn a typed step into planned ones.  A call that needs memory or a file, and
 * has none, gets the steps that a user would have typed before it.
 */
#include <errno.h>
#include <string.h>

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
			"'%s' is the %s, but --%s has already given it as "
			"'%s'",
			word, param->name,
			param->kind == PARAM_REGION ? "on" : param->name,
			*slot);
		suggest_left(cli, typed, param, word);
		return false;
	}
	*slot = word;
	return true;
}

/* "mdwe=1" is "mdwe --value 1", and "vma_name=x" is "vma_name --name x". */
static bool assign_pair(struct cli *cli, struct typed *typed)
{
	const struct param *value = &param_option_value;
	size_t length = strcspn(typed->word, "=");
	char *name = strndup(typed->word, length);

	if (!name || !keep(cli, name))
		return complain_system(cli->why, "the command line", ENOMEM);
	if (typed->command->wants_memory(name))
		value = &param_vma_name;
	return assign(cli, typed, typed->command->word, name) &&
	       assign(cli, typed, value, typed->word + length + 1);
}

/* The WORD is the call's main parameter. */
static bool assign_word(struct cli *cli, struct typed *typed)
{
	const struct command *command = typed->command;

	if (!typed->word)
		return true;
	if (!command->word) {
		complain(cli->why, typed->word,
			"'%s': %s takes no word, only options; see '%s "
			"help %s'",
			typed->word, command->name, program_name(),
			command->name);
		suggest_then(cli, typed, NULL);
		return false;
	}
	if (command->word == &param_option && strchr(typed->word, '='))
		return assign_pair(cli, typed);
	if (command->word == &param_drop &&
		strncmp(typed->word, "drop=", 5) == 0)
		return assign(cli, typed, command->word, typed->word + 5);
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
		return false; /* bind_address() complains about it later */
	return address.base != ADDRESS_OWN;
}

/* Whether the step acts on memory, as other steps of its command may. */
static bool wants_memory(struct typed *typed)
{
	const struct command *command = typed->command;
	const char *word;

	if (!command->wants_memory)
		return true;
	word = *value_of(typed, command->word->name);
	return !word || command->wants_memory(word);
}

static bool check_memory_options(struct cli *cli, struct typed *typed)
{
	const char *word = typed->on ? typed->on : typed->file;

	return !word || wants_memory(typed) ||
	       complain(cli->why, word,
		       "--%s '%s' chooses memory, and '%s %s' does not act on "
		       "memory; leave it out",
		       typed->on ? "on" : "file", word, typed->command->name,
		       *value_of(typed, typed->command->word->name));
}

static bool check_file_option(struct cli *cli, struct typed *typed)
{
	struct complaint *why = cli->why;
	const char **fd;
	uint64_t flags;

	if (typed->open && !typed->file)
		return complain(cli->why, typed->open,
			"--open gives flags for --file, but there is no "
			"--file");
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
			"--file and --fd '%s' both name the file to map; "
			"give one of them",
			*fd);
	if (typed->on)
		return complain(cli->why, typed->on,
			"--file maps the file to act on, and --on '%s' "
			"chooses another; give one of them",
			typed->on);
	if (typed->command->first && is_absolute(cli, typed))
		return complain(cli->why, typed->file,
			"--file makes the memory to act on, and --addr "
			"names other memory; give one of them");
	return true;
}

/* Whether nothing before the step is what it needs. */
static bool lacks_first(struct cli *cli, struct typed *typed)
{
	const struct command *command = typed->command;

	if (command->lacks_first)
		return command->lacks_first(
			cli->plan, *value_of(typed, command->word->name));
	return wants_memory(typed) && newest(cli)[MADE_MEMORY] < 0 &&
	       !typed->on && !is_absolute(cli, typed);
}

bool build(struct cli *cli, struct typed *typed, int number)
{
	const struct command *command = typed->command;
	bool writes = false;
	uint64_t need;

	if (!assign_word(cli, typed) || !choose_process(cli, typed->in) ||
		!check_memory_options(cli, typed) ||
		!check_file_option(cli, typed))
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
	} else if (lacks_first(cli, typed)) {
		if (!first_steps(cli, typed, number, need))
			return false;
	}
	return bind(cli, typed, number, false, -1, 0);
}
