/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command that takes two words, in either order, told apart by their form. */
#include <string.h>

#include "cli/hints.h"

/* Words like numbers and codes get a better complaint from their parser. */
static bool is_plain(const char *word)
{
	return !number_begins(word) && !strpbrk(word, ":,");
}

static bool check(
	struct cli *cli, const struct command *command, const char *word)
{
	if (!word || word_fits(cli, command->word, word) ||
		word_fits(cli, command->second, word) || !is_plain(word) ||
		find_command(cli, word))
		return true;
	return fits_neither(cli, command, word);
}

/* "double-free" instead of the two words. */
static bool names_cause(const struct cli *cli, const struct typed *typed)
{
	return command_find_param(typed->command, param_cause.name) >= 0 &&
	       !typed->second && word_fits(cli, &param_cause, typed->word);
}

bool assign_two(struct cli *cli, struct typed *typed)
{
	const struct command *command = typed->command;
	const struct param *first = command->word, *second = command->second;

	if (names_cause(cli, typed))
		return assign(cli, typed, &param_cause, typed->word);
	if (!check(cli, command, typed->word) ||
		!check(cli, command, typed->second))
		return false;
	if (!word_fits(cli, first, typed->word) &&
		(is_plain(typed->word) ||
			word_fits(cli, second, typed->word))) {
		first = command->second;
		second = command->word;
	}
	return assign(cli, typed, first, typed->word) &&
	       (!typed->second || assign(cli, typed, second, typed->second));
}
