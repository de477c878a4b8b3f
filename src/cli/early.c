/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must be known of the command line before it is read: nothing has been
 * allocated yet, and the subject is not forked.
 */
#include <string.h>

#include "cli/cli.h"
#include "cli/internal.h"
#include "words/array.h"

bool cli_performs_nothing(
	int argc, char **argv, const struct command *const *table)
{
	static const char *const answered[] = {
		"-h", "--help", "-V", "--version"};
	const struct command *command;

	if (argc < 2)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(answered); i++)
		if (strcmp(argv[1], answered[i]) == 0)
			return true;
	/* An option's value may be the next word; do not parse that here. */
	if (is_option(argv[1]))
		return false;
	command = find_in(table, argv[1]);
	return !command || (command_is_alone(command) && !reads_steps(command));
}

bool cli_ends_aslr(int argc, char **argv)
{
	for (int i = 1; i < argc && is_option(argv[i]); i++) {
		const char *word = argv[i];

		if (strcmp(word, "--no-aslr") == 0)
			return true;
		if (strncmp(word, "--", 2) == 0 && !strchr(word, '=') &&
			option_form(NULL, word + 2) == OPTION_WITH_VALUE)
			i++;
	}
	return false;
}
