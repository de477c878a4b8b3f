/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The arguments that were not typed: enum param_missing. */
#include "cli/binding.h"

/* The plain word after a call is one parameter; the others need options. */
static bool miss(struct binding *b, const struct param *param)
{
	const struct command *command = b->step->command;

	if (command->word != param)
		return complain(b->cli->why, NULL,
			"%s is missing; give it with --%s", param->value,
			param->name);
	return complain(b->cli->why, NULL,
		"%s is missing; give it after the call, '%s %s', or with "
		"--%s",
		param->value, command->name, param->value, param->name);
}

/* From the step's address to the end of its region. */
static bool bind_rest(const struct binding *b, struct expression *e)
{
	const struct expression *addr =
		&b->step->args[command_find_role(b->step->command, ROLE_ADDR)];

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

/* The file of the step; mmap without a file has -1. */
static bool bind_file_before(struct binding *b, struct expression *e)
{
	if (b->acts[MADE_FILE] >= 0) {
		*e = (struct expression){
			.source = SOURCE_MADE, .step = b->acts[MADE_FILE]};
		return true;
	}
	if (command_find_param(b->step->command, "prot") < 0)
		return complain(b->cli->why, NULL,
			"there is no file to act on; open or memfd makes "
			"one, or give --fd");
	set_number(e, (uint64_t)-1);
	return true;
}

bool bind_missing(
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
