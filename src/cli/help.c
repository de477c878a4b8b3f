/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Help, made of the tables. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/internal.h"
#include "config.h"
#include "words/program.h"
#include "words/wrap.h"

void version_print(const struct cli *cli)
{
	printf("%s %s\n", cli->plan->program, PACKAGE_VERSION);
}

static void list_commands(const struct cli *cli, bool inspections)
{
	for (size_t i = 0; cli->table[i]; i++) {
		const struct command *c = cli->table[i];

		if (command_is_inspection(c) == inspections)
			printf("  %-15s %s\n", c->name, c->summary);
	}
}

static void print_overview(const struct cli *cli)
{
	const char *name = cli->plan->program;

	printf("Usage: %s [OPTION...] CALL [OPTION...] [WORD] "
	       "[then CALL ...]...\n"
	       "       %s [OPTION...] INSPECTION [OPTION...] [WORD...]\n"
	       "       %s help [COMMAND]\n\n"
	       "Make any memory call by hand, see exactly what it changed, and "
	       "why it failed.\n\nCalls, joined by 'then' or ',':\n",
		name, name, name);
	list_commands(cli, false);
	printf("\nInspections:\n");
	list_commands(cli, true);
	printf("\nOptions anywhere:\n");
	options_help(NULL, stdout);
	printf("\nFor example:\n"
	       "  %s mmap 4M then touch write then madvise dontneed\n"
	       "  %s mprotect none then touch read --expect SIGSEGV\n\n"
	       "'%s help CALL' tells what it does, its options, flags and "
	       "errors,\n'man %s' the rest.\n",
		name, name, name, name);
}

static void print_name(const struct names *names, const struct name *name)
{
	char full[40], lower[40];
	size_t i = 0;

	snprintf(full, sizeof(full), "%s%s", names->prefix, name->name);
	for (; name->name[i] && i + 1 < sizeof(lower); i++)
		lower[i] = (char)tolower((unsigned char)name->name[i]);
	lower[i] = '\0';
	printf("  %-16s %s", lower, name->help);
	if (name->since)
		printf(" (Linux %s)", name->since);
	putchar('\n');
}

static void print_names(const struct command *command)
{
	for (size_t i = 0; i < command_params(command); i++) {
		const struct param *p = command->params[i];

		if (p->kind != PARAM_FLAGS || !p->names->count)
			continue;
		printf("\nFor --%s%s%s", p->name,
			*p->names->prefix ? ", with or without " : "",
			p->names->prefix);
		if (p->fallback)
			printf(" (default: %s)", p->fallback);
		printf(":\n");
		for (size_t j = 0; j < p->names->count; j++)
			print_name(p->names, &p->names->list[j]);
	}
}

static void print_same(const struct param *word)
{
	if (word)
		printf("%s is the same as --%s %s.\n", word->value,
			word->kind == PARAM_REGION ? "on" : word->name,
			word->value);
}

/* "SIZE" of a parameter that is required, else "[SIZE]". */
static void print_usage(const struct cli *cli, const struct command *command)
{
	const struct param *words[] = {command->word, command->second};

	printf("Usage: %s %s [OPTION...]", cli->plan->program, command->name);
	for (int i = 0; i < 2 && words[i]; i++)
		printf(words[i]->missing == MISSING_REFUSED &&
					!words[i]->fallback
				? " %s"
				: " [%s]",
			words[i]->value);
	printf("\n\n");
}

static void print_text(const char *text)
{
	char *named = program_text(text);
	const char *rest = named ? named : text, *line;
	size_t length;

	while ((length = wrap_next(&rest, 79, &line)))
		printf("%.*s\n", (int)length, line);
	free(named);
}

/* "mlock: lock memory; see mlock(2)." and what there is to know of it. */
static void print_summary(const struct command *command)
{
	char text[256];

	snprintf(text, sizeof(text), "%s: %s%s%s.", command->name,
		command->summary, command->manual ? "; see " : "",
		command->manual ? command->manual : "");
	print_text(text);
	printf("\n");
	if (!command->describes)
		return;
	print_text(command->describes);
	printf("\n");
}

static void print_command(const struct cli *cli, const struct command *command)
{
	print_usage(cli, command);
	print_summary(command);
	options_help(command, stdout);
	if (command->word)
		printf("\n");
	print_same(command->word);
	print_same(command->second);
	if (command->first)
		printf("\nAlone, with nothing to act on before it, it begins "
		       "with:\n  %s %s\n",
			cli->plan->program, command->first);
	print_names(command);
	if (cli->outside->tell_outcomes && !command_is_inspection(command))
		cli->outside->tell_outcomes(command, stdout);
}

bool help_print(const struct cli *cli, const char *name)
{
	const struct command *command;

	if (name && strcmp(name, "help") == 0)
		name = NULL;
	command = name ? find_command(cli, name) : NULL;
	if (name && !command)
		return false;
	if (command)
		print_command(cli, command);
	else
		print_overview(cli);
	return true;
}
