/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Binding: each argument of a step becomes an expression, each name and each
 * "newest" an index in the plan.  Only the addresses of memory are left to run
 * time.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/binding.h"
#include "cli/hints.h"

/* Name the parameter in the complaint: "length: '4x': unknown suffix". */
static bool blame(struct binding *b, const struct param *param)
{
	complain_about(b->cli->why, param->name);
	return false;
}

/* Whether nothing was typed, which means the newest region. */
static bool means_newest(const struct binding *b, const struct param *param)
{
	if (param->missing != MISSING_NEWEST || b->acts[MADE_MEMORY] < 0)
		return false;
	for (size_t n = 0; n < command_params(b->step->command); n++)
		if (b->typed->values[n])
			return false;
	return true;
}

/* Suggest an option for a WORD that does not fit its parameter. */
static void hint(struct binding *b, const struct param *param, const char *text)
{
	const struct command *command = b->step->command;

	if (text != b->typed->word || b->cli->why->suggestion ||
		number_begins(text) || suggest_memory(b->cli, command, text) ||
		suggest_value(b->cli, command, text))
		return;
	if (param->kind == PARAM_SIZE)
		suggest_file(b->cli, command, text);
}

/* "maps self" means the same as "maps". */
static bool is_self(const struct param *param, const char *text)
{
	return param->kind == PARAM_PID && strcmp(text, "self") == 0;
}

/* Whether parameter N belongs to the call, as far as it is bound. */
static bool is_taken(const struct binding *b, size_t n)
{
	const struct call_kind *kind = command_kind(b->step->command);
	struct call call = {.command = b->step->command};

	if (!kind->takes)
		return true;
	for (size_t i = 0; i < n; i++)
		call.args[i] = b->step->args[i].number;
	return kind->takes(&call, n);
}

bool bind_param(struct binding *b, size_t n)
{
	const struct param *param = b->step->command->params[n];
	const char *text = b->typed->values[n];
	struct expression *e = &b->step->args[n];

	if (!text && !param->fallback && !is_taken(b, n)) {
		set_number(e, 0);
		return true;
	}
	if (!text && means_newest(b, param))
		text = "+0";
	if (!text || is_self(param, text))
		return bind_missing(b, param, e);
	b->step->given |= 1U << n;
	if (bind_typed(b, param, text, e))
		return true;
	hint(b, param, text);
	return blame(b, param);
}

/* Grow the memory of an implicit step to what the typed step needs. */
static void grow(struct binding *b)
{
	const struct param *word = b->step->command->word;
	struct expression *e;

	if (!b->need || !word)
		return;
	e = &b->step->args[command_find_param(b->step->command, word->name)];
	if (e->source == SOURCE_NUMBER && e->number < b->need)
		e->number = b->need;
}

static bool bind_name(struct binding *b)
{
	const char *name = b->typed->as;
	struct complaint *why = b->cli->why;

	if (!name)
		return true;
	if (!address_is_name(name))
		return complain(why, name,
			"as: '%s' is not a valid name; accepted are "
			"letters, digits and '_', not beginning with a "
			"digit, at most %d, and not 'then' or a place such "
			"as 'stack'",
			name, NAME_SIZE - 1);
	if (strcmp(name, FIRST_PROCESS) == 0)
		return complain(why, name,
			"as: '%s' is the name of the first process; give "
			"another",
			name);
	if (find_name(b->cli, name) >= 0)
		return complain(why, name,
			"as: '%s' is already in use; a name can be given "
			"only once",
			name);
	b->step->name = name;
	return remember_name(b->cli, name);
}

static bool bind_expect(struct binding *b)
{
	const char *expect = b->typed->expect;

	b->step->wanted = expect ? expect : "ok";
	b->step->expect_given = expect != NULL;
	if (!expect || outcome_parse(expect, &b->step->expect, b->cli->why))
		return true;
	complain_about(b->cli->why, "expect");
	return false;
}

/* Whether later steps act by default on what this step makes. */
static bool becomes_newest(const struct step *step)
{
	const struct call_kind *kind = command_kind(step->command);

	if (kind->makes == MADE_NOTHING || (kind->grows && !kind->grows(step)))
		return false;
	return !step->implicit || made_type(kind->makes)->shared;
}

static bool append(struct cli *cli, const struct step *step)
{
	struct plan *plan = cli->plan;

	if (plan->count == cli->room) {
		size_t room = cli->room ? 2 * cli->room : 2;
		struct step *more =
			reallocarray(plan->steps, room, sizeof(*more));

		if (!more)
			return complain_system(
				cli->why, "the command line", ENOMEM);
		plan->steps = more;
		cli->room = room;
	}
	plan->steps[plan->count] = *step;
	if (becomes_newest(step))
		newest(cli)[command_kind(step->command)->makes] =
			(int)plan->count;
	plan->count++;
	return !made_type(command_kind(step->command)->makes)->performs ||
	       processes_add(cli);
}

/* Check that the arguments fit together, and read the files they name. */
static bool verify(struct binding *b)
{
	const struct command *command = b->step->command;
	bool good;

	if (!command->verify)
		return true;
	good = command->verify(b->step, &b->step->read, b->cli->why);
	if (b->step->read && !keep(b->cli, b->step->read))
		return complain_system(b->cli->why, "the command line", ENOMEM);
	return good;
}

bool bind(struct cli *cli, struct typed *typed, int number, bool implicit,
	int own_file, uint64_t need)
{
	struct step step = {.command = typed->command,
		.number = number,
		.implicit = implicit,
		.line = cli->file ? cli->file->places[cli->step_at].line : 0,
		.on = -1,
		.in = cli->processes[cli->in].step,
		.in_item = cli->processes[cli->in].item,
		.process = memory_process(cli)->step,
		.process_item = memory_process(cli)->item,
		.pages = typed->pages || typed->pages_by,
		.syscalls = typed->syscalls};
	struct binding b = {.cli = cli,
		.typed = typed,
		.step = &step,
		.file_asked = own_file >= 0,
		.need = need};

	memcpy(b.acts, newest(cli), sizeof(b.acts));
	b.acts[MADE_FILE] = own_file;
	if (!choose_pages_by(cli, typed, &step.pages_by))
		return false;
	if (typed->timeout &&
		!timeout_read(cli, typed->timeout, &step.timeout_ns))
		return false;
	if (!bind_choice(&b) || !bind_file(&b))
		return false;
	for (size_t n = 0; n < command_params(step.command); n++)
		if (!bind_param(&b, n))
			return false;
	if (implicit)
		grow(&b);
	if (!bind_repeats(&b) || !bind_expect(&b) || !verify(&b) ||
		!bind_name(&b) || !keep_asserts(cli, typed, &step.asserts))
		return false;
	step.on = bind_acted_on(&step);
	return append(cli, &step);
}
