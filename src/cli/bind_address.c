/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments that may name what an earlier step made: addresses and files. */
#include <string.h>

#include "cli/binding.h"
#include "cli/hints.h"

static bool bind_own(struct binding *b, const struct address *address,
	const char *text, struct expression *e)
{
	if (command_has_trait(b->step->command, CALL_MOVES_BREAK)) {
		e->source = SOURCE_PLACE;
		e->place = ADDRESS_BRK;
		return true;
	}
	if (b->acts[MADE_MEMORY] < 0)
		return complain(b->cli->why, text,
			"'%s' is relative to a region, and no earlier step "
			"makes one; begin with NULL, a number or a place "
			"such as stack",
			text);
	e->source = SOURCE_MADE;
	e->step = b->acts[MADE_MEMORY];
	e->item = b->item;
	e->end = address->end;
	return true;
}

/*
 * A number too large for the machine must not be truncated.  A number below
 * NULL counts down from the end of the address space.
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

bool bind_address(struct binding *b, const struct param *param,
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
		if (!made_type(made_at(cli, index))->has_memory)
			return complain(cli->why, text,
				"'%s' is %s and has no address%s", address.name,
				made_type(made_at(cli, index))->one,
				made_type(made_at(cli, index))->remedy);
		e->source = SOURCE_MADE;
		e->step = index;
		return true;
	default:
		e->source = SOURCE_PLACE;
		e->place = address.base;
		return true;
	}
}

bool bind_fd(struct binding *b, const struct param *param, const char *text,
	struct expression *e)
{
	struct cli *cli = b->cli;
	int64_t number;
	int index;

	(void)param;

	if (!address_is_name(text)) {
		if (!number_parse_int(text, &number, cli->why))
			return false;
		set_number(e, (uint64_t)number);
		b->acts[MADE_FILE] = -1;
		b->file_asked = number >= 0;
		return true;
	}
	index = find_name(cli, text);
	if (index < 0)
		return unknown_name(cli, text);
	if (made_at(cli, index) != MADE_FILE)
		return complain(cli->why, text, "'%s' is %s, not a file", text,
			made_type(made_at(cli, index))->one);
	*e = (struct expression){.source = SOURCE_MADE, .step = index};
	b->acts[MADE_FILE] = index;
	b->file_asked = true;
	return true;
}
