/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls made several times, and the blocks that they make. */
#include <string.h>

#include "cli/binding.h"
#include "cli/hints.h"

static bool too_few(struct cli *cli, const char *text, const struct step *step)
{
	return complain(cli->why, text,
		"'%s': step %d makes %llu; a number from 1 to that is "
		"accepted",
		text, step->number, (unsigned long long)step->calls);
}

bool find_item(struct cli *cli, const char *text, int *index, uint64_t *item)
{
	const struct step *step;
	char name[NAME_SIZE + 16];

	snprintf(name, sizeof(name), "%s", text);
	if (strlen(text) < sizeof(name) && !address_cut_item(name, item)) {
		name[strcspn(name, ".")] = '\0';
		if (find_name(cli, name) >= 0)
			return complain(cli->why, text,
				"'%s': the blocks of '%s' are named "
				"'%s.1', '%s.2' and so on",
				text, name, name, name);
	}
	*index = find_name(cli, name);
	if (strlen(text) >= sizeof(name) || *index < 0)
		return unknown_name(cli, text);
	step = &cli->plan->steps[*index];
	if (*item && !made_type(made_at(cli, *index))->has_blocks)
		return complain(cli->why, text,
			"'%s': only the last of several files has a name: "
			"'%s'",
			text, name);
	if (*item > step->calls)
		return too_few(cli, text, step);
	if (!step_repeats(step))
		*item = 0;
	return true;
}

/* How often a step may make its call: it may fork fewer processes. */
static uint64_t most_times(const struct binding *b)
{
	enum made_kind makes = command_kind(b->step->command)->makes;
	uint64_t most = makes == MADE_NOTHING ? 0 : made_type(makes)->most;

	return most ? most : TIMES_MAX;
}

static bool read_count(struct binding *b, const char *option, const char *text,
	uint64_t *count)
{
	struct complaint *why = b->cli->why;
	uint64_t most = most_times(b);

	*count = 1;
	if (!text)
		return true;
	if (*text == '-') {
		*count = 0; /* out of range, like 0 */
	} else if (!number_parse_size(text, b->cli->units, count, why)) {
		complain_about(why, option);
		return false;
	}
	if (*count >= 1 && *count <= most)
		return true;
	return complain(why, text, "%s: '%s': 1 to %llu is accepted", option,
		text, (unsigned long long)most);
}

/*
 * An address that names all blocks of a step: the call is made on each.  Only
 * the address that the call acts on may do that.
 */
static bool find_each(struct binding *b)
{
	const struct command *command = b->step->command;

	for (size_t n = 0; n < command_params(command); n++) {
		const struct expression *e = &b->step->args[n];
		const struct step *maker;

		if (e->source != SOURCE_MADE || e->item ||
			!made_type(made_at(b->cli, e->step))->has_blocks)
			continue;
		maker = &b->cli->plan->steps[e->step];
		if (!step_repeats(maker))
			continue;
		if (command->params[n] != &param_addr ||
			command_is_inspection(command))
			return complain(b->cli->why, b->typed->values[n],
				"%s: %s%s has %llu blocks, and one is "
				"needed here: its name and a number, as in "
				"'a.1'",
				command->params[n]->name,
				maker->name ? "" : "the newest region",
				maker->name ? maker->name : "",
				(unsigned long long)maker->calls);
		b->step->each = true;
		b->step->calls = maker->calls;
	}
	return true;
}

bool bind_repeats(struct binding *b)
{
	struct step *step = b->step;
	struct complaint *why = b->cli->why;
	const char *every = b->typed->every;
	uint64_t blocks;

	step->calls = 1;
	if (!read_count(b, "times", b->typed->times, &step->times) ||
		!read_count(b, "every", every, &step->every) || !find_each(b))
		return false;
	if (every && !step->each)
		return complain(why, every,
			"every: '%s' selects from several blocks, but the "
			"step acts on only one; --times makes several",
			every);
	if (step->every > step->calls)
		return complain(why, every,
			"every: '%s' is more than the %llu existing blocks",
			every, (unsigned long long)step->calls);
	blocks = step->calls / step->every;
	if (step->times * blocks > TIMES_MAX)
		return complain(why, b->typed->times,
			"times: '%s' times %llu blocks is more than the "
			"maximum of %d calls per step",
			b->typed->times, (unsigned long long)blocks, TIMES_MAX);
	step->calls = step->times * blocks;
	return true;
}
