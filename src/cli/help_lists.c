/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For help: the names of flags, and text in lines. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli/help.h"
#include "words/program.h"
#include "words/wrap.h"

enum { WIDTH = 79 };

void help_text(const struct help *help, const char *text)
{
	char *named = program_text(text);
	const char *rest = named ? named : text, *line;
	size_t length;

	while ((length = wrap_next(&rest, WIDTH, &line)))
		fprintf(help->out, "%.*s\n", (int)length, line);
	free(named);
}

static void lower_case(const char *name, char *lower, size_t size)
{
	size_t i = 0;

	for (; name[i] && i + 1 < size; i++)
		lower[i] = (char)tolower((unsigned char)name[i]);
	lower[i] = '\0';
}

static void print_name(const struct help *help, const struct name *name)
{
	char lower[40];

	lower_case(name->name, lower, sizeof(lower));
	fprintf(help->out, "  %-16s %s", lower, name->help);
	if (*name->since)
		fprintf(help->out, " (Linux %s)", name->since);
	fputc('\n', help->out);
}

/* The names that a parameter takes, if it takes names. */
static const struct names *names_of(const struct param *param)
{
	return param->names && param->names->count ? param->names : NULL;
}

static void print_heading(
	FILE *out, const struct param *param, const struct names *names)
{
	fprintf(out, "For --%s%s%s", param->name,
		*names->prefix ? ", with or without " : "", names->prefix);
	if (param->fallback)
		fprintf(out, " (default: %s)", param->fallback);
	fputc(':', out);
}

/* "For --advice, with or without MADV_: normal random ...", as a paragraph. */
static void print_bare_names(const struct help *help, const struct param *param,
	const struct names *names)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return;
	print_heading(out, param, names);
	for (size_t i = 0; i < names->count; i++) {
		char lower[40];

		lower_case(names->list[i].name, lower, sizeof(lower));
		fprintf(out, " %s", lower);
	}
	if (fclose(out) == 0)
		help_text(help, text);
	free(text);
}

static void print_names(const struct help *help, const struct param *param,
	const struct names *names)
{
	print_heading(help->out, param, names);
	fputc('\n', help->out);
	for (size_t i = 0; i < names->count; i++)
		print_name(help, &names->list[i]);
}

/* Lists without descriptions follow each other without blank lines. */
void help_lists(const struct help *help, const struct command *command)
{
	bool apart = true;

	for (size_t i = 0; i < command_params(command); i++) {
		const struct param *param = command->params[i];
		const struct names *names = names_of(param);
		bool bare = names && names->count > help->rows_max;

		if (!names)
			continue;
		if (apart || !bare)
			fputc('\n', help->out);
		if (bare)
			print_bare_names(help, param, names);
		else
			print_names(help, param, names);
		apart = !bare;
	}
}

size_t help_longest_list(const struct command *command, size_t most)
{
	size_t longest = 0;

	for (size_t i = 0; i < command_params(command); i++) {
		const struct names *names = names_of(command->params[i]);

		if (names && names->count <= most && names->count > longest)
			longest = names->count;
	}
	return longest;
}
