/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/break.h"
#include "command/plan.h"

static void act(const struct call *c, struct returned *r)
{
	act_move_break(c, r, act_break(0), c->args[0]);
}

/* "brk", "brk -1M", "brk +0" give nothing that a later step could act on. */
static bool grows(const struct step *step)
{
	const struct expression *e = &step->args[0];

	if (e->source == SOURCE_PLACE && e->place == ADDRESS_BRK)
		return (int64_t)e->number > 0;
	return e->source != SOURCE_NUMBER || e->number != 0;
}

static const struct call_kind call = {
	.traits = CALL_MOVES_BREAK,
	.makes = MADE_MEMORY,
	.result = RESULT_ADDRESS,
	.act = act,
	.tell = break_tell,
	.made = break_made,
	.grows = grows,
};

const struct command command_brk = {
	.name = "brk",
	.summary = "set the program break, or report it",
	.describes =
		"It sets the program break, the end of the heap, to an "
		"address; NULL only reports it. The kernel answers with the "
		"break as it then is, also where it refused to move it, and "
		"this is the answer that is shown; brk(2) of the C library "
		"makes an error of it. The break counts in bytes, memory "
		"comes and goes in whole pages. RLIMIT_DATA limits it, and "
		"so does a mapping that is in the way.",
	.manual = "brk(2)",
	.params = {&param_addr_break},
	.word = &param_addr_break,
	.call = &call,
};
