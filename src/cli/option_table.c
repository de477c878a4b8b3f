/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options that there are: popt's tables, made of the commands'. */
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "words/array.h"
#include "words/program.h"

#define ALONE(name, letter, id, help)                                          \
	{                                                                      \
		name, letter, POPT_ARG_NONE, NULL, id, help, NULL              \
	}
#define VALUE(name, id, help, value)                                           \
	{                                                                      \
		name, '\0', POPT_ARG_STRING, NULL, id, help, value             \
	}

static const struct poptOption common[] = {
	ALONE("json", 'j', OPTION_JSON, "tell it as one JSON document"),
	ALONE("pretty", '\0', OPTION_PRETTY, "JSON with indentation"),
	VALUE("color", OPTION_COLOR, "auto, always or never", "WHEN"),
	VALUE("memory", OPTION_MEMORY,
		"what is measured around each step: counters or none", "WHAT"),
	ALONE("quiet", 'q', OPTION_QUIET,
		"only a line on stderr for what was not expected"),
	ALONE("dry-run", 'n', OPTION_DRY_RUN,
		"show the steps, perform nothing"),
	VALUE("hold", OPTION_HOLD,
		"then keep the process as it is: enter, or seconds", "UNTIL"),
	ALONE("stop", '\0', OPTION_STOP,
		"end the chain at the first unexpected outcome"),
	ALONE("skip-unsupported", '\0', OPTION_SKIP_UNSUPPORTED,
		"exit 77 where the kernel lacks what was asked"),
	ALONE("help", 'h', OPTION_HELP, "show help"),
	ALONE("version", 'V', OPTION_VERSION, "show the version"),
};

static const struct poptOption per_step[] = {
	VALUE("expect", OPTION_EXPECT,
		"outcomes that are right: ok, fail, ENOMEM, SIGSEGV...",
		"OUTCOME"),
	ALONE("pages", '\0', OPTION_PAGES,
		"show the step's region page by page"),
	VALUE("pages-by", OPTION_PAGES_BY,
		"the same, looked at by auto, scan, pagemap or mincore", "HOW"),
	VALUE("times", OPTION_TIMES, "make the call so often", "N"),
	ALONE("syscalls", '\0', OPTION_SYSCALLS,
		"show the system calls that it makes, untimed"),
};
static const struct poptOption choosing_some =
	VALUE("every", OPTION_EVERY,
		"of several blocks act on every N-th only", "N");
static const struct poptOption naming =
	VALUE("as", OPTION_AS, "name what the step makes", "NAME");
static const struct poptOption with_file[] = {
	VALUE("file", OPTION_FILE, "map this file", "PATH"),
	VALUE("open", OPTION_OPEN, "how --file is opened: flags of open(2)",
		"FLAGS"),
};


static size_t add(struct poptOption *table, size_t used,
	const struct poptOption *more, size_t count)
{
	memcpy(table + used, more, count * sizeof(*more));
	return used + count;
}

void options_table(const struct command *command, struct poptOption *table)
{
	enum made_kind on;
	bool memory, file, look;
	size_t used = 0;

	memset(table, 0, TABLE_MAX * sizeof(*table));
	if (command && !command->program) {
		look = command_is_inspection(command);
		memory = !look && command_has_kind(command, PARAM_ADDRESS);
		file = command_has_kind(command, PARAM_FD);
		on = command_acts_on(command);
		for (size_t i = 0; i < command_params(command); i++) {
			const struct param *p = command->params[i];
			struct poptOption option = VALUE(p->name,
				OPTION_PARAM + (int)i, p->help, p->value);

			if (p->kind == PARAM_SWITCH)
				option.argInfo = POPT_ARG_NONE;
			used = add(table, used, &option, 1);
		}
		if (command_kind(command)->makes != MADE_NOTHING)
			used = add(table, used, &naming, 1);
		if (on != MADE_NOTHING && !look) {
			struct poptOption choosing = VALUE("on", OPTION_ON,
				made_type(on)->choosing, "NAME");

			used = add(table, used, &choosing, 1);
		}
		if (command_acts_on_blocks(command))
			used = add(table, used, &choosing_some, 1);
		if (command->first || (memory && file))
			used = add(table, used, with_file, ARRAY_SIZE(with_file));
		/* What never is a step has nothing to be expected of it. */
		if (!command_is_alone(command))
			used = add(table, used, per_step,
				look ? 1 : ARRAY_SIZE(per_step));
	}
	add(table, used, common, ARRAY_SIZE(common));
}

enum option_form option_form(const struct command *command, const char *name)
{
	struct poptOption table[TABLE_MAX];

	options_table(command, table);
	for (size_t i = 0; table[i].longName; i++)
		if (strcmp(table[i].longName, name) == 0)
			return table[i].argInfo == POPT_ARG_NONE
				       ? OPTION_ALONE
				       : OPTION_WITH_VALUE;
	return OPTION_UNKNOWN;
}

const char *option_at(const struct command *command, size_t index)
{
	struct poptOption table[TABLE_MAX];

	options_table(command, table);
	return index < TABLE_MAX ? table[index].longName : NULL;
}

/* popt's text has a usage line first, and ours says more. */
static void print_help(poptContext context, FILE *out)
{
	char *text = NULL, *body, *named;
	size_t size = 0;
	FILE *memory = open_memstream(&text, &size);

	if (!memory)
		return;
	poptPrintHelp(context, memory, 0);
	fclose(memory);
	body = strchr(text, '\n');
	named = body ? program_text(body + 1) : NULL;
	if (named)
		fputs(named, out);
	free(named);
	free(text);
}

void options_help(const struct command *command, FILE *out)
{
	struct poptOption table[TABLE_MAX];
	const char *argv[] = {"memtool", NULL};
	poptContext context;

	options_table(command, table);
	context = poptGetContext(NULL, 1, argv, table, POPT_CONTEXT_NO_EXEC);
	if (!context)
		return;
	print_help(context, out);
	poptFreeContext(context);
}
