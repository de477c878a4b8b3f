/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/break.h"
#include "command/plan.h"

/* As the C library does: it calls brk, and returns the previous break. */
static void act(const struct call *call, struct returned *returned)
{
	uint64_t before = act_break(0);

	act_move_break(
		call, returned, before, before + (uint64_t)call->args[0]);
	returned->value = (int64_t)before;
}

static bool grows(const struct step *step)
{
	return (int64_t)step->args[0].number > 0;
}

static const struct call_kind call = {
	.makes = MADE_MEMORY,
	.result = RESULT_ADDRESS,
	.act = act,
	.kernel_calls = "brk",
	.print = break_print,
	.made = break_made,
	.grows = grows,
};

const struct command command_sbrk = {
	.name = "sbrk",
	.summary = "move the program break",
	.describes =
		"Moves the program break, the end of the heap, by a number of "
		"bytes, which may be negative, and returns the previous "
		"break; 0 only reports it. sbrk is a function of the C "
		"library, which calls brk. Memory is added and removed in "
		"whole pages. RLIMIT_DATA limits it, and so does a mapping in "
		"the way: sbrk then fails with ENOMEM.",
	.manual = "sbrk(2)",
	.params = {&param_increment},
	.word = &param_increment,
	.call = &call,
};
