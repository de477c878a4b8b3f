/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must be known of the command line before it is read: nothing has been
 * allocated yet, and the subject is not forked.
 */
#include <stdlib.h>
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

/* 0: none that is valid; what is wrong with it is said when it is read. */
static size_t runs_number(const char *word)
{
	char *end;
	unsigned long number = strtoul(word, &end, 10);

	return !*end && number <= RUNS_MOST ? number : 0;
}

/* Whether WORD is the long option NAME; *VALUE: after "=", or NULL. */
static bool is_named(const char *word, const char *name, const char **value)
{
	size_t length = strlen(name);

	if (strncmp(word, "--", 2) != 0 || strncmp(word + 2, name, length) != 0)
		return false;
	word += 2 + length;
	*value = *word == '=' ? word + 1 : NULL;
	return !*word || *value;
}

size_t cli_early_number(int argc, char **argv,
	const struct command *const *table, const char *name)
{
	const struct command *command = NULL;
	size_t number = 0;
	bool plain = false, named = false;

	for (int i = 1; i < argc; i++) {
		const char *word = argv[i], *value;

		if (is_separator(word)) {
			command = NULL;
			plain = named = false;
		} else if (plain || !is_option(word)) {
			command = named ? command : find_in(table, word);
			named = true;
			/* What follows is another program's. */
			if (traces(command))
				return 0;
		} else if (strcmp(word, "--") == 0) {
			plain = true;
		} else if (is_named(word, name, &value)) {
			value = value || i + 1 == argc ? value : argv[++i];
			number = value ? runs_number(value) : 0;
		} else if (strncmp(word, "--", 2) == 0 &&
			   option_form(command, word + 2) ==
				   OPTION_WITH_VALUE) {
			i++;
		}
	}
	return number;
}
