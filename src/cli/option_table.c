/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options: popt's tables, made from the commands' tables. */
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
	ALONE("json", 'j', OPTION_JSON, "print one JSON document"),
	ALONE("pretty", '\0', OPTION_PRETTY, "JSON with indentation"),
	ALONE("jsonl", '\0', OPTION_JSONL,
		"print a line of JSON per step, as it happens"),
	ALONE("tap", '\0', OPTION_TAP,
		"print the Test Anything Protocol, a line per step"),
	VALUE("color", OPTION_COLOR, "auto, always or never", "WHEN"),
	VALUE("memory", OPTION_MEMORY,
		"measure counters or none around each step", "WHAT"),
	ALONE("quiet", 'q', OPTION_QUIET,
		"print only unexpected outcomes, on stderr"),
	ALONE("dry-run", 'n', OPTION_DRY_RUN,
		"show the steps without performing them"),
	VALUE("hold", OPTION_HOLD,
		"keep the process until enter, or for N seconds", "UNTIL"),
	VALUE("runs", OPTION_RUNS, "perform the chain N times, each anew", "N"),
	VALUE("warmup", OPTION_WARMUP, "before --runs, N times more", "N"),
	ALONE("stop", '\0', OPTION_STOP,
		"end the chain at the first unexpected outcome"),
	ALONE("skip-unsupported", '\0', OPTION_SKIP_UNSUPPORTED,
		"exit 77 if the kernel lacks a requested feature"),
	ALONE("help", 'h', OPTION_HELP, "show help"),
	ALONE("version", 'V', OPTION_VERSION, "show the version"),
};

/* Those that must come before the first command. */
static const struct poptOption starting[] = {
	ALONE("no-aslr", '\0', OPTION_NO_ASLR,
		"the same addresses in each run; before the command"),
};

/* Inspections take the first of them. */
enum { PER_INSPECTION = 2 };
static const struct poptOption per_step[] = {
	VALUE("expect", OPTION_EXPECT,
		"accepted outcomes: ok, fail, ENOMEM, SIGSEGV...",
		"OUTCOME"),
	VALUE("in", OPTION_IN, "the process that performs it (main)", "NAME"),
	ALONE("pages", '\0', OPTION_PAGES,
		"show the step's region page by page"),
	VALUE("pages-by", OPTION_PAGES_BY,
		"the same, read by auto, scan, pagemap or mincore", "HOW"),
	VALUE("times", OPTION_TIMES, "make the call N times", "N"),
	ALONE("syscalls", '\0', OPTION_SYSCALLS,
		"show the system calls it makes, untimed"),
	VALUE("timeout", OPTION_STEP_TIMEOUT,
		"end its process if it takes longer", "SECONDS"),
};
/* The chain's total, after which nothing can be skipped, takes the first. */
enum { PER_TOTAL = 1 };
static const struct poptOption asserting[] = {
	VALUE("assert", OPTION_ASSERT,
		"what must hold: faults=0, size=1M..2M", "FACT"),
	VALUE("assume", OPTION_ASSUME,
		"skip the rest, and exit 77, unless this holds", "FACT"),
};
static const struct poptOption choosing_some =
	VALUE("every", OPTION_EVERY,
		"act only on every Nth block", "N");
static const struct poptOption naming =
	VALUE("as", OPTION_AS, "give what the step makes a name", "NAME");
static const struct poptOption with_file[] = {
	VALUE("file", OPTION_FILE, "map this file", "PATH"),
	VALUE("open", OPTION_OPEN, "flags of open(2) for --file",
		"FLAGS"),
};
static const struct poptOption everything = ALONE("all", '\0', OPTION_ALL,
	"also show the common options and the causes of each outcome");
static const struct poptOption waiting = VALUE("timeout", OPTION_TIMEOUT,
	"end the process of a step that takes longer", "SECONDS");
/* Of run. */
static const struct poptOption running[] = {
	VALUE("set", OPTION_SET,
		"replace the default of a 'set' line of the file",
		"NAME=VALUE"),
	VALUE("example", OPTION_EXAMPLE,
		"perform this example instead of a file", "NAME"),
};

static size_t add(struct poptOption *table, size_t used,
	const struct poptOption *more, size_t count)
{
	memcpy(table + used, more, count * sizeof(*more));
	return used + count;
}

/* What COMMAND takes itself, its parameters first. */
static size_t add_own(struct poptOption *table, const struct command *command)
{
	bool look = command_is_inspection(command);
	bool memory = !look && command_has_kind(command, PARAM_ADDRESS);
	bool file = command_has_kind(command, PARAM_FD);
	enum made_kind on = command_acts_on(command);
	size_t used = 0;

	for (size_t i = 0; i < command_params(command); i++) {
		const struct param *param = command->params[i];
		struct poptOption option = VALUE(param->name,
			OPTION_PARAM + (int)i, param->help, param->value);

		if (param->kind == PARAM_SWITCH)
			option.argInfo = POPT_ARG_NONE;
		used = add(table, used, &option, 1);
	}
	if (command_kind(command)->makes != MADE_NOTHING)
		used = add(table, used, &naming, 1);
	if (on != MADE_NOTHING && !look) {
		struct poptOption choosing = VALUE(
			"on", OPTION_ON, made_type(on)->choosing, "NAME");

		used = add(table, used, &choosing, 1);
	}
	if (command_acts_on_blocks(command))
		used = add(table, used, &choosing_some, 1);
	if (memory && (command->first || file))
		used = add(table, used, with_file, ARRAY_SIZE(with_file));
	return used;
}

/* Whether it makes sense where there are no steps. */
static bool is_about_output(const struct poptOption *option)
{
	static const int ids[] = {OPTION_JSON, OPTION_PRETTY, OPTION_JSONL,
		OPTION_COLOR, OPTION_HELP, OPTION_VERSION};

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		if (option->val == ids[i])
			return true;
	return false;
}

static void add_common(
	struct poptOption *table, size_t used, const struct command *command)
{
	for (size_t i = 0; i < ARRAY_SIZE(common); i++)
		if (!traces(command) || is_about_output(&common[i]))
			used = add(table, used, &common[i], 1);
}

/* What COMMAND (NULL: none) and, if ALL, every other takes. */
static void fill(
	const struct command *command, bool all, struct poptOption *table)
{
	size_t used = 0;

	memset(table, 0, TABLE_MAX * sizeof(*table));
	if (command == &command_help) {
		used = add(table, used, &everything, 1);
	} else if (reads_steps(command)) {
		used = add(table, used, running, ARRAY_SIZE(running));
	} else if (traces(command)) {
		used = add_own(table, command);
	} else if (command && !command->program) {
		used = add_own(table, command);
		/* A command that is never a step has no outcome to expect. */
		if (all && !command_is_alone(command))
			used = add(table, used, per_step,
				command_is_inspection(command)
					? PER_INSPECTION
					: ARRAY_SIZE(per_step));
	}
	if (!command)
		used = add(table, used, starting, ARRAY_SIZE(starting));
	if (all && command != &command_help && !(command && command->program))
		used = add(table, used, asserting,
			command ? ARRAY_SIZE(asserting) : PER_TOTAL);
	/* A step has one of its own. */
	if (all && (!command || reads_steps(command)))
		used = add(table, used, &waiting, 1);
	if (all)
		add_common(table, used, command);
}

void options_table(const struct command *command, struct poptOption *table)
{
	fill(command, true, table);
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

/* popt's text begins with a usage line; ours is better. */
static void print_help(poptContext context, const char *lead, FILE *out)
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
		fprintf(out, "%s%s", lead, named);
	free(named);
	free(text);
}

void options_help(const struct command *command, bool all, const char *lead,
	FILE *out)
{
	struct poptOption table[TABLE_MAX];
	const char *argv[] = {"memtool", NULL};
	poptContext context;

	fill(command, all, table);
	if (!table[0].longName)
		return;
	context = poptGetContext(NULL, 1, argv, table, POPT_CONTEXT_NO_EXEC);
	if (!context)
		return;
	print_help(context, lead, out);
	poptFreeContext(context);
}
