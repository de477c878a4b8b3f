/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of reading a file of steps. */
#ifndef MEMTOOL_CLI_STEP_FILE_H
#define MEMTOOL_CLI_STEP_FILE_H

#include "cli/internal.h"

/* Read the whole text of FILE, whose name is set. */
bool step_file_load(struct cli *cli, struct step_file *file);

/* Find the words of its text, and carry out its "set" lines. */
bool step_file_split(struct cli *cli, struct step_file *file);

/* The line of a file that is being read, as its words are found. */
struct set_line {
	char **words;
	const struct place *places;
	int count;
};

/*
 * "set NAME VALUE": remember the value, or the one of --set.  False: *PLACE is
 * where the fault is.
 */
bool variable_set(struct cli *cli, struct step_file *file,
	const struct set_line *line, struct place *place);
/* The value of $NAME, of LENGTH bytes; NULL: refused. */
const char *variable_get(struct cli *cli, const struct step_file *file,
	const char *name, size_t length);
/* Whether each --set has found its line. */
bool settings_used(struct cli *cli, const struct step_file *file);
/* The length of the name at the start of TEXT; 0: none. */
size_t variable_name(const char *text);

/* Free what it owns; the plan owns the words. */
void step_file_free(struct step_file *file);

/* Complain about FILE as a whole, or at a place; false. */
bool refuse_at(
	struct cli *cli, const struct step_file *file, int line, int column);

#endif
