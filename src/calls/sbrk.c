/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/break.h"
#include "command/plan.h"

/* As the library does it, with its result; the call below it is brk. */
static void act(const struct call *c, struct returned *r)
{
	uint64_t before = act_break(0);

	act_move_break(c, r, before, before + (uint64_t)c->args[0]);
	r->value = (int64_t)before;
}

static bool grows(const struct step *step)
{
	return (int64_t)step->args[0].number > 0;
}

static const struct call_kind call = {
	.makes = MADE_MEMORY,
	.result = RESULT_ADDRESS,
	.act = act,
	.tell = break_tell,
	.made = break_made,
	.grows = grows,
};

const struct command command_sbrk = {
	.name = "sbrk",
	.summary = "move the program break",
	.describes =
		"It moves the program break, the end of the heap, by a "
		"number of bytes, which may be negative, and returns where "
		"the break was before; 0 only reports it. It is a function "
		"of the C library, which calls brk. Memory comes and goes "
		"in whole pages. RLIMIT_DATA limits it, and so does a "
		"mapping that is in the way: then it fails with ENOMEM.",
	.manual = "sbrk(2)",
	.params = {&param_increment},
	.word = &param_increment,
	.call = &call,
};
