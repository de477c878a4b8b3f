/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each argument that was typed becomes an expression, by its kind. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/binding.h"
#include "cli/hints.h"
#include "words/far.h"
#include "words/sizes.h"

enum made_kind made_at(const struct cli *cli, int index)
{
	return command_kind(cli->plan->steps[index].command)->makes;
}

void set_number(struct expression *e, uint64_t number)
{
	*e = (struct expression){
		.source = SOURCE_NUMBER, .step = -1, .number = number};
}

static bool bind_size(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	uint64_t value;

	if (!number_parse_size(text, b->cli->units, &value, b->cli->why))
		return false;
	if (value < param->least)
		return complain(b->cli->why, text,
			"'%s' is too small; at least %llu is accepted", text,
			(unsigned long long)param->least);
	if (param->most && value > param->most)
		return complain(b->cli->why, text,
			"'%s' is more than the %llu %s that %s takes", text,
			(unsigned long long)param->most,
			strcmp(param->value, "SIZE") == 0 ? "bytes"
							  : param->name,
			b->step->command->name);
	set_number(e, value);
	return true;
}

/* Of a negative number the bits that a long has. */
static bool bind_flags(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	uint64_t bits;

	if (!names_parse(param->names, text, default_of(b, param), &bits,
		    b->cli->why))
		return false;
	if (bits > ULONG_MAX && (int64_t)bits >= LONG_MIN && (int64_t)bits < 0)
		bits &= ULONG_MAX;
	if (bits > ULONG_MAX)
		return complain(b->cli->why, text,
			"'%s' has more bits than this machine passes; at most "
			"0x%lx is accepted",
			text, ULONG_MAX);
	set_number(e, bits);
	return true;
}

/* A number of the machine's or a count: no unit could be meant. */
static bool bind_plain(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	uint64_t value;

	if (*text == '-' || !number_parse_bits(text, &value, b->cli->why))
		return complain(b->cli->why, text,
			"'%s' is no plain number; decimal or 0x is accepted, "
			"without a sign or a unit",
			text);
	if (value < param->least || (param->most && value > param->most))
		return complain(b->cli->why, text,
			"'%s' is out of range; %llu to %llu are accepted", text,
			(unsigned long long)param->least,
			(unsigned long long)(param->most ? param->most
							 : UINT64_MAX));
	set_number(e, value);
	return true;
}

const char *default_of(const struct binding *b, const struct param *param)
{
	bool has_file = b->acts[MADE_FILE] >= 0 || b->file_asked;

	return has_file && param->with_file ? param->with_file
					    : param->fallback;
}

static bool bind_signed(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	int64_t number;

	if (!number_parse_signed(text, b->cli->units, &number, b->cli->why))
		return false;
	if (param->most && (number > (int64_t)param->most ||
				   number < -(int64_t)param->most - 1))
		return complain(b->cli->why, text,
			"'%s' does not fit; -%llu to %llu is accepted", text,
			(unsigned long long)param->most + 1,
			(unsigned long long)param->most);
	set_number(e, (uint64_t)number);
	return true;
}

static bool bind_mode(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	uint64_t bits;

	(void)param;
	if (!number_parse_mode(text, &bits, b->cli->why))
		return false;
	set_number(e, bits);
	return true;
}

static bool bind_pid(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	int64_t number;

	(void)param;
	if (!number_parse_int(text, &number, b->cli->why) || number < 1)
		return complain(b->cli->why, text,
			"'%s' is no process; its number is accepted, "
			"1 to 2147483647, or self for memtool's own",
			text);
	set_number(e, (uint64_t)number);
	return true;
}

static bool bind_switch(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	(void)b;
	(void)param;
	(void)text;
	set_number(e, 1);
	return true;
}

static bool bind_outcome(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	struct outcome outcome;

	(void)param;
	if (!outcome_parse_one(text, &outcome, b->cli->why))
		return false;
	set_number(e, outcome_pack(&outcome));
	return true;
}

static bool bind_command(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	const struct command *about = find_call(b->cli, text);

	(void)param;
	set_number(e, (uintptr_t)about);
	return about || unknown_call(b->cli, text);
}

static bool bind_sizes(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	struct sizes sizes = {0};

	(void)param;
	if (!sizes_parse(text, b->cli->units, &sizes, b->cli->why))
		return false;
	set_number(e, sizes_pack(&sizes));
	return true;
}

static bool bind_far(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	uint64_t packed;

	(void)param;
	if (!far_parse(text, &packed, b->cli->why))
		return false;
	set_number(e, packed);
	return true;
}

/* A region is chosen before, by --on. */
static bool bind_nothing(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	(void)b;
	(void)param;
	(void)text;
	(void)e;
	return true;
}

bool bind_typed(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	static bind_kind *const binds[PARAM_KINDS] = {
		[PARAM_ADDRESS] = bind_address,
		[PARAM_SIZE] = bind_size,
		[PARAM_SIGNED] = bind_signed,
		[PARAM_FD] = bind_fd,
		[PARAM_FLAGS] = bind_flags,
		[PARAM_MODE] = bind_mode,
		[PARAM_PATH] = bind_path,
		[PARAM_BYTES] = bind_bytes,
		[PARAM_TEXT] = bind_text,
		[PARAM_REGION] = bind_nothing,
		[PARAM_PID] = bind_pid,
		[PARAM_SWITCH] = bind_switch,
		[PARAM_OUTCOME] = bind_outcome,
		[PARAM_COMMAND] = bind_command,
		[PARAM_SIZES] = bind_sizes,
		[PARAM_BITS] = bind_plain,
		[PARAM_COUNT] = bind_plain,
		[PARAM_FAR] = bind_far,
	};

	set_number(e, 0);
	return binds[param->kind](b, param, text, e);
}
