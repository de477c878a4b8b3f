/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/schema.h"

#include "command/command.h"

/* Generated from report/memtool.schema.json by the build. */
const char schema_text[] =
#include "memtool.schema.inc"
	;

static void print(FILE *out)
{
	fputs(schema_text, out); /* the caller's flush sees errors */
}

static const struct program program = {
	.print = print,
};

const struct command command_schema = {
	.name = "schema",
	.summary = "print the JSON Schema of --json's documents",
	.describes =
		"Prints the JSON Schema (draft 2020-12) of every document that "
		"--json prints. The text is the same with and without --json.",
	.manual = "memtool-json(5)",
	.program = &program,
};
