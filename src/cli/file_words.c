/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words of a file of steps, found as a shell finds them: quotes, '\', '#'
 * and $NAME.  Nothing else of a shell has a meaning, so "read|write" and ";"
 * are plain words.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/step_file.h"
#include "words/array.h"

struct scan {
	struct cli *cli;
	struct step_file *file;
	const char *at;
	int line, column; /* of .at, from 1 */
	FILE *word;       /* what the current word means so far */
	int line_begins;  /* index of the first word of this line */
	bool any_line;    /* a line with words was read before */
};

static bool refuse(const struct scan *scan, struct place place)
{
	return refuse_at(scan->cli, scan->file, place.line, place.column);
}

static struct place place_of(const struct scan *scan)
{
	return (struct place){scan->line, scan->column, scan->at};
}

static bool at_end(const struct scan *scan)
{
	return *scan->at == '\0'; /* the text has no other NUL */
}

/* Go on by a byte; columns are characters, not bytes. */
static char advance(struct scan *scan)
{
	char c = *scan->at++;

	scan->column += (*scan->at & 0xc0) != 0x80;
	if (c == '\n') {
		scan->line++;
		scan->column = 1;
	}
	return c;
}

/* A '\' at the end of a line joins the next line to it. */
static bool joins_lines(const struct scan *scan)
{
	return scan->at[0] == '\\' && scan->at[1] == '\n';
}

static bool refuse_return(const struct scan *scan)
{
	complain(scan->cli->why, NULL,
		"the line ends with a carriage return; a newline alone is "
		"accepted, and \"sed -i 's/\\r$//'\" removes the others");
	return refuse(scan, place_of(scan));
}

/* "$NAME" and "${NAME}": the value, as part of the word. */
static bool take_variable(struct scan *scan)
{
	struct place place = place_of(scan);
	bool braced = scan->at[1] == '{';
	const char *name = scan->at + 1 + braced;
	size_t length = variable_name(name);
	const char *value;

	if (!length || (braced && name[length] != '}')) {
		complain(scan->cli->why, NULL,
			"a name is missing after '$'; $NAME and ${NAME} are "
			"accepted, and \\$ means the character");
		return refuse(scan, place);
	}
	value = variable_get(scan->cli, scan->file, name, length);
	if (!value)
		return refuse(scan, place);
	fputs(value, scan->word);
	for (size_t i = 0; i < length + 1 + 2 * braced; i++)
		advance(scan);
	return true;
}

/* The quote must end in its line: a missing one is found where it is. */
static bool take_quoted(struct scan *scan)
{
	struct place begin = place_of(scan);
	char quote = advance(scan);

	while (*scan->at != quote) {
		if (at_end(scan) || *scan->at == '\n') {
			complain(scan->cli->why, NULL,
				"the quote (%c) is not closed in its line; a "
				"second one is accepted, or \\%c for the "
				"character",
				quote, quote);
			return refuse(scan, begin);
		}
		if (quote == '"' && joins_lines(scan)) {
			advance(scan);
			advance(scan);
			continue;
		}
		if (quote == '"' && *scan->at == '$') {
			if (!take_variable(scan))
				return false;
			continue;
		}
		if (quote == '"' && *scan->at == '\\' && scan->at[1] &&
			strchr("\"\\$`", scan->at[1]))
			advance(scan);
		fputc(advance(scan), scan->word);
	}
	advance(scan);
	return true;
}

static bool take_escaped(struct scan *scan)
{
	struct place place = place_of(scan);

	advance(scan);
	if (at_end(scan)) {
		complain(scan->cli->why, NULL,
			"'\\' is the last character; a character after it is "
			"accepted, or a line that goes on");
		return refuse(scan, place);
	}
	fputc(advance(scan), scan->word);
	return true;
}

/* The rest of a word, up to a blank. */
static bool take_rest(struct scan *scan)
{
	while (!at_end(scan) && !strchr(" \t\n", *scan->at)) {
		bool good = true;

		if (joins_lines(scan)) {
			advance(scan);
			advance(scan);
		} else if (*scan->at == '\'' || *scan->at == '"') {
			good = take_quoted(scan);
		} else if (*scan->at == '\\') {
			good = take_escaped(scan);
		} else if (*scan->at == '$') {
			good = take_variable(scan);
		} else if (*scan->at == '\r' &&
			   (scan->at[1] == '\n' || !scan->at[1])) {
			return refuse_return(scan);
		} else {
			fputc(advance(scan), scan->word);
		}
		if (!good)
			return false;
	}
	return true;
}

static bool add_word(struct scan *scan, char *word, struct place place)
{
	struct step_file *file = scan->file;
	size_t needed = (size_t)file->words.count + 2; /* and NULL */
	char **list = array_reserve(
		file->words.list, &file->room, needed, sizeof(*list));
	struct place *places;

	if (list)
		file->words.list = list;
	places = array_reserve(
		file->places, &file->place_room, needed, sizeof(*places));
	if (places)
		file->places = places;
	if (!word || !list || !places)
		return complain_system(scan->cli->why, file->name, ENOMEM);
	places[file->words.count] = place;
	list[file->words.count++] = word;
	list[file->words.count] = NULL;
	return true;
}

static bool take_word(struct scan *scan)
{
	struct place place = place_of(scan);
	char *word = NULL;
	size_t size = 0;
	bool good;

	scan->word = open_memstream(&word, &size);
	if (!scan->word)
		return complain_system(
			scan->cli->why, scan->file->name, ENOMEM);
	good = take_rest(scan);
	if (fclose(scan->word) != 0)
		good = complain_system(
			scan->cli->why, scan->file->name, ENOMEM);
	if (!good) {
		free(word);
		return false;
	}
	return add_word(scan, keep(scan->cli, word), place);
}

/* Blanks, a comment, and joined lines; true: the line goes on. */
static bool skip_blanks(struct scan *scan)
{
	for (;;) {
		if (*scan->at == ' ' || *scan->at == '\t') {
			advance(scan);
		} else if (joins_lines(scan)) {
			advance(scan);
			advance(scan);
		} else if (*scan->at == '#') {
			while (!at_end(scan) && *scan->at != '\n')
				advance(scan);
		} else {
			return !at_end(scan) && *scan->at != '\n';
		}
	}
}

static bool take_options(struct scan *scan)
{
	struct step_file *file = scan->file;

	if (scan->any_line) {
		complain(scan->cli->why, "options",
			"'options' is accepted in the first line only, before "
			"the steps and 'set'");
		return refuse(scan, file->places[scan->line_begins]);
	}
	file->options = file->words.count;
	return true;
}

/* A whole line was read: a "set" or "options" line is carried out here. */
static bool end_line(struct scan *scan)
{
	struct step_file *file = scan->file;
	char **words = file->words.list + scan->line_begins;
	struct set_line line = {.words = words,
		.places = file->places + scan->line_begins,
		.count = file->words.count - scan->line_begins};
	bool any = scan->any_line;
	struct place place;

	if (line.count == 0)
		return true;
	if (strcmp(words[0], "options") == 0) {
		if (!take_options(scan))
			return false;
	} else if (strcmp(words[0], "set") == 0) {
		if (!variable_set(scan->cli, file, &line, &place))
			return refuse(scan, place);
		file->words.count = scan->line_begins;
	} else {
		any = true;
	}
	scan->any_line = any || file->variable_count || file->options;
	if (file->words.count == scan->line_begins)
		return true;
	if (!add_word(scan, line_end, place_of(scan)))
		return false;
	scan->line_begins = file->words.count;
	return true;
}

bool step_file_split(struct cli *cli, struct step_file *file)
{
	struct scan scan = {.cli = cli,
		.file = file,
		.at = file->text,
		.line = 1,
		.column = 1};

	for (;;) {
		while (skip_blanks(&scan))
			if (!take_word(&scan))
				return false;
		if (!end_line(&scan))
			return false;
		if (at_end(&scan))
			break;
		advance(&scan);
	}
	/* The last line ends the steps. */
	if (file->words.count > file->options)
		file->words.count--;
	return settings_used(cli, file);
}
