/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Help, made from the tables.  The help of one command fits two screens; --all
 * prints everything.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/help.h"
#include "cli/pager.h"
#include "config.h"
#include "words/program.h"

enum { TWO_SCREENS = 48 };

const struct command command_help = {.name = "help"};

void version_print(const struct cli *cli)
{
	fputs(cli->plan->program, stdout);
	puts(" " PACKAGE_VERSION);
}

static void list_commands(const struct help *help, bool inspections)
{
	for (size_t i = 0; help->cli->table[i]; i++) {
		const struct command *command = help->cli->table[i];

		if (command_is_inspection(command) == inspections)
			fprintf(help->out, "  %-18s  %s\n", command->name,
				command->summary);
	}
}

static void print_overview(const struct help *help)
{
	const char *name = help->cli->plan->program;

	fprintf(help->out,
		"Usage: %s [OPTION...] CALL [OPTION...] [WORD] "
		"[then CALL ...]...\n"
		"       %s [OPTION...] INSPECTION [OPTION...] [WORD...]\n"
		"       %s help [--all] [COMMAND]\n\n"
		"Make any memory call by hand, see exactly what it changed, "
		"and why it failed.\n\nCalls, joined by 'then' or ',':\n",
		name, name, name);
	list_commands(help, false);
	fprintf(help->out, "\nInspections:\n");
	list_commands(help, true);
	options_help(NULL, true, "\nCommon options:\n", help->out);
	fprintf(help->out,
		"\nExamples:\n"
		"  %s mmap 4M then touch write then madvise dontneed\n"
		"  %s mprotect none then touch read --expect SIGSEGV\n\n"
		"'%s help COMMAND' describes a command; with --all it also "
		"lists the\ncauses of each outcome.  The manual: 'man %s'.\n",
		name, name, name, name);
}

static void print_same(const struct help *help, const struct param *word)
{
	if (word)
		fprintf(help->out, "%s is the same as --%s %s.\n", word->value,
			word->kind == PARAM_REGION ? "on" : word->name,
			word->value);
}

/* "SIZE" of a parameter that is required, else "[SIZE]". */
static void print_usage(const struct help *help, const struct command *command)
{
	const struct param *words[] = {command->word, command->second};

	fprintf(help->out, "Usage: %s %s [OPTION...]", help->cli->plan->program,
		command->name);
	for (int i = 0; i < 2 && words[i]; i++)
		fprintf(help->out,
			words[i]->missing == MISSING_REFUSED &&
					!words[i]->fallback
				? " %s"
				: " [%s]",
			words[i]->value);
	if (command->program && command->program->takes)
		fprintf(help->out, " %s", command->program->takes);
	fprintf(help->out, "\n\n");
}

/* "mlock: lock memory; see mlock(2)." and the description. */
static void print_summary(
	const struct help *help, const struct command *command)
{
	char text[256];

	snprintf(text, sizeof(text), "%s: %s%s%s.", command->name,
		command->summary, command->manual ? "; see " : "",
		command->manual ? command->manual : "");
	help_text(help, text);
	if (!command->describes)
		return;
	fputc('\n', help->out);
	help_text(help, command->describes);
}

static void print_outcomes(
	const struct help *help, const struct command *command)
{
	if (help->cli->outside->print_outcomes &&
		!command_is_inspection(command))
		help->cli->outside->print_outcomes(
			command, help->all, help->out);
}

/* Where to find what the short help leaves out. */
static void print_rest(const struct help *help, const struct command *command)
{
	char text[128];

	snprintf(text, sizeof(text), "'memtool help --all %s' shows all %s.",
		command->name,
		command_is_inspection(command) ? "options and names"
					       : "options, names and causes");
	fputc('\n', help->out);
	help_text(help, text);
}

static void print_command(
	const struct help *help, const struct command *command)
{
	print_usage(help, command);
	print_summary(help, command);
	options_help(command, help->all, "\n", help->out);
	if (command->word)
		fputc('\n', help->out);
	print_same(help, command->word);
	print_same(help, command->second);
	if (command->first)
		fprintf(help->out,
			"\nWithout an earlier %s, it begins with:\n"
			"  %s %s\n",
			command->lacks_first ? "one" : "step to act on",
			help->cli->plan->program, command->first);
	help_lists(help, command);
	print_outcomes(help, command);
	if (!help->all)
		print_rest(help, command);
}

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	while ((text = strchr(text, '\n'))) {
		text++;
		lines++;
	}
	return lines;
}

/* The help as one text; to be freed.  NULL when memory is short. */
static char *make_text(struct help *help, const struct command *command)
{
	char *text = NULL;
	size_t size = 0;

	help->out = open_memstream(&text, &size);
	if (!help->out)
		return NULL;
	if (command)
		print_command(help, command);
	else
		print_overview(help);
	if (fclose(help->out) == 0)
		return text;
	free(text);
	return NULL;
}

/* The longest lists lose their descriptions until the rest fits. */
static char *make_short_text(struct help *help, const struct command *command)
{
	char *text = make_text(help, command);

	while (text && count_lines(text) > TWO_SCREENS &&
		(help->rows_max = help_longest_list(command, help->rows_max)) >
			0) {
		help->rows_max--;
		free(text);
		text = make_text(help, command);
	}
	return text;
}

bool help_print(struct cli *cli, const struct command *command, bool all)
{
	struct help help = {.cli = cli, .all = all, .rows_max = SIZE_MAX};
	char *text = command && !all ? make_short_text(&help, command)
				     : make_text(&help, command);

	if (!text)
		return complain_system(cli->why, "help", ENOMEM);
	pager_print(text);
	free(text);
	return true;
}
