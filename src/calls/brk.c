/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/break.h"
#include "command/plan.h"

static void act(const struct call *call, struct returned *returned)
{
	act_move_break(call, returned, act_break(0), call->args[0]);
}

/* "brk", "brk -1M", "brk +0" make no memory that a later step could act on. */
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
	.print = break_print,
	.made = break_made,
	.grows = grows,
};

const struct command command_brk = {
	.name = "brk",
	.summary = "set or report the program break",
	.describes =
		"Sets the program break, the end of the heap, to an address; "
		"NULL only reports it. The kernel returns the resulting break "
		"even if it refused to move it, and that value is shown; the "
		"C library's brk(2) turns a refusal into an error. The break "
		"is set in bytes, but memory is added and removed in whole "
		"pages. RLIMIT_DATA limits it, and so does a mapping in the "
		"way.",
	.manual = "brk(2)",
	.params = {&param_addr_break},
	.word = &param_addr_break,
	.call = &call,
};
