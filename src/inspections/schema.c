/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"

/* Made from report/memtool.schema.json when memtool is built. */
static const char schema[] =
#include "memtool.schema.inc"
	;

static void print(FILE *out)
{
	fputs(schema, out); /* whoever flushes it sees whether it went */
}

const struct command command_schema = {
	.name = "schema",
	.summary = "print the JSON Schema of what --json prints",
	.manual = "memtool-json(5)",
	.alone = true,
	.print = print,
};
