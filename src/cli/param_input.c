/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/param_input.h"

#include <string.h>

/* The region was already chosen, by --on. */
static bool bind_nothing(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	(void)b;
	(void)param;
	(void)text;
	(void)e;
	return true;
}

static bool fits_address(
	const struct cli *cli, const struct param *param, const char *word)
{
	(void)cli;
	(void)param;
	return !strchr(word, ':');
}

static bool fits_far(
	const struct cli *cli, const struct param *param, const char *word)
{
	(void)cli;
	(void)param;
	return strchr(word, ':') != NULL;
}

static bool fits_size(
	const struct cli *cli, const struct param *param, const char *word)
{
	uint64_t value;

	return number_parse_size(word, cli->units, &value, NULL) &&
	       value >= param->least && (!param->most || value <= param->most);
}

static bool fits_flags(
	const struct cli *cli, const struct param *param, const char *word)
{
	uint64_t value;

	(void)cli;
	return names_parse(param->names, word, param->fallback, &value, NULL);
}

static bool fits_outcome(
	const struct cli *cli, const struct param *param, const char *word)
{
	struct outcome outcome;

	(void)cli;
	(void)param;
	return outcome_parse_one(word, &outcome, NULL);
}

static bool fits_command(
	const struct cli *cli, const struct param *param, const char *word)
{
	(void)param;
	return find_call(cli, word) != NULL;
}

static bool fits_cause(
	const struct cli *cli, const struct param *param, const char *word)
{
	const char *cause;

	(void)param;
	for (size_t i = 0; (cause = cause_at(cli, i)); i++)
		if (strcmp(cause, word) == 0)
			return true;
	/* Only causes have such names, no outcome and no call. */
	return strchr(word, '-') && !number_begins(word);
}

const struct param_input *param_input(enum param_kind kind)
{
	static const struct param_input inputs[PARAM_KINDS] = {
		[PARAM_ADDRESS] = {.bind = bind_address,
			.offer = offer_addresses,
			.fits = fits_address},
		[PARAM_SIZE] = {.bind = bind_size, .fits = fits_size},
		[PARAM_SIGNED] = {.bind = bind_signed},
		[PARAM_FD] = {.bind = bind_fd, .offer = offer_files},
		[PARAM_FLAGS] = {.bind = bind_flags,
			.offer = offer_flags,
			.fits = fits_flags},
		[PARAM_MODE] = {.bind = bind_mode},
		[PARAM_PATH] = {.bind = bind_path},
		[PARAM_BYTES] = {.bind = bind_bytes},
		[PARAM_TEXT] = {.bind = bind_text},
		[PARAM_REGION] = {.bind = bind_nothing, .offer = offer_regions},
		[PARAM_PID] = {.bind = bind_pid, .offer = offer_self},
		[PARAM_SWITCH] = {.bind = bind_switch},
		[PARAM_OUTCOME] = {.bind = bind_outcome,
			.offer = offer_outcome,
			.fits = fits_outcome},
		[PARAM_COMMAND] = {.bind = bind_command,
			.offer = offer_calls,
			.fits = fits_command},
		[PARAM_SIZES] = {.bind = bind_sizes, .offer = offer_sizes},
		[PARAM_BITS] = {.bind = bind_plain},
		[PARAM_COUNT] = {.bind = bind_plain},
		[PARAM_FAR] = {.bind = bind_far, .fits = fits_far},
		[PARAM_CAUSE] = {.bind = bind_path,
			.offer = offer_causes,
			.fits = fits_cause},
		[PARAM_EXAMPLE] = {.bind = bind_example,
			.offer = offer_examples},
		[PARAM_FILTER] = {.bind = bind_filter, .offer = offer_filter},
		[PARAM_USER] = {.bind = bind_user, .offer = offer_users},
		[PARAM_SECONDS] = {.bind = bind_seconds},
		[PARAM_GROUP_LIMITS] = {.bind = bind_group_limits,
			.offer = offer_group_limits},
		[PARAM_LIMIT] = {.bind = bind_limit, .offer = offer_limit},
	};

	return &inputs[kind];
}

bool bind_typed(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	set_number(e, 0);
	return param_input(param->kind)->bind(b, param, text, e);
}

bool word_fits(
	const struct cli *cli, const struct param *param, const char *word)
{
	const struct param_input *input = param_input(param->kind);

	return !input->fits || input->fits(cli, param, word);
}

bool word_is_value(
	const struct cli *cli, const struct param *param, const char *word)
{
	const struct param_input *input = param_input(param->kind);

	return input->fits && input->fits(cli, param, word);
}

void offer_values(
	const struct completion *completion, const struct param *param)
{
	const struct param_input *input = param_input(param->kind);

	if (input->offer)
		input->offer(completion, param);
}
