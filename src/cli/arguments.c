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

bool binds_file(const struct cli *cli, int index)
{
	return command_kind(cli->plan->steps[index].command)->makes ==
	       MAKES_FILE;
}

void set_number(struct expression *e, uint64_t number)
{
	*e = (struct expression){
		.source = SOURCE_NUMBER, .step = -1, .number = number};
}

static bool bind_own(struct binding *b, const struct address *address,
	const char *text, struct expression *e)
{
	if (command_has_trait(b->step->command, CALL_MOVES_BREAK)) {
		e->source = SOURCE_PLACE;
		e->place = ADDRESS_BRK;
		return true;
	}
	if (b->region < 0)
		return complain(b->cli->why, text,
			"'%s' counts from a region, and no step before this "
			"one makes one; begin with NULL, a number or a place "
			"such as stack",
			text);
	e->source = SOURCE_REGION;
	e->step = b->region;
	e->item = b->item;
	e->end = address->end;
	return true;
}

/*
 * A number that the machine cannot pass must not be cut: it would be another.
 * Below NULL it counts down from the end of what the machine has.
 */
static bool fits(struct binding *b, const struct param *param, const char *text,
	uint64_t *number)
{
	if (param->most && strchr(text, '-'))
		*number &= param->most;
	if (!param->most || *number <= param->most)
		return true;
	return complain(b->cli->why, text,
		"'%s' does not fit in an address of this machine; at most "
		"0x%llx is accepted",
		text, (unsigned long long)param->most);
}

static bool bind_address(struct binding *b, const struct param *param,
	const char *text, struct expression *e)
{
	struct cli *cli = b->cli;
	struct address address;
	char name[NAME_SIZE + 16];
	int index;

	if (!address_parse(text, cli->units, &address, cli->why))
		return false;
	*e = (struct expression){
		.step = -1, .end = address.end, .number = address.offset};
	switch (address.base) {
	case ADDRESS_OWN:
		return bind_own(b, &address, text, e);
	case ADDRESS_NUMBER:
		e->source = SOURCE_NUMBER;
		return fits(b, param, text, &e->number);
	case ADDRESS_NAME:
		snprintf(name, sizeof(name), address.item ? "%s.%llu" : "%s",
			address.name, (unsigned long long)address.item);
		if (!find_item(cli, name, &index, &e->item))
			return false;
		if (binds_file(cli, index))
			return complain(cli->why, text,
				"'%s' is a file and has no address: map it",
				address.name);
		e->source = SOURCE_REGION;
		e->step = index;
		return true;
	default:
		e->source = SOURCE_PLACE;
		e->place = address.base;
		return true;
	}
}

static bool bind_fd(struct binding *b, const char *text, struct expression *e)
{
	struct cli *cli = b->cli;
	int64_t number;
	int index;

	if (!address_is_name(text)) {
		if (!number_parse_int(text, &number, cli->why))
			return false;
		set_number(e, (uint64_t)number);
		b->file = -1;
		b->file_asked = number >= 0;
		return true;
	}
	index = find_name(cli, text);
	if (index < 0)
		return unknown_name(cli, text);
	if (!binds_file(cli, index))
		return complain(
			cli->why, text, "'%s' is memory and no file", text);
	*e = (struct expression){.source = SOURCE_FILE, .step = index};
	b->file = index;
	b->file_asked = true;
	return true;
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
	bool has_file = b->file >= 0 || b->file_asked;

	return has_file && param->with_file ? param->with_file
					    : param->fallback;
}

bool bind_typed(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	struct cli *cli = b->cli;
	const struct command *about;
	struct outcome outcome;
	struct sizes sizes = {0};
	int64_t number;
	uint64_t bits;

	set_number(e, 0);
	switch (param->kind) {
	case PARAM_ADDRESS:
		return bind_address(b, param, text, e);
	case PARAM_SIZE:
		return bind_size(b, param, text, e);
	case PARAM_SIGNED:
		if (!number_parse_signed(text, cli->units, &number, cli->why))
			return false;
		if (param->most && (number > (int64_t)param->most ||
					   number < -(int64_t)param->most - 1))
			return complain(cli->why, text,
				"'%s' does not fit; -%llu to %llu is accepted",
				text, (unsigned long long)param->most + 1,
				(unsigned long long)param->most);
		set_number(e, (uint64_t)number);
		return true;
	case PARAM_FD:
		return bind_fd(b, text, e);
	case PARAM_FLAGS:
		return bind_flags(b, param, text, e);
	case PARAM_MODE:
		if (!number_parse_mode(text, &bits, cli->why))
			return false;
		set_number(e, bits);
		return true;
	case PARAM_PATH:
		return bind_path(b, text);
	case PARAM_BYTES:
		return bind_bytes(b, text);
	case PARAM_TEXT:
		return bind_text(b, text);
	case PARAM_PID:
		if (!number_parse_int(text, &number, cli->why) || number < 1)
			return complain(cli->why, text,
				"'%s' is no process; its number is accepted, "
				"1 to 2147483647, or self for memtool's own",
				text);
		set_number(e, (uint64_t)number);
		return true;
	case PARAM_SWITCH:
		set_number(e, 1);
		return true;
	case PARAM_OUTCOME:
		if (!outcome_parse_one(text, &outcome, cli->why))
			return false;
		set_number(e, outcome_pack(&outcome));
		return true;
	case PARAM_COMMAND:
		about = find_call(cli, text);
		set_number(e, (uintptr_t)about);
		return about || unknown_call(cli, text);
	case PARAM_SIZES:
		if (!sizes_parse(text, cli->units, &sizes, cli->why))
			return false;
		set_number(e, sizes_pack(&sizes));
		return true;
	case PARAM_BITS:
	case PARAM_COUNT:
		return bind_plain(b, param, text, e);
	case PARAM_FAR:
		if (!far_parse(text, &bits, cli->why))
			return false;
		set_number(e, bits);
		return true;
	case PARAM_REGION:
		return true;
	}
	return false;
}
