/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memtool trace [OPTION...] [--] PROGRAM [ARG...], or trace --pid PID. */
#include <string.h>

#include "cli/hints.h"
#include "words/array.h"
#include "words/program.h"
#include "words/traced.h"

bool traces(const struct command *command)
{
	return command && command->program && command->program->traces;
}

static const char *value_of(const struct typed *typed, const char *param)
{
	return typed->values[command_find_param(typed->command, param)];
}

/* Options that may stand before the first command, but mean nothing here. */
static bool refuse_others(struct cli *cli)
{
	const struct options *o = &cli->plan->options;
	const struct {
		bool given;
		const char *option;
	} others[] = {
		{o->tap, "--tap"},
		{o->quiet, "--quiet"},
		{o->dry_run, "--dry-run"},
		{o->stop, "--stop"},
		{o->skip_unsupported, "--skip-unsupported"},
		{o->no_aslr, "--no-aslr"},
		{o->memory != MEMORY_COUNTERS, "--memory"},
		{o->hold != HOLD_NOT, "--hold"},
		{o->runs != 0, "--runs"},
		{o->warmup != 0, "--warmup"},
		{o->timeout_ns != 0, "--timeout"},
		{cli->plan->asserts.count != 0, "--assert"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (others[i].given)
			return complain(cli->why, others[i].option,
				"%s concerns memtool's own steps; --json, "
				"--jsonl, --pretty and --color are accepted",
				others[i].option);
	return true;
}

static bool read_pid(struct cli *cli, const char *text, int *pid)
{
	int64_t number;

	if (!number_parse_int(text, &number, cli->why) || number < 1 ||
		number > INT32_MAX)
		return complain(cli->why, text,
			"--pid: '%s' is not a process ID; 1 to 2147483647 is "
			"accepted",
			text);
	*pid = (int)number;
	return true;
}

static bool read_values(
	struct cli *cli, const struct typed *typed, struct trace_request *trace)
{
	const char *calls = value_of(typed, "calls");
	const char *pid = value_of(typed, "pid");

	trace->failed = value_of(typed, "failed");
	trace->effects = value_of(typed, "effects");
	trace->summary = value_of(typed, "summary");
	trace->output = value_of(typed, "output");
	trace->calls = TRACED_ALL;
	if (trace->output && !*trace->output)
		return complain(cli->why, NULL,
			"--output: the name is empty; a file is accepted");
	if (calls && !names_parse(&names_traced, calls, NULL, &trace->calls,
			     cli->why)) {
		complain_about(cli->why, "--calls");
		return false;
	}
	if (!trace->calls || trace->calls & ~(uint64_t)TRACED_ALL)
		return complain(cli->why, calls,
			"--calls: '%s' is not a list of memory calls; names "
			"such as mmap,madvise are accepted",
			calls);
	return !pid || read_pid(cli, pid, &trace->pid);
}

/* A program has standard output for itself. */
static bool check_output(struct cli *cli)
{
	const struct options *options = &cli->plan->options;
	const struct trace_request *trace = &cli->plan->trace;
	const char *form = options->jsonl    ? "--jsonl"
			   : options->pretty ? "--pretty"
					     : "--json";

	if (!options->json || trace->pid)
		return true;
	if (trace->output && strcmp(trace->output, "-") != 0)
		return true;
	if (trace->output)
		return complain(cli->why, "-",
			"--output '-': the program has standard output, and "
			"%s is one document; a file is accepted",
			form);
	return complain(cli->why, form,
		"%s needs --output FILE: the program has standard output",
		form);
}

static bool read_program(struct cli *cli, const struct words *words)
{
	struct trace_request *trace = &cli->plan->trace;
	char **argv = words->list + words->at;

	if (words->at == words->count)
		return trace->pid ||
		       complain(cli->why, NULL,
			       "PROGRAM is missing; a program with its "
			       "arguments is accepted, or --pid PID");
	if (trace->pid)
		return complain(cli->why, *argv,
			"'%s' is one word too many after --pid; a program or a "
			"running process is accepted",
			*argv);
	if (!**argv)
		return complain(cli->why, *argv,
			"the name of the program is empty; a program with its "
			"arguments is accepted");
	trace->argv = argv;
	return true;
}

static bool read_trace(
	struct cli *cli, struct words *words, struct typed *typed)
{
	if (!options_read(cli, typed->command, words, typed))
		return false;
	if (typed->help || typed->version)
		return true;
	return refuse_others(cli) &&
	       read_values(cli, typed, &cli->plan->trace) &&
	       read_program(cli, words) && check_output(cli);
}

enum cli_way trace_read(struct cli *cli, struct words *words)
{
	struct typed typed = {0};

	typed.command = find_command(cli, words->list[words->at++]);
	cli->why->step = 1;
	if (!read_trace(cli, words, &typed)) {
		complain_about(cli->why, typed.command->name);
		return CLI_REFUSED;
	}
	if (typed.help)
		return help_print(cli, typed.command, false) ? CLI_ANSWERED
							     : CLI_REFUSED;
	if (typed.version) {
		version_print(cli);
		return CLI_ANSWERED;
	}
	cli->plan->inspection = typed.command;
	return CLI_PLANNED;
}
