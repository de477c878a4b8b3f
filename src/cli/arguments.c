/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turn typed arguments into expressions: numbers of each kind. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/binding.h"
#include "cli/hints.h"
#include "words/far_pointer.h"
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

bool bind_size(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
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
			"'%s' is more than the %llu %s that %s accepts", text,
			(unsigned long long)param->most,
			strcmp(param->value, "SIZE") == 0 ? "bytes"
							  : param->name,
			b->step->command->name);
	set_number(e, value);
	return true;
}

/* A negative number passes only the bits of a long. */
bool bind_flags(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	uint64_t bits;

	if (!names_parse(param->names, text, default_of(b, param), &bits,
		    b->cli->why))
		return false;
	if (bits > ULONG_MAX && (int64_t)bits >= LONG_MIN && (int64_t)bits < 0)
		bits &= ULONG_MAX;
	if (bits > ULONG_MAX)
		return complain(b->cli->why, text,
			"'%s' has more bits than this machine can pass; at "
			"most 0x%lx is accepted",
			text, ULONG_MAX);
	set_number(e, bits);
	return true;
}

/* A hardware value or a count: a unit would make no sense. */
bool bind_plain(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	uint64_t value;

	if (*text == '-' || !number_parse_bits(text, &value, b->cli->why))
		return complain(b->cli->why, text,
			"'%s' is not a plain number; decimal or 0x is "
			"accepted, without sign or unit",
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

bool bind_signed(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	int64_t number;

	if (!number_parse_signed(text, b->cli->units, &number, b->cli->why))
		return false;
	if (param->most && (number > (int64_t)param->most ||
				   number < -(int64_t)param->most - 1))
		return complain(b->cli->why, text,
			"'%s' is out of range; -%llu to %llu is accepted", text,
			(unsigned long long)param->most + 1,
			(unsigned long long)param->most);
	set_number(e, (uint64_t)number);
	return true;
}

bool bind_mode(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	uint64_t bits;

	(void)param;
	if (!number_parse_mode(text, &bits, b->cli->why))
		return false;
	set_number(e, bits);
	return true;
}

bool bind_pid(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	int64_t number;

	(void)param;
	if (!number_parse_int(text, &number, b->cli->why) || number < 1)
		return complain(b->cli->why, text,
			"'%s' is not a process ID; 1 to 2147483647 is "
			"accepted, or self for memtool's own process",
			text);
	set_number(e, (uint64_t)number);
	return true;
}

bool bind_seconds(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	int64_t ns;

	(void)param;
	if (!number_parse_seconds(text, &ns))
		return complain(b->cli->why, text,
			"'%s' is not a number of seconds; 0 to %d is accepted, "
			"with or without a fraction (0.25)",
			text, SECONDS_MOST);
	set_number(e, (uint64_t)ns);
	return true;
}

bool bind_switch(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	(void)b;
	(void)param;
	(void)text;
	set_number(e, 1);
	return true;
}

bool bind_outcome(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	struct outcome outcome;

	(void)param;
	if (!outcome_parse_one(text, &outcome, b->cli->why))
		return false;
	set_number(e, outcome_pack(&outcome));
	return true;
}

bool bind_command(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	const struct command *about = find_call(b->cli, text);

	(void)param;
	set_number(e, (uintptr_t)about);
	return about || unknown_call(b->cli, text);
}

bool bind_sizes(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	struct sizes sizes = {0};

	(void)param;
	if (!sizes_parse(text, b->cli->units, &sizes, b->cli->why))
		return false;
	set_number(e, sizes_pack(&sizes));
	return true;
}

bool bind_far(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	uint64_t packed;

	(void)param;
	if (!far_parse(text, &packed, b->cli->why))
		return false;
	set_number(e, packed);
	return true;
}
