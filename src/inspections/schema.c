/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"

/* Made from report/memtool.schema.json when memtool is built. */
static const char schema[] =
#include "memtool.schema.inc"
	;

static void print(FILE *out)
{
	fputs(schema, out); /* whoever flushes it sees whether it went */
}

static const struct program program = {
	.print = print,
};

const struct command command_schema = {
	.name = "schema",
	.summary = "print the JSON Schema of what --json prints",
	.describes = "It prints the JSON Schema (draft 2020-12) that every "
		     "document of --json follows. The text is the same with "
		     "--json and without.",
	.manual = "memtool-json(5)",
	.program = &program,
};
