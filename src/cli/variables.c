/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The variables of a file of steps: "set NAME VALUE", --set, $NAME. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/step_file.h"
#include "words/array.h"
#include "words/suggest.h"

#define NAME_FORM "a letter or '_', then letters, digits and '_' are accepted"

size_t variable_name(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";
	static const char others[] = "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

	return strspn(text, letters) ? strspn(text, others) : 0;
}

static bool is_name(const char *text)
{
	return *text && !text[variable_name(text)];
}

static struct setting *find_setting(const struct cli *cli, const char *name)
{
	for (size_t i = 0; i < cli->setting_count; i++)
		if (strcmp(cli->settings[i].name, name) == 0)
			return &cli->settings[i];
	return NULL;
}

bool setting_add(struct cli *cli, const char *text)
{
	size_t length = strcspn(text, "=");
	struct setting *more;
	char *name;

	if (cli->file)
		return true; /* it is read for the second time */
	if (!text[length])
		return complain(cli->why, text,
			"--set '%s': '=' is missing; NAME=VALUE is accepted",
			text);
	name = keep(cli, strndup(text, length));
	more = array_reserve(cli->settings, &cli->setting_room,
		cli->setting_count + 1, sizeof(*more));
	if (more)
		cli->settings = more;
	if (!name || !more)
		return complain_system(cli->why, "the command line", ENOMEM);
	if (!is_name(name))
		return complain(cli->why, text,
			"--set '%s': '%s' is not a name; " NAME_FORM, text,
			name);
	if (find_setting(cli, name))
		return complain(cli->why, text,
			"--set '%s': %s was already given; once is accepted",
			text, name);
	more[cli->setting_count++] =
		(struct setting){.name = name, .value = text + length + 1};
	return true;
}

static const struct variable *find_variable(
	const struct step_file *file, const char *name, size_t length)
{
	for (size_t i = 0; i < file->variable_count; i++)
		if (strncmp(file->variables[i].name, name, length) == 0 &&
			!file->variables[i].name[length])
			return &file->variables[i];
	return NULL;
}

/* Whether the line is "set NAME VALUE", with a new name. */
static bool check_line(struct cli *cli, const struct step_file *file,
	const struct set_line *line, struct place *place)
{
	const struct variable *before;
	const char *name = line->count > 1 ? line->words[1] : NULL;

	*place = line->places[line->count > 1 ? 1 : 0];
	if (!name)
		return complain(cli->why, line->words[0],
			"set: a name is missing; 'set NAME VALUE' is accepted");
	if (!is_name(name))
		return complain(cli->why, name,
			"set: '%s' is not a name; " NAME_FORM
			", as in 'set SIZE 4M'",
			name);
	if (line->count == 2)
		return complain(cli->why, name,
			"set: '%s' has no value; 'set %s VALUE' is accepted, "
			"and '' for an empty one",
			name, name);
	before = find_variable(file, name, strlen(name));
	if (before)
		return complain(cli->why, name,
			"set: '%s' is already set in line %d; once is accepted",
			name, before->line);
	if (line->count == 3)
		return true;
	*place = line->places[3];
	return complain(cli->why, line->words[3],
		"set: '%s' is one word too many; a value with spaces needs "
		"quotes",
		line->words[3]);
}

bool variable_set(struct cli *cli, struct step_file *file,
	const struct set_line *line, struct place *place)
{
	struct setting *setting;
	struct variable *more;

	if (!check_line(cli, file, line, place))
		return false;
	more = array_reserve(file->variables, &file->variable_room,
		file->variable_count + 1, sizeof(*more));
	if (!more)
		return complain_system(cli->why, file->name, ENOMEM);
	file->variables = more;
	setting = find_setting(cli, line->words[1]);
	if (setting)
		setting->used = true;
	more[file->variable_count++] = (struct variable){.name = line->words[1],
		.value = setting ? setting->value : line->words[2],
		.line = line->places[0].line};
	return true;
}

static void suggest_variable(
	struct cli *cli, const struct step_file *file, const char *name)
{
	struct suggestion s = suggest_for(name);

	for (size_t i = 0; i < file->variable_count; i++)
		suggest_offer(&s, file->variables[i].name);
	complain_suggest(cli->why, s.best);
}

const char *variable_get(struct cli *cli, const struct step_file *file,
	const char *name, size_t length)
{
	const struct variable *variable = find_variable(file, name, length);
	char *copy;

	if (variable)
		return variable->value;
	copy = strndup(name, length);
	if (!copy) {
		complain_system(cli->why, file->name, ENOMEM);
		return NULL;
	}
	complain(cli->why, copy,
		"'$%s' is not set; a line 'set %s VALUE' before it sets it, "
		"and \\$ means the character",
		copy, copy);
	suggest_variable(cli, file, copy);
	free(copy);
	return NULL;
}

bool settings_used(struct cli *cli, const struct step_file *file)
{
	for (size_t i = 0; i < cli->setting_count; i++) {
		const struct setting *setting = &cli->settings[i];

		if (setting->used)
			continue;
		complain(cli->why, setting->name,
			"--set '%s': %s has no line 'set %s VALUE' that it "
			"could replace",
			setting->name, file->name, setting->name);
		suggest_variable(cli, file, setting->name);
		return false;
	}
	return true;
}
