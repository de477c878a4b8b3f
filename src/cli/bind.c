/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Binding: each argument of a step becomes an expression, each name and each
 * "newest" an index in the plan.  Nothing is left to be found out at run time
 * but where the memory will be.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/binding.h"
#include "cli/hints.h"

/* The plain word behind a call is one parameter; the others have options. */
static bool miss(struct binding *b, const struct param *param)
{
	const struct command *command = b->step->command;

	if (command->word != param)
		return complain(b->cli->why, NULL,
			"%s is missing; it stands behind --%s", param->value,
			param->name);
	return complain(b->cli->why, NULL,
		"%s is missing; it stands behind the call, '%s %s', or behind "
		"--%s",
		param->value, command->name, param->value, param->name);
}

/* From the address that the step acts on to the end of its region. */
static bool bind_rest(const struct binding *b, struct expression *e)
{
	const struct expression *addr = &b->step->args[0];

	*e = (struct expression){.source = SOURCE_REST,
		.step = addr->source == SOURCE_MADE ? addr->step : -1,
		.item = addr->item};
	return true;
}

static bool bind_file_size(
	struct binding *b, const struct param *param, struct expression *e)
{
	if (b->acts[MADE_FILE] < 0 && !b->file_asked)
		return bind_typed(b, param, param->fallback, e);
	*e = (struct expression){.source = SOURCE_FILE_SIZE,
		.step = b->acts[MADE_FILE],
		.number = b->need};
	return true;
}

/* The file of the step; without one mmap has -1. */
static bool bind_file_before(struct binding *b, struct expression *e)
{
	if (b->acts[MADE_FILE] >= 0) {
		*e = (struct expression){
			.source = SOURCE_MADE, .step = b->acts[MADE_FILE]};
		return true;
	}
	if (command_find_param(b->step->command, "prot") < 0)
		return complain(b->cli->why, NULL,
			"there is no file before it: open or memfd makes one, "
			"or give --fd");
	set_number(e, (uint64_t)-1);
	return true;
}

static bool bind_missing(
	struct binding *b, const struct param *param, struct expression *e)
{
	set_number(e, 0);
	switch (param->missing) {
	case MISSING_OWN:
		return bind_typed(b, param, "+0", e);
	case MISSING_REST:
		return bind_rest(b, e);
	case MISSING_FILE_SIZE:
		return bind_file_size(b, param, e);
	case MISSING_FILE:
		return bind_file_before(b, e);
	case MISSING_TEXT_SIZE:
		if (!b->step->text)
			return bind_rest(b, e);
		set_number(e, b->step->text_length);
		return true;
	case MISSING_ABSENT:
	case MISSING_NEWEST:
		return true;
	case MISSING_REFUSED:
		if (default_of(b, param))
			return bind_typed(b, param, default_of(b, param), e);
		return miss(b, param);
	}
	return false;
}

/* "--length '4x': unknown suffix" or, of a WORD, "length '4x': ..." */
static bool blame(struct binding *b, const struct param *param)
{
	complain_about(b->cli->why, param->name);
	return false;
}

/* Whether nothing was typed, so that the newest region is what is meant. */
static bool means_newest(const struct binding *b, const struct param *param)
{
	if (param->missing != MISSING_NEWEST || b->acts[MADE_MEMORY] < 0)
		return false;
	for (size_t n = 0; n < command_params(b->step->command); n++)
		if (b->typed->values[n])
			return false;
	return true;
}

/* What may have been meant by a WORD that is not what its call takes first. */
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

/* "maps self" is what "maps" is. */
static bool is_self(const struct param *param, const char *text)
{
	return param->kind == PARAM_PID && strcmp(text, "self") == 0;
}

bool bind_param(struct binding *b, size_t n)
{
	const struct param *param = b->step->command->params[n];
	const char *text = b->typed->values[n];
	struct expression *e = &b->step->args[n];

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

/* Grow the memory of an implicit step to what the step that it serves needs. */
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
			"as: '%s' cannot be a name: letters, digits and '_' "
			"are accepted, no digit first, %d at most, and not "
			"'then' or a place such as 'stack'",
			name, NAME_SIZE - 1);
	if (find_name(b->cli, name) >= 0)
		return complain(why, name,
			"as: '%s' is taken; a name is given once", name);
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

/* Whether later steps act on what it makes, where they do not say on what. */
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
		size_t room = cli->room ? 2 * cli->room : 8;
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
		cli->newest[command_kind(step->command)->makes] =
			(int)plan->count;
	plan->count++;
	return true;
}

/* Whether the arguments go together, and what they name can be read. */
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
		.on = -1,
		.pages = typed->pages || typed->pages_by,
		.syscalls = typed->syscalls};
	struct binding b = {.cli = cli,
		.typed = typed,
		.step = &step,
		.file_asked = own_file >= 0,
		.need = need};

	memcpy(b.acts, cli->newest, sizeof(b.acts));
	b.acts[MADE_FILE] = own_file;
	if (!choose_pages_by(cli, typed, &step.pages_by))
		return false;
	if (!bind_choice(&b) || !bind_file(&b))
		return false;
	for (size_t n = 0; n < command_params(step.command); n++)
		if (!bind_param(&b, n))
			return false;
	if (implicit)
		grow(&b);
	if (!bind_repeats(&b) || !bind_expect(&b) || !verify(&b) ||
		!bind_name(&b))
		return false;
	step.on = bind_acted_on(&step);
	return append(cli, &step);
}
